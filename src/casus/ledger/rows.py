"""What the ledger's lists show: a report, a claim or an event, opened to its words, its speaker and its report."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from pydantic import Field

from casus.ledger.decisions import UNRATED
from casus.records import Evidence, Record, Span


class Named(Record):
    """Somebody, or somewhere: the id where it is known, the name, and the words of the report."""

    id: str | None = None
    name: str | None = None
    words: str | None = None
    basis: str | None = None
    lat: float | None = None
    lon: float | None = None

    @property
    def shown(self) -> str:
        """The name, else the words, else the id."""
        return self.name or self.words or self.id or "(nobody named)"


class Source(Record):
    """The report that something stands in, and how analysts rate its publisher on the Admiralty code."""

    id: str
    url: str | None = None
    publisher: str | None = None
    published: datetime | None = None
    title: str | None = None
    rating: str = UNRATED


class ReportRow(Record):
    """A report in a list. `version` counts the texts that stood at its URL; `changed` says what is new in this one."""

    id: str
    url: str | None = None
    publisher: str | None = None
    published: datetime | None = None
    title: str | None = None
    language: str | None = None
    rating: str = UNRATED
    version: int = 1
    previous: str | None = None
    changed: dict[str, Any] | None = None
    family: str | None = None
    claims: int = 0
    events: int = 0
    snippet: Span | None = Field(default=None, description="where the words that were searched for stand")
    added: datetime
    retired: datetime | None = None


class ClaimRow(Record):
    """A claim in a list, with the words it was made in. `answered_by` lists claims of other reports that answer it."""

    id: str
    kind: str
    speaker: Named | None = None
    speaker_role: str | None = None
    source_type: str | None = None
    source_named: bool | None = None
    accused: tuple[Named, ...] = ()
    about: tuple[str, ...] = ()
    direction: str | None = None
    status: str
    words: tuple[Span, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    events: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()
    report: Source
    decision: int | None = Field(default=None, description="of the analyst, where the row is not the machine's own")
    added: datetime
    retired: datetime | None = None


class EventRow(Record):
    """An event in a list. An imported one has no report and no words, but a data set, a row id and the data set's code."""

    id: str
    type: str
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Named, ...] = ()
    recipients: tuple[Named, ...] = ()
    voice: str
    status: str
    extent: str
    start: date | None = None
    end: date | None = Field(default=None, description="the day after the last")
    precision: str | None = None
    places: tuple[Named, ...] = ()
    killed: int | None = None
    injured: int | None = None
    detained: int | None = None
    confidence: float | None = None
    intensity: float | None = None
    trigger: Span | None = None
    words: tuple[Span, ...] = ()
    claim: str | None = None
    expresses: str | None = None
    occurrence: str | None = None
    report: Source | None = None
    dataset: str | None = Field(default=None, description="imported, no text")
    row_id: str | None = None
    code: str | None = None
    url: str | None = Field(default=None, description="of the article that the data set names")
    decision: int | None = None
    added: datetime
    retired: datetime | None = None

"""Events: who did what to whom, in whose voice, and whether it happened."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, get_args

from pydantic import AwareDatetime, Field, model_validator

from casus.records.claims import Party
from casus.records.ontology import ontology
from casus.records.record import Record
from casus.records.text import Span

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Voice = Literal["report", "attributed", "alleged"]
Status = Literal["actual", "habitual", "historical", "future", "hypothetical", "negated"]
Extent = Literal["single", "several"]
Precision = Literal["second", "minute", "hour", "day", "week", "month", "season", "year", "decade", "century", "vague"]

EVENT_TYPES: tuple[str, ...] = get_args(EventType)


class EventPlace(Record):
    """Where an event happened: the mention, and the place that it resolves to."""

    mention: str | None = None
    place: str | None = None


class Moment(Record):
    """When: half-open `[start, end)` at a precision. `anchor` is the id of the mention or the date that a relative time counts from.

    Without a date on the report a relative time stays unresolved: `start` and `end` are null.
    """

    mention: str | None = None
    start: AwareDatetime | None = None
    end: AwareDatetime | None = None
    precision: Precision | None = None
    anchor: str | None = None

    @model_validator(mode="after")
    def _interval(self) -> Moment:
        if isinstance(self.start, datetime) and isinstance(self.end, datetime) and self.start >= self.end:
            raise ValueError(f"a moment ends after it starts: {self.start.isoformat()} .. {self.end.isoformat()}")
        return self


class Counts(Record):
    """People killed, injured and detained, as the report gives them; null where it gives none."""

    killed: int | None = Field(default=None, ge=0)
    injured: int | None = Field(default=None, ge=0)
    detained: int | None = Field(default=None, ge=0)


class Event(Record):
    """One happening in one report, with all the spans that tell of it. Types, modes and contexts are PLOVER's.

    `voice` is `report` where the outlet says so (not that it is true), `attributed` where a source states it as having happened,
    `alleged` where it is the content of an accusation.
    """

    id: str
    type: EventType
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Party, ...] = Field(default=(), description="for two-sided events all parties, and no recipients")
    recipients: tuple[Party, ...] = ()
    places: tuple[EventPlace, ...] = ()
    moment: Moment | None = None
    voice: Voice
    status: Status
    extent: Extent = "single"
    expresses: str | None = Field(default=None, description="claim that this speech act makes")
    claim: str | None = Field(default=None, description="claim that contains this event")
    trigger: Span
    evidence: tuple[Span, ...]
    counts: Counts = Counts()
    figures: tuple[Span, ...] = Field(default=(), description="the words that give the counts")
    confidence: float | None = Field(default=None, ge=0, le=1, description="calibrated P(type, actors and recipients all right)")
    intensity: float | None = Field(default=None, ge=-10, le=10, description="PLOVER score of type and mode")

    @model_validator(mode="after")
    def _coded(self) -> Event:
        ontology().check(self.type, self.mode, self.contexts)
        if self.voice == "alleged" and self.claim is None:
            raise ValueError("an alleged event lies in the claim that alleges it")
        if not any(span.covers(self.trigger) for span in self.evidence):
            raise ValueError(f"the trigger {self.trigger.quote!r} lies in none of the evidence spans")
        return self

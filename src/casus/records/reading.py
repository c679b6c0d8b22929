"""The shape of a reading: everything that casus found in one report. Fields may be added, never renamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, Field, model_validator

from casus.records.claims import Claim
from casus.records.events import Event
from casus.records.mentions import Attribution, Mention
from casus.records.record import Record
from casus.records.text import Report, Span
from casus.records.world import ActorInReport, Place


class Problem(Record):
    """Something that a stage could not do; the rest of the reading stands."""

    stage: str
    message: str


class Rejected(Record):
    """An input that could not be read: at which stage, and why."""

    stage: str
    reason: str


class RejectedInput(Record):
    """The row that stands in the output for an input that could not be read."""

    input: str
    rejected: Rejected


class Reading(Record):
    """One report and all that was found in it. Every span is checked against the report's text."""

    report: Report
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    claims: tuple[Claim, ...] = ()
    events: tuple[Event, ...] = ()
    actors: tuple[ActorInReport, ...] = ()
    places: tuple[Place, ...] = ()
    problems: tuple[Problem, ...] = Field(default=(), description="what could not be done, by stage")

    @model_validator(mode="after")
    def _spans(self) -> Reading:
        for span in spans_of(self):
            span.check(self.report.text)
        return self

    @model_validator(mode="after")
    def _references(self) -> Reading:
        known = {row.id for rows in (self.mentions, self.attributions, self.claims, self.events) for row in rows}
        for claim in self.claims:
            parties = [p for p in (claim.speaker, *claim.accused) if p]
            asked = [claim.attribution, *claim.events, *claim.elaborated_by, *claim.answers, *(p.mention for p in parties)]
            _known(claim.id, asked, known)
        for event in self.events:
            parties = [*event.actors, *event.recipients, *event.places]
            moment = event.moment.mention if event.moment else None
            _known(event.id, [event.expresses, event.claim, moment, *(p.mention for p in parties)], known)
        return self


def _known(owner: str, asked: list[str | None], known: set[str]) -> None:
    for reference in asked:
        if reference is not None and reference not in known:
            raise ValueError(f"{owner} refers to {reference}, which is not in this reading")


def spans_of(record: BaseModel) -> Iterator[Span]:
    """Yield every span inside a record, however deep."""
    if isinstance(record, Span):
        yield record
        return
    for name in type(record).model_fields:
        value = getattr(record, name)
        for item in value if isinstance(value, tuple) else (value,):
            if isinstance(item, BaseModel):
                yield from spans_of(item)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a line of `casus read`: a reading, or a rejected input."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "casus reading",
        **_either(Reading, RejectedInput),
    }


def _either(*models: type[Record]) -> dict[str, Any]:
    from pydantic.json_schema import models_json_schema

    refs, document = models_json_schema([(m, "serialization") for m in models], ref_template="#/$defs/{model}")
    return {"anyOf": [refs[(m, "serialization")] for m in models], "$defs": document["$defs"]}

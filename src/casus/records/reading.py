"""The shape of a reading: everything that casus found in one report. Fields may be added, never renamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, Field, model_validator
from pydantic.json_schema import models_json_schema

from casus.records.claims import Claim, Evidence
from casus.records.events import Event, Moment
from casus.records.mentions import Attribution, Mention, Pronoun
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
    report: Report | None = Field(default=None, description="kept where the input became a report before it was refused")


class Reading(Record):
    """One report and all that was found in it. Every span is checked against the report's text."""

    report: Report
    sentences: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    acts: tuple[Span, ...] = Field(default=(), description="words that may name an act: what events are coded from")
    offers: tuple[Evidence, ...] = Field(default=(), description="what may be offered as evidence: what that of claims is coded from")
    moments: tuple[Moment, ...] = Field(default=(), description="what the mentions of type moment mean, one each, resolved or not")
    pronouns: tuple[Pronoun, ...] = Field(default=(), description="in text order: which mention each goes back to")
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
        mentions, attributions = {m.id for m in self.mentions}, {a.id for a in self.attributions}
        claims, events = {c.id for c in self.claims}, {e.id for e in self.events}
        for number, moment in enumerate(self.moments):
            _known(f"moment {number}", [moment.mention], mentions)
        for pronoun in self.pronouns:
            _known(f"pronoun {pronoun.span.quote}", [pronoun.mention, *(c.id for c in pronoun.candidates)], mentions)
        for claim in self.claims:
            _known(claim.id, [p.mention for p in (claim.speaker, *claim.accused) if p], mentions)
            _known(claim.id, [claim.attribution], attributions)
            _known(claim.id, [*claim.elaborated_by, *claim.answers], claims)
            _known(claim.id, claim.events, events)
        for event in self.events:
            when = event.moment.mention if event.moment else None
            parties, places = (*event.actors, *event.recipients), event.places
            _known(event.id, [when, *(p.mention for p in parties), *(p.mention for p in places)], mentions)
            _known(event.id, [event.expresses, event.claim], claims)
        return self


def _known(owner: str, asked: Iterable[str | None], known: set[str]) -> None:
    """Raise unless each reference is null or known."""
    missing = {reference for reference in asked if reference is not None} - known
    if missing:
        raise ValueError(f"{owner} refers to {min(missing)}, which is not in this reading")


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
    refs, document = models_json_schema([(Reading, "serialization"), (RejectedInput, "serialization")])
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "a line of casus read",
        "anyOf": list(refs.values()),
        "$defs": document["$defs"],
    }

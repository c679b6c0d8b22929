"""Readings built by hand: a text of our own, and who says and does what in which of its words."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from casus.records import (
    ActorInReport,
    Attribution,
    Claim,
    Event,
    EventPlace,
    Mention,
    Moment,
    Party,
    Place,
    Reading,
    Report,
    Span,
    identify,
)

NAMES = {"KRS": "Government of Karsovia", "TRD": "Government of Tarandia", "grp.ilven": "Upper Ilven Front", "TRD.MIL": "Tarandian army"}


@dataclass
class Builder:
    """One report, and what is marked in it so far. Words are given as they stand; the first place where they stand is meant."""

    text: str
    publisher: str | None
    published: datetime | None
    url: str | None = None
    mentions: dict[tuple[str, str | None], Mention] = field(default_factory=dict)
    attributions: list[Attribution] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.report = Report(text=self.text, publisher=self.publisher, published=self.published, url=self.url)

    def span(self, quote: str) -> Span:
        start = self.text.index(quote)
        return self.report.span(start, start + len(quote))

    def party(self, quote: str, actor: str | None, basis: str = "stated") -> Party:
        span = self.span(quote)
        mention = Mention(id=identify(self.report.id, "mention", [span.offsets]), span=span, type="actor", resolved=actor)
        self.mentions[quote, actor] = mention
        return Party(mention=mention.id, actor=actor, basis=basis)

    def claim(self, cue: str, content: str, kind: str, speaker: Party, **more: Any) -> Claim:
        spans = self.span(cue), self.span(content)
        source = next(m.span for m in self.mentions.values() if m.id == speaker.mention)
        attribution = Attribution(
            id=identify(self.report.id, "attribution", [s.offsets for s in spans]),
            source=(source,),
            cue=(spans[0],),
            content=(spans[1],),
            quoted="indirect",
        )
        self.attributions.append(attribution)
        claim = Claim(
            id=identify(self.report.id, "claim", [s.offsets for s in spans]), attribution=attribution.id, kind=kind, speaker=speaker, **more
        )
        self.claims.append(claim)
        return claim

    def event(self, trigger: str, evidence: str, type: str, **more: Any) -> Event:
        place = more.pop("place", None)
        if place is not None:
            self.places.append(place)
            more["places"] = (EventPlace(place=place.id),)
        day = more.pop("day", None)
        if day is not None:
            more["moment"] = Moment(start=day, end=day + timedelta(days=1), precision="day", anchor="published")
        values = {"voice": "report", "status": "actual"} | more
        span = self.span(trigger)
        event = Event(
            id=identify(self.report.id, "event", [span.offsets]), type=type, trigger=span, evidence=(self.span(evidence),), **values
        )
        self.events.append(event)
        return event

    def reading(self) -> Reading:
        ids = {m.resolved for m in self.mentions.values()} - {None}
        return Reading(
            report=self.report,
            mentions=tuple(self.mentions.values()),
            attributions=tuple(self.attributions),
            claims=tuple(self.claims),
            events=tuple(self.events),
            actors=tuple(ActorInReport(id=i, name=NAMES.get(i, i), kind="government") for i in sorted(i for i in ids if i)),
            places=tuple(self.places),
        )


def at(day: int, hour: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)

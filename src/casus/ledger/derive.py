"""From records to rows: what is written down beside each record so that it can be found."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations
from typing import Any

from casus.ledger.filing import day_of, micros
from casus.records import Attribution, Claim, Event, Mention, Moment, Party, Place, Reading, Report

Row = dict[str, Any]

COUNTED_BASES = ("stated", "admitted")
"""Bases that a dyad's series takes, outside the line of what is alleged (DESIGN, "what counts")."""

_SEPARATOR = " … "
"""Between the parts of quoted words."""


def filing_day(report: Report, read_at: datetime) -> int:
    """Return the day under which a report is filed: that of publication where it is known, else that of reading."""
    return day_of(report.published or read_at)


def days(moment: Moment | None) -> tuple[int | None, int | None]:
    """Return a moment's days, half-open; `(None, None)` where it is not resolved, and no end where it is open."""
    if moment is None or moment.start is None:
        return None, None
    start = day_of(moment.start)
    if moment.end is None:
        return start, None
    midnight = moment.end.timetz().replace(tzinfo=None) == datetime.min.time()
    return start, max(day_of(moment.end) + (not midnight), start + 1)


@dataclass(frozen=True)
class Context:
    """What rows of one reading need to know about it."""

    reading: Reading
    mentions: Mapping[str, Mention]
    attributions: Mapping[str, Attribution]
    places: Mapping[str, Place]

    @classmethod
    def of(cls, reading: Reading) -> Context:
        """Return the context of a reading."""
        return cls(reading, {m.id: m for m in reading.mentions}, {a.id: a for a in reading.attributions}, {p.id: p for p in reading.places})

    def actor(self, party: Party) -> str | None:
        """Return the id of the actor that a party is: its own, else what its mention acts for or resolves to."""
        if party.actor is not None or party.mention is None:
            return party.actor
        mention = self.mentions.get(party.mention)
        if mention is None:
            return None
        return mention.acts_for or (mention.resolved if mention.type != "place" else None)

    def actors(self, parties: Iterable[Party]) -> list[str]:
        """Return the ids of the parties that are known, each once, in order."""
        return list(dict.fromkeys(actor for actor in map(self.actor, parties) if actor is not None))


def claim_row(context: Context, claim: Claim) -> Row:
    """Return the row of a claim, without its numbers and times."""
    speaker = context.actor(claim.speaker) if claim.speaker else None
    return {
        "id": claim.id,
        "report": context.reading.report.id,
        "publisher": context.reading.report.publisher,
        "kind": claim.kind,
        "speaker": speaker,
        "speaker_role": claim.speaker_role,
        "direction": claim.direction,
        "status": claim.status,
        "words": claim_words(context, claim),
        "body": claim.model_dump(mode="json"),
    }


def claim_words(context: Context, claim: Claim) -> str | None:
    """Return what a claim says, as the report words it."""
    attribution = context.attributions.get(claim.attribution or "")
    return _SEPARATOR.join(span.quote for span in (attribution.content if attribution else claim.quote)) or None


def claim_parties(context: Context, claim: Claim) -> Iterator[Row]:
    """Yield who speaks, who is accused and whom it is about."""
    named = {m.id: m.acts_for or m.resolved for m in context.reading.mentions}
    about = [named.get(reference, reference) for reference in claim.about]
    for role, actors in (
        ("speaker", context.actors([claim.speaker] if claim.speaker else [])),
        ("accused", context.actors(claim.accused)),
        ("about", [a for a in dict.fromkeys(about) if a is not None and not a.startswith("event:")]),
    ):
        yield from ({"actor": actor, "role": role} for actor in actors)


def event_row(context: Context, event: Event) -> Row:
    """Return the row of an event, without its numbers and times."""
    day, day_end = days(event.moment)
    moment = event.moment
    return {
        "id": event.id,
        "report": context.reading.report.id,
        "publisher": context.reading.report.publisher,
        "actors": " ".join(context.actors(event.actors)) or None,
        "recipients": " ".join(context.actors(event.recipients)) or None,
        "type": event.type,
        "mode": event.mode,
        "contexts": f" {' '.join(event.contexts)} " if event.contexts else None,
        "voice": event.voice,
        "status": event.status,
        "extent": event.extent,
        "day": day,
        "day_end": day_end,
        "start": micros(moment.start) if moment and moment.start else None,
        "end": micros(moment.end) if moment and moment.end else None,
        "precision": moment.precision if moment else None,
        "killed": event.counts.killed,
        "injured": event.counts.injured,
        "detained": event.counts.detained,
        "confidence": event.confidence,
        "intensity": event.intensity,
        "claim": event.claim,
        "expresses": event.expresses,
        "words": _SEPARATOR.join(span.quote for span in event.evidence) or None,
        "body": event.model_dump(mode="json"),
    }


def pairs(row: Mapping[str, Any], actors: Mapping[str, str], recipients: Mapping[str, str]) -> Iterator[Row]:
    """Yield the pairs of parties of an event; `actors` and `recipients` map ids to the basis of the party."""
    bases = {**recipients, **actors}
    happened = row["status"] == "actual" and row["extent"] == "single" and row["day"] is not None
    for a, b, direction in expand(list(actors), list(recipients)):
        stated = all(bases[actor] in COUNTED_BASES for actor in (a, b) if actor)
        yield {
            "a": a,
            "b": b,
            "direction": direction,
            "counted": int(happened and (stated or row["voice"] == "alleged")),
            **{name: row[name] for name in ("type", "voice", "status", "day", "day_end", "intensity", "confidence")},
        }


def expand(actors: list[str], recipients: list[str]) -> Iterator[tuple[str, str, str]]:
    """Yield `(a, b, direction)` for parties of one event: actors on recipients, or all among each other where there are no recipients.

    >>> list(expand(["PAK"], ["AFG", "SAU"]))
    [('AFG', 'PAK', '<'), ('PAK', 'SAU', '>')]
    >>> list(expand(["PAK", "AFG"], [])), list(expand([], ["AFG"]))
    ([('AFG', 'PAK', '=')], [('AFG', '', '<')])
    """
    found: dict[tuple[str, str], str] = {}
    directed = [(x, y, ">") for x in actors for y in recipients] if recipients else [(x, y, "=") for x, y in combinations(actors, 2)]
    for x, y, direction in directed:
        if x != y:
            a, b = min(x, y), max(x, y)
            seen = direction if direction == "=" or x == a else "<"
            found[a, b] = seen if found.get((a, b), seen) == seen else "="
    if not found:
        found = {(x, ""): "<" for x in recipients} | {(x, ""): ">" for x in actors}
    yield from ((a, b, direction) for (a, b), direction in found.items())


def event_pairs(context: Context, event: Event, row: Row) -> Iterator[Row]:
    """Yield the pairs of an event of a reading."""
    yield from pairs(row, _bases(context, event.actors), _bases(context, event.recipients))


def _bases(context: Context, parties: Iterable[Party]) -> dict[str, str]:
    bases: dict[str, str] = {}
    for party in parties:
        actor = context.actor(party)
        if actor is not None and bases.get(actor) not in COUNTED_BASES:
            bases[actor] = party.basis
    return bases


def event_places(context: Context, event: Event) -> Iterator[Row]:
    """Yield where an event happened, as far as it is known."""
    for position, where in enumerate(event.places):
        place = context.places.get(where.place or "")
        lat, lon = (place.lat, place.lon) if place else (None, None)
        yield {"position": position, "place": where.place, "lat": lat, "lon": lon, "cell": cell(lat, lon)}


def cell(lat: float | None, lon: float | None) -> int | None:
    """Return the one-degree square that a point lies in: 360 to a ring, counted from the South Pole and the date line.

    >>> cell(-90, -180), cell(-89, -179.5), cell(34.5, 69.2)
    (0, 360, 44889)
    """
    if lat is None or lon is None:
        return None
    return min(math.floor(lat) + 90, 179) * 360 + math.floor(lon + 180) % 360

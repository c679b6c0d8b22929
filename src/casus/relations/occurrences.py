"""What happened between two sides, read from the ledger: one row an occurrence, however many reports and pairs of parties tell of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from casus.ledger import schema
from casus.relations.asked import Asked
from casus.relations.rollup import Side

_STRENGTH = {"report": 0, "attributed": 1, "alleged": 2}


@dataclass(frozen=True, slots=True)
class Occurred:
    """One occurrence in a dyad. `way`: '>' the first side acts on the second, '<' the other way round, '=' both.

    `day` counts from 1970; `event` is the id of the event that stands for the occurrence (`dataset:row` for an imported one).
    """

    key: int
    day: int
    type: str
    voice: str
    way: str
    intensity: float | None
    event: str
    dataset: str | None
    killed: int | None
    claim: str | None
    report: str | None


def occurred(connection: Connection, a: Side, b: Side, asked: Asked, longest: int = 7) -> list[Occurred]:
    """Return what happened between two sides, in order; alleged occurrences under their own voice.

    Takes what the default series takes (DESIGN, "what counts"); moments of more than `longest` days have no place in a series. An
    occurrence that several pairs of members share counts once, by its strongest voice: report, attributed, alleged.
    """
    found: dict[tuple[object, bool], Occurred] = {}
    for row in _rows(connection, a, b, asked, longest):
        way = _way(row, a, b)
        if way is None:
            continue
        event = row.id or f"{row.dataset}:{row.row_id}"
        one = Occurred(
            row.key, row.day, row.type, row.voice, way, row.intensity, event, row.dataset, row.killed, row.claim, row.report
        )  # fmt: skip
        # What is alleged is another line than what is told, even where both are one occurrence.
        place = row.occurrence or row.key, row.voice == "alleged"
        if place not in found or _STRENGTH[one.voice] < _STRENGTH[found[place].voice]:
            found[place] = one
    return sorted(found.values(), key=lambda o: (o.day, o.key))


def _rows(connection: Connection, a: Side, b: Side, asked: Asked, longest: int) -> Iterable[Any]:
    pairs, events = schema.pairs, schema.events.c
    ids = [*a.ids, *b.ids]
    p = pairs.c
    chosen = (
        select(p.key, p.a, p.b, p.direction, p.type, p.voice, p.day, p.intensity,
               events.id, events.dataset, events.row_id, events.occurrence, events.killed, events.claim, events.report)
        .join_from(pairs, schema.events, events.key == p.key)
        .where(p.a.in_(ids), p.b.in_(ids), p.counted == 1, p.lead == 1, p.day_end - p.day <= longest)
    )  # fmt: skip
    return connection.execute(asked.narrow(chosen))


def _way(row: Any, a: Side, b: Side) -> str | None:
    """Return who acts, seen from the first side; None where the two parties are not on different sides on that day."""
    direction: str = row.direction
    if a.has(row.a, row.day) and b.has(row.b, row.day):
        return direction
    if b.has(row.a, row.day) and a.has(row.b, row.day):
        return {">": "<", "<": ">"}.get(direction, direction)
    return None

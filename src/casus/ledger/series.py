"""A dyad's daily series, straight from the narrow table of pairs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from casus.ledger import schema
from casus.ledger.ask import Ask, alive, bound
from casus.ledger.filing import date_of


class DayCount(NamedTuple):
    """Occurrences of one type, voice and direction in one dyad on one day, and the sum of those intensities that are known.

    `direction` is '>' where `a` acts on `b`, '<' the other way round, '=' for what both do. `weighed` says how many have an intensity:
    the mean is `intensity / weighed`.
    """

    a: str
    b: str
    day: date
    type: str
    voice: str
    direction: str
    n: int
    intensity: float
    weighed: int


def series(
    connection: Connection, dyads: Iterable[tuple[str, str, date | None, date | None]], ask: Ask, longest_days: int | None = 1
) -> list[DayCount]:
    """Return the counts of some dyads, each from a day (inclusive) until a day (exclusive), null where open; a roll-up names several.

    What counts is what DESIGN.md says: actual, single, resolved, bases stated or admitted; voice `alleged` comes along under its own
    name, never to be added to the others. Of an occurrence its lead event counts. Moments longer than `longest_days` have no day of their
    own and are left out (None takes them on their first).
    """
    counts: list[DayCount] = []
    for one, other, since, until in dyads:
        lower, upper = min(one, other), max(one, other)
        merged = list(product(ask.actors([lower]), ask.actors([upper])))
        several = [_dyad(connection, pair, (since, until), ask, longest_days) for pair in merged if pair[0] != pair[1]]
        rows = several[0] if len(several) == 1 and merged == [(lower, upper)] else _sum(merged, several)
        dates = {day: date_of(day) for day in {row[0] for row in rows}}
        counts += [DayCount(lower, upper, dates[row[0]], *row[1:]) for row in rows]
    return sorted(counts, key=itemgetter(2, 0, 1, 3, 4, 5))


def _sum(merged: Sequence[tuple[str, str]], several: Sequence[Sequence[Any]]) -> list[Any]:
    """Return the rows of several dyads as those of one: merged actors may stand the other way round in the table than those asked for."""
    found: dict[tuple[Any, ...], tuple[int, float, int]] = {}
    for (x, y), rows in zip((pair for pair in merged if pair[0] != pair[1]), several, strict=True):
        for day, type, voice, direction, n, intensity, weighed in rows:
            cell = (day, type, voice, direction if x < y else _TURNED[direction])
            before = found.get(cell, (0, 0.0, 0))
            found[cell] = (before[0] + n, before[1] + intensity, before[2] + weighed)
    return [(*cell, *sums) for cell, sums in found.items()]


_TURNED = {">": "<", "<": ">", "=": "="}


def _dyad(
    connection: Connection, dyad: tuple[str, str], days: tuple[date | None, date | None], ask: Ask, longest_days: int | None
) -> Sequence[Any]:
    pairs = schema.pairs.c
    group = (pairs.day, pairs.type, pairs.voice, pairs.direction)
    asked = (
        select(*group, func.count(), func.coalesce(func.sum(pairs.intensity), 0.0), func.count(pairs.intensity))
        .where(pairs.a == min(dyad), pairs.b == max(dyad), pairs.counted == 1, pairs.lead == 1, alive(schema.pairs, ask.as_of))
        .group_by(*group)
    )
    for key, day in zip(("since", "until"), days, strict=True):
        if day is not None:
            asked = asked.where(bound(key, day, pairs.key))
    if longest_days is not None:
        asked = asked.where(pairs.day_end - pairs.day <= longest_days)
    return connection.execute(asked).all()

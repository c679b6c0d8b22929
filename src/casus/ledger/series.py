"""A dyad's daily series: as it holds now from the daily counts, as it was or by other rules from the pairs themselves."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import product, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, Select, func, select

from casus.ledger import schema
from casus.ledger.ask import Ask, alive, bound
from casus.ledger.filing import date_of, day_of


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


Days = tuple[date | None, date | None]


def series(
    connection: Connection, dyads: Iterable[tuple[str, str, date | None, date | None]], ask: Ask, longest_days: int | None = 1
) -> list[DayCount]:
    """Return the counts of some dyads, each from a day (inclusive) until a day (exclusive), null where open; a roll-up names several.

    What counts is what DESIGN.md says: actual, single, resolved, bases stated or admitted; voice `alleged` comes along under its own
    name, never to be added to the others. Of an occurrence its lead event counts. Moments longer than `longest_days` have no day of their
    own and are left out (None takes them on their first).
    """
    with _uncollected():
        return _counts(connection, dyads, ask, longest_days)


def _counts(
    connection: Connection, dyads: Iterable[tuple[str, str, date | None, date | None]], ask: Ask, longest_days: int | None
) -> list[DayCount]:
    counts: list[DayCount] = []
    # In order of dyads and of what each row is of: so the days alone are left to sort.
    given = ((min(x, y), max(x, y), since, until) for x, y, since, until in dyads)
    for lower, upper, since, until in sorted(given, key=itemgetter(0, 1)):
        merged = list(product(ask.actors([lower]), ask.actors([upper])))
        several = [connection.execute(_asked(p, (since, until), ask, longest_days)).all() for p in merged if p[0] != p[1]]
        rows = several[0] if len(several) == 1 and merged == [(lower, upper)] else _sum(merged, several)
        if rows:
            days, *rest = zip(*rows, strict=True)
            dates = {day: date_of(day) for day in set(days)}
            counts += map(DayCount._make, zip(repeat(lower), repeat(upper), map(dates.__getitem__, days), *rest, strict=False))
    return sorted(counts, key=itemgetter(2))


@contextmanager
def _uncollected() -> Iterator[None]:
    """Keep the garbage collector from looking through tens of thousands of new rows again and again: none of them refers to another."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def _sum(merged: Sequence[tuple[str, str]], several: Sequence[Sequence[Any]]) -> list[Any]:
    """Return the rows of several dyads as those of one: merged actors may stand the other way round in the table than those asked for."""
    found: dict[tuple[Any, ...], tuple[int, float, int]] = {}
    for (x, y), rows in zip((pair for pair in merged if pair[0] != pair[1]), several, strict=True):
        for day, type, voice, direction, n, intensity, weighed in rows:
            cell = (day, type, voice, direction if x < y else _TURNED[direction])
            before = found.get(cell, (0, 0.0, 0))
            found[cell] = (before[0] + n, before[1] + intensity, before[2] + weighed)
    return [(*cell, *found[cell]) for cell in sorted(found)]


_TURNED = {">": "<", "<": ">", "=": "="}


def _asked(dyad: tuple[str, str], days: Days, ask: Ask, longest_days: int | None) -> Select[Any]:
    """Return the query for a dyad, in order of what its rows are of. The daily counts hold what is asked by default."""
    if ask.as_of is None and longest_days == 1:
        return _counted(dyad, days)
    return _recounted(dyad, days, ask, longest_days)


def _counted(dyad: tuple[str, str], days: Days) -> Select[Any]:
    table = schema.dyad_days.c
    asked = select(table.day, table.type, table.voice, table.direction, table.n, table.intensity, table.weighed)
    asked = asked.where(table.a == min(dyad), table.b == max(dyad)).order_by(table.day, table.type, table.voice, table.direction)
    since, until = days
    asked = asked if since is None else asked.where(table.day >= day_of(since))
    return asked if until is None else asked.where(table.day < day_of(until))


def _recounted(dyad: tuple[str, str], days: Days, ask: Ask, longest_days: int | None) -> Select[Any]:
    pairs = schema.pairs.c
    group = (pairs.day, pairs.type, pairs.voice, pairs.direction)
    asked = (
        select(*group, func.count(), func.coalesce(func.sum(pairs.intensity), 0.0), func.count(pairs.intensity))
        .where(pairs.a == min(dyad), pairs.b == max(dyad), pairs.counted == 1, pairs.lead == 1, alive(schema.pairs, ask.as_of))
        .group_by(*group)
        .order_by(*group)
    )
    for key, day in zip(("since", "until"), days, strict=True):
        if day is not None:
            asked = asked.where(bound(key, day, pairs.key))
    return asked if longest_days is None else asked.where(pairs.day_end - pairs.day <= longest_days)

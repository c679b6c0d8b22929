"""A dyad's series: occurrences by period, type, voice and direction, with what was read beside them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from casus.ledger.filing import date_of, day_of
from casus.records import EVENT_TYPES, ontology
from casus.relations.exposure import Exposure
from casus.relations.occurrences import Occurred
from casus.relations.state import Array

By = Literal["day", "week", "month"]
PERIODS: tuple[By, ...] = ("day", "week", "month")
VOICES = ("report", "attributed", "alleged")
WAYS = (">", "<", "=")
TOLD = ("report", "attributed")
"""Voices that a series stacks. `alleged` is a line of its own and never added to them."""

_TYPE = {name: n for n, name in enumerate(EVENT_TYPES)}
_VOICE = {name: n for n, name in enumerate(VOICES)}
_WAY = {name: n for n, name in enumerate(WAYS)}


def types_of(*quads: int) -> tuple[str, ...]:
    """Return the PLOVER types of quad classes: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict.

    >>> types_of(4)
    ('PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT')
    """
    return tuple(name for name in EVENT_TYPES if ontology().types[name].quad in quads)


CONFLICT = tuple(name for name in types_of(3, 4) if ontology().types[name].score < 0)
"""What tension is made of: types of conflict but REQUEST, whose PLOVER score is 0 ("urged both sides to show restraint")."""

COOPERATION = types_of(1, 2)
ACCUSATIONS, CLASHES = ("ACCUSE",), ("ASSAULT",)


@dataclass(frozen=True)
class Series:
    """Counts `[T, type, voice, way]` over T periods, and intensities summed only so that they can be averaged.

    `edges` are T + 1 days counted from 1970. `read` is what was read in each period, `exposure` the same over its mean in whole periods:
    1 where coverage was as usual, 0 where nothing was read. `whole` says which periods lie wholly inside the span.
    """

    by: By
    edges: NDArray[np.int64]
    counts: Array
    weighed: Array
    weight: Array
    read: Array
    exposure: Array
    whole: NDArray[np.bool_]
    source: Exposure

    @property
    def starts(self) -> list[date]:
        """The first day of each period."""
        return [date_of(int(day)) for day in self.edges[:-1]]

    @property
    def n(self) -> int:
        """Occurrences told by reports or by named sources; alleged ones are not among them."""
        return int(self.count().sum())

    def count(self, types: Iterable[str] = EVENT_TYPES, voices: Iterable[str] = TOLD, ways: Iterable[str] = WAYS) -> Array:
        """Return the occurrences per period, `[T]`, of some types, voices and directions."""
        found: Array = self.counts[_index(types, voices, ways)].sum(axis=(1, 2, 3))
        return found

    def intensity(self, types: Iterable[str] = EVENT_TYPES, voices: Iterable[str] = TOLD) -> tuple[Array, Array]:
        """Return the mean PLOVER intensity per period (NaN where nothing has one) and how many it is the mean of."""
        where = _index(types, voices, WAYS)
        n = self.weight[where].sum(axis=(1, 2, 3))
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(n > 0, self.weighed[where].sum(axis=(1, 2, 3)) / n, np.nan), n


def _index(types: Iterable[str], voices: Iterable[str], ways: Iterable[str]) -> tuple[Any, ...]:
    chosen = [_TYPE[t] for t in types], [_VOICE[v] for v in voices], [_WAY[w] for w in ways]
    return (slice(None), *np.ix_(*chosen))


def build(rows: Sequence[Occurred], source: Exposure, by: By) -> Series:
    """Return the series of some occurrences over the span of an exposure."""
    first, last = source.first, source.first + len(source.daily)
    edges = np.array(borders(date_of(first), date_of(last), by))
    periods = len(edges) - 1
    shape = (periods, len(EVENT_TYPES), len(VOICES), len(WAYS))
    counts, weighed, weight = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    inside = [row for row in rows if first <= row.day < last]
    at: tuple[Any, ...] = (
        np.searchsorted(edges, [row.day for row in inside], side="right") - 1,
        *([index[getattr(row, name)] for row in inside] for index, name in ((_TYPE, "type"), (_VOICE, "voice"), (_WAY, "way"))),
    )
    if inside:
        known = np.array([row.intensity is not None for row in inside], dtype=float)
        np.add.at(counts, at, 1.0)
        np.add.at(weight, at, known)
        np.add.at(weighed, at, [row.intensity or 0.0 for row in inside])
    daily = np.array(source.daily, dtype=float)
    day = np.searchsorted(edges, first + np.arange(len(daily)), side="right") - 1
    read = np.bincount(day, daily, periods)
    whole = (edges[:-1] >= first) & (edges[1:] <= last)
    usual = read[whole & (read > 0)] if (whole & (read > 0)).any() else read[read > 0]
    exposure = read / usual.mean() if usual.size else read
    return Series(by, edges, counts, weighed, weight, read, exposure, whole, source)


def borders(first: date, last: date, by: By) -> list[int]:
    """Return the days, counted from 1970, on which the calendar periods begin that cover `[first, last)`, and the end of the last.

    >>> [str(date_of(day)) for day in borders(date(2026, 1, 1), date(2026, 1, 6), "week")]
    ['2025-12-29', '2026-01-05', '2026-01-12']
    """
    start = first if by == "day" else first - timedelta(days=first.weekday()) if by == "week" else first.replace(day=1)
    found = [start]
    while found[-1] < last:
        found.append(_after(found[-1], by))
    return [day_of(day) for day in found]


def _after(day: date, by: By) -> date:
    if by == "month":
        return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return day + timedelta(days=1 if by == "day" else 7)

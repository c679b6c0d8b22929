"""When a relation changed: looking back, and as it came in; each change with an interval of dates and the occurrences that drove it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from casus.ledger.filing import date_of
from casus.relations import online, segments
from casus.relations.occurrences import Occurred
from casus.relations.series import CONFLICT, TOLD, Series
from casus.relations.state import Array

ENOUGH_PERIODS = 12
"""Fewer periods hold at most one border, and no noise to weigh it against."""

ENOUGH_OCCURRENCES = 12

SHOWN = 5
"""Drivers named with each change."""


@dataclass(frozen=True)
class Driver:
    """An occurrence after a change, and its share of the evidence for that change (all shares of a change add up to 1)."""

    occurrence: Occurred
    share: float


@dataclass(frozen=True)
class Change:
    """A lasting change of the rate of conflict. Rates are occurrences a period at usual coverage; `[earliest, latest]` holds it with 90 %.

    `found` says how: looking back over the whole series, or as it came in (then `noticed` is the day on which it could have been known).
    """

    on: date
    earliest: date
    latest: date
    before: float
    after: float
    found: Literal["looking back", "as it came in"]
    noticed: date | None
    drivers: tuple[Driver, ...]

    @property
    def up(self) -> bool:
        """Whether conflict rose."""
        return self.after > self.before


def steadied(counts: Array, exposure: Array) -> Array:
    """Return counts at usual coverage on a scale where their noise is alike at every level (Anscombe 1948: 2·√(y + 3/8)).

    Periods without coverage take the value between their neighbours: they are no evidence of peace.
    """
    read = exposure > 0
    values = np.zeros(len(counts))
    values[read] = 2 * np.sqrt(counts[read] / exposure[read] + 0.375)
    if read.any() and not read.all():
        values[~read] = np.interp(np.flatnonzero(~read), np.flatnonzero(read), values[read])
    return values


def changes(series: Series, rows: Sequence[Occurred]) -> list[Change]:
    """Return the changes of the rate of conflict, looking back over the series; none where there is too little data."""
    counts = series.count(CONFLICT)
    if not _enough(counts, series.exposure):
        return []
    values = steadied(counts, series.exposure)
    shortest = min(segments.SHORTEST, max(len(values) // 4, 3))
    # Of counts one asks since when they are higher; a slope would answer "ever more".
    borders, kind = segments.segment(values, shortest=shortest, kinds=("level",))
    ranges = segments.where(values, borders, kind)
    marks = [0, *borders, len(values)]
    return [
        _change(series, rows, marks[n : n + 3], ranges[n], None)
        for n in range(len(borders))
    ]  # fmt: skip


def noticed(series: Series, rows: Sequence[Occurred], dispersion: float) -> list[Change]:
    """Return the changes of the rate of conflict in the order in which they could have been noticed."""
    counts = series.count(CONFLICT)
    if not _enough(counts, series.exposure):
        return []
    found = online.alarms(counts, series.exposure, dispersion)
    starts = [0, *(alarm.start for alarm in found), len(counts)]
    return [
        _change(series, rows, [starts[n], alarm.start, max(starts[n + 2], alarm.start + 1)], (alarm.earliest, alarm.latest), alarm.noticed)
        for n, alarm in enumerate(found)
        if alarm.start > starts[n]
    ]


def _enough(counts: Array, exposure: Array) -> bool:
    read = exposure > 0
    return int(read.sum()) >= ENOUGH_PERIODS and float(counts[read].sum()) >= ENOUGH_OCCURRENCES


def _change(series: Series, rows: Sequence[Occurred], marks: Sequence[int], around: tuple[int, int], seen: int | None) -> Change:
    start, border, end = marks
    before, after = _rate(series, start, border), _rate(series, border, end)
    days = [int(series.edges[n]) for n in (start, border, end)]
    return Change(
        date_of(days[1]), date_of(int(series.edges[around[0]])), date_of(int(series.edges[around[1] + 1]) - 1), before, after,
        "looking back" if seen is None else "as it came in", None if seen is None else date_of(int(series.edges[seen + 1]) - 1),
        drivers(rows, days, _read(series, start, border), _read(series, border, end)),
    )  # fmt: skip


def _read(series: Series, start: int, end: int) -> float:
    return float(series.exposure[start:end].sum())


def _rate(series: Series, start: int, end: int) -> float:
    return float(series.count(CONFLICT)[start:end].sum() / max(_read(series, start, end), 1e-9))


def drivers(rows: Sequence[Occurred], days: Sequence[int], read_before: float, read_after: float, shown: int = SHOWN) -> tuple[Driver, ...]:
    """Return the occurrences after a change that speak for it most, by contribution.

    With the types and directions as marks of a Poisson process, an occurrence of mark k adds log(λ'_k/λ_k) to the log likelihood ratio of
    the rates after against before; half an occurrence is added to both counts. Among equals the more intense, then the earlier come first.
    """
    start, border, end = days
    told = [row for row in rows if row.voice in TOLD and row.type in CONFLICT]
    before = Counter((r.type, r.way) for r in told if start <= r.day < border)
    after = Counter((r.type, r.way) for r in told if border <= r.day < end)
    per = {
        mark: float(np.log((after[mark] + 0.5) / (before[mark] + 0.5) * max(read_before, 1e-9) / max(read_after, 1e-9))) for mark in after
    }
    rising = sum(after.values()) * read_before >= sum(before.values()) * read_after
    if not rising:
        return ()
    telling = [row for row in told if border <= row.day < end and per[row.type, row.way] > 0]
    whole = sum(per[row.type, row.way] for row in telling)
    telling.sort(key=lambda r: (-per[r.type, r.way], r.intensity or 0.0, -(r.killed or 0), r.day))
    return tuple(Driver(row, per[row.type, row.way] / whole) for row in telling[:shown])

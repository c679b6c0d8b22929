"""The whole of one dyad: series, state, surges, changes, coincidence, backing and turn, from one state of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from casus.ledger import Ledger
from casus.ledger.decisions import mergers
from casus.ledger.filing import date_of, day_of
from casus.ledger.reread import everywhere
from casus.records import UsageError
from casus.relations import surges
from casus.relations.asked import Asked
from casus.relations.backing import Backing, backings
from casus.relations.changes import Change, changes, noticed
from casus.relations.coincidence import Coincidence, coincidence
from casus.relations.exposure import Exposure, exposed, span
from casus.relations.occurrences import Occurred, occurred
from casus.relations.rollup import Side, side
from casus.relations.series import ACCUSATIONS, CLASHES, CONFLICT, By, Series, build
from casus.relations.state import Array, History, history
from casus.relations.turns import Turn, turn

LOOKS_BACK: dict[By, int] = {"day": 14, "week": 4, "month": 3}
"""Periods over which the trend is judged."""

DAYS_PER = {"day": 1, "week": 7, "month": 31}

BY_DAY = 183
"""Days up to which changes are sought by day; longer series are counted by week for it."""


@dataclass(frozen=True)
class Surge:
    """The last day, week or four weeks beside what was expected of it. `p` is null where nothing was read or the past is too short."""

    horizon: surges.Horizon
    count: int
    expected: float
    high: float
    p: float | None


@dataclass(frozen=True)
class Relation:
    """One dyad from `since` until `until` (exclusive). `series` is by the period that was asked for, `daily` the same by day."""

    a: Side
    b: Side
    since: date
    until: date
    series: Series
    daily: Series
    history: History
    surges: tuple[Surge, ...]
    changes: tuple[Change, ...]
    noticed: tuple[Change, ...]
    coincidence: Coincidence | None
    backings: tuple[Backing, ...]
    turn: Turn | None
    rows: tuple[Occurred, ...]
    unplaced: int

    @property
    def source(self) -> Exposure:
        """What was read: the panel that every number stands beside."""
        return self.series.source

    @property
    def n(self) -> int:
        """Occurrences told, alleged ones left out."""
        return self.series.n


def relation(ledger: Ledger, a: str, b: str, asked: Asked | None = None, by: By = "week") -> Relation:
    """Return a dyad, by default with all that the ledger has of it, by day, week or month.

    Raise `UsageError` for an unknown actor, one actor twice, or a span in which nothing was read.
    """
    asked = asked or Asked()
    if a == b:
        raise UsageError(f"a relation has two sides, and {a!r} is one")
    with ledger.read() as connection:
        merged = mergers(everywhere(connection, asked.at))
        one, other = (side(connection, actor, merged, asked.roles, asked.alone) for actor in (a, b))
        rows = occurred(connection, one, other, asked, DAYS_PER[by])
        first, last = _span(span(connection), rows, asked.since, asked.until)
        about = len({row.report for row in rows if row.report is not None})
        source = exposed(connection, first, last, (row.dataset for row in rows), about)
        backed = backings(connection, (one, other), asked)
    series, daily = build(rows, source, by), build(rows, source, "day")
    told = history(series.count(CONFLICT), series.exposure, LOOKS_BACK[by])
    sought = daily if last - first <= BY_DAY else build(rows, source, "week")
    return Relation(
        one, other, date_of(first), date_of(last), series, daily, told, _surges(daily),
        tuple(changes(sought, rows)), tuple(noticed(series, rows, told.dispersion)),
        coincidence(daily.count(ACCUSATIONS), daily.count(CLASHES)), tuple(backed), turn(rows), tuple(rows),
        sum(not first <= row.day < last for row in rows),
    )  # fmt: skip


def _span(read: tuple[int, int] | None, rows: Sequence[Occurred], since: date | None, until: date | None) -> tuple[int, int]:
    """Return the days of the page: what was asked for, cut to what was read."""
    if read is None:
        raise UsageError("the ledger has read nothing yet: casus read … --ledger FILE")
    last = min(day_of(until), read[1]) if until else read[1]
    # Without a date the page begins with the first occurrence that coverage reaches, at least half a year back where that was read.
    earliest = min((row.day for row in rows if row.day >= read[0]), default=read[0])
    first = max(day_of(since), read[0]) if since else max(min(earliest, last - BY_DAY), read[0])
    if first >= last:
        raise UsageError(f"nothing was read from {since or date_of(read[0])} until {until or date_of(read[1])}: "
                         f"the ledger covers {date_of(read[0])} to {date_of(read[1] - 1)}")  # fmt: skip
    return first, last


def _surges(daily: Series) -> tuple[Surge, ...]:
    counts, exposure = daily.count(CONFLICT)[None, :], daily.exposure
    first = date_of(int(daily.edges[0])).weekday()
    found = []
    for horizon in surges.HORIZONS:
        if counts.shape[1] < surges.HORIZONS[horizon] * (surges.MIN_PERIODS + 1):
            continue
        tail = surges.compared(counts, exposure, horizon, first)
        p = float(tail.p[0])
        found.append(
            Surge(horizon, int(tail.count[0]), float(tail.expected[0]), float(tail.band_high[0]), None if np.isnan(p) else p)
        )  # fmt: skip
    return tuple(found)


def surged(relation: Relation, share: float = surges.FALSE_DISCOVERIES) -> Array:
    """Return which periods of the series were surges when they came, with the false discovery rate held over the periods."""
    q = surges.q_values(relation.history.surprise)
    found: Array = np.nan_to_num(q, nan=1.0) <= share
    return found


def ends(series: Series) -> list[date]:
    """Return the last day of each period."""
    return [date_of(int(day)) - timedelta(days=1) for day in series.edges[1:]]

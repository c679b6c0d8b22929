"""Surges: the last day, week or month against what the dyad's own past leads one to expect, all dyads tested at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from casus.relations.rhythm import DAYS, weekday_factors
from casus.relations.state import Array, Counts, Filter, Step, tail

Horizon = Literal["day", "week", "month"]

HORIZONS: dict[Horizon, int] = {"day": 1, "week": DAYS, "month": 4 * DAYS}
"""Days that end with the last one. A month is four whole weeks, so that no weekday counts five times."""

LONGEST = 121
"""Periods that are looked at, the tested one included: what came before weighs next to nothing, and takes time."""

MIN_PERIODS = 4
"""Read periods before the tested one without which there is nothing to compare with: then no test is made."""

FALSE_DISCOVERIES = 0.1
"""Share of false alarms among all that are raised (Benjamini and Hochberg 1995)."""


@dataclass(frozen=True)
class Tail:
    """The tested period per dyad, `[D]`: what came, what was expected, and how improbable so much was; p is null (NaN) where untested."""

    horizon: Horizon
    count: Array
    expected: Array
    band_high: Array
    p: Array
    steps: tuple[Step, ...] = ()


def compared(counts: Array, exposure: Array, horizon: Horizon, first: int = 0, keep: int = 0) -> Tail:
    """Test the last `horizon` of daily counts `[D, T]` against what came before; `first` is the weekday of the first column.

    `keep` asks for the states after the last so many periods, the tested one included.

    p is the mid-p of the predictive distribution: exact p-values of small counts are too large on average, and would hide small dyads.
    """
    daily = horizon == "day"
    days = HORIZONS[horizon]
    y, e = blocks(counts, days), blocks(exposure[None, :], days)[0]
    whole = y.shape[1]
    y, e = y[:, -LONGEST:], e[-LONGEST:]
    usual = e[:-1][e[:-1] > 0]
    e = e / usual.mean() if usual.size else e
    at = np.broadcast_to(e, y.shape)
    if daily and counts.shape[1] > 2 * DAYS:
        factors = weekday_factors(counts[:, :-1], exposure[:-1], first)
        at = at * factors[:, (first + np.arange(whole - y.shape[1], whole)) % DAYS]
    machine, steps = Filter(len(y)), list[Step]()
    for t in range(y.shape[1] - 1):
        steps = [*steps[-keep:], machine.see(y[:, t], at[:, t])]
    machine.pool()
    tail = _tail(horizon, y, at, machine.mixture(at[:, -1]))
    if not keep:
        return tail
    steps.append(machine.see(y[:, -1], at[:, -1]))
    prior = machine.pool()
    return replace(tail, steps=tuple(replace(step, log_prior=np.log(prior)) for step in steps[-keep:]))


def _tail(horizon: Horizon, y: Array, at: Array, expected: Counts) -> Tail:
    enough = ((at[:, :-1] > 0).sum(axis=1) >= MIN_PERIODS) & (at[:, -1] > 0) & (y[:, :-1].sum(axis=1) > 0)
    p = np.where(enough, tail(expected, y[:, -1]), np.nan)
    return Tail(horizon, y[:, -1], expected.mean, expected.band()[1], p)


def blocks(values: Array, days: int) -> Array:
    """Add up the columns of `[D, T]` in blocks of days, counted back from the end; days at the beginning that fill no block are left out.

    >>> blocks(np.array([[9.0, 1.0, 2.0, 3.0, 4.0]]), 2)
    array([[3., 7.]])
    """
    whole = values.shape[1] // days
    used = values[:, values.shape[1] - whole * days :]
    found: Array = used.reshape(len(values), whole, days).sum(axis=2)
    return found


def q_values(p: Any) -> Array:
    """Return the q-value of each p: the false discovery rate at which it would be raised (Benjamini and Hochberg 1995, step-up).

    A surge is a test with `q <= FALSE_DISCOVERIES`; NaN, a test that was not made, stays NaN and counts for nothing.

    >>> [round(float(q), 3) for q in q_values([0.01, 0.02, 0.9, float("nan")])]
    [0.03, 0.03, 0.9, nan]
    """
    given = np.asarray(p, dtype=float)
    q = np.full(given.shape, np.nan)
    made = np.flatnonzero(~np.isnan(given))
    order = made[np.argsort(given[made], kind="stable")]
    scaled = given[order] * len(order) / np.arange(1, len(order) + 1)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q

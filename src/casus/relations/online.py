"""Where a series of counts changes, as it comes in: Bayesian online change-point detection (Adams and MacKay 2007, arXiv:0710.3742).

The run length is how many periods the present rate has lasted. Each run length has its own gamma posterior of the rate; a new count is
predicted by each, and a constant hazard lets a new run begin. Over-dispersion φ scales what a count is worth, as in `state`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special  # type: ignore[import-untyped]

from casus.relations.state import Array, Counts

HAZARD = 1 / 60
"""Chance of a change in any period: about one a year, counted by week."""

SURE = 0.85
"""Probability that the run is young before an alarm is raised: a false alarm in about one of ten constant series of 100 weeks (variance
twice the mean); a rate that trebles is noticed in 2 weeks, one that doubles in 6, two times of three."""

FRESH = 1.0
"""Shape of the prior of a new run's rate: as often below 0.7 of the usual rate as above it, and above three times in one case of twenty."""

YOUNG = 15
"""Periods: an older run is no news."""

SETTLED = 8
"""Periods that are seen before the first alarm."""

LONGEST = 400
"""Run lengths kept apart; what is older counts as this old."""


@dataclass(frozen=True)
class Alarm:
    """A change noticed at period `noticed`: the run began at `start`, between `earliest` and `latest` with 90 %."""

    noticed: int
    start: int
    earliest: int
    latest: int
    probability: float


def run_lengths(counts: Array, exposure: Array, dispersion: float = 1.0, hazard: float = HAZARD) -> list[Array]:
    """Return the posterior of the run length after each period: `[0..t]`, index = periods that the present rate has lasted before it."""
    total, read = 0.5, 0.5
    shape, rate = np.array([FRESH]), np.array([FRESH])
    mass, found = np.array([1.0]), list[Array]()
    for count, exposed in zip(counts, exposure, strict=True):
        if exposed > 0:
            expected = exposed * shape / rate
            fit = Counts(expected, dispersion * expected * (1 + 1e-9) + expected**2 / shape).log_mass(np.full_like(shape, count))
            weight = np.log(mass) + fit
            mass = np.exp(weight - special.logsumexp(weight))
        found.append(mass)
        mass = np.concatenate([[hazard], mass * (1 - hazard)])
        # A new run begins around what has been usual so far.
        total, read = total + count * (exposed > 0), read + exposed
        shape = np.concatenate([[FRESH], shape + count * (exposed > 0) / dispersion])
        rate = np.concatenate([[FRESH * read / total], rate + exposed / dispersion])
        if len(mass) > LONGEST:
            mass = np.concatenate([mass[: LONGEST - 1], [mass[LONGEST - 1 :].sum()]])
            shape, rate = shape[:LONGEST], rate[:LONGEST]
    return found


def alarms(counts: Array, exposure: Array, dispersion: float = 1.0) -> list[Alarm]:
    """Return the changes in the order in which they would have been noticed, each once."""
    found = list[Alarm]()
    for t, mass in enumerate(run_lengths(counts, exposure, dispersion)):
        if t < SETTLED:
            continue
        # The run that began with the series is no change.
        young = float(mass[: min(YOUNG, t)].sum())
        if young < SURE:
            continue
        alarm = _alarm(t, mass, young)
        if not found or alarm.start > found[-1].latest + 1:
            found.append(alarm)
    return found


def _alarm(t: int, mass: Array, probability: float) -> Alarm:
    cumulated = np.cumsum(mass)
    short, long = (int(np.searchsorted(cumulated, q)) for q in (0.05, 0.95))
    return Alarm(t, t - int(mass.argmax()), max(t - long, 0), t - short, probability)

from __future__ import annotations

import numpy as np
import pytest

from casus.relations.rhythm import weekday_factors
from casus.relations.state import Array
from casus.relations.surges import FALSE_DISCOVERIES, Horizon, blocks, compared, q_values

RHYTHM = np.array([1.2, 1.25, 1.2, 1.15, 1.1, 0.6, 0.5])


def constant(dyads: int, days: int, dispersion: float, seed: int) -> Array:
    dice = np.random.default_rng(seed)
    mean = np.exp(dice.uniform(np.log(0.5), np.log(30), dyads)) / 7
    rate = mean[:, None] * (RHYTHM / RHYTHM.mean())[np.arange(days) % 7]
    counts: Array = dice.negative_binomial(rate / (dispersion - 1), 1 / dispersion).astype(float)
    return counts


@pytest.mark.parametrize("horizon", ["day", "week", "month"])
def test_constant_rates_raise_false_alarms_at_the_nominal_rate(horizon: Horizon) -> None:
    counts = constant(1200, 210, 2.5, 11)
    found = compared(counts, np.ones(210), horizon)
    p = found.p[~np.isnan(found.p)]
    # Three standard errors of 1,200 tests beside the nominal 5 and 1 percent.
    assert (p < 0.05).mean() < 0.05 + 3 * np.sqrt(0.05 * 0.95 / len(p))
    assert (p < 0.01).mean() < 0.01 + 3 * np.sqrt(0.01 * 0.99 / len(p))
    assert (q_values(found.p) <= FALSE_DISCOVERIES).sum() <= 2


def test_a_week_of_five_times_the_usual_is_found_among_many() -> None:
    counts = constant(300, 140, 2.5, 12)
    weekly = blocks(counts, 7)[:, :-1].mean(axis=1)
    at = int(np.argmin(np.abs(weekly - 10)))
    counts[at, -7:] += 6
    q = q_values(compared(counts, np.ones(140), "week").p)
    assert q[at] <= FALSE_DISCOVERIES
    assert np.nanargmin(q) == at


def test_more_reading_is_no_surge() -> None:
    counts = constant(200, 140, 2.0, 13)
    exposure = np.ones(140)
    counts[:, -7:] *= 3
    exposure[-7:] = 3
    assert (q_values(compared(counts, exposure, "week").p) <= FALSE_DISCOVERIES).mean() < 0.05
    assert (q_values(compared(counts, np.ones(140), "week").p) <= FALSE_DISCOVERIES).mean() > 0.2


def test_nothing_read_or_no_past_is_not_tested() -> None:
    counts = constant(5, 70, 2.0, 14)
    exposure = np.ones(70)
    exposure[-7:] = 0
    assert np.isnan(compared(counts, exposure, "week").p).all()
    assert np.isnan(compared(np.eye(70)[-1:], np.ones(70), "week").p).all()


def test_q_values_are_those_of_benjamini_and_hochberg() -> None:
    # Worked by hand: p·m/rank, then the running minimum from the largest down.
    assert q_values([0.04, 0.001, 0.03, 0.5]) == pytest.approx([0.04 * 4 / 3, 0.004, 0.04 * 4 / 3, 0.5])


def test_the_weekly_rhythm_is_learnt() -> None:
    factors = weekday_factors(constant(50, 700, 1.5, 15), np.ones(700), 0)
    assert factors.mean(axis=0) == pytest.approx(RHYTHM / RHYTHM.mean(), abs=0.12)
    assert factors.mean(axis=1) == pytest.approx(np.ones(50))

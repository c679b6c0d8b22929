from __future__ import annotations

import numpy as np
import pytest

from casus.relations.online import alarms, run_lengths
from casus.relations.state import Array


def counts(*parts: tuple[int, int], seed: int) -> Array:
    dice = np.random.default_rng(seed)
    return np.concatenate([dice.negative_binomial(mean, 0.5, n) for mean, n in parts]).astype(float)


def test_a_run_length_posterior_is_one() -> None:
    found = run_lengths(counts((5, 40), seed=1), np.ones(40), 2.0)
    assert [len(mass) for mass in found] == list(range(1, 41))
    assert [mass.sum() for mass in found] == pytest.approx([1.0] * 40)


def test_a_rate_that_trebles_is_noticed_soon() -> None:
    delays = []
    for seed in range(20):
        found = [a for a in alarms(counts((5, 60), (15, 15), seed=seed), np.ones(75), 2.0) if a.noticed >= 60]
        assert found
        assert found[0].earliest <= 61
        assert found[0].latest >= 57
        delays.append(found[0].noticed - 60)
    assert np.median(delays) <= 4


def test_constant_rates_seldom_raise_an_alarm() -> None:
    false = sum(bool(alarms(counts((5, 100), seed=200 + seed), np.ones(100), 2.0)) for seed in range(25))
    assert false <= 6


def test_periods_without_coverage_are_no_change() -> None:
    values, exposure = counts((8, 60), seed=3), np.ones(60)
    values[40:50], exposure[40:50] = 0.0, 0.0
    assert alarms(values, exposure, 2.0) == []

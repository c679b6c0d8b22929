from __future__ import annotations

import numpy as np
import pytest
import ruptures  # type: ignore[import-untyped]

from casus.relations.segments import LONGEST, segment, where
from casus.relations.state import Array


def steps(*parts: tuple[float, int], seed: int = 0, noise: float = 1.0) -> Array:
    dice = np.random.default_rng(seed)
    return np.concatenate([dice.normal(level, noise, n) for level, n in parts])


@pytest.mark.parametrize("seed", range(5))
def test_the_borders_are_those_that_ruptures_finds(seed: int) -> None:
    values = steps((0, 30), (5, 25), (-3, 30), seed=seed)
    found, kind = segment(values, kinds=("level",))
    reference = ruptures.Dynp(model="l2", min_size=5, jump=1).fit(values).predict(n_bkps=len(found))
    assert kind == "level"
    assert found == reference[:-1] == [30, 55]


def test_noise_has_no_borders() -> None:
    assert [segment(steps((0, 80), seed=n))[0] for n in range(30)] == [[]] * 30


def test_a_steady_slope_is_no_change_and_a_kink_is_one() -> None:
    line = np.arange(60) * 0.5
    assert segment(line + steps((0, 60)))[0] == []
    kink = np.concatenate([np.zeros(30), np.arange(30) * 1.0])
    borders, kind = segment(kink + steps((0, 60), noise=0.5))
    assert kind == "slope"
    assert abs(borders[0] - 30) <= 3


def test_the_interval_holds_the_change_as_often_as_it_says() -> None:
    held = 0
    for seed in range(100):
        values = steps((0, 40), (1.6, 40), seed=100 + seed)
        low, high = where(values, [40], "level")[0]
        held += low <= 40 <= high
    assert held >= 80


def test_several_series_change_together() -> None:
    values = np.stack([steps((0, 30), (3, 30), seed=1), steps((5, 30), (1, 30), seed=2)], axis=1)
    assert segment(values)[0] == [30]


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(ValueError, match="by week or month"):
        segment(np.zeros(LONGEST + 1))

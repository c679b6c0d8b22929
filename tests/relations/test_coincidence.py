from __future__ import annotations

import numpy as np
import pytest

from casus.relations.coincidence import coincidence
from casus.relations.state import Array


def clustered(days: int, rate: float, dice: np.random.Generator) -> Array:
    """A series with memory: quiet and busy times of a week or so."""
    level, found = 0.0, np.zeros(days)
    for t in range(days):
        level = 0.85 * level + dice.normal() * 0.5
        found[t] = dice.poisson(rate * np.exp(level - 0.45))
    return found


def followed(days: int, rate: float, dice: np.random.Generator, lag: int = 2) -> tuple[Array, Array]:
    a, b = clustered(days, rate, dice), clustered(days, rate / 2, dice)
    for t in np.flatnonzero(a):
        if dice.random() < 0.7 and t + lag < days:
            b[t + lag] += 1
    return a, b


@pytest.mark.parametrize("days", [100, 280])
def test_series_without_ties_are_found_tied_no_more_often_than_said(days: int) -> None:
    dice = np.random.default_rng(days)
    found = [coincidence(clustered(days, 0.2, dice), clustered(days, 0.2, dice)) for _ in range(80)]
    p = np.array([f.p for f in found if f is not None])
    assert len(p) > 60
    assert (p <= 0.05).mean() <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / len(p))


def test_series_that_follow_each_other_are_found_with_their_lag() -> None:
    dice = np.random.default_rng(5)
    found = [coincidence(*followed(280, 0.15, dice)) for _ in range(20)]
    assert np.mean([f is not None and f.p <= 0.05 for f in found]) >= 0.8
    assert np.mean([f is not None and f.lag == 2 for f in found]) >= 0.7


def test_rates_and_effect_can_be_checked_by_hand() -> None:
    a, b = np.zeros(200), np.zeros(200)
    a[[10, 50, 90, 130, 170]] = 1
    b[[12, 52, 92, 132, 180]] = 1
    found = coincidence(a, b, windows=(3,))
    assert found is not None
    assert (found.precursor.observed, found.trigger.observed) == (0.8, 0.8)
    assert found.precursor.effect > 0.6
    assert (found.a, found.b, found.days, found.window) == (5, 5, 200, 3)


def test_too_few_events_are_an_anecdote() -> None:
    a = np.zeros(200)
    a[[3, 9]] = 1
    assert coincidence(a, np.ones(200)) is None
    assert coincidence(np.ones(20), np.ones(20)) is None

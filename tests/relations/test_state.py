from __future__ import annotations

import numpy as np
import pytest

from casus.relations.state import Counts, Filter, Gamma, grown, history, judged, looked_back, tail


def test_a_constant_rate_is_found_within_its_band() -> None:
    counts = np.random.default_rng(1).poisson(6.0, 80)
    found = history(counts, np.ones(80)).state
    assert found.low is not None
    assert found.high is not None
    assert found.low < 6.0 < found.high
    assert found.trend in ("steady", "unknown")


def test_a_rate_that_trebles_is_worsening_and_one_that_falls_is_easing() -> None:
    dice = np.random.default_rng(2)
    rise = np.concatenate([dice.poisson(4, 30), dice.poisson(14, 4)])
    fall = np.concatenate([dice.poisson(20, 30), dice.poisson(3, 4)])
    assert history(rise, np.ones(34)).state.trend == "worsening"
    assert history(fall, np.ones(34)).state.trend == "easing"


def test_too_little_data_gives_no_number() -> None:
    state = history([1, 0, 2, 0, 1, 0, 0], np.ones(7)).state
    assert (state.tension, state.low, state.trend, state.probability) == (None, None, "unknown", None)
    assert not state.enough


def test_twice_the_coverage_is_no_rise() -> None:
    dice = np.random.default_rng(3)
    exposure = np.concatenate([np.ones(30), np.full(4, 3.0)])
    counts = dice.poisson(5 * exposure)
    assert history(counts, exposure).state.trend != "worsening"
    assert history(counts, np.ones(34)).state.trend == "worsening"


def test_weeks_in_which_nothing_was_read_are_no_weeks_of_peace() -> None:
    counts = np.array([5.0] * 20 + [0.0] * 4)
    exposure = np.array([1.0] * 20 + [0.0] * 4)
    unread, quiet = history(counts, exposure).state, history(counts, np.ones(24)).state
    assert unread.tension == pytest.approx(5.0, rel=0.15)
    assert quiet.tension is not None
    assert quiet.tension < 3.5
    assert unread.periods == 20


def test_the_probability_of_growth_agrees_with_sampling_backwards() -> None:
    machine, steps = Filter(1), []
    for count in (3, 5, 4, 6, 9, 12):
        steps.append(machine.see(np.array([float(count)]), np.ones(1)))
    dice, size = np.random.default_rng(4), 40_000
    last = steps[-1]
    model = dice.choice(last.weight.shape[1], size, p=last.weight[0])
    now = dice.gamma(last.shape[0, model], 1 / last.rate[0, model])
    then = now
    for earlier, later in zip(steps[-2::-1], steps[:0:-1], strict=True):
        kept = later.kept[0, model]
        lost = (1 - kept) * earlier.shape[0, model]
        then = kept * then + np.where(lost > 0, dice.gamma(np.maximum(lost, 1e-9), 1 / earlier.rate[0, model]), 0.0)
    for factor, found in zip((1.0, 1.5), grown(steps, 1.0, 1.5), strict=True):
        assert float(found[0]) == pytest.approx(float((now > factor * then).mean()), abs=0.02)
    assert float(looked_back(steps).mean[0]) == pytest.approx(float(then.mean()), rel=0.02)


def test_the_band_of_the_next_count_holds_what_it_says() -> None:
    dice = np.random.default_rng(5)
    size, weeks = 150, 40
    mean, spread = np.exp(dice.uniform(1.5, 4, size)), dice.uniform(1.2, 5, size)
    counts = dice.negative_binomial((mean / (spread - 1))[:, None], (1 / spread)[:, None], (size, weeks)).astype(float)
    machine, place = Filter(size), []
    for t in range(weeks):
        ahead = machine.mixture(np.ones(size))
        if t >= 8:
            below = ahead.at_most(counts[:, t] - 1)
            place.append(below + (ahead.at_most(counts[:, t]) - below) * dice.random(size))
        machine.see(counts[:, t], np.ones(size))
    inside = np.mean([(p > 0.05) & (p < 0.95) for p in place])
    assert 0.87 < inside < 0.94


def test_dyads_tell_each_other_how_much_counts_scatter() -> None:
    dice = np.random.default_rng(6)
    counts = dice.poisson(8.0, (400, 5)).astype(float)
    machine = Filter(400)
    for t in range(5):
        machine.see(counts[:, t], np.ones(400))
    alone = machine.mixture(np.ones(400)).variance.mean()
    share = machine.pool()
    assert share.sum() == pytest.approx(1.0)
    assert machine.mixture(np.ones(400)).variance.mean() < alone


def test_running_twice_changes_nothing() -> None:
    counts = np.random.default_rng(7).poisson(3.0, 30)
    one, other = history(counts, np.ones(30)), history(counts, np.ones(30))
    assert one.state == other.state
    assert np.array_equal(one.level, other.level)


def test_counts_add_up_to_one_and_match_their_moments() -> None:
    expected = Counts(np.array([4.0]), np.array([9.0]))
    support = np.arange(200.0)
    mass = np.exp(np.concatenate([expected.log_mass(np.array([y])) for y in support]))
    assert mass.sum() == pytest.approx(1.0)
    assert (mass * support).sum() == pytest.approx(4.0)
    assert (mass * support**2).sum() - 16 == pytest.approx(9.0)
    assert float(expected.at_most(np.array([6.0]))[0]) == pytest.approx(mass[:7].sum())
    assert float(tail(expected, np.array([0.0]))[0]) == pytest.approx(1 - mass[0] / 2)


def test_a_gamma_band_holds_ninety_percent() -> None:
    low, high = Gamma(np.array([3.0]), np.array([2.0])).band()
    drawn = np.random.default_rng(8).gamma(3.0, 0.5, 50_000)
    assert ((drawn > low[0]) & (drawn < high[0])).mean() == pytest.approx(0.9, abs=0.01)


@pytest.mark.parametrize(("up", "far", "notdown", "trend"), [
    (0.95, 0.7, 1.0, "worsening"), (0.05, 0.0, 0.3, "easing"), (0.5, 0.05, 0.95, "steady"), (0.7, 0.4, 0.9, "unknown"),
])  # fmt: skip
def test_trends_are_named_by_their_probability(up: float, far: float, notdown: float, trend: str) -> None:
    assert judged(up, far, notdown)[0] == trend

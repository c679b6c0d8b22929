"""The state of a relation: how high its rate of conflict is, how sure we are, and where it is going.

Model. In period t a dyad has y_t occurrences under exposure E_t (1: coverage as usual; 0: nothing was read). The rate λ_t wanders:

    y_t | λ_t     mean E_t·λ_t, variance φ·E_t·λ_t                              over-dispersion φ >= 1
    λ_t           = λ_{t-1}·η_t/δ,  η_t ~ Beta(δ·a_{t-1}, (1-δ)·a_{t-1})       discount 0 < δ <= 1
    λ_t | y_1..t  ~ Gamma(a_t, b_t),  a_t = δ·a_{t-1} + y_t/φ,  b_t = δ·b_{t-1} + E_t/φ

so that filtering, looking back and predicting are closed form. Discounts and dispersions are not chosen: a grid of both runs side by side,
weighed by how well each predicted. Sources: Smith and Miller (1986) and Harvey and Fernandes (1989) for the discounted gamma; West and
Harrison (1997), ch. 6, 14 for discounting; Chen, Irie, Banks, Haslinger, Thomas and West (2018, JASA 113) for counts on networks and for
looking back; Raftery, Karny and Ettler (2010, Technometrics 52) for the weights; McCullagh and Nelder (1989), ch. 9 for φ.

Everything runs over D dyads at once: arrays are `[dyads, models]`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import special  # type: ignore[import-untyped]

Array = NDArray[Any]
"""Numbers, mostly floats; the docstrings give shapes as `[dyads, models]`, `[T]` …"""
Trend = Literal["worsening", "easing", "steady", "unknown"]

DISCOUNTS = (0.6, 0.75, 0.86, 0.93, 0.97, 0.99)
"""From a memory of two and a half periods (1/(1-δ)) to one of a hundred."""

DISPERSIONS = (1.0, 1.6, 2.5, 4.0, 7.0, 12.0)
"""Variance over mean of a period's count at a known rate. Weekly counts of busy ICEWS dyads lie between 1.5 and 8."""

USUAL_DISCOUNTS = (0.2, 0.1, 0.1, 0.15, 0.2, 0.25)
USUAL_DISPERSIONS = (0.05, 0.15, 0.3, 0.3, 0.15, 0.05)
"""How often dyads follow each, by week: what `Filter.pool` finds among 1,630 dyads of states in ICEWS 2018, smoothed and rounded."""

FORGETTING = 0.99
"""Power to which a model's past success counts in each further period (Raftery et al. 2010)."""

SHAPE = 0.5
"""Shape of the prior, Jeffreys' for a Poisson rate, and the floor below which nothing is forgotten: a quiet dyad stays known as quiet."""

PRIOR_EXPOSURE = 1e-3
"""Weight of the prior in periods: next to nothing."""

BAND = (0.05, 0.95)
SURE = 0.9
"""How probable a rise (or fall) is before we call it one."""

STEADY_FACTOR = 1.5
"""A rate that stays within this factor, either way, is steady."""

STEADY_SURE = 0.8

ENOUGH_PERIODS = 6
ENOUGH_OCCURRENCES = 8
"""Fewer observed periods or occurrences than these: too little data, and no number."""


@dataclass(frozen=True)
class Gamma:
    """Gamma distributions of a rate, `shape` and `rate` per element."""

    shape: Array
    rate: Array

    @property
    def mean(self) -> Array:
        """Expected occurrences a period at usual coverage."""
        return self.shape / self.rate

    def band(self, share: tuple[float, float] = BAND) -> tuple[Array, Array]:
        """Return the quantiles at both ends of a central band."""
        low, high = (special.gammaincinv(self.shape, q) / self.rate for q in share)
        return low, high


@dataclass(frozen=True)
class Counts:
    """Negative binomial distributions of a count, by mean and variance (variance > mean; the limit is Poisson)."""

    mean: Array
    variance: Array

    @property
    def size(self) -> Array:
        """The negative binomial's size r: variance = mean + mean²/r."""
        size: Array = self.mean**2 / np.maximum(self.variance - self.mean, 1e-9 * self.mean + 1e-300)
        return size

    def log_mass(self, count: Array) -> Array:
        """Return log P(Y = count)."""
        r, m = self.size, self.mean
        count = np.broadcast_to(count, r.shape)
        found: Array = -r * np.log1p(m / r)
        # Most periods of most dyads are empty, and log gamma is what takes the time.
        some = count > 0
        r, m, y = r[some], m[some], count[some]
        found[some] += special.gammaln(y + r) - special.gammaln(r) - special.gammaln(y + 1) + y * np.log(m / (r + m))
        return found

    def at_most(self, count: Array) -> Array:
        """Return P(Y <= count); 0 for counts below zero."""
        r = self.size
        found: Array = np.where(count < 0, 0.0, special.betainc(r, np.maximum(count, 0) + 1.0, r / (r + self.mean)))
        return found

    def band(self, share: tuple[float, float] = BAND) -> tuple[Array, Array]:
        """Return the smallest counts that reach the two quantiles."""
        from scipy.stats import nbinom  # type: ignore[import-untyped]

        r = self.size
        low, high = (nbinom.ppf(q, r, r / (r + self.mean)) for q in share)
        return low, high


@dataclass(frozen=True)
class Step:
    """What was believed after a period, per dyad and model; `kept` is the discount that was applied on the way into it."""

    shape: Array
    rate: Array
    kept: Array
    log_weight: Array
    log_prior: Array

    @property
    def weight(self) -> Array:
        """Weights of the models, summing to 1 per dyad."""
        return _softmax(self.log_weight + self.log_prior)


class Filter:
    """The models of D dyads, moved on one period at a time."""

    def __init__(self, dyads: int) -> None:
        self.discount, self.dispersion = (axis.ravel() for axis in np.meshgrid(DISCOUNTS, DISPERSIONS, indexing="ij"))
        usual = np.outer(USUAL_DISCOUNTS, USUAL_DISPERSIONS).ravel()
        size = (dyads, len(usual))
        self.now = Step(np.full(size, SHAPE), np.full(size, PRIOR_EXPOSURE), np.ones(size), np.zeros(size), np.log(usual / usual.sum()))
        self._seen = np.zeros(dyads, dtype=bool)

    def ahead(self) -> Step:
        """Return what is believed of the next period before it is seen."""
        # A shape that falls to nothing says "this dyad never sees an event" with certainty: hence the floor.
        kept = np.minimum(np.maximum(self.discount, SHAPE / self.now.shape), 1.0)
        return Step(self.now.shape * kept, self.now.rate * kept, kept, FORGETTING * self.now.log_weight, self.now.log_prior)

    def predicted(self, exposure: Array) -> Counts:
        """Return the distribution of each model's next count, `[D, G]`, under exposures `[D]`."""
        ahead = self.ahead()
        # Unread periods predict nothing; the tiny exposure keeps the arithmetic sound and `see` skips them.
        mean = np.maximum(exposure, 1e-12)[:, None] * ahead.shape / ahead.rate
        return Counts(mean, self.dispersion * mean * (1 + 1e-9) + mean**2 / ahead.shape)

    def mixture(self, exposure: Array) -> Counts:
        """Return the distribution of the next count over all models, `[D]`: one negative binomial with the mixture's mean and variance."""
        each, weight = self.predicted(exposure), self.ahead().weight
        mean = np.sum(weight * each.mean, axis=1)
        square = np.sum(weight * (each.variance + each.mean**2), axis=1)
        return Counts(mean, np.maximum(square - mean**2, mean * (1 + 1e-9)))

    def see(self, count: Array, exposure: Array) -> Step:
        """Take in a period's counts `[D]` under exposures `[D]`; where the exposure is 0 nothing was read and nothing is learnt."""
        ahead, read = self.ahead(), exposure > 0
        y = np.where(read, count, 0.0)[:, None]
        e = np.where(read, exposure, 0.0)[:, None]
        gain = self.predicted(exposure).log_mass(y)
        # The first period meets a prior that knows nothing: it cannot tell the models apart.
        weight = np.where((read & self._seen)[:, None], ahead.log_weight + gain, ahead.log_weight)
        self._seen |= read
        self.now = Step(ahead.shape + y / self.dispersion, ahead.rate + e / self.dispersion, ahead.kept, weight, ahead.log_prior)
        return self.now

    def pool(self, rounds: int = 20) -> Array:
        """Let the dyads tell each other how relations behave, and return the shares of the models among them, `[G]`.

        Empirical Bayes: what each dyad holds of a model beforehand is how many dyads turned out to follow it (expectation maximisation).
        """
        share = np.exp(self.now.log_prior)
        for _ in range(rounds):
            share = _softmax(self.now.log_weight + np.log(share)).mean(axis=0)
            share = 0.98 * share + 0.02 / len(share)
        self.now = replace(self.now, log_prior=np.log(share))
        return share

    @property
    def rate(self) -> Gamma:
        """The rate now, per dyad."""
        return collapse(self.now)


def _softmax(values: Array) -> Array:
    found: Array = np.exp(values - special.logsumexp(values, axis=-1, keepdims=True))
    return found


def collapse(step: Step) -> Gamma:
    """Return one gamma a dyad with the mean and variance of the models' mixture."""
    weight = step.weight
    mean = np.sum(weight * step.shape / step.rate, axis=1)
    square = np.sum(weight * step.shape * (step.shape + 1) / step.rate**2, axis=1)
    return _gamma(mean, square - mean**2)


def _gamma(mean: Array, variance: Array) -> Gamma:
    variance = np.maximum(variance, 1e-12 * mean**2 + 1e-300)
    return Gamma(mean**2 / variance, mean / variance)


def looked_back(steps: list[Step]) -> Gamma:
    """Return the rates of one dyad over time as seen from the last period, `[T]` (Chen et al. 2018, backward recursion of moments).

    λ_{t-1} = δ·λ_t + Gamma((1-δ)·a_{t-1}, b_{t-1}), the two parts independent. The models are weighed as they stand at the end.
    """
    last = steps[-1]
    weight = last.weight
    mean, variance = last.shape / last.rate, last.shape / last.rate**2
    found = [(mean, variance)]
    for earlier, later in zip(steps[-2::-1], steps[:0:-1], strict=True):
        lost = (1 - later.kept) * earlier.shape
        mean = later.kept * mean + lost / earlier.rate
        variance = later.kept**2 * variance + lost / earlier.rate**2
        found.append((mean, variance))
    found.reverse()
    means = np.array([float(np.sum(weight * m)) for m, _ in found])
    squares = np.array([float(np.sum(weight * (v + m**2))) for m, v in found])
    return _gamma(means, squares - means**2)


def grown(steps: list[Step], *factors: float) -> list[Array]:
    """Return P(λ_T > factor·λ_0) per dyad for each factor, where λ_0 is the rate at the first of the steps and λ_T that at the last.

    λ_0 = κ·λ_T + S with κ the product of the discounts and S a sum of gammas, matched by one; then the probability is a beta's.
    """
    last = steps[-1]
    kept = np.ones_like(last.shape)
    mean, variance = np.zeros_like(kept), np.zeros_like(kept)
    for earlier, later in zip(steps[-2::-1], steps[:0:-1], strict=True):
        lost = (1 - later.kept) * earlier.shape
        # Going back one period multiplies all that was gathered so far by δ, and adds what that period lost.
        mean = later.kept * mean + lost / earlier.rate
        variance = later.kept**2 * variance + lost / earlier.rate**2
        kept = kept * later.kept
    part, weight = _gamma(np.maximum(mean, 1e-300), variance), last.weight
    return [np.sum(weight * _exceeds(last, kept, part, mean > 0, factor), axis=1) for factor in factors]


def _exceeds(last: Step, kept: Array, part: Gamma, moved: Array, factor: float) -> Array:
    """Return P(λ > factor·(κ·λ + S)) for λ and S gamma; where nothing was forgotten (not `moved`), λ_0 is λ_T."""
    scale = 1 - factor * kept
    ours, theirs = last.rate / np.where(scale > 0, scale, 1.0), part.rate / factor
    below = special.betainc(np.maximum(part.shape, 1e-12), last.shape, theirs / (theirs + ours))
    found: Array = np.where(~moved, float(factor < 1), np.where(scale > 0, below, 0.0))
    return found


@dataclass(frozen=True)
class State:
    """Where one dyad stands. All rates are occurrences a period at usual coverage; null where there is too little data."""

    n: int
    periods: int
    tension: float | None
    low: float | None
    high: float | None
    trend: Trend
    probability: float | None
    ratio: float | None
    span: int

    @property
    def enough(self) -> bool:
        """Whether there is data enough for a number."""
        return self.tension is not None


@dataclass(frozen=True)
class History:
    """One dyad's state over time: `[T]` each. `predicted_*` is what the periods before led us to expect of each period's count."""

    state: State
    level: Array
    low: Array
    high: Array
    predicted_mean: Array
    predicted_low: Array
    predicted_high: Array
    surprise: Array
    dispersion: float


def history(counts: Any, exposure: Any, span: int = 4) -> History:
    """Run one dyad's counts `[T]` through the filter; `span` is how many periods back the trend looks."""
    y, e = np.asarray(counts, dtype=float), np.asarray(exposure, dtype=float)
    machine, steps, ahead = Filter(1), list[Step](), list[Counts]()
    for count, exposed in zip(y, e, strict=True):
        at, seen = np.array([exposed]), np.array([count])
        ahead.append(machine.mixture(at))
        steps.append(machine.see(seen, at))
    rates = looked_back(steps)
    low, high = rates.band()
    expected = Counts(np.concatenate([c.mean for c in ahead]), np.concatenate([c.variance for c in ahead]))
    expected_low, expected_high = expected.band()
    known = (e > 0) & (np.cumsum(e > 0) > ENOUGH_PERIODS)
    nothing = np.where(known, 0.0, np.nan)
    return History(
        state_of(y, e, steps[-span - 1 :]),
        rates.mean, low, high,
        expected.mean + nothing, expected_low + nothing, expected_high + nothing,
        tail(expected, y) + nothing,
        float((machine.now.weight[0] * machine.dispersion).sum()),
    )  # fmt: skip


def state_of(counts: Array, exposure: Array, steps: list[Step]) -> State:
    """Return where one dyad stands after its last step, or that there is too little data to say."""
    n, periods = int(counts[exposure > 0].sum()), int((exposure > 0).sum())
    if n < ENOUGH_OCCURRENCES or periods < ENOUGH_PERIODS or len(steps) < 2:
        return State(n, periods, None, None, None, "unknown", None, None, len(steps) - 1)
    rate = collapse(steps[-1])
    low, high = rate.band()
    trend, probability = judged(*(float(p[0]) for p in grown(steps, 1.0, STEADY_FACTOR, 1 / STEADY_FACTOR)))
    ratio = float(rate.mean[0] / looked_back(steps).mean[0])
    return State(n, periods, float(rate.mean[0]), float(low[0]), float(high[0]), trend, probability, ratio, len(steps) - 1)


def judged(up: float, far_up: float, not_far_down: float) -> tuple[Trend, float]:
    """Return a trend and its probability from P(rate rose), P(rose by more than the factor), P(did not fall by more than it).

    >>> judged(0.97, 0.8, 1.0), judged(0.6, 0.05, 0.95)
    (('worsening', 0.97), ('steady', 0.9))
    """
    within = max(not_far_down - far_up, 0.0)
    if up >= SURE:
        return "worsening", up
    if up <= 1 - SURE:
        return "easing", 1 - up
    if within >= STEADY_SURE:
        return "steady", round(within, 12)
    return "unknown", max(up, 1 - up)


def tail(expected: Counts, count: Array) -> Array:
    """Return the mid-p of seeing as much: P(Y > y) + P(Y = y)/2. Uniform on average where the model holds, though counts are discrete."""
    return 1 - (expected.at_most(count) + expected.at_most(count - 1)) / 2

"""Scores from counts, with a percentile bootstrap over reports (codebook, section 9, "Uncertainty")."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casus.evaluation.golden.counts import Count

RESAMPLES = 1000
SEED = 20250101
FEW = 10
"""With fewer reports an interval says little, and the word "few" stands beside it."""

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Estimate:
    """A number with its 95 % interval, each None where not defined; and in how many resamples it was not."""

    value: float | None
    low: float | None = None
    high: float | None = None
    undefined: int = 0

    def row(self) -> dict[str, Any]:
        """Return the estimate as a JSON row."""
        rounded = {name: None if (x := getattr(self, name)) is None else round(x, 4) for name in ("value", "low", "high")}
        return rounded | ({"undefined_resamples": self.undefined} if self.undefined else {})


@dataclass(frozen=True)
class GoldenScore:
    """Precision, recall and F1 over all reports, and the agreement among aligned pairs; `count` holds every n."""

    precision: Estimate
    recall: Estimate
    f1: Estimate
    agreement: Estimate
    count: Count

    def row(self) -> dict[str, Any]:
        """Return the score as a JSON row: n is items in the key."""
        count = self.count
        row: dict[str, Any] = {name: getattr(self, name).row() for name in ("precision", "recall", "f1")}
        if count.pairs:
            row["agreement"] = self.agreement.row() | {"n": count.pairs}
        return row | {"right": count.right, "predicted": count.predicted, "n": count.labelled}


def resamples(reports: int) -> Numbers:
    """Return 1,000 resamples: how often each report was drawn, with replacement, in as many draws as there are reports.

    >>> resamples(3).sum(axis=1).tolist() == [3.0] * 1000
    True
    """
    draws = np.random.default_rng(SEED).integers(0, max(1, reports), (RESAMPLES, reports))
    return np.array([np.bincount(draw, minlength=reports) for draw in draws], dtype=np.float64).reshape(RESAMPLES, reports)


def golden_score(counts: Sequence[Count], drawn: Numbers) -> GoldenScore:
    """Return the score of all reports from what each adds."""
    table = numbers(counts)
    rates = {rate.__name__: estimate(table, rate, drawn) for rate in (precision, recall, f1, agreement)}
    return GoldenScore(**rates, count=sum(counts, Count()))


def numbers(counts: Sequence[Count]) -> Numbers:
    """Return counts as a table, a row for each report."""
    return np.array([astuple(count) for count in counts], dtype=np.float64).reshape(len(counts), 5)


def estimate(table: Numbers, rate: Callable[[Numbers], Numbers], drawn: Numbers) -> Estimate:
    """Return a rate of the summed rows of a table, and its percentile interval."""
    return interval(rate(table.sum(axis=0, keepdims=True))[0], rate(drawn @ table))


def interval(value: float, spread: Numbers) -> Estimate:
    """Return a value with the 2.5th to 97.5th percentile of its resamples; those in which it is not defined are left out."""
    defined = spread[~np.isnan(spread)]
    if np.isnan(value) or not len(defined):
        return Estimate(None, undefined=len(spread) - len(defined))
    low, high = np.percentile(defined, [2.5, 97.5])
    return Estimate(float(value), float(low), float(high), len(spread) - len(defined))


def precision(sums: Numbers) -> Numbers:
    """Right of predicted; not defined where nothing is predicted."""
    return _ratio(sums[:, 0], sums[:, 1])


def recall(sums: Numbers) -> Numbers:
    """Right of what the key has."""
    return _ratio(sums[:, 0], sums[:, 2])


def f1(sums: Numbers) -> Numbers:
    """`2PR / (P + R)`, which is `2·right / (M + K)`: 0 where nothing is predicted, not defined where nothing is there either."""
    return _ratio(2 * sums[:, 0], sums[:, 1] + sums[:, 2])


def agreement(sums: Numbers) -> Numbers:
    """Agreeing of aligned pairs."""
    return _ratio(sums[:, 3], sums[:, 4])


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)

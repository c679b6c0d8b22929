"""Scores of found spans against labelled ones: precision, recall and F1 with a bootstrap interval over texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import numpy as np
from numpy.typing import NDArray

from casus.evaluation.datasets import Bounds

RESAMPLES = 1000
SEED = 7


@dataclass(frozen=True)
class Tally:
    """What one text adds to a score: found and right of found, labelled and met of labelled."""

    found: int
    right: int
    labelled: int
    met: int


@dataclass(frozen=True)
class Score:
    """Precision, recall and F1 (0–1), the 95 % bootstrap interval of F1 over texts, and n labelled."""

    precision: float
    recall: float
    f1: float
    low: float
    high: float
    n: int

    def row(self) -> dict[str, float | int]:
        """Return the score as a JSON row, rounded to four places."""
        return {name: round(value, 4) if isinstance(value, float) else value for name, value in asdict(self).items()}


def exact(found: Sequence[Bounds], labelled: Sequence[Bounds]) -> Tally:
    """Count spans with the same start and end. A span found twice counts once."""
    right = len(set(found) & set(labelled))
    return Tally(len(set(found)), right, len(set(labelled)), right)


def overlap(found: Sequence[Bounds], labelled: Sequence[Bounds]) -> Tally:
    """Count found spans that touch a labelled one, and labelled ones that a found one touches."""
    f, g = set(found), set(labelled)
    return Tally(len(f), sum(any(touch(a, b) for b in g) for a in f), len(g), sum(any(touch(a, b) for a in f) for b in g))


def touch(one: Bounds, other: Bounds) -> bool:
    """Whether two half-open intervals share a character."""
    return one[0] < other[1] and other[0] < one[1]


def score(tallies: Sequence[Tally]) -> Score:
    """Return the pooled score of texts, with its percentile interval from 1,000 resamples of texts.

    >>> round(score([Tally(found=2, right=1, labelled=1, met=1)]).f1, 3)
    0.667
    """
    table = np.array([(t.found, t.right, t.labelled, t.met) for t in tallies], dtype=np.float64).reshape(-1, 4)
    precision, recall, f1 = _rates(table.sum(axis=0))
    draws = np.random.default_rng(SEED).integers(0, max(1, len(table)), (RESAMPLES, len(table)))
    spread = [_rates(table[rows].sum(axis=0))[2] for rows in draws]
    low, high = np.percentile(spread, [2.5, 97.5])
    return Score(precision, recall, f1, float(low), float(high), int(table[:, 2].sum()))


def _rates(total: NDArray[np.float64]) -> tuple[float, float, float]:
    found, right, labelled, met = total
    precision = float(right / found) if found else 0.0
    recall = float(met / labelled) if labelled else 0.0
    return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0

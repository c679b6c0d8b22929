"""One label a row, scored by class: precision, recall and F1 of each, their mean (macro-F1) and the share that is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casus.evaluation.golden.intervals import Estimate, Numbers, interval, resamples


@dataclass(frozen=True)
class ClassScore:
    """Precision, recall and F1 (0–1) of one class; how many rows are labelled so, and how many were predicted so."""

    precision: float
    recall: float
    f1: float
    n: int
    predicted: int

    def row(self) -> dict[str, float | int]:
        """Return the score as a JSON row."""
        rates = {name: round(getattr(self, name), 4) for name in ("precision", "recall", "f1")}
        return {**rates, "n": self.n, "predicted": self.predicted}


@dataclass(frozen=True)
class Classes:
    """Scores of rows that have one label each. `macro` is the mean F1 of the classes that occur among the labels."""

    macro: Estimate
    right: Estimate
    n: int
    each: dict[str, ClassScore]

    def row(self) -> dict[str, Any]:
        """Return the scores as JSON."""
        each = {name: score.row() for name, score in self.each.items()}
        return {"macro_f1": self.macro.row(), "right": self.right.row(), "n": self.n, "classes": each}


def score_classes(gold: Sequence[str], predicted: Sequence[str | None], groups: Sequence[str] | None = None) -> Classes:
    """Score one prediction a row; None is wrong. Intervals are bootstrapped over rows, or over `groups` of rows that belong together.

    A class that is predicted but labels no row is no class of its own: such a prediction is an error of the row's class.

    >>> found = score_classes(["AID", "AID", "CONSULT"], ["AID", "CONSULT", "CONSULT"])
    >>> round(found.macro.value, 3), found.each["AID"].precision
    (0.667, 1.0)
    """
    names = sorted(set(gold))
    labelled, found = _columns(gold, names), _columns(predicted, names)
    owners = np.unique(list(groups) if groups is not None else list(range(len(gold))), return_inverse=True)[1]
    parts = [_by_group(table, owners) for table in (labelled * found, found, labelled)]
    drawn = resamples(len(parts[0]))
    totals = [part.sum(axis=0, keepdims=True) for part in parts]
    spread = [drawn @ part for part in parts]
    return Classes(
        macro=interval(float(_macro(*totals)[0]), _macro(*spread)),
        right=interval(float(_share(*totals)[0]), _share(*spread)),
        n=len(gold),
        each={name: _class(*(int(total[0, i]) for total in totals)) for i, name in enumerate(names)},
    )


def _columns(labels: Sequence[str | None], names: Sequence[str]) -> Numbers:
    return np.array([[label == name for name in names] for label in labels], dtype=np.float64).reshape(len(labels), len(names))


def _by_group(table: Numbers, owners: NDArray[np.int64]) -> Numbers:
    summed = np.zeros((int(owners.max(initial=-1)) + 1, table.shape[1]))
    np.add.at(summed, owners, table)
    return summed


def _macro(right: Numbers, predicted: Numbers, labelled: Numbers) -> Numbers:
    """Return the mean F1 of each row's classes; a class that a resample neither has nor predicts is left out of its mean."""
    f1 = _ratio(2 * right, predicted + labelled)
    sums, counts = np.nansum(f1, axis=1), np.sum(~np.isnan(f1), axis=1)
    return _ratio(sums, counts)


def _share(right: Numbers, predicted: Numbers, labelled: Numbers) -> Numbers:
    """Return the share of rows that are right."""
    return _ratio(right.sum(axis=1), labelled.sum(axis=1))


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)


def _class(right: int, predicted: int, labelled: int) -> ClassScore:
    return ClassScore(
        precision=right / predicted if predicted else 0.0,
        recall=right / labelled if labelled else 0.0,
        f1=2 * right / (predicted + labelled) if predicted + labelled else 0.0,
        n=labelled,
        predicted=predicted,
    )

"""Fit log-linear models: penalised logistic regressions of several kinds (L-BFGS)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

Floats = NDArray[np.float64]


def design_of(featured: Sequence[Collection[str]], rare: int) -> tuple[dict[str, int], Any]:
    """Return the column of each feature that `rare` rows or more have, by name, and the sparse design `(rows, columns)` of ones."""
    counts = Counter(feature for features in featured for feature in features)
    columns = {name: i for i, name in enumerate(sorted(name for name, count in counts.items() if count >= rare))}
    picked = [[columns[feature] for feature in features if feature in columns] for features in featured]
    starts = np.cumsum([0, *map(len, picked)])
    return columns, csr_matrix((np.ones(starts[-1]), np.concatenate(picked).astype(int), starts), shape=(len(featured), len(columns)))


def weights_of(design: Any, right: NDArray[np.int64], classes: int, penalty: float, iterations: int = 120) -> Floats:
    """Return the weights `(features, classes)` for a dense or sparse design `(rows, features)` and the number of each row's class.

    `penalty` counts half the squared weights.
    """
    gold = np.zeros((design.shape[0], classes))
    gold[np.arange(design.shape[0]), right] = 1

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(design.shape[1], classes)
        chances = _shares(design @ weights)
        slope = design.T @ (chances - gold) + penalty * weights
        return float(-np.log(chances[gold == 1]).sum() + penalty / 2 * (weights**2).sum()), slope.ravel()

    best = minimize(loss, np.zeros(design.shape[1] * classes), jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    found: Floats = best.x.reshape(design.shape[1], classes)
    return found


def choice_weights(design: Any, groups: NDArray[np.int64], right: NDArray[np.bool_], penalty: float, iterations: int = 200) -> Floats:
    """Return the weights `(features,)` by which one of each group of rows is chosen; several right rows of a group share its chance.

    `groups` are numbers from 0 upward that do not fall; each group has a right row. `penalty` counts half the squared weights.
    """
    number = int(groups[-1]) + 1
    starts = np.searchsorted(groups, np.arange(number))
    wanted = right / np.bincount(groups, right, number)[groups]

    def loss(weights: Floats) -> tuple[float, Floats]:
        scores = design @ weights
        scores -= np.maximum.reduceat(scores, starts)[groups]
        total = np.bincount(groups, np.exp(scores), number)[groups]
        slope = design.T @ (np.exp(scores) / total - wanted) + penalty * weights
        return float(-(wanted * (scores - np.log(total))).sum() + penalty / 2 * (weights**2).sum()), slope

    best = minimize(loss, np.zeros(design.shape[1]), jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    found: Floats = best.x
    return found


def weights_beside(design: Any, given: Floats, right: NDArray[np.int64], penalty: float, iterations: int = 150) -> tuple[Floats, float]:
    """Return the weights `(features, classes)` that correct scores given for each row and class, and how much those count.

    `given` are logarithms of chances `(rows, classes)`, `right` is the number of each row's class.
    """
    rows, classes = given.shape

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights, alone = flat[:-1].reshape(design.shape[1], classes), flat[-1]
        chances = _shares(alone * given + design @ weights)
        short = chances.copy()
        short[np.arange(rows), right] -= 1
        slope = np.append((design.T @ short + penalty * weights).ravel(), (short * given).sum())
        return float(-np.log(chances[np.arange(rows), right] + 1e-12).sum() + penalty / 2 * (weights**2).sum()), slope

    start = np.append(np.zeros(design.shape[1] * classes), 1.0)
    best = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    found: Floats = best.x[:-1].reshape(design.shape[1], classes)
    return found, float(best.x[-1])


def _shares(scores: Floats) -> Floats:
    """Return how likely each class is by the scores of rows `(rows, classes)`."""
    chances: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    return chances / chances.sum(axis=1, keepdims=True)

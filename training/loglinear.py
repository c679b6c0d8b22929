"""Fit a log-linear model: a penalised multinomial logistic regression (L-BFGS)."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize  # type: ignore[import-untyped]

Floats = NDArray[np.float64]


def weights_of(design: Any, right: NDArray[np.int64], classes: int, penalty: float, iterations: int = 120) -> Floats:
    """Return the weights `(features, classes)` for a dense or sparse design `(rows, features)` and the number of each row's class.

    `penalty` counts half the squared weights.
    """
    gold = np.zeros((design.shape[0], classes))
    gold[np.arange(design.shape[0]), right] = 1

    def loss(flat: Floats) -> tuple[float, Floats]:
        weights = flat.reshape(design.shape[1], classes)
        scores = design @ weights
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        slope = design.T @ (chances - gold) + penalty * weights
        return float(-np.log(chances[gold == 1]).sum() + penalty / 2 * (weights**2).sum()), slope.ravel()

    best = minimize(loss, np.zeros(design.shape[1] * classes), jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    found: Floats = best.x.reshape(design.shape[1], classes)
    return found

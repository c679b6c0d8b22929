"""The weekly rhythm: newsrooms rest on some days, and so do diplomats."""

from __future__ import annotations

import numpy as np

from casus.relations.state import Array

DAYS = 7

OWN_WEIGHT = 50.0
"""Occurrences that a dyad needs on record before its own rhythm weighs as much as that of all dyads together."""


def weekday_factors(counts: Array, exposure: Array, first: int) -> Array:
    """Return how much each weekday brings, `[D, 7]`, averaging 1 over the week: each dyad's own rhythm, drawn towards that of all.

    `counts` is `[D, T]` by day, `exposure` `[T]`, `first` the weekday of the first column (Monday 0). An over-dispersed count says
    less than its size: the weight of a dyad's own rhythm is divided by its variance over its mean.
    """
    weekday = (first + np.arange(counts.shape[1])) % DAYS
    folded = np.stack([counts[:, weekday == d].sum(axis=1) for d in range(DAYS)], axis=1)
    read = np.array([exposure[weekday == d].sum() for d in range(DAYS)])
    pooled = _factors(folded.sum(axis=0) + 1.0, read)
    own = _factors(folded + pooled, read)
    dispersion = np.maximum(counts.var(axis=1) / np.maximum(counts.mean(axis=1), 1e-9), 1.0)
    n = counts.sum(axis=1) / dispersion
    share = (n / (n + OWN_WEIGHT))[:, None]
    found: Array = share * own + (1 - share) * pooled
    return found


def _factors(counts: Array, read: Array) -> Array:
    """Return each weekday's rate over the mean rate; 1 where a weekday was never read."""
    known = read > 0
    found: Array = np.ones(counts.shape)
    if known.any():
        rate = counts[..., known] / read[known]
        found[..., known] = rate / rate.mean(axis=-1, keepdims=True)
    return found

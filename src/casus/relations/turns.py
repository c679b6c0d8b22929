"""What turned from cooperation to conflict (or back), and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy import special  # type: ignore[import-untyped]

from casus.ledger.filing import date_of
from casus.relations.occurrences import Occurred
from casus.relations.series import CONFLICT, COOPERATION, TOLD
from casus.relations.state import Array

FEWEST = 4
"""Occurrences on either side of a turn."""

SURE = 3.0
"""Log Bayes factor for a turn against none: twenty to one."""


@dataclass(frozen=True)
class Turn:
    """The day from which the share of cooperation was another one; `[earliest, latest]` holds it with 90 %."""

    on: date
    earliest: date
    latest: date
    before: float
    after: float
    n_before: int
    n_after: int
    log_odds: float

    @property
    def to_conflict(self) -> bool:
        """Whether cooperation gave way to conflict."""
        return self.after < 0.5 <= self.before


def turn(rows: Sequence[Occurred]) -> Turn | None:
    """Return the turn of a dyad between mostly cooperation and mostly conflict, None where there is none or too little says so.

    Every occurrence is cooperation or conflict. One share throughout is weighed against two with a border between two days, both with
    uniform priors (beta-binomial, closed form) and every border alike likely.
    """
    told = [row for row in rows if row.voice in TOLD and row.type in (*COOPERATION, *CONFLICT)]
    if len(told) < 2 * FEWEST:
        return None
    good = np.array([row.type in COOPERATION for row in told], dtype=float)
    days = np.array([row.day for row in told])
    borders = [n for n in range(FEWEST, len(told) - FEWEST + 1) if days[n] > days[n - 1]]
    if not borders:
        return None
    left = np.cumsum(good)
    k, n = left[np.array(borders) - 1], np.array(borders, dtype=float)
    evidence = _evidence(k, n) + _evidence(left[-1] - k, len(told) - n)
    odds = float(special.logsumexp(evidence) - np.log(len(borders)) - _evidence(left[-1:], np.array([float(len(told))]))[0])
    best = int(evidence.argmax())
    before, after = float(k[best] / n[best]), float((left[-1] - k[best]) / (len(told) - n[best]))
    if odds < SURE or (before >= 0.5) == (after >= 0.5):
        return None
    mass = np.exp(evidence - special.logsumexp(evidence))
    order = np.argsort(-mass, kind="stable")
    kept = order[: int(np.searchsorted(np.cumsum(mass[order]), 0.9)) + 1]
    at = [date_of(int(days[borders[i]])) for i in (best, int(kept.min()), int(kept.max()))]
    return Turn(at[0], at[1], at[2], before, after, int(n[best]), int(len(told) - n[best]), odds)


def _evidence(k: Array, n: Array) -> Array:
    """Return the log probability of k out of n in a given order, the share unknown and uniform."""
    found: Array = special.betaln(k + 1, n - k + 1)
    return found

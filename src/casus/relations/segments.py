"""Where a series changes, looking back: the segmentation that explains it best, by exact dynamic programming.

Each segment is a level, or a level with a slope; how many there are, and of which kind, is decided by a penalty per parameter. The
search is that of Auger and Lawrence (1989) over tables of residual sums of squares, exact for every number of segments. `ruptures` has the
same search (Dynp) and the costs in Python; the tables make it fifty times faster, and the tests hold it to the same answers.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Literal

import numpy as np

from casus.relations.state import Array

Kind = Literal["level", "slope"]

PENALTY = 3.0
"""Times log(n) per parameter. BIC's 1 finds changes in any series with memory; on the development half of the Turing benchmark 2.5 to 4
score alike, and autocorrelated noise (AR 0.5) yields a false change in 1–2 % of series."""

SHORTEST = 5
"""Points in a segment: fewer make a spike, not a change."""

MOST = 12
"""Segments."""

LONGEST = 1_500
"""Points: the tables take n² numbers. Longer series are asked for at a coarser step."""


KINDS: tuple[Kind, ...] = ("level", "slope")


def segment(values: Array, penalty: float = PENALTY, shortest: int = SHORTEST, kinds: tuple[Kind, ...] = KINDS) -> tuple[list[int], Kind]:
    """Return the first index of each segment but the first, and of which kind the segments are; `values` is `[n]` or `[n, series]`.

    >>> segment(np.array([0.0, 1, 0, 1, 0, 1, 9, 8, 9, 8, 9, 8]))
    ([6], 'level')
    """
    scaled = _scaled(values)
    n = len(scaled)
    best: tuple[float, list[int], Kind] = (np.inf, [], "level")
    for kind in kinds:
        table = _squares(scaled, kind)
        for borders, square in _optimal(table, min(MOST, n // shortest), shortest):
            score = _score(square, scaled.size, penalty * float(np.log(n)) * _freedom(kind, scaled.shape[1], len(borders) + 1))
            # A slope has to earn its keep: on a tie the simpler kind stands.
            if score < best[0] - 1e-9:
                best = (score, borders, kind)
    return best[1], best[2]


def _scaled(values: Array) -> Array:
    columns = np.asarray(values, dtype=float).reshape(len(values), -1)
    if len(columns) > LONGEST:
        raise ValueError(f"{len(columns)} points: at most {LONGEST}; count by week or month")
    spread = columns.std(axis=0)
    found: Array = (columns - columns.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    return found


def _score(square: float, size: int, price: float) -> float:
    """Return the penalised deviance of a segmentation: Gaussian noise of one variance, all series together."""
    return size * float(np.log(max(square / size, 1e-12))) + price


def _freedom(kind: Kind, series: int, segments: int) -> int:
    """Return how many numbers a segmentation chooses: levels, slopes, borders."""
    return (2 if kind == "slope" else 1) * series * segments + segments - 1


def _squares(columns: Array, kind: Kind) -> Array:
    """Return `[n + 1, n + 1]`: the residual sum of squares of the segment `[i, j)`, all series together."""
    n = len(columns)
    time = np.arange(n) / n
    length = _spans(np.ones(n))
    with np.errstate(divide="ignore", invalid="ignore"):
        mean_time = _spans(time) / length
        spread = _spans(time**2) - length * mean_time**2
        total = np.zeros_like(length)
        for y in columns.T:
            level = _spans(y)
            rest = _spans(y**2) - level**2 / length
            if kind == "slope":
                together = _spans(y * time) - mean_time * level
                rest = rest - np.where(spread > 1e-12, together**2 / spread, 0.0)
            total += np.maximum(rest, 0.0)
    return total


def _spans(values: Array) -> Array:
    """Return the sums over all `[i, j)` as a table."""
    cumulated = np.concatenate([[0.0], np.cumsum(values)])
    found: Array = cumulated[None, :] - cumulated[:, None]
    return found


def _optimal(table: Array, most: int, shortest: int) -> list[tuple[list[int], float]]:
    """Return, for each number of segments, the borders that leave the least, and how much they leave."""
    ends = np.arange(len(table))
    allowed = np.where(ends[None, :] - ends[:, None] >= shortest, table, np.inf)
    least, back, found = allowed[0], list[NDArrayInt](), list[tuple[list[int], float]]()
    for segments in range(1, most + 1):
        if segments > 1:
            both = least[:, None] + allowed
            back.append(both.argmin(axis=0))
            least = both.min(axis=0)
        if not np.isfinite(least[-1]):
            break
        found.append((_borders(back), float(least[-1])))
    return found or [([], float(table[0, -1]))]


NDArrayInt = np.ndarray[tuple[int, ...], np.dtype[np.intp]]


def _borders(back: list[NDArrayInt]) -> list[int]:
    borders, end = list[int](), -1
    for choices in reversed(back):
        end = int(choices[end])
        borders.append(end)
    return borders[::-1]


def where(values: Array, borders: list[int], kind: Kind, share: float = 0.9) -> list[tuple[int, int]]:
    """Return, for each border, the range `[first, last]` that holds it with the given probability, its neighbours held where they are.

    The likelihood of each position between the neighbours, with the noise of the whole fit; flat prior; the most probable positions first.
    """
    if not borders:
        return []
    columns = _scaled(values)
    n, series = columns.shape
    table = _squares(columns, kind)
    marks = [0, *borders, n]
    noise = max(sum(float(table[i, j]) for i, j in pairwise(marks)) / (n * series), 1e-9)
    found = []
    for before, after in zip(marks, marks[2:], strict=False):
        places = np.arange(before + 1, after)
        square = table[before, places] + table[places, after]
        mass = np.exp(-(square - square.min()) / (2 * noise))
        order = np.argsort(-mass, kind="stable")
        enough = int(np.searchsorted(np.cumsum(mass[order]) / mass.sum(), share)) + 1
        chosen = places[order[:enough]]
        found.append((int(chosen.min()), int(chosen.max())))
    return found

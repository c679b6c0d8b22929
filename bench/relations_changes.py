"""Change points on series that five people marked: cover and F1 as the Turing change point benchmark defines them.

python -m bench.relations_changes --data tcpd_half.json

Van den Burg and Williams (2020, arXiv:2003.06222), section 3: covering of the segments; F1 with a margin of 5, recall averaged over
annotators, index 0 a change point of everybody's. Default settings; missing values are drawn through.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import click
import numpy as np

from casus.relations.segments import segment
from casus.relations.state import Array

MARGIN = 5

Marks = dict[str, list[int]]


def matched(truth: Sequence[int], found: Sequence[int]) -> int:
    """Return how many true points have a found one of their own within the margin."""
    left, hits = set(found), 0
    for point in sorted(truth):
        near = min((x for x in left if abs(x - point) <= MARGIN), key=lambda x: (abs(x - point), x), default=None)
        if near is not None:
            left.remove(near)
            hits += 1
    return hits


def f1(marks: Marks, found: Sequence[int]) -> float:
    """Return the harmonic mean of precision against all annotators and mean recall over them."""
    ours = sorted({0, *found})
    each = [sorted({0, *points}) for points in marks.values()]
    precision = matched(sorted(set().union(*each)), ours) / len(ours)
    recall = float(np.mean([matched(points, ours) / len(points) for points in each]))
    return 2 * precision * recall / (precision + recall)


def cover(marks: Marks, found: Sequence[int], n: int) -> float:
    """Return the covering of each annotator's segments by ours, averaged."""

    def parts(points: Sequence[int]) -> list[tuple[int, int]]:
        return list(pairwise([0, *sorted(x for x in set(points) if 0 < x < n), n]))

    def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
        return max(0, min(a[1], b[1]) - max(a[0], b[0])) / (max(a[1], b[1]) - min(a[0], b[0]))

    ours = parts(found)
    return float(np.mean([sum((p[1] - p[0]) * max(overlap(p, o) for o in ours) for p in parts(points)) / n for points in marks.values()]))


def values(entry: dict[str, list[dict[str, list[float | None]]]]) -> Array:
    """Return `[n, series]`, missing values drawn through."""
    columns = []
    for series in entry["series"]:
        raw = np.array([np.nan if value is None else float(value) for value in series["raw"]])
        known = ~np.isnan(raw)
        columns.append(np.interp(np.arange(len(raw)), np.flatnonzero(known), raw[known]))
    return np.stack(columns, axis=1)


@click.command()
@click.option("--data", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=True)
def main(data: Path) -> None:
    """Print cover and F1 per series and their means, beside those of finding nothing."""
    scores, nothing = [], []
    for name, entry in json.loads(data.read_text("utf-8"))["series"].items():
        given = values(entry)
        found, kind = segment(given)
        marks = entry["annotations"]
        scores.append((cover(marks, found, len(given)), f1(marks, found)))
        nothing.append((cover(marks, [], len(given)), f1(marks, [])))
        click.echo(f"{name:20} n {len(given):4}  {kind:5} {len(found):2} changes  cover {scores[-1][0]:.3f}  F1 {scores[-1][1]:.3f}")
    for title, rows in (("casus, defaults", scores), ("finding nothing", nothing)):
        means, spread = np.mean(rows, axis=0), np.std(rows, axis=0, ddof=1) / np.sqrt(len(rows))
        click.echo(f"{title:20} n {len(rows):4}  cover {means[0]:.3f} ± {spread[0]:.3f}  F1 {means[1]:.3f} ± {spread[1]:.3f}")


if __name__ == "__main__":
    main()

"""Fit the weights by which `casus.coding.surroundings` tells kinds of claims by the rest of their report.

    python -m training.surroundings                                       out of fold, one fold a file of short reports
    python -m training.surroundings --models 'reports_[a-g]=FOLDER' …     the same, some files read with weights that had not seen them
    python -m training.surroundings --write                               fit on all of it and write src/casus/coding/surroundings.json

Attributions of a reading are matched to those of the key by cue and content. What the key does not know, or what is no claim in it,
teaches nothing: whether something is a claim is left to its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from pathlib import Path

import numpy as np

from casus.coding.claims import drafted
from casus.coding.kinds import KINDS, likeliest
from casus.coding.surroundings import ALONE, LEAST, NONE, WEIGHTS, in_report
from casus.evaluation.datasets import Bounds
from casus.reader.pairs import touching
from casus.records import Attribution, Span
from training.corpus import Row
from training.loglinear import design_of, weights_beside
from training.unseen import Read, folds, options, read, ship

FILE = Path(__file__).parent.parent / "src" / "casus" / "coding" / WEIGHTS

CLAIMS = tuple(kind for kind in KINDS if kind != NONE)

PENALTY = 40.0
"""Of the squared weights; out of fold 20 and 40 give the same."""

RARE = 10
"""A feature counts from this many attributions on."""

DIGITS = 2
"""Of a weight, behind the point."""

SLIGHT = 0.02
"""Weights smaller than this are left out."""

Weights = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True)
class Example:
    """An attribution that makes a claim: its report's file, how likely each kind is by its words, what surrounds it, the right kind."""

    file: str
    chances: Mapping[str, float]
    features: frozenset[str]
    kind: str


def examples(found: Read) -> Iterator[Example]:
    """Yield the attributions of a report that are claims in its key."""
    drafts, surroundings = drafted(found.reading, found.reader.tell)
    for number, draft in enumerate(drafts):
        kind = _kind(found.row, draft.attribution)
        if kind not in (None, NONE):
            yield Example(found.row.file, draft.chances, surroundings.features(number), str(kind))


def _kind(row: Row, attribution: Attribution) -> str | None:
    matched = (
        made.kind
        for (_, cue, content), made in zip(row.says, row.made, strict=True)
        if _meet(attribution.cue, cue) and _meet(attribution.content, content)
    )
    return next(matched, None)


def _meet(spans: Iterable[Span], bounds: Sequence[Bounds]) -> bool:
    return any(touching(span.offsets, other) for span in spans for other in bounds)


def fit(found: Sequence[Example], penalty: float = PENALTY) -> dict[str, dict[str, float]]:
    """Return weights of kinds by feature, those of no weight left out."""
    columns, design = design_of([one.features for one in found], RARE)
    given = np.array([[log(max(one.chances.get(kind, 0.0), LEAST)) for kind in CLAIMS] for one in found])
    weights, alone = weights_beside(design, given, np.array([CLAIMS.index(one.kind) for one in found]), penalty)
    rows = {
        name: {kind: round(float(weight), DIGITS) for kind, weight in zip(CLAIMS, weights[row], strict=True) if abs(weight) >= SLIGHT}
        for name, row in columns.items()
    }
    return {ALONE: {ALONE: round(alone, DIGITS)}, **{name: row for name, row in rows.items() if row}}


def right(found: Sequence[Example], weights: Weights | None) -> int:
    """Return how many come out right by some weights, or by their words alone."""
    told = (in_report(one.chances, one.features, weights) if weights else one.chances for one in found)
    return sum(likeliest(chances) == one.kind for chances, one in zip(told, found, strict=True))


def main() -> None:
    """Print how many kinds are right out of fold; with --write, fit on all reports and write the weights."""
    arguments = options(__doc__, PENALTY)
    found = [one for report in read(arguments.models, until="grounding") for one in examples(report)]
    told = sum(right(held, fit(shown, arguments.penalty)) for shown, held in folds(found))
    print(f"kinds out of fold: {told / len(found):.3f} right of {len(found):,}; by their words alone {right(found, None) / len(found):.3f}")
    if arguments.write:
        weights = fit(found, arguments.penalty)
        ship(FILE, weights, len(weights))


if __name__ == "__main__":
    main()

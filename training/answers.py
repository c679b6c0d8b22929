"""Fit the weights by which `casus.corroboration.replying` tells which claim of a report answers which.

    python -m training.answers             out-of-fold precision, recall and F1, one fold a file of short reports
    python -m training.answers --models 'reports_[a-g]=FOLDER' …   the same, some files read with other weights: such as had not seen them
    python -m training.answers --write     fit on all of it and write src/casus/corroboration/replying.json

Models read our short reports (`training/data/reports_*.jsonl`); their claims are matched to those of the key by the words of
cue and content. An answer of the key of which either claim was not found counts as missed.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from casus.corroboration.replying import WEIGHTS, Pair, pairs
from casus.corroboration.within import chosen
from casus.evaluation.datasets import Bounds
from casus.records import Attribution, Reading
from training.corpus import Row
from training.loglinear import design_of, weights_of
from training.unseen import folds, options, read, ship

SHIPPED = Path(__file__).parent.parent / "src" / "casus" / "corroboration" / WEIGHTS

PENALTY = 20.0
"""Of the squared weights. Out-of-fold F1 is flat from 5 to 20; the highest of these carries over best to whole reports (golden `tune`)."""

RARE = 8
"""A feature counts from this many pairs on."""

DIGITS = 3
"""Of a weight, behind the point."""

Link = tuple[str, str]
"""Ids of an accusation and of what answers it."""


@dataclass(frozen=True)
class Example:
    """One short report as the models read it: its file, its pairs, which of them are answers, and how many answers its key has."""

    file: str
    pairs: tuple[Pair, ...]
    right: frozenset[Link]
    wanted: int


def example(row: Row, reading: Reading) -> Example:
    """Return the pairs of a report beside the answers of its key."""
    claims = matched(row, reading)
    answers = [(j, i) for i, made in enumerate(row.made) for j in made.answers]
    right = frozenset((claims[j], claims[i]) for j, i in answers if j in claims and i in claims)
    return Example(row.file, tuple(pairs(reading)), right, len(answers))


def matched(row: Row, reading: Reading) -> dict[int, str]:
    """Return for attributions of the row, by number, the claim of the reading with a cue in common and most of the content; each once."""
    attributions = {a.id: a for a in reading.attributions}
    left = {c.id: attributions[c.attribution] for c in reading.claims if c.attribution in attributions}
    found = {}
    for number, (_, cue, content) in enumerate(row.says):
        shared = {name: _shared(a, content) for name, a in left.items() if any(_overlap(s.offsets, b) for s in a.cue for b in cue)}
        best = max(shared, key=lambda name: shared[name], default=None)
        if best is not None and shared[best] and row.made[number].kind not in (None, "none"):
            found[number] = best
            del left[best]
    return found


def _shared(attribution: Attribution, content: Sequence[Bounds]) -> int:
    return sum(_overlap(span.offsets, bounds) for span in attribution.content for bounds in content)


def _overlap(one: Bounds, other: Bounds) -> int:
    return max(0, min(one[1], other[1]) - max(one[0], other[0]))


def link(pair: Pair) -> Link:
    """Return the ids of the two claims of a pair."""
    return pair.accusation.claim.id, pair.reply.claim.id


def fit(examples: Sequence[Example], penalty: float = PENALTY) -> dict[str, float]:
    """Return a weight for each feature that is not rare."""
    found = [(pair.features, link(pair) in one.right) for one in examples for pair in one.pairs]
    columns, design = design_of([names for names, _ in found], RARE)
    weights = weights_of(design, np.array([right for _, right in found], np.int64), 2, penalty)
    return dict(zip(columns, (weights[:, 1] - weights[:, 0]).tolist(), strict=True))


def told(one: Example, weights: Mapping[str, float]) -> set[Link]:
    """Return the answers that some weights find in a report."""
    return {link(pair) for pair in chosen(one.pairs, weights)}


def figures(given: Collection[tuple[int, int, int]]) -> str:
    """Return precision, recall and F1 of (right, found, wanted) summed."""
    right, found, wanted = (sum(column) for column in zip(*given, strict=True))
    return f"P {right / max(found, 1):.3f}, R {right / max(wanted, 1):.3f}, F1 {2 * right / max(found + wanted, 1):.3f} of {wanted}"


def main() -> None:
    """Print how well answers are told out of fold; with --write, fit on all reports and write the weights."""
    arguments = options(__doc__, PENALTY)
    found = [example(one.row, one.reading) for one in read(arguments.models, until="claims")]
    counts = []
    for shown, held in folds(found):
        weights = fit(shown, arguments.penalty)
        given = [(len((links := told(one, weights)) & one.right), len(links), one.wanted) for one in held]
        print(f"{held[0].file}: {figures(given)}")
        counts += given
    print(f"out of fold: {figures(counts)}")
    if arguments.write:
        weights = {name: round(weight, DIGITS) for name, weight in fit(found, arguments.penalty).items()}
        ship(SHIPPED, weights, len(weights))


if __name__ == "__main__":
    main()

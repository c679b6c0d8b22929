"""Fit the weights by which `casus.coding.sides` tells who takes a side that a sentence leaves open.

    python -m training.sides                                       out of fold, one fold a file of short reports
    python -m training.sides --models 'reports_[a-g]=FOLDER' …     the same, some files read with other weights: such as had not seen them
    python -m training.sides --write                               fit on all of it and write src/casus/coding/sides.json

Acts of a reading are matched to the events of the key by their words, parties to mentions by overlap. A party of the key that the reading
does not name is lost: its side teaches nothing, and counts as wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from casus.coding.events import acts_told
from casus.coding.sides import LIKELY, NOBODY, SIDES, WEIGHTS, Question, Side, Sides
from casus.evaluation.datasets import Bounds
from casus.reader.pairs import touching
from training.corpus import Row, Told
from training.loglinear import choice_weights, design_of
from training.unseen import Read, folds, options, read, ship

FILE = Path(__file__).parent.parent / "src" / "casus" / "coding" / WEIGHTS

PENALTY = 10.0
"""Of the squared weights; out of fold 5, 10 and 20 differ by less than half a point."""

RARE = 10
"""A feature counts from this many candidates on."""

DIGITS = 2
"""Of a weight, behind the point."""


@dataclass(frozen=True)
class Example:
    """A side of an act: the file of its report, who may take it, who does (`NOBODY` where nobody does; empty where the party is lost).

    `open`: the act's sentence leaves it open, so that the model is asked about it.
    """

    file: str
    side: Side
    question: Question
    right: frozenset[str]
    open: bool


def examples(found: Read) -> Iterator[Example]:
    """Yield the sides of the acts of a report that the key knows."""
    named, parties, acts = acts_told(found.reading, found.reader.tell)
    sides = Sides(named, parties, acts)
    names = [(m.span.offsets, name) for m in named.acting if (name := sides.name(m))]
    for number, act in enumerate(acts):
        event = _event(found.row, act.telling.trigger.offsets)
        for side in SIDES if event is not None else ():
            question, wanted = sides.question(number, side), getattr(event, side)
            right = {name for bounds, name in names if any(touching(bounds, party) for party in wanted)}
            yield Example(
                found.row.file,
                side,
                question,
                frozenset(right & set(question.features)) if wanted else frozenset({NOBODY}),
                open=not getattr(act.telling, side),
            )


def _event(row: Row, trigger: Bounds) -> Told | None:
    return next((event for event in row.events if any(touching(trigger, told) for told in (event.trigger, *event.also))), None)


def fit(found: Sequence[Example], penalty: float = PENALTY) -> dict[str, float]:
    """Return a weight for each feature that is not rare."""
    known = [one for one in found if one.right]
    asked = [(group, name, features) for group, one in enumerate(known) for name, features in one.question.features.items()]
    columns, design = design_of([features for _, _, features in asked], RARE)
    groups = np.array([group for group, _, _ in asked], np.int64)
    weights = choice_weights(design, groups, np.array([name in known[group].right for group, name, _ in asked]), penalty)
    return dict(zip(columns, weights.tolist(), strict=True))


def figures(found: Iterable[tuple[Example, Mapping[str, float]]]) -> str:
    """Return how many open sides come out right, and of those that somebody takes precision and recall of taking them, by given weights."""
    n = right = left = taken = said = wanted = 0
    for one, weights in found:
        chances = one.question.chances(weights)
        taking = {name for name, chance in chances.items() if name and chance >= LIKELY}
        takers = one.right - {NOBODY}
        n, right, left = n + 1, right + (taking == takers and bool(one.right)), left + (one.right == {NOBODY})
        taken, said, wanted = taken + len(taking & takers), said + len(taking), wanted + max(len(takers), not one.right)
    share = f"right {right / max(n, 1):.3f} of {n:,} ({left / max(n, 1):.3f} if left open)"
    return f"{share}, P {taken / max(said, 1):.3f}, R {taken / max(wanted, 1):.3f}"


def main() -> None:
    """Print how well open sides are filled out of fold; with --write, fit on all reports and write the weights."""
    arguments = options(__doc__, PENALTY)
    found = [one for report in read(arguments.models, until="answers") for one in examples(report)]
    weights: dict[Side, dict[str, float]] = {}
    for side in SIDES:
        ours = [one for one in found if one.side == side]
        told = []
        for shown, held in folds(ours):
            fitted = fit(shown, arguments.penalty)
            told += [(one, fitted) for one in held if one.open]
        print(f"{side} out of fold: {figures(told)}")
        weights[side] = {name: round(weight, DIGITS) for name, weight in fit(ours, arguments.penalty).items()} if arguments.write else {}
    if arguments.write:
        kept = {side: {name: weight for name, weight in some.items() if weight} for side, some in weights.items()}
        ship(FILE, kept, sum(map(len, kept.values())))


if __name__ == "__main__":
    main()

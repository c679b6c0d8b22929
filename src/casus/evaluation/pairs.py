"""The PLOVER type of given pairs, scored: macro-F1 of types and of quad classes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from casus.evaluation.classes import Classes, score_classes
from casus.evaluation.plv import MERGED, YIELD, GivenPair, label_space, quad_of

Shares = Mapping[str, float]

SHOWN = 3
"""Labels whose chances a row of predictions shows, the best first."""


@dataclass(frozen=True)
class PairEvaluation:
    """Scores of types and of quad classes, and one row a pair with `gold` and `predicted`, in input order."""

    types: Classes
    quads: Classes
    rows: list[dict[str, Any]] = field(repr=False)

    @property
    def floors(self) -> dict[str, float | None]:
        """What a floor can be set under: `type`, `quad` (macro-F1), `type right`, `quad right` (shares), and the F1 of each class."""
        named = {"type": self.types.macro.value, "quad": self.quads.macro.value}
        shares = {"type right": self.types.right.value, "quad right": self.quads.right.value}
        return {**named, **shares, **{name: score.f1 for name, score in (*self.types.each.items(), *self.quads.each.items())}}


def evaluate_pairs(pairs: Sequence[GivenPair], chances: Sequence[tuple[Shares, Shares]]) -> PairEvaluation:
    """Score the likeliest label of each pair, given the chances of the 16 types and of the quad classes "1" to "4".

    Some type always holds: "no event" is no answer. The quad class is the likeliest by both: the sum over its labels, times its own
    chance. Pairs of one sentence are drawn together for the intervals.
    """
    labels = label_space(pairs)
    merged = YIELD in labels
    gold = [YIELD if merged and pair.type in MERGED else pair.type for pair in pairs]
    shares = [by_label(found, labels) for found, _ in chances]
    predicted = [max(found, key=found.__getitem__) for found in shares]
    quads = [quad_class(found, direct) for found, (_, direct) in zip(shares, chances, strict=True)]
    texts = [pair.text for pair in pairs]
    rows = [
        _row(pair, kind, quad, found, label) for pair, kind, quad, found, label in zip(pairs, predicted, quads, shares, gold, strict=True)
    ]
    return PairEvaluation(
        types=score_classes(gold, predicted, texts),
        quads=score_classes([_named(pair.quad) for pair in pairs], [_named(quad) for quad in quads], texts),
        rows=rows,
    )


def by_label(chances: Shares, labels: Sequence[str]) -> dict[str, float]:
    """Return the chances of a set's labels: YIELD is as likely as the two types that it stands for together."""
    return {label: sum(chances[kind] for kind in (MERGED if label == YIELD else (label,))) for label in labels}


def quad_class(shares: Shares, direct: Shares) -> int:
    """Return the likeliest quad class 1–4, from the chances of labels and those of the classes themselves."""
    totals = dict.fromkeys((1, 2, 3, 4), 0.0)
    for label, share in shares.items():
        totals[quad_of(label)] += share
    return max(totals, key=lambda quad: totals[quad] * direct[str(quad)])


def _named(quad: int) -> str:
    return f"quad {quad}"


def _row(pair: GivenPair, kind: str, quad: int, shares: Shares, gold: str) -> dict[str, Any]:
    best = sorted(shares, key=shares.__getitem__, reverse=True)[:SHOWN]
    return {
        "id": pair.name,
        "gold": gold,
        "predicted": kind,
        "gold_quad": pair.quad,
        "predicted_quad": quad,
        "chances": {label: round(shares[label], 4) for label in best},
    }

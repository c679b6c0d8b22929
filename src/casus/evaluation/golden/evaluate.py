"""Readings scored against keys: every field, every breach, one row per report (codebook, section 9)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from casus.evaluation.golden.alignment import Alignment, align
from casus.evaluation.golden.breaches import BREACHES, Breach, breaches
from casus.evaluation.golden.comparison import Coded, Comparison
from casus.evaluation.golden.counts import Count, Counts
from casus.evaluation.golden.fields import Claims, Events, count_attributions
from casus.evaluation.golden.intervals import FEW, Estimate, GoldenScore, f1, golden_score, interval, numbers, resamples
from casus.evaluation.golden.mentions import count_mentions
from casus.evaluation.keys.key import Key
from casus.records import DataError

SUMMARY = re.compile(r"(attribution|claim|event) (found|joint|strict)|(attribution|mention) \w+ exact")
"""The scores that sum up a kind of records."""


@dataclass(frozen=True)
class Breaches:
    """How many records break a rule, and of how many that could."""

    count: Estimate
    of: int
    base: str

    def row(self) -> dict[str, Any]:
        """Return the count as a JSON row."""
        return self.count.row() | {"n": self.of, "of": self.base}


@dataclass(frozen=True)
class GoldenEvaluation:
    """Scores and breaches by name, and one row per report with `gold` and `predicted`, in order."""

    reports: tuple[str, ...]
    scores: dict[str, GoldenScore]
    breaches: dict[str, Breaches]
    rows: list[dict[str, Any]] = field(repr=False)
    counts: tuple[Counts, ...] = field(repr=False)

    @property
    def few(self) -> bool:
        """Whether there are too few reports for an interval to say much."""
        return len(self.reports) < FEW

    def select(self, by: str | None) -> dict[str, GoldenScore]:
        """Return the scores by `field` (all of them), or of events by the class `status` or `voice`; None: the summary."""
        if by in ("status", "voice"):
            return {name: score for name, score in self.scores.items() if f" {by}=" in name}
        fields = {name: score for name, score in self.scores.items() if "=" not in name}
        return fields if by == "field" else {name: score for name, score in fields.items() if SUMMARY.fullmatch(name)}

    def row(self, by: str | None = None) -> dict[str, Any]:
        """Return all scores, or those selected, as JSON."""
        scores = self.select(by) if by else self.scores
        return {
            "reports": len(self.reports),
            "few": self.few,
            "scores": {name: score.row() for name, score in scores.items()},
            "breaches": {name: breach.row() for name, breach in self.breaches.items()},
        }


def evaluate_golden(keys: Sequence[Key], coded: Sequence[Coded], known: Collection[str] = frozenset()) -> GoldenEvaluation:
    """Score one reading for each key; raise `DataError` where a reading is of another text.

    `known` are the ids of the actors in the knowledge base that the readings resolve to.
    """
    judged = [_judge(key, one, known) for key, one in zip(keys, coded, strict=True)]
    counts, drawn = [counts for counts, _, _ in judged], resamples(len(keys))
    names = list(dict.fromkeys(name for one in counts for name in one))
    scores = {name: golden_score([one.get(name, Count()) for one in counts], drawn) for name in names}
    found = {name: _breaches(name, [broken for _, broken, _ in judged], drawn, scores) for name in BREACHES}
    return GoldenEvaluation(tuple(Path(key.name).stem for key in keys), scores, found, [row for _, _, row in judged], tuple(counts))


def compare(one: GoldenEvaluation, other: GoldenEvaluation) -> dict[str, Estimate]:
    """Return by how much the F1 of `one` is above that of `other`, with the interval of the difference on the same resamples."""
    if one.reports != other.reports:
        raise DataError(f"only scores on the same reports compare: {len(one.reports)} and {len(other.reports)} differ")
    drawn = resamples(len(one.reports))
    differences = {}
    for name in (name for name in one.scores if name in other.scores):
        tables = [numbers([counts.get(name, Count()) for counts in found.counts]) for found in (one, other)]
        values = [f1(table.sum(axis=0, keepdims=True))[0] for table in tables]
        spreads = [f1(drawn @ table) for table in tables]
        differences[name] = interval(values[0] - values[1], spreads[0] - spreads[1])
    return differences


def _judge(key: Key, coded: Coded, known: Collection[str]) -> tuple[Counts, list[Breach], dict[str, Any]]:
    comparison, counts = Comparison(key, coded, known), Counts()
    alignment = align(comparison)
    claims, events = Claims(counts, comparison, alignment), Events(counts, comparison, alignment)
    count_attributions(counts, alignment.attributions)
    claims.count()
    events.count()
    count_mentions(counts, comparison)
    broken = list(breaches(comparison, alignment, events))
    return counts, broken, _row(key, coded, alignment, broken)


def _row(key: Key, coded: Coded, alignment: Alignment, broken: Sequence[Breach]) -> dict[str, Any]:
    return {
        "id": Path(key.name).stem,
        "gold": key.reading().model_dump(mode="json"),
        "predicted": coded.reading.model_dump(mode="json"),
        "aligned": {"attributions": alignment.attributions.ids, "claims": alignment.claims.ids, "events": alignment.events.ids},
        "breaches": [asdict(breach) for breach in broken],
    }


def _breaches(name: str, broken: Sequence[Sequence[Breach]], drawn: Any, scores: dict[str, GoldenScore]) -> Breaches:
    each = np.array([Counter(breach.name for breach in report)[name] for report in broken], dtype=np.float64)
    score, number, base = BREACHES[name]
    of = getattr(scores[score].count, number) if score in scores else 0
    return Breaches(interval(each.sum(), drawn @ each), of, base)

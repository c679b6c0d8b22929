"""Changing a reading that is right, and looking at its scores."""

from collections.abc import Sequence
from typing import Any

from casus.evaluation.golden import Coded, GoldenEvaluation, GoldenScore, evaluate_golden
from casus.evaluation.keys import Key
from casus.records import Reading


def score(key: Key, reading: Reading, **aliases: Sequence[str]) -> GoldenEvaluation:
    return evaluate_golden([key], [Coded(reading, aliases)])


def rates(found: GoldenEvaluation, name: str) -> tuple[float | None, float | None, float | None]:
    of = found.scores[name]
    return of.precision.value, of.recall.value, of.f1.value


def numbers(of: GoldenScore) -> tuple[int, int, int]:
    """Right, predicted, in the key."""
    return of.count.right, of.count.predicted, of.count.labelled


def changed(reading: Reading, part: str, handle: str, **update: Any) -> Reading:
    """The reading with some fields of one record changed."""
    records = [r.model_copy(update=update) if r.id.endswith(f":{handle}") else r for r in getattr(reading, part)]
    return reading.model_copy(update={part: tuple(records)})


def without(reading: Reading, part: str, *handles: str) -> Reading:
    return reading.model_copy(update={part: tuple(r for r in getattr(reading, part) if r.id.split(":")[-1] not in handles)})


def counts(found: GoldenEvaluation) -> dict[str, Any]:
    """All that is counted."""
    return {**{n: s.count for n, s in found.scores.items()}, **{n: b.count.value for n, b in found.breaches.items()}}

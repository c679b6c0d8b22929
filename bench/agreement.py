"""Krippendorff's alpha of two labellings, for fields with one of a few values, on the records that both have.

    casus evaluate golden --split final --keys HAND1 --against HAND2 --predictions build/aligned.jsonl
    python -m bench.agreement build/aligned.jsonl

Nominal alpha for two coders: 1 - observed / expected disagreement, expected from the pooled values (Krippendorff, Content Analysis,
4th edition, chapter 12). Null is a value like any other.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

FIELDS = {
    "attributions": ("quoted",),
    "claims": ("kind", "direction", "status"),
    "events": ("type", "mode", "voice", "status", "extent"),
}
RESAMPLES, SEED = 1000, 20250101
"""As for the scores (codebook, section 9): percentile bootstrap over reports."""

Pair = tuple[Any, Any]


def alpha(pairs: Sequence[Pair]) -> float:
    """Return nominal alpha of two coders; NaN where only one value was ever used.

    >>> alpha([("a", "a"), ("b", "b")]), round(alpha([("a", "b"), ("b", "a")]), 3)
    (1.0, -0.5)
    """
    values = Counter(value for pair in pairs for value in pair)
    total = sum(values.values())
    expected = 1 - sum(n * (n - 1) for n in values.values()) / (total * (total - 1)) if total > 1 else 0.0
    observed = sum(a != b for a, b in pairs) / max(1, len(pairs))
    return 1 - observed / expected if expected else float("nan")


def pairs_of(row: dict[str, Any], part: str, field: str) -> Iterator[Pair]:
    """Yield the two values of a field for each aligned record of a report."""
    kind = part[:-1]
    gold, predicted = ({record["id"]: record for record in row[side][part]} for side in ("gold", "predicted"))
    for handle, other in row["aligned"][part].items():
        yield gold[f"{kind}:{handle}"][field], predicted[other][field]


def interval(reports: Sequence[Sequence[Pair]]) -> tuple[float, float]:
    """Return the 95 % percentile interval of alpha over resampled reports, those without two values left out."""
    draws = np.random.default_rng(SEED).integers(0, len(reports), (RESAMPLES, len(reports)))
    spread = [alpha([pair for report in draw for pair in reports[report]]) for draw in draws]
    low, high = np.nanpercentile(spread, [2.5, 97.5])
    return float(low), float(high)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print alpha, its interval and n for each field."""
    (path,) = sys.argv[1:] if arguments is None else arguments
    rows = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
    print(f"{'':<22}{'alpha':>7}   {'95 % interval':<15}{'n':>5}")
    for part, fields in FIELDS.items():
        for field in fields:
            reports = [list(pairs_of(row, part, field)) for row in rows]
            pairs = [pair for report in reports for pair in report]
            low, high = interval(reports)
            print(f"{part[:-1] + ' ' + field:<22}{alpha(pairs):>7.3f}   {low:.3f}–{high:.3f}    {len(pairs):>5}")


if __name__ == "__main__":
    main()

"""Fit the weights of `casus.grounding.acting` on sentences of our own: `python -m training.acting`.

`training/acting.tsv` holds label, place name, sentence. `--tune` adds the tune rows of the contrast set, which may be studied; its final
rows are only scored, by `bench.grounding_actors`.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from casus.evaluation.keys.quotes import find
from casus.grounding.acting import WEIGHTS, features

HERE = Path(__file__).parent
CONTRAST = HERE.parent / "tests" / "golden" / "contrast" / "metonyms.jsonl"

RARE = 2
"""A feature counts from this many sentences on."""

PENALTY = 1.0
STEPS = 400
Row = tuple[list[str], bool]


def own_rows(path: Path = HERE / "acting.tsv") -> list[Row]:
    """Return the features and labels of our own sentences."""
    rows = []
    for line in path.read_text("utf-8").splitlines():
        label, name, text = line.split("\t")
        name = name.removeprefix("the ")
        quote = name if text.count(name) == 1 else f"{name}#1"
        start, end = _first(text, quote, name)
        rows.append((features(text, start, end), label == "1"))
    return rows


def _first(text: str, quote: str, name: str) -> tuple[int, int]:
    start = text.find(name)
    if start < 0:
        raise ValueError(f"{quote!r} is not in {text!r}")
    return start, start + len(name)


def contrast_rows(split: str, path: Path = CONTRAST) -> list[Row]:
    """Return the features and labels of one split of the contrast set."""
    found = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [(features(r["text"], *find(r["text"], r["mention"])), bool(r["acts"])) for r in found if r["split"] == split]


def fit(rows: Sequence[Row]) -> dict[str, float]:
    """Return the weights that a penalised logistic regression gives the features, by Newton's method."""
    counts: dict[str, int] = {}
    for found, _ in rows:
        for feature in found:
            counts[feature] = counts.get(feature, 0) + 1
    index = {feature: i for i, feature in enumerate(sorted(f for f, n in counts.items() if n >= RARE))}
    x: NDArray[np.float64] = np.zeros((len(rows), len(index)))
    for i, (found, _) in enumerate(rows):
        x[i, [index[f] for f in found if f in index]] = 1.0
    y = np.array([label for _, label in rows], dtype=np.float64)
    w = np.zeros(len(index))
    for _ in range(30):
        p = 1.0 / (1.0 + np.exp(-x @ w))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + PENALTY * np.eye(len(index))
        step = np.linalg.solve(hessian, x.T @ (p - y) + PENALTY * w)
        w -= step
        if float(np.abs(step).max()) < 1e-8:
            break
    return {feature: round(float(w[i]), 4) for feature, i in index.items()}


def accuracy(weights: dict[str, float], rows: Sequence[Row]) -> float:
    """Return the share of rows that the weights decide as labelled."""
    return float(np.mean([(sum(weights.get(f, 0.0) for f in found) >= 0) == label for found, label in rows]))


def crossed(rows: Sequence[Row], folds: int = 10) -> float:
    """Return the accuracy on rows that the weights were not fitted on."""
    order = np.random.default_rng(20250101).permutation(len(rows))
    shares = []
    for fold in range(folds):
        held = set(order[fold::folds].tolist())
        weights = fit([row for i, row in enumerate(rows) if i not in held])
        shares.append(accuracy(weights, [rows[i] for i in sorted(held)]) * len(held))
    return sum(shares) / len(rows)


def main() -> None:
    """Fit, print the accuracies, write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    own, tune = own_rows(), contrast_rows("tune")
    print(f"own sentences, ten-fold: {crossed(own):.3f} (n {len(own)})")
    print(f"tune rows, unseen: {accuracy(fit(own), tune):.3f} (n {len(tune)})")
    weights = fit([*own, *tune])
    args.out.write_text(json.dumps(weights, indent=0, sort_keys=True) + "\n", "utf-8")
    print(f"{len(weights)} weights -> {args.out.name}")


if __name__ == "__main__":
    main()

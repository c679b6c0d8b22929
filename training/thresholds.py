"""Choose how sure the shipped model must be that a word stands outside, for source and content, on the development split.

    python -m training.thresholds --data ../shared/data --weights src/casus/reader/weights

One number a layer is added to the log-probability of OUTSIDE before decoding; below zero, more is found. The best is that with the
highest sum of exact and overlap F1. Kept in `spans.json`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from casus.evaluation import Labelled, exact, overlap, read_attributions, score
from casus.evaluation.datasets import Bounds
from casus.reader import SpanModel
from casus.reader.decode import OUTSIDE, best_labels, spans_of_labels

RECALL = {"actor": -1.0, "person": -0.5, "place": -1.0, "moment": -1.0}
"""Shifts of the entity layers, set by hand on our samples and the held-out re3d documents: F1 hardly moves there, overlap recall of
actors, places and moments rises by 2 to 12 points; a claim whose accused is not a mention cannot name him."""

SEARCHED = ("source", "content")
"""Layers to search. A shift of the cue gained nothing once spans were linked."""

GRID = np.arange(-1.6, 2.41, 0.2)

Scored = tuple[NDArray[np.float32], list[Bounds], list[Bounds]]


def scored(model: SpanModel, texts: list[Labelled]) -> dict[str, list[Scored]]:
    """Return, for each layer and text, the layer's scores `(words, 1, 3)`, the words, and the labelled spans."""
    rows: dict[str, list[Scored]] = {layer: [] for layer in SEARCHED}
    for text in texts:
        pieces = model.tokenizer(text.text)
        scores = model.scores(pieces)
        for layer in SEARCHED:
            rows[layer].append((scores[:, [model.layers.index(layer)]], pieces.spans, text.layers[layer]))
    return rows


def f1(rows: list[Scored], shift: float) -> tuple[float, float]:
    """Return the F1 of a layer with OUTSIDE shifted, exact and by overlap."""
    strict, loose = [], []
    for scores, words, labelled in rows:
        shifted = scores.copy()
        shifted[:, :, OUTSIDE] += shift
        found = spans_of_labels(best_labels(shifted)[:, 0].tolist(), words)
        strict.append(exact(found, labelled))
        loose.append(overlap(found, labelled))
    return score(strict).f1, score(loose).f1


def main() -> None:
    """Search the grid for each layer, and write the best shifts beside the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    arguments = parser.parse_args()
    path = arguments.weights / "spans.json"
    description = json.loads(path.read_text("utf-8"))
    description["outside"] = dict(RECALL)
    path.write_text(json.dumps(description, indent=2) + "\n", "utf-8")
    model = SpanModel(arguments.weights)
    texts = read_attributions(arguments.data / "attribution/polnear_dev.jsonl.gz")
    for layer, rows in scored(model, texts).items():
        found = {round(float(shift), 1): f1(rows, shift) for shift in GRID}
        best = max(found, key=lambda shift: (sum(found[shift]), -abs(shift)))
        description["outside"][layer] = best
        for shift in (0.0, best):
            print(f"{layer} at {shift}: F1 exact {found[shift][0]:.4f}, overlap {found[shift][1]:.4f}")
    path.write_text(json.dumps(description, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()

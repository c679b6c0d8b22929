"""Score the entity recipe on re3d by documents held out in folds: what one set of 62 documents tells about the next.

    python -m training.folds --data ../shared/data

Each fold starts from the published MiniLM and learns the entity sets without that fold's documents (and our own rows), then labels
them with re3d's own head. re3d's gold nests; a layer does not: the ceiling is what the outermost labels would score.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from casus.evaluation import exact, score
from casus.evaluation.datasets import Bounds, join, outermost, read_conll, read_re3d, read_re3d_nested
from casus.evaluation.scores import Tally
from casus.reader.decode import best_labels, spans_of_labels
from casus.reader.pieces import PieceTokenizer
from training.spans import SENTENCES, Settings, SpanModel, Training, labelled, name_labels, own_texts, pretrained, report_labels

FOLDS = 3
SETTINGS = Settings(epochs=2, rate=3e-4, re3d_passes=4, own_passes=1)
SCORED = {"Organisation and Nationality": "actor", "Person": "person", "Location": "place"}


def label(model: SpanModel, tokenizer: PieceTokenizer, text: str, layer: str) -> list[Bounds]:
    """Return the spans of one layer by the float32 model."""
    pieces, rows = tokenizer(text), []
    column = model.layers.index(layer)
    for window in pieces.windows():
        ids, shapes = (torch.from_numpy(a) for a in pieces.inputs(window, tokenizer.opening, tokenizer.closing))
        with torch.no_grad():
            logits = model(ids, shapes)[0, :, [column]].log_softmax(-1)
        first = np.array(pieces.first[window.keep_from : window.keep_to]) - pieces.first[window.first] + 1
        rows.append(logits.numpy()[first])
    return spans_of_labels(best_labels(np.concatenate(rows))[:, 0].tolist(), pieces.spans)


def main() -> None:
    """Train and score every fold; print pooled F1 beside the ceiling."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    data = parser.parse_args().data
    tokenizer = PieceTokenizer(pretrained() / "tokenizer.json")
    flat, nested = read_re3d(data / "entities/re3d"), read_re3d_nested(data / "entities/re3d")
    named = [read_conll(data / f"entities/{name}.conll") for name in ("crossner_politics_train", "wikigold")]
    shared = [name_labels(t, tokenizer) for texts in named for t in join(texts, SENTENCES)] + [
        labelled(t, tokenizer) for t in own_texts(SETTINGS)
    ]
    found: dict[str, list[Tally]] = {name: [] for name in SCORED}
    within: dict[str, list[Tally]] = {name: [] for name in SCORED}
    ceiling: dict[str, list[Tally]] = {name: [] for name in SCORED}
    for fold in range(FOLDS):
        kept = [report_labels(d, tokenizer) for i, d in enumerate(flat) if i % FOLDS != fold]
        run = Training(kept * SETTINGS.re3d_passes + shared, tokenizer, replace(SETTINGS, seed=SETTINGS.seed + fold))
        while run.epochs < SETTINGS.epochs:
            run.epoch()
        run.model.eval()
        for number in range(fold, len(flat), FOLDS):
            for name, layer in SCORED.items():
                spans = label(run.model, tokenizer, flat[number].text, f"re3d:{layer}")
                gold = nested[number].layers[layer]
                found[name].append(exact(spans, gold))
                within[name].append(exact(spans, flat[number].layers[layer]))
                ceiling[name].append(exact(outermost(gold), gold))
    for name in SCORED:
        one, outer, best = score(found[name]), score(within[name]), score(ceiling[name])
        print(f"{name:30} F1 {one.f1:.3f} ({one.low:.3f}–{one.high:.3f}), n {one.n}; of the outermost {outer.f1:.3f}", end="; ")
        print(f"ceiling of one layer {best.f1:.3f}")


if __name__ == "__main__":
    main()

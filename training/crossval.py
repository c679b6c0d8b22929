"""Score the recipe of `pairs.onnx` on `plv_train`: folds by sentence over all files, predictions pooled out of fold.

    python -m training.crossval --data ../shared/data --encoder build/spans --out build/crossval

A sentence and its near-copies in ConfliBERT's files lie in one fold. The first step of training has no sentence of these files in
common with `plv_train` and is made once; the second is made once for each fold and seed. Writes the out-of-fold logits, from which
`training.calibrate` sets the temperatures.
"""

from __future__ import annotations

import argparse
import json
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from casus.reader.pieces import PieceTokenizer
from casus.records import ontology
from training.pairs import (
    FIRST,
    SECOND,
    TYPES,
    YIELD,
    Case,
    Framer,
    eventless,
    first_step,
    fit,
    fold_of,
    new_model,
    parts,
    plover,
    predict,
    second_step,
)
from training.spans import pretrained

FOLDS = 5
LABELS = ("YIELD", *(kind for kind in TYPES if kind not in YIELD))


def columns(label: str) -> list[int]:
    """Return the type columns that a label of `plv_train` stands for."""
    return [TYPES.index(kind) for kind in (YIELD if label == "YIELD" else (label,))]


def label_of(case: Case) -> str:
    """Return the label of `plv_train` of a case."""
    return "YIELD" if case.ab == YIELD else (case.ab or ("",))[0]


def macro_f1(predicted: list[int], gold: list[int], classes: int) -> tuple[float, list[float]]:
    """Return the mean F1 over classes, and each class's."""
    each = []
    for kind in range(classes):
        right = sum(p == g == kind for p, g in zip(predicted, gold, strict=True))
        wrong = sum((p == kind) != (g == kind) for p, g in zip(predicted, gold, strict=True))
        each.append(2 * right / max(1, 2 * right + wrong))
    return float(np.mean(each)), each


def report(pairs: list[Case], output: torch.Tensor) -> dict[str, float | dict[str, float]]:
    """Return macro-F1 of types and quads, and F1 by type."""
    chances = parts(output)["ab"].softmax(-1)
    by_label = torch.stack([chances[:, columns(label)].sum(-1) for label in LABELS], 1)
    gold = [LABELS.index(label_of(case)) for case in pairs]
    types, each = macro_f1(by_label.argmax(1).tolist(), gold, len(LABELS))
    of_type = torch.tensor([ontology().types[kind].quad - 1 for kind in TYPES])
    summed = torch.stack([chances[:, of_type == quad].sum(-1) for quad in range(4)], 1)
    both = summed.log() + parts(output)["quad"].log_softmax(-1)
    quads, _ = macro_f1(both.argmax(1).tolist(), [(case.quad or 1) - 1 for case in pairs], 4)
    return {"types": types, "quads": quads, "by type": {label: round(f, 3) for label, f in zip(LABELS, each, strict=True)}}


def main() -> None:
    """Run every fold of every seed; print and save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seeds", type=int, nargs="*", default=[0, 1, 2])
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    framer, earlier = Framer(PieceTokenizer(pretrained() / "tokenizer.json")), first_step(arguments.data)
    cases = [*plover(arguments.data), *eventless(arguments.data)]
    began = new_model(arguments.encoder)
    if (arguments.out / "first.pt").exists():
        began.load_state_dict(torch.load(arguments.out / "first.pt"))
    else:
        fit(began, framer, earlier, FIRST)
        torch.save(began.state_dict(), arguments.out / "first.pt")
    for seed in arguments.seeds:
        tested: list[Case] = []
        outputs = []
        for fold in range(FOLDS):
            held = [case for case in cases if fold_of(case.text, FOLDS) == fold]
            model = deepcopy(began)
            sample = second_step([case for case in cases if fold_of(case.text, FOLDS) != fold], earlier)
            fit(model, framer, sample, replace(SECOND, seed=SECOND.seed + seed))
            tested += held
            outputs.append(predict(model, framer, held))
            whole = torch.cat(outputs)
            coded = [row for row, case in enumerate(tested) if case.ab]
            print(f"seed {seed}, folds to {fold}: {json.dumps(report([tested[r] for r in coded], whole[coded]))}", flush=True)
        torch.save(
            {"output": torch.cat(outputs), "texts": [(c.text, c.marks, c.ab, c.any_ab) for c in tested]}, arguments.out / f"{seed}.pt"
        )


if __name__ == "__main__":
    main()

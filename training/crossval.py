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

import torch

from casus.evaluation.classes import score_classes
from casus.evaluation.plv import MERGED, YIELD
from casus.reader.pieces import PieceTokenizer
from casus.records import ontology
from training.cases import TYPES, Case, eventless, fold_of, likewise, plover
from training.pairs import FIRST, SECOND, Framer, PairModel, first_step, fit, located, new_model, parts_of_pair, predict, second_step
from training.spans import pretrained

FOLDS = 5
LABELS = (YIELD, *(kind for kind in TYPES if kind not in MERGED))


def columns(label: str) -> list[int]:
    """Return the type columns that a label of `plv_train` stands for."""
    return [TYPES.index(kind) for kind in (MERGED if label == YIELD else (label,))]


def label_of(case: Case) -> str:
    """Return the label of `plv_train` of a case."""
    return YIELD if case.ab == MERGED else (case.ab or ("",))[0]


def outputs_of(model: PairModel, framer: Framer, cases: list[Case]) -> torch.Tensor:
    """Return the first head's rows of A on B `(cases, numbers)`."""
    return torch.stack([relation[0] for relation, _, _ in predict(model, framer, cases)])


def report(pairs: list[Case], output: torch.Tensor) -> dict[str, float | dict[str, float] | None]:
    """Return macro-F1 of types and quads, and F1 by type."""
    chances = parts_of_pair(output)["types"].softmax(-1)
    by_label = torch.stack([chances[:, columns(label)].sum(-1) for label in LABELS], 1)
    types = score_classes([label_of(case) for case in pairs], [LABELS[row] for row in by_label.argmax(1).tolist()])
    of_type = torch.tensor([ontology().types[kind].quad - 1 for kind in TYPES])
    summed = torch.stack([chances[:, of_type == quad].sum(-1) for quad in range(4)], 1)
    both = summed.log() + parts_of_pair(output)["quad"].log_softmax(-1)
    quads = score_classes([str(case.quad) for case in pairs], [str(row + 1) for row in both.argmax(1).tolist()])
    each = {label: round(score.f1, 3) for label, score in types.each.items()}
    return {"types": types.macro.value, "quads": quads.macro.value, "by type": each}


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
    scenes = located(began, framer, plover(arguments.data))
    for seed in arguments.seeds:
        tested: list[Case] = []
        outputs = []
        for fold in range(FOLDS):
            held = [case for case in cases if fold_of(case.text, FOLDS) == fold]
            model = deepcopy(began)
            seen = [case for case in cases if fold_of(case.text, FOLDS) != fold]
            acts = [scene for scene in scenes if fold_of(scene.text, FOLDS) != fold]
            sample = second_step([*seen, *likewise()], acts, earlier)
            fit(model, framer, sample, replace(SECOND, seed=SECOND.seed + seed))
            tested += held
            outputs.append(outputs_of(model, framer, held))
            whole = torch.cat(outputs)
            coded = [row for row, case in enumerate(tested) if case.ab]
            print(f"seed {seed}, folds to {fold}: {json.dumps(report([tested[r] for r in coded], whole[coded]))}", flush=True)
        torch.save({"output": torch.cat(outputs), "texts": [(c.text, c.ab, c.any_ab) for c in tested]}, arguments.out / f"{seed}.pt")


if __name__ == "__main__":
    main()

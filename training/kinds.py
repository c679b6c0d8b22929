"""Fit the weights of `casus.coding.kinds` on attributions of our own writing.

    python -m training.kinds             out-of-fold figures, and the tune rows of the contrast set as a check
    python -m training.kinds --write     fit on all of it and write src/casus/coding/kinds.npz

`training/kinds.tsv` holds kind, source, cue and content; attributions with a `kind` in `training/data` are added, and the tune rows of
`tests/golden/contrast/claim_kinds.jsonl`, which may be studied. Golden reports are never trained on.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix  # type: ignore[import-untyped]

from casus.coding.kinds import KINDS, WEIGHTS, KindModel, Said, features
from casus.reader.reader import quoted
from training.corpus import files
from training.loglinear import weights_of

HERE = Path(__file__).parent
OWN = HERE / "kinds.tsv"
CONTRAST = HERE.parent / "tests" / "golden" / "contrast" / "claim_kinds.jsonl"
SHIPPED = HERE.parent / "src" / "casus" / "coding" / WEIGHTS

RARE = 2
"""A feature counts from this many rows on."""

PENALTY = 0.35
"""Of the squared weights; the out-of-fold loss is flat from 0.2 to 0.7."""

FOLDS = 4
Row = tuple[Said, str]


def own_rows() -> list[Row]:
    """Return our own labelled attributions."""
    return [(_said(source, cue, content), kind) for kind, source, cue, content in table()]


def table() -> Iterator[tuple[str, str, str, str]]:
    """Yield kind, source, cue and content of each line of our table; raise `ValueError` where a kind is none."""
    for number, line in enumerate(OWN.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        kind, source, cue, content = line.split("\t")
        if kind not in KINDS:
            raise ValueError(f"{OWN.name}, line {number}: no kind {kind!r}")
        yield kind, source, cue, content


def corpus_rows() -> Iterator[Row]:
    """Yield the attributions of `training/data` that say which kind of claim they make."""
    for path in files():
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            for said in row.get("says", ()):
                if "kind" in said and said.get("content"):
                    source, cue, content = (" ".join(_words(said.get(part))) for part in ("source", "cue", "content"))
                    yield _said(source, cue, content), said["kind"]


def contrast_rows(split: str) -> list[Row]:
    """Return one split of the contrast set."""
    rows = [row for row in map(json.loads, CONTRAST.read_text("utf-8").splitlines()) if row["split"] == split]
    return [(_said(r["source"] or "", r["cue"], " ".join(r["content"])), r["kind"] if r["claim"] else "none") for r in rows]


def _words(value: str | Sequence[str] | None) -> list[str]:
    quotes = [value] if isinstance(value, str) else list(value or ())
    return [q.split("#")[0] if q[-2:-1] == "#" else q for q in quotes]


def _said(source: str, cue: str, content: str) -> Said:
    return Said(source, cue, content, quoted(content, [(0, len(content))]))


def fit(rows: Sequence[Row], penalty: float = PENALTY) -> KindModel:
    """Return the model that fits the rows best."""
    found = [features(said) for said, _ in rows]
    counts = Counter(name for one in found for name in one)
    names = ["bias", *sorted(name for name, count in counts.items() if count >= RARE)]
    rows_of = {name: i for i, name in enumerate(names)}
    picked = [[0, *(rows_of[name] for name in one if name in rows_of)] for one in found]
    lengths = np.cumsum([0, *map(len, picked)])
    design = csr_matrix((np.ones(lengths[-1]), np.concatenate(picked), lengths), shape=(len(rows), len(names)))
    right = np.array([KINDS.index(kind) for _, kind in rows])
    return KindModel(names, weights_of(design, right, len(KINDS), penalty).astype(np.float32))


def predicted(model: KindModel, said: Said) -> str:
    """Return the likeliest class."""
    chances = model.chances(features(said))
    return max(KINDS, key=lambda kind: chances[kind])


def score(pairs: Sequence[tuple[str, str]]) -> str:
    """Return accuracy and F1 by class for pairs of (gold, predicted)."""
    gold, given, right = Counter(a for a, _ in pairs), Counter(b for _, b in pairs), Counter(a for a, b in pairs if a == b)
    by = [f"{kind} {2 * right[kind] / (gold[kind] + given[kind]):.2f} ({gold[kind]})" for kind in KINDS if gold[kind] + given[kind]]
    return f"right {right.total()} of {len(pairs)} = {right.total() / max(len(pairs), 1):.3f}; F1 " + ", ".join(by)


def write(model: KindModel, path: Path = SHIPPED) -> None:
    """Write the weights as half floats; those of no weight are left out."""
    names = [name for name, row in model.rows.items() if name == "bias" or np.abs(model.weights[row]).max() >= 0.02]
    weights = model.weights[[model.rows[name] for name in names]].astype(np.float16)
    np.savez_compressed(path, names=np.frombuffer("\n".join(names).encode("utf-8"), dtype=np.uint8), weights=weights)
    print(f"{path.name}: {len(names)} features, {path.stat().st_size / 1e3:.0f} kB")


def main() -> None:
    """Print how well the kinds are told out of fold; with --write, fit on all rows and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--penalty", type=float, default=PENALTY)
    arguments = parser.parse_args()
    rows, check = [*own_rows(), *corpus_rows()], contrast_rows("tune")
    order = np.random.default_rng(20250101).permutation(len(rows))
    pairs = []
    for fold in range(FOLDS):
        held = set(order[fold::FOLDS].tolist())
        model = fit([row for i, row in enumerate(rows) if i not in held], arguments.penalty)
        pairs += [(rows[i][1], predicted(model, rows[i][0])) for i in sorted(held)]
    print(f"out of fold: {score(pairs)}")
    model = fit(rows, arguments.penalty)
    print(f"contrast tune, not trained on: {score([(kind, predicted(model, said)) for said, kind in check])}")
    if arguments.write:
        write(fit([*rows, *check], arguments.penalty))


if __name__ == "__main__":
    main()

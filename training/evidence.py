"""Fit the weights by which `casus.reader.offers` tells of which type evidence is.

    python -m training.evidence             out-of-fold accuracy, one fold a file of short reports
    python -m training.evidence --write     fit on all of it and write src/casus/reader/weights/evidence.npz

A log-linear model over rows of the piece table; names play no part beyond their pieces.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from casus.reader.offers import TYPES, WEIGHTS, features
from casus.reader.pieces import PieceTokenizer
from casus.reader.table import piece_table
from training.corpus import rows
from training.loglinear import Floats, weights_of

SHIPPED = Path(__file__).parent.parent / "src/casus/reader/weights"

PENALTY = 0.06
"""Of the squared weights; out-of-fold accuracy is flat from a third of it to three times as much."""


def offers(folder: Path = SHIPPED) -> tuple[Floats, NDArray[np.int64], list[str]]:
    """Return the features of each offer of our short reports, the number of its type, and the file that it is from."""
    tokenizer, table = PieceTokenizer(folder / "tokenizer.json"), piece_table(folder)
    found = [
        (features(table, tokenizer(row.text), row.text, span), TYPES.index(kind), row.file)
        for row in rows()
        for claim in row.made
        for span, kind in claim.evidence
    ]
    vectors, kinds, files = zip(*found, strict=True)
    return np.array(vectors, np.float64), np.array(kinds, np.int64), list(files)


def main() -> None:
    """Print how well held-out files are told; write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    vectors, kinds, files = offers()
    told = np.zeros(len(kinds), bool)
    for file in sorted(set(files)):
        held = np.array([name == file for name in files])
        weights = weights_of(vectors[~held], kinds[~held], len(TYPES), PENALTY)
        told[held] = (vectors[held] @ weights).argmax(axis=1) == kinds[held]
    print(f"{len(kinds)} offers in {len(set(files))} files; of the right type out of fold: {told.mean():.3f}")
    for number, kind in enumerate(TYPES):
        print(f"  {kind:<13} {told[kinds == number].mean():.2f} of {(kinds == number).sum()}")
    if parser.parse_args().write:
        np.savez_compressed(SHIPPED / WEIGHTS, weights=weights_of(vectors, kinds, len(TYPES), PENALTY).astype(np.float16))


if __name__ == "__main__":
    main()

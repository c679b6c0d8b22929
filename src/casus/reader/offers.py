"""What may be offered as evidence: words that the span model marks, and of which type they are by what they mean.

The type is read from the piece table, whose rows lie near each other where words are used alike: a word that no example held finds its
kin. The weights are learned from our own short reports (`python -m training.evidence`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from casus.reader.decode import Bounds
from casus.reader.pieces import Pieces
from casus.reader.table import PieceTable
from casus.records import EvidenceType, ModelError

WEIGHTS = "evidence.npz"
TYPES: tuple[EvidenceType, ...] = get_args(EvidenceType)

BEFORE = 3
"""Words before an offer that tell of which type it is: "refused to show", "quoted from"."""

_HEAD_ENDS = frozenset({"of", "from", "with", "that", "by", "who", "which", "in", "on", "showing", "taken"})
"""Words before which the head of a noun phrase stands."""


def features(table: PieceTable, pieces: Pieces, text: str, span: Bounds) -> NDArray[np.float32]:
    """Return the mean table rows `(3 * width + 1,)` of an offer's head, of all its words and of the words before it, and a one."""
    words = [i for i, (start, end) in enumerate(pieces.spans) if start < span[1] and end > span[0]]
    told = [i for i in words if text[slice(*pieces.spans[i])].isalnum()] or words
    ends = (n for n, i in enumerate(told) if n and text[slice(*pieces.spans[i])].lower() in _HEAD_ENDS)
    head = told[: next(ends, len(told))][-1:]
    before = range(max(0, words[0] - BEFORE), words[0]) if words else ()
    means = [_mean(table, pieces, part) for part in (head, words, before)]
    return np.concatenate([*means, np.ones(1, np.float32)])


def _mean(table: PieceTable, pieces: Pieces, words: Sequence[int]) -> NDArray[np.float32]:
    ids = [piece for word in words for piece in pieces.ids[pieces.bounds[word] : pieces.bounds[word + 1]]]
    rows = table(np.array(ids or [0], np.int64)).mean(axis=0)
    found: NDArray[np.float32] = rows if ids else np.zeros_like(rows)
    return found


class OfferTypes:
    """The weights `(3 * width + 1, types)`; raises `ModelError` where the file is missing."""

    def __init__(self, folder: Path) -> None:
        if not (folder / WEIGHTS).is_file():
            raise ModelError(f"no {WEIGHTS} in {folder}: reinstall casus-ledger, or train as docs/models.md says")
        with np.load(folder / WEIGHTS) as stored:
            self._weights: NDArray[np.float32] = stored["weights"].astype(np.float32)

    def __call__(self, table: PieceTable, pieces: Pieces, text: str, span: Bounds) -> EvidenceType:
        """Return the likeliest type of an offer."""
        return TYPES[int((features(table, pieces, text, span) @ self._weights).argmax())]


@cache
def offer_types(folder: Path) -> OfferTypes:
    """Return the weights in a folder, read once."""
    return OfferTypes(folder)

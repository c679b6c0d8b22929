"""The word-piece table: one row of numbers a piece, which both models take in. It stays as published, so one copy serves both."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FILE = "pieces.npz"


class PieceTable:
    """Rows of the table by piece id, kept as signed bytes with one scale a row."""

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self._rows: NDArray[np.int8] = stored["rows"]
            self._scales: NDArray[np.float32] = stored["scales"]

    def __call__(self, ids: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return `(…, width)` for ids of any shape."""
        found: NDArray[np.float32] = self._rows[ids] * self._scales[ids][..., None]
        return found


@cache
def piece_table(folder: Path) -> PieceTable:
    """Return the table in a folder of weights, read once."""
    return PieceTable(folder / FILE)


def packed(table: NDArray[np.float32]) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
    """Return a float table as bytes and scales: the `rows` and `scales` of the file that `PieceTable` reads.

    >>> packed(np.array([[1.27, -0.5]], dtype=np.float32))[0].tolist()
    [[127, -50]]
    """
    scales = (np.maximum(np.abs(table).max(axis=1), 1e-12) / 127).astype(np.float32)
    return np.round(table / scales[:, None]).astype(np.int8), scales

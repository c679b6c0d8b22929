"""Word pieces: what the encoder takes in, and the windows that a long text is cut into."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from casus.reader.words import shapes, words
from casus.records import ModelError

WINDOW = 256
"""Pieces in one window, [CLS] and [SEP] among them: quotes of several sentences fit, and attention stays cheap."""

OVERLAP = 32
"""Pieces that two neighbouring windows share, so that each word has at least 16 pieces of context on each side. Sharing 64 costs an
eighth of the speed and finds no more (docs/models.md)."""

REMEMBERED = 8
"""Texts whose pieces are kept in memory."""


@dataclass(frozen=True)
class Window:
    """Words `[first, last)` go through the encoder together; the outputs of words `[keep_from, keep_to)` are kept."""

    first: int
    last: int
    keep_from: int
    keep_to: int


@dataclass(frozen=True)
class Pieces:
    """A text as words and word pieces. All lists but `ids` have one row a word."""

    spans: list[tuple[int, int]]
    ids: list[int]
    first: list[int]
    shapes: list[int]

    @cached_property
    def bounds(self) -> list[int]:
        """Piece offset of each word, and one past the last piece."""
        return [*self.first, len(self.ids)]

    def windows(self, size: int = WINDOW, overlap: int = OVERLAP) -> Iterator[Window]:
        """Cut the text into overlapping windows of at most `size` pieces, each word kept from exactly one of them.

        The seam lies in the middle of the shared part, where both windows have context.
        """
        room, bounds, count = size - 2, self.bounds, len(self.spans)
        first = keep_from = 0
        while first < count:
            last = first + 1
            while last < count and bounds[last + 1] - bounds[first] <= room:
                last += 1
            if last == count:
                yield Window(first, last, keep_from, count)
                return
            following = last
            while following > first + 1 and bounds[last] - bounds[following - 1] <= overlap:
                following -= 1
            seam = (following + last + 1) // 2
            yield Window(first, last, keep_from, seam)
            first, keep_from = following, seam

    def inputs(self, window: Window, opening: int, closing: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return piece ids and shapes of a window, both `(1, pieces)`, with [CLS] and [SEP] around."""
        low, high = self.bounds[window.first], self.bounds[window.last]
        ids = np.array([[opening, *self.ids[low:high], closing]], dtype=np.int64)
        row = np.zeros_like(ids)
        counts = np.diff(self.bounds[window.first : window.last + 1])
        row[0, 1:-1] = np.repeat(self.shapes[window.first : window.last], counts)
        return ids, row


class PieceTokenizer:
    """Turns text into word pieces with the vocabulary beside the model.

    A word longer than 100 characters, or one that the vocabulary drops whole (a lone format character),
    becomes one [UNK], so that each word has at least one piece.
    """

    def __init__(self, path: Path) -> None:
        self._tokenizer = Tokenizer.from_file(str(path))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self.opening, self.closing, self.unknown = (self._id(token) for token in ("[CLS]", "[SEP]", "[UNK]"))
        self._cut = lru_cache(REMEMBERED)(self._cut_anew)

    def _id(self, token: str) -> int:
        number = self._tokenizer.token_to_id(token)
        if number is None:
            raise ModelError(f"the vocabulary has no {token}: it is of another model than this code")
        return number

    def __call__(self, text: str) -> Pieces:
        """Return the words and pieces of a text; those of the last few texts are remembered, since two models read each report."""
        return self._cut(text)

    def _cut_anew(self, text: str) -> Pieces:
        spans = words(text)
        encoding = self._tokenizer.encode([text[s:e] for s, e in spans], is_pretokenized=True, add_special_tokens=False)
        by_word: list[list[int]] = [[] for _ in spans]
        for word, piece in zip(encoding.word_ids, encoding.ids, strict=True):
            if word is not None:
                by_word[word].append(piece)
        ids: list[int] = []
        first: list[int] = []
        for pieces in by_word:
            first.append(len(ids))
            ids += pieces or [self.unknown]
        return Pieces(spans, ids, first, shapes(text, spans))

"""Frames: what the pair model takes in. A stretch of text in which mentions and the words that name acts are marked.

A mark is a piece that stands before what it marks; the words that it marks carry the mark's embedding beside their own.

Names inside the mentions are hidden behind one placeholder, so that the model sees that somebody is named but not who: whatever it
learns about relations it cannot learn about countries, and two parties that change places get mirrored scores.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casus.reader.decode import Bounds
from casus.reader.pieces import Pieces
from casus.reader.words import PARAGRAPH_START, Shape

PARTY, PLACE, MOMENT, ACT, NAME = range(1, 6)
"""Piece ids of the marks: the vocabulary's unused rows. All parties carry the same mark, so that swapping them swaps the scores."""

ROOM = 112
"""Pieces of text in a frame: a long sentence is cut to the stretch around its marks."""

MARKS = 24
"""So many spans are marked in a frame at most."""

_NAMED = (Shape.CAPITALISED, Shape.UPPER, Shape.MIXED)

Mark = tuple[int, Bounds]
"""A kind of mark (`PARTY`, `PLACE`, `MOMENT` or `ACT`) and the characters that it marks."""


@dataclass(frozen=True)
class Frame:
    """Piece ids, shapes and marks `(pieces,)`, and where each mark stands `(marks,)`: 0 ([CLS]) for one that had no room.

    The mark of a piece is the kind that it belongs to, `NAME` for a hidden name, else 0.
    """

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    marks: NDArray[np.int64]
    at: NDArray[np.int64]


def frame(pieces: Pieces, within: Bounds, marks: Sequence[Mark], ends: tuple[int, int], hide: bool = True) -> Frame:
    """Return the frame of the words inside `within` (characters), with the marks set in and `ends` ([CLS], [SEP]) around.

    `hide` puts one placeholder for each name inside a party or place. Acts come before other marks where there is no room for all.
    """
    starts = [start for start, _ in pieces.spans]
    low, high = bisect_left(starts, within[0]), bisect_left(starts, within[1])
    words = [_words(starts, span) for _, span in marks]
    low, high = _crop(pieces, low, high, [w for w, (kind, _) in zip(words, marks, strict=True) if kind == ACT] or words)
    order = sorted(range(len(marks)), key=lambda i: marks[i][0] != ACT)
    shown = [i for i in order if low <= words[i][0] and words[i][1] <= high][:MARKS]
    opens, inside, named = _marked(pieces, [(i, marks[i][0], words[i]) for i in shown], hide)
    ids, shapes, kinds, at = [ends[0]], [0], [0], [0] * len(marks)
    for word in range(low, high):
        for number, kind in opens.get(word, ()):
            at[number] = len(ids)
            ids.append(kind)
            shapes.append(0)
            kinds.append(kind)
        if word not in named:
            own = pieces.ids[pieces.bounds[word] : pieces.bounds[word + 1]]
        else:
            own = [] if word - 1 in named and word - 1 >= low and not opens.get(word) else [NAME]
        ids += own
        shapes += [pieces.shapes[word]] * len(own)
        kinds += [NAME if word in named else inside.get(word, 0)] * len(own)
    ids.append(ends[1])
    shapes.append(0)
    kinds.append(0)
    return Frame(*(np.array(row, np.int64) for row in (ids, shapes, kinds, at)))


def _words(starts: list[int], span: Bounds) -> tuple[int, int]:
    """Return the words `[first, last)` of a span, at least one."""
    first = max(0, bisect_left(starts, span[0] + 1) - 1)
    return first, max(first + 1, bisect_left(starts, span[1]))


def _crop(pieces: Pieces, low: int, high: int, marked: list[tuple[int, int]]) -> tuple[int, int]:
    """Return the words to keep: all if they fit, else as many as fit around the marked ones, evenly on both sides."""
    if pieces.bounds[high] - pieces.bounds[low] <= ROOM:
        return low, high
    first = min((w[0] for w in marked), default=low)
    last = max((w[1] for w in marked), default=first + 1)
    while pieces.bounds[last] - pieces.bounds[first] > ROOM:
        last -= 1
    while True:
        left, right = first > low, last < high
        wider = first - left, last + right
        if not (left or right) or pieces.bounds[wider[1]] - pieces.bounds[wider[0]] > ROOM:
            return first, max(last, first + 1)
        first, last = wider


def _marked(
    pieces: Pieces, marked: Sequence[tuple[int, int, tuple[int, int]]], hide: bool
) -> tuple[dict[int, list[tuple[int, int]]], dict[int, int], set[int]]:
    """Return which marks stand before each word, the kind that each word belongs to, and the words that are part of a hidden name."""
    opens: dict[int, list[tuple[int, int]]] = {}
    inside: dict[int, int] = {}
    named: set[int] = set()
    for number, kind, (first, last) in sorted(marked, key=lambda item: (item[2][0], -item[2][1])):
        opens.setdefault(first, []).append((number, kind))
        inside |= dict.fromkeys(range(first, last), kind)
        if hide and kind in (PARTY, PLACE):
            named |= _named(pieces, first, last)
    return opens, inside, named


def _named(pieces: Pieces, first: int, last: int) -> set[int]:
    """Return the words of `[first, last)` that are part of a name: written with a capital, and the dots and hyphens between two such."""
    shapes = [pieces.shapes[w] % PARAGRAPH_START for w in range(first, last)]
    found = {first + i for i, shape in enumerate(shapes) if shape in _NAMED}
    between = {first + i for i, shape in enumerate(shapes) if shape == Shape.OTHER}
    return found | {w for w in between if w - 1 in found and (w + 1 in found or w + 1 == last)}

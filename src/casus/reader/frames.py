"""Frames: what the pair model takes in. A stretch of text in which two parties and the word that names an act are marked.

Names inside the parties are hidden behind one placeholder, so that the model sees that somebody is named but not who: whatever it
learns about relations it cannot learn about countries, and two parties that change places get mirrored scores.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casus.reader.decode import Bounds
from casus.reader.pieces import Pieces
from casus.reader.words import PARAGRAPH_START, Shape

PARTY, PARTY_END, ACT, ACT_END, NAME = range(1, 6)
"""Piece ids of the marks: the vocabulary's unused rows. Both parties carry the same mark, so that swapping them swaps the scores."""

ROOM = 96
"""Pieces of text in a frame: a long sentence is cut to the stretch around its marks."""

_NAMED = (Shape.CAPITALISED, Shape.UPPER, Shape.MIXED)


@dataclass(frozen=True)
class Marks:
    """Character offsets of two parties and of the word that names the act; any of them may be missing."""

    a: Bounds | None = None
    b: Bounds | None = None
    act: Bounds | None = None


@dataclass(frozen=True)
class Frame:
    """Piece ids and shapes `(pieces,)`, and where the marks of `a`, `b` and `act` stand, 0 ([CLS]) where there is none."""

    ids: NDArray[np.int64]
    shapes: NDArray[np.int64]
    at: NDArray[np.int64]


def frame(pieces: Pieces, within: Bounds, marks: Marks, ends: tuple[int, int], hide: bool = True) -> Frame:
    """Return the frame of the words inside `within` (characters), with the marks set in and `ends` ([CLS], [SEP]) around.

    `hide` puts one placeholder for each name inside a party.
    """
    starts = [start for start, _ in pieces.spans]
    low, high = bisect_left(starts, within[0]), bisect_left(starts, within[1])
    words = {name: _words(starts, span) for name, span in (("a", marks.a), ("b", marks.b), ("act", marks.act)) if span}
    low, high = _crop(pieces, low, high, list(words.values()))
    opens, closes, named = _insertions(pieces, words, hide)
    ids, shapes, at = [ends[0]], [0], {}
    for word in range(low, high):
        for name, mark in opens.get(word, ()):
            at[name] = len(ids)
            ids.append(mark)
            shapes.append(0)
        if word not in named:
            own = pieces.ids[pieces.bounds[word] : pieces.bounds[word + 1]]
        else:
            own = [] if word - 1 in named and word - 1 >= low and not opens.get(word) else [NAME]
        ids += own
        shapes += [pieces.shapes[word]] * len(own)
        for mark in closes.get(word, ()):
            ids.append(mark)
            shapes.append(0)
    ids.append(ends[1])
    shapes.append(0)
    positions = [at.get(name, 0) for name in ("a", "b", "act")]
    return Frame(np.array(ids, np.int64), np.array(shapes, np.int64), np.array(positions, np.int64))


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
    while True:
        size = pieces.bounds[last] - pieces.bounds[first]
        left, right = first > low, last < high
        if size >= ROOM or not (left or right):
            return first, last
        first, last = first - left, last + right


def _insertions(
    pieces: Pieces, words: dict[str, tuple[int, int]], hide: bool
) -> tuple[dict[int, list[tuple[str, int]]], dict[int, list[int]], set[int]]:
    """Return which marks open before and close after each word, and the words that are part of a party's name."""
    opens: dict[int, list[tuple[str, int]]] = {}
    closes: dict[int, list[int]] = {}
    named: set[int] = set()
    for name, (first, last) in sorted(words.items(), key=lambda item: (item[1][0], -item[1][1])):
        party = name != "act"
        opens.setdefault(first, []).append((name, PARTY if party else ACT))
        closes.setdefault(last - 1, []).insert(0, PARTY_END if party else ACT_END)
        if party and hide:
            named |= _named(pieces, first, last)
    return opens, closes, named


def _named(pieces: Pieces, first: int, last: int) -> set[int]:
    """Return the words of `[first, last)` that are part of a name: written with a capital, and the dots and hyphens between two such."""
    shapes = [pieces.shapes[w] % PARAGRAPH_START for w in range(first, last)]
    found = {first + i for i, shape in enumerate(shapes) if shape in _NAMED}
    between = {first + i for i, shape in enumerate(shapes) if shape == Shape.OTHER}
    return found | {w for w in between if w - 1 in found and (w + 1 in found or w + 1 == last)}

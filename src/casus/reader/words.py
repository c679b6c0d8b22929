"""Words: the units that a model labels, with their offsets and what lower-casing them would lose.

A word is a run of letters, digits and the marks that belong to them, or any other single visible
grapheme. WordPiece lower-cases and strips accents, so the case of a word travels beside its pieces.
"""

from __future__ import annotations

from enum import IntEnum

import regex

# Letters and digits with the combining marks and joiners that ride on them; else one visible grapheme, so that no span can
# end inside an emoji or between a letter and its accent.
_WORD = regex.compile(r"(?:[\p{L}\p{N}_]\p{M}*[\u200c\u200d]?)+|(?=[^\s\p{Z}\p{C}])\X")


class Shape(IntEnum):
    """How a word is written; the row of the model's case embedding."""

    PADDING = 0
    LOWER = 1
    CAPITALISED = 2
    UPPER = 3
    MIXED = 4
    OTHER = 5


PARAGRAPH_START = len(Shape)
"""Added to the shape of the first word of a paragraph: news prose changes speaker there."""

SHAPES = 2 * len(Shape)


def words(text: str) -> list[tuple[int, int]]:
    """Return `(start, end)` of every word, in code points of `text`.

    >>> text = "U.S. won’t go"
    >>> [text[s:e] for s, e in words(text)]
    ['U', '.', 'S', '.', 'won', '’', 't', 'go']
    """
    return [match.span() for match in _WORD.finditer(text)]


def shape(word: str) -> Shape:
    """Return how `word` is written: `shape("NATO")` is `Shape.UPPER`, `shape("’")` is `Shape.OTHER`."""
    if not word[0].isalpha():
        return Shape.OTHER
    if word.islower():
        return Shape.LOWER
    if word.isupper():
        return Shape.UPPER if len(word) > 1 else Shape.CAPITALISED
    return Shape.CAPITALISED if word[0].isupper() and not any(c.isupper() for c in word[1:]) else Shape.MIXED


def shapes(text: str, spans: list[tuple[int, int]]) -> list[int]:
    """Return one shape a word, raised by `PARAGRAPH_START` where a line break stands before the word."""
    rows, previous = [], 0
    for start, end in spans:
        first = previous == 0 or "\n" in text[previous:start]
        rows.append(int(shape(text[start:end])) + (PARAGRAPH_START if first else 0))
        previous = end
    return rows

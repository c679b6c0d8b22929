"""What words mean, cheaply: rare words, pieces of words and numbers that two tellings have in common. No model, any Latin script.

How rare a word is comes from `word_weights.bin`: one byte a bucket, sixteenths of the natural logarithm of how many paragraphs there are to
one that holds a word of this bucket, counted over English news and over English, Spanish, Portuguese and French headlines
(`python -m bench.occurrences --fit`). It is fixed, so that what two tellings have in common does not hang on what else was read.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from zlib import crc32

BUCKETS = 1 << 16
STEPS = 16
"""Steps of a weight to one natural logarithm."""

PIECE = 4
"""Characters to a piece: names that are spelt a little differently, or inflected, share most of theirs."""

NUMBERS = {
    word: value
    for row in (
        "zero one two three four five six seven eight nine ten eleven twelve",
        "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce",
        "zero um dois três quatro cinco seis sete oito nove dez onze doze",
        "zéro un deux trois quatre cinq six sept huit neuf dix onze douze",
    )
    for value, word in enumerate(row.split())
    if word not in ("uno", "um", "un", "once")  # articles, and an adverb in English
}

_WORD = re.compile(r"\d{1,3}(?:,\d{3})+|\w+")


@dataclass(frozen=True)
class Meaning:
    """What a telling is compared by: words and pieces of words with unit length each, how rare words are, which are names, and numbers."""

    words: Mapping[str, float]
    pieces: Mapping[str, float]
    rarity: Mapping[str, float]
    names: frozenset[str]
    numbers: frozenset[int]

    @classmethod
    def of(cls, text: str) -> Meaning:
        """Return the meaning of some words.

        >>> sorted(Meaning.of("Six soldiers killed at Jos").numbers)
        [6]
        """
        written = _WORD.findall(text)
        found = [fold(word) for word in written]
        numbers = frozenset(n for word in found if (n := _number(word)) is not None)
        rarity = {word: rarity_of(word) for word in found if len(word) > 1 and not word[0].isdigit()}
        pieces: dict[str, float] = {}
        for word, weight in rarity.items():
            cut = _pieces(word)
            for piece in cut:
                pieces[piece] = pieces.get(piece, 0.0) + weight / math.sqrt(len(cut))
        names = frozenset(word for word, plain in zip(found[1:], written[1:], strict=True) if plain[0].isupper() and word in rarity)
        return cls(_unit(rarity), _unit(pieces), rarity, names, numbers)


def fold(word: str) -> str:
    """Return a word without case and marks.

    >>> fold("Zürich")
    'zurich'
    """
    return word.casefold() if word.isascii() else _bare(word)


@lru_cache(maxsize=1 << 14)
def _bare(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c)).casefold()


def rarity_of(word: str) -> float:
    """Return how rare a folded word is, as the logarithm of one in how many paragraphs holds it."""
    return _table()[crc32(word.encode("utf-8", "surrogatepass")) % BUCKETS] / STEPS


@cache
def _table() -> bytes:
    return resources.files("casus.corroboration").joinpath("word_weights.bin").read_bytes()


@lru_cache(maxsize=1 << 15)
def _pieces(word: str) -> tuple[str, ...]:
    framed = f" {word} "
    return tuple({framed[start : start + PIECE] for start in range(max(len(framed) - PIECE + 1, 1))})


def _number(word: str) -> int | None:
    """Return the number that a word is, None where it is none or looks like a year."""
    plain = word.replace(",", "")
    if plain.isascii() and plain.isdigit() and len(plain) < 7:
        return None if len(word) == 4 and 1900 <= int(plain) < 2100 else int(plain)
    return NUMBERS.get(word)


def _unit(weights: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(value * value for value in weights.values())) or 1.0
    return {key: value / length for key, value in weights.items()}


def cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the cosine of two sparse vectors of unit length."""
    if len(one) > len(other):
        one, other = other, one
    return sum(value * other[key] for key, value in one.items() if key in other)


def rarest_shared(one: Meaning, other: Meaning) -> tuple[float, float]:
    """Return how rare the two rarest words are that both have, 0 where there are fewer."""
    shared = sorted((weight for word, weight in one.rarity.items() if word in other.rarity), reverse=True)
    first, second, *_ = (*shared, 0.0, 0.0)
    return first, second


def rarest_name(one: Meaning, other: Meaning) -> float:
    """Return how rare the rarest word is that both write with a capital, their first words aside; 0 where there is none."""
    return max((one.rarity[name] for name in one.names & other.names), default=0.0)

"""What a text is known by: hashes of its five-word shingles, one in four kept, each marked as running text or as quotation.

Keeping the hashes that lie in the lowest quarter of their range (modulo sampling, as in Broder 1997) is a property of the shingle and not
of the text, so that the share of sampled shingles that two texts have in common is an unbiased estimate of their containment.
The lowest bit of a hash is 1 where all its words stand inside a direct quotation; the other 63 are the shingle.
"""

from __future__ import annotations

import re
from functools import lru_cache
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

WIDTH = 5
"""Words to a shingle: five in a row are seldom shared by chance, and survive an edit every ten words more often than not."""

SAMPLED = 4
"""One shingle in so many is kept."""

QUOTATION = 1
"""The bit that marks a shingle of quoted words."""

_QUOTED = re.compile(r"(“[^“”]{2,4000}|\"[^\"\n]{2,1500}|«[^«»]{2,1500}|(?<!\w)‘[^’‘\n]{40,1500}(?=’(?!\w)))")
"""A direct quotation; one that is never closed ends with its paragraph. Single marks, apostrophes too, only where they hold a sentence."""

_WORD = re.compile(r"\w+")
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)
_MIX = (np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB))

Hashes = NDArray[np.uint64]


def shingles(text: str, sampled: int = SAMPLED) -> Hashes:
    """Return the sampled shingle hashes of a text: sorted, each once, unsigned 64 bits, the same on every machine.

    >>> one = shingles("The river rose in the night and the ferry stayed at its pier until noon.", sampled=1)
    >>> other = shingles("THE RIVER ROSE in the night, and the ferry stayed at its pier until noon", sampled=1)
    >>> len(one), bool((one == other).all())
    (11, True)
    >>> (shingles('“The river rose in the night”, he said.', sampled=1) & QUOTATION).tolist().count(1)
    2
    """
    words: list[str] = []
    bounds = [0]
    for part in _QUOTED.split(text.lower()):
        words += _WORD.findall(part)
        bounds.append(len(words))
    if len(words) < WIDTH:
        return np.empty(0, np.uint64)
    quoted = np.repeat(np.arange(len(bounds) - 1) % 2, np.diff(bounds))
    hashed, count = np.fromiter(map(_word_hash, words), np.uint64, len(words)), len(words) - WIDTH + 1
    rolled, inside = np.zeros(count, np.uint64), np.ones(count, np.uint64)
    for offset in range(WIDTH):
        rolled = rolled * _MULTIPLIER + hashed[offset : offset + count]
        inside &= quoted[offset : offset + count].astype(np.uint64)
    mixed = _mixed(rolled)
    kept = mixed <= np.uint64((1 << 64) // sampled - 1)
    return _once((mixed[kept] & ~np.uint64(QUOTATION)) | inside[kept])


def _once(values: Hashes) -> Hashes:
    """Return each shingle once, sorted: as running text where it stands in both."""
    ordered = np.unique(values)
    shingle = ordered & ~np.uint64(QUOTATION)
    first = np.ones(len(ordered), bool)
    first[1:] = shingle[1:] != shingle[:-1]
    return ordered[first]


@lru_cache(maxsize=1 << 18)
def _word_hash(word: str) -> int:
    """Return 64 bits for a word."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big")


def _mixed(values: Hashes) -> Hashes:
    """Return the values with their bits stirred (the finaliser of SplitMix64), so that the low quarter is a fair sample."""
    values = (values ^ (values >> np.uint64(30))) * _MIX[0]
    values = (values ^ (values >> np.uint64(27))) * _MIX[1]
    return values ^ (values >> np.uint64(31))

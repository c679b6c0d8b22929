"""QUOTE: spans written as words, never as offsets (codebook, section 8).

A quote is the exact words of the text, standing on whole words. `#2` at its end counts occurrences from 1, `#*` means all of them,
and `HEAD [...] TAIL` runs from HEAD to the end of the first TAIL that follows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casus.evaluation.datasets import Bounds

ELISION = " [...] "
_COUNTER = re.compile(r"(.*)#([0-9]+|\*)", re.DOTALL)
_LIKE = ("\"“”„«»'‘’‚", "-–—‐‑−")
"""Characters that labellers take for one another; only for the hint in a message."""


@dataclass(frozen=True)
class Quote:
    """A quote taken apart: its words, and which occurrence is meant (`count` from 1, or `every` one)."""

    words: str
    count: int | None = None
    every: bool = False

    @classmethod
    def of(cls, written: str) -> Quote:
        """Return the quote as written, the counter taken off.

        >>> Quote.of("Route #9#1"), Quote.of("the army#*").every
        (Quote(words='Route #9', count=1, every=False), True)
        """
        counter = _COUNTER.fullmatch(written)
        if counter is None:
            return cls(written)
        words, count = counter.groups()
        return cls(words, every=True) if count == "*" else cls(words, count=int(count))


def find(text: str, written: str, scopes: Sequence[Bounds] | None = None, *, first: bool = False) -> Bounds:
    """Return the offsets `[start, end)` of a quote in the scopes, by default in the whole text.

    Without a counter the quote must occur once, or with `first` the first occurrence is meant. Raise `ValueError` that says what to do.

    >>> find("The army left. The army came back.", "The army#2")
    (15, 23)
    >>> find("The army left. Rebels came back.", "army [...] came")
    (4, 26)
    """
    quote, scopes = Quote.of(written), scopes or [(0, len(text))]
    if quote.every:
        raise ValueError(f"{written!r}: #* is for lists of mentions; write a counter such as #1")
    head, tail = _parts(text, quote.words, scopes)
    found: dict[Bounds, Bounds] = {}
    for scope in scopes:
        for at in occurrences(text, head, scope):
            found.setdefault(at, scope)
    start, (head_end, end) = _chosen(text, quote, found, scopes, first)
    if tail is None:
        return start, head_end
    last = next(occurrences(text, tail, (head_end, end)), None)
    if last is None:
        raise ValueError(f"{quote.words!r}: no {tail!r} follows {head!r}{hint(text, tail)}")
    return start, last[1]


def find_all(text: str, written: str) -> list[Bounds]:
    """Return every occurrence of a quote that ends in `#*`; raise `ValueError` where there is none."""
    words = Quote.of(written).words
    if found := list(occurrences(text, words, (0, len(text)))):
        return found
    raise ValueError(f"{words!r} is not found{hint(text, words)}")


def occurrences(text: str, words: str, scope: Bounds) -> Iterator[Bounds]:
    """Yield the whole-word occurrences of the words inside a scope, in text order; they may overlap.

    >>> list(occurrences("Malian Mali, Mali's", "Mali", (0, 19)))
    [(7, 11), (13, 17)]
    """
    start = text.find(words, *scope) if words else -1
    while start >= 0:
        if _whole(text, start, start + len(words)):
            yield start, start + len(words)
        start = text.find(words, start + 1, scope[1])


def hint(text: str, words: str) -> str:
    """Say what the text has instead, where it differs only in case, white space, quotation marks, dashes or word bounds."""
    if words in text:
        return ": it stands there only inside a longer word, or outside the scope"
    pattern = "".join(_loose(part) for part in re.split(r"(\s+)", words))
    like = re.search(pattern, text, re.IGNORECASE) if words.strip() else None
    return f": the text has {like.group()!r}" if like else ": copy the words from the text"


def _parts(text: str, words: str, scopes: Sequence[Bounds]) -> tuple[str, str | None]:
    if ELISION not in words or any(words in text[start:end] for start, end in scopes):
        return words, None
    head, tail = words.split(ELISION, 1)
    if ELISION in tail:
        raise ValueError(f"{words!r}: one [...] a quote; write a list of quotes for several parts")
    return head, tail


def _chosen(text: str, quote: Quote, found: dict[Bounds, Bounds], scopes: Sequence[Bounds], first: bool) -> tuple[int, Bounds]:
    """Return the start of the occurrence meant, its end, and the end of its scope; `found` gives the scope of each occurrence."""
    where = "" if list(scopes) == [(0, len(text))] else " in its scope"
    head, count = quote.words.split(ELISION)[0], quote.count
    if not found:
        raise ValueError(f"{head!r} is not found{where}{hint(text, head)}")
    if count is None and len(found) > 1 and not first:
        raise ValueError(f"{head!r} occurs {len(found)} times{where}: add a counter, #1 to #{len(found)}")
    if count is not None and not 1 <= count <= len(found):
        raise ValueError(f"{head!r} occurs {len(found)} times{where}: there is no #{count}")
    (start, end), scope = list(found.items())[(count or 1) - 1]
    return start, (end, scope[1])


def _whole(text: str, start: int, end: int) -> bool:
    """Codebook, section 8, QUOTE, rule 2."""
    before = start > 0 and text[start].isalnum() and _continues(text[start - 1])
    after = end < len(text) and text[end - 1].isalnum() and _continues(text[end])
    return not before and not after


def _continues(character: str) -> bool:
    return character.isalnum() or character == "_" or unicodedata.category(character).startswith("M")


def _loose(part: str) -> str:
    if part.isspace():
        return r"\s+"
    return "".join(next((f"[{re.escape(like)}]" for like in _LIKE if c in like), re.escape(c)) for c in part)

"""Finding names of the knowledge in running text: longest match, capitals as the name has them, whole words only."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from casus.grounding.compiling.names import fold, unpossessed
from casus.grounding.descriptions import WORD, written_so
from casus.grounding.knowledge import Alias, Knowledge
from casus.grounding.wordlists import wordlist

LONGEST = 9
"""Words of the longest name that is looked for."""

_GAP = re.compile(r"[^\S\n]+|\n(?!\s*\n)\s*|-|–")
_INITIALS = re.compile(r"(?:\w\.)+")
_SMALL = wordlist("small")
"""Words in lower case that may stand inside a name."""


@dataclass(frozen=True)
class Token:
    """A word at `[start, end)`, its genitive aside: `bare_end` is where the word without 's ends."""

    start: int
    end: int
    bare_end: int
    word: str
    key: str

    @property
    def bare(self) -> str:
        """The word without its genitive."""
        return self.word[: self.bare_end - self.start]

    @property
    def capital(self) -> bool:
        """Whether the word begins with a capital letter or a digit."""
        return self.word[0].isupper() or self.word[0].isdigit()


@dataclass(frozen=True)
class Named:
    """A name of the knowledge in the text: tokens `[first, last)`, offsets, and whom it may name."""

    first: int
    last: int
    start: int
    end: int
    rows: tuple[Alias, ...]

    @property
    def uses(self) -> frozenset[str]:
        """The ways in which the words are a name."""
        return frozenset(row.use for row in self.rows)


@lru_cache(maxsize=50_000)
def _key(word: str) -> str:
    return fold(word) if word.lower() != "the" else "the"


def tokens(text: str) -> list[Token]:
    """Return the words of a text; hyphens and dots inside a word stay, sentence marks after it do not.

    >>> [token.word for token in tokens("The U.S. struck al-Shabaab’s camp.")]
    ['The', 'U.S.', 'struck', 'al-Shabaab’s', 'camp']
    """
    found = []
    for match in WORD.finditer(text):
        word = match[0] if _INITIALS.fullmatch(match[0]) else match[0].rstrip(".-/&'’")
        bare = unpossessed(word)
        found.append(Token(match.start(), match.start() + len(word), match.start() + len(bare), word, _key(bare)))
    return found


def scan(text: str, words: list[Token], knowledge: Knowledge) -> list[Named]:
    """Return the names in a text, left to right, none overlapping another; of two at one place the longer."""
    joined = [j for i in range(len(words)) for j in _windows(text, words, i)]
    keys = {window: key for window in joined if (key := _joined(words, *window))}
    named = knowledge.lookup_many(keys.values())
    found, free = [], 0
    for first, last in joined:
        if first < free or (first, last) not in keys:
            continue
        rows = tuple(
            row for row in named.get(keys[first, last], ()) if written_so(row, text[words[first].start : words[last - 1].bare_end])
        )
        if rows:
            found.append(Named(first, last, words[first].start, words[last - 1].bare_end, rows))
            free = last
    return found


def _windows(text: str, words: list[Token], first: int) -> list[tuple[int, int]]:
    """Return the runs of words from `first` that could be a name, the longest first."""
    if words[first].key == "the" or (not words[first].capital and "-" not in words[first].word):
        return []
    last = first + 1
    runs = [(first, last)] if words[first].capital or words[first].word.lower().startswith(("al-", "el-", "an-", "ar-", "ash-")) else []
    while last < len(words) and last - first < LONGEST and _GAP.fullmatch(text, words[last - 1].end, words[last].start):
        if words[last - 1].end != words[last - 1].bare_end and words[last].word[0].islower():
            break
        if not words[last].capital and words[last].key not in _SMALL and last - first > 3:
            break
        last += 1
        runs.append((first, last))
    return runs[::-1]


def _joined(words: list[Token], first: int, last: int) -> str:
    """Return the key of a run of words; inner genitives stay part of the name ("Kurdistan Workers' Party")."""
    if last - first == 1:
        return words[first].key
    inner = [fold(word.word) if word.end != word.bare_end else word.key for word in words[first : last - 1]]
    parts = [*inner, words[last - 1].key]
    return " ".join(parts[1:] if parts[0] == "the" else parts)


def token_at(words: list[Token], offset: int) -> int:
    """Return the index of the first word that starts at or after an offset."""
    return bisect_left([word.start for word in words], offset)

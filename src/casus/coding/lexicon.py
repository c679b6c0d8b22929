"""Word lists as data: phrases with stems and gaps, looked up in running text in one pass.

A phrase is words with single spaces. `*` at a word's end stands for the rest of the word, `~` alone for up to four words.

>>> lists = Lexicon({"recall": ["recall* ~ envoy*"]})
>>> [(hit.label, hit.start, hit.end) for hit in lists.find(words("Quito recalled all its envoys."))]
[('recall', 6, 29)]
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any, Generic, TypeVar

import yaml

Label = TypeVar("Label", bound=Hashable)

GAP = 4
"""Words that `~` may stand for: an object of ordinary length between a verb and its particle."""
SHORTEST_STEM = 2

_WORD = re.compile(r"[^\W_]+(?:[-'’&][^\W_]+)*")
_POSSESSIVE = ("'s", "’s")


_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's loader where it is built in: the lists load ten times as fast."""


def read_lists(name: str) -> dict[str, Any]:
    """Return the word lists in a YAML file of this package."""
    lists: dict[str, Any] = yaml.load(
        resources.files("casus.coding").joinpath(name).read_bytes(), Loader=_LOADER
    )  # a safe loader either way
    return lists


@dataclass(frozen=True, slots=True)
class Word:
    """A word in lower case without possessive ending, and its bounds in the text (code points, half-open)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Hit(Generic[Label]):
    """A phrase found: what it stands for, its bounds in the text, and how many letters of it the list wrote out."""

    label: Label
    start: int
    end: int
    letters: int


@dataclass(frozen=True, slots=True)
class _Rest(Generic[Label]):
    """A phrase without its first word."""

    label: Label
    tail: tuple[str, ...]
    letters: int


def words(text: str) -> list[Word]:
    """Return the words of a text. Hyphenated words are one.

    >>> [w.text for w in words("Lomé’s tear-gas, again")]
    ['lomé', 'tear-gas', 'again']
    """
    found = []
    for match in _WORD.finditer(text):
        word, end = match.group().lower(), match.end()
        if word.endswith(_POSSESSIVE):
            word, end = word[:-2], end - 2
        found.append(Word(word, match.start(), end))
    return found


@dataclass(frozen=True)
class Lexicon(Generic[Label]):
    """Phrases by label. Looking up costs a few dictionary look-ups a word, however long the lists are."""

    phrases: Mapping[Label, Iterable[str]]
    _exact: dict[str, list[_Rest[Label]]] = field(default_factory=dict, init=False, repr=False)
    _stems: dict[str, list[_Rest[Label]]] = field(default_factory=dict, init=False, repr=False)

    def __post_init__(self) -> None:
        """Index every phrase by its first word; raise `ValueError` for a phrase that starts or ends with a gap."""
        for label, phrases in self.phrases.items():
            for phrase in phrases:
                first, *tail = phrase.lower().split()
                if first == "~" or (tail and tail[-1] == "~"):
                    raise ValueError(f"{phrase!r} ({label}) starts or ends with a gap")
                rest = _Rest(label, tuple(tail), sum(c.isalnum() for c in phrase))
                index, key = (self._stems, first[:-1]) if first.endswith("*") else (self._exact, first)
                index.setdefault(key, []).append(rest)

    def find(self, text: Sequence[Word]) -> Iterator[Hit[Label]]:
        """Yield every phrase found, in the order of the words."""
        for i in range(len(text)):
            yield from self.at(text, i)

    def at(self, text: Sequence[Word], i: int) -> Iterator[Hit[Label]]:
        """Yield the phrases that begin with word `i`."""
        word = text[i].text
        for rest in self._exact.get(word, ()):
            yield from _finish(rest, text, i)
        for length in range(SHORTEST_STEM, len(word) + 1):
            for rest in self._stems.get(word[:length], ()):
                yield from _finish(rest, text, i)


def _finish(rest: _Rest[Label], text: Sequence[Word], i: int) -> Iterator[Hit[Label]]:
    last = _follow(rest.tail, text, i) if rest.tail else i
    if last is not None:
        yield Hit(rest.label, text[i].start, text[last].end, rest.letters)


def _follow(tail: Sequence[str], text: Sequence[Word], i: int) -> int | None:
    """Return the index of the last word that the tail takes after word `i`, or None."""
    gap = 0
    for part in tail:
        if part == "~":
            gap = GAP
            continue
        found = next((j for j in range(i + 1, min(i + 2 + gap, len(text))) if _is(part, text[j].text)), None)
        if found is None:
            return None
        i, gap = found, 0
    return i


def _is(part: str, word: str) -> bool:
    return word.startswith(part[:-1]) if part.endswith("*") else word == part

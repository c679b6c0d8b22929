"""The words of a text as the grammar of time sees them: each with its offsets, its category and its value.

The categories stand in `knowledge/times/words.yaml`; figures get theirs by their shape. A category is one character of a code, so that
a pattern over categories is a regular expression over the code of a text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from casus.grounding.times.knowledge import load

PLAIN, BREAK = "x", "|"
"""Codes of a word that says nothing of time, and of the end of a paragraph."""

_FIGURES = (
    "iso", "slashes", "dots", "clock", "decade", "ordinal", "q_number", "short_year", "day", "year", "number", "dash", "comma", "stop",
    "possessive", "open", "close", "quantity", "mark", "other_month", "other_era",
)  # fmt: skip

_DASHES, _STOPS = "-–—‑‐", ".;:!?•"


class Word(NamedTuple):
    """A word, figure or mark: the text, its offsets, what it is, and the value that its category gives it."""

    text: str
    start: int
    end: int
    kind: str
    value: Any


@dataclass(frozen=True)
class Lexicon:
    """Which words are of which category, the code of each category, and which words are known only with a capital."""

    entries: Mapping[str, tuple[str, Any]]
    capitalised: Mapping[str, tuple[str, Any]]
    dotted: frozenset[str]
    codes: Mapping[str, str]
    before_a_time: frozenset[str]

    def classify(self, text: str) -> tuple[str, Any]:
        """Return category and value of a word; `plain` where it says nothing of time."""
        found = None
        if text[0].isupper():
            bare = text.rstrip(".")
            found = self.capitalised.get(bare) or (self.capitalised.get(bare.capitalize()) if bare.isupper() else None)
        return found or self.entries.get(text.lower()) or ("plain", None)


@cache
def lexicon() -> Lexicon:
    """Return the lexicon that ships with casus."""
    data = load("words.yaml")
    plain = {word: (kind, value) for kind, words in data["words"].items() for word, value in _valued(words)}
    capital = {word: (kind, value) for kind, words in data["capitalised"].items() for word, value in _valued(words)}
    for calendar in load("calendars.yaml"):
        for number, names in enumerate(calendar["months"], 1):
            for name in names:
                bare = name in calendar.get("bare", ())
                capital.setdefault(name.split()[0], ("other_month", []))[1].append((name.split()[1:], calendar["calendar"], number, bare))
        capital |= {era.rstrip("."): ("other_era", calendar["calendar"]) for era in calendar["eras"]}
    kinds = sorted({kind for kind, _ in (*plain.values(), *capital.values())} | set(_FIGURES))
    codes = {kind: chr(0x100 + number) for number, kind in enumerate(kinds)} | {"plain": PLAIN, "break": BREAK}
    return Lexicon(plain, capital, frozenset(data["dotted"]), codes, frozenset(data["before_a_time"]))


def _valued(words: Mapping[str, Any] | Sequence[str]) -> Iterable[tuple[str, Any]]:
    return words.items() if isinstance(words, Mapping) else ((word, None) for word in words)


@cache
def _splitter() -> re.Pattern[str]:
    dotted = "|".join(sorted(lexicon().dotted, key=len, reverse=True))
    return re.compile(
        rf"""(?P<q_number>(?<!\w)Q[1-4]\b)|(?P<word>(?<!\w)(?i:(?:[ap]\.m|B\.C|A\.[DH]|B\.E|E\.C|B\.C\.E|{dotted})\.(?!\w)|[ap]\.m\b|o[’']clock)
          |[^\W\d_]+(?:[’'](?!s\b)[^\W\d_]+)*)
        |(?<!\w)(?=\d)(?:(?P<iso>\d{{4}}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:?\d\d)?)?\b)
          |(?P<slashes>\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d\d)\b)|(?P<dots>\d{{1,2}}\.\d{{1,2}}\.\d{{4}}\b)
          |(?P<clock>[012]?\d:[0-5]\d(?::[0-5]\d)?\b(?![.,:]\d)|\d{{1,2}}\.[0-5]\d(?=\s?[ap]\.?m\b))
          |(?P<decade>\d{{3}}0[’']?s\b)|(?P<ordinal>\d{{1,2}}(?:st|nd|rd|th)\b)
          |(?P<quantity>\d+(?:,\d{{3}})+(?:\.\d+)?|\d+\.\d+|\d+\s?%)
          |(?P<number>\d+(?![^\W_]|[ap]m\b)|\d{{1,2}}(?=[ap]m\b)))
        |(?P<break>\n[ \t\r]*\n\s*)|(?P<possessive>[’']s\b)
        |(?<!\w)[’'‘](?:(?P<short_decade>\d0s\b)|(?P<short_year>\d\d\b(?!%)))
        |(?P<money>[$€£¥#]\s?\d[\d,.]*)|(?P<mark>\w+|\S)""",
        re.VERBOSE,
    )


def words(text: str) -> list[Word]:
    """Return the words of a text with their categories, in order; offsets are code points.

    >>> [(w.text, w.kind) for w in words("In late May 2031, 40 troops")]
    [('In', 'in'), ('late', 'late'), ('May', 'doubtful_month'), ('2031', 'year'), (',', 'comma'), ('40', 'number'), ('troops', 'plain')]
    """
    known, found = lexicon(), []
    for match in _splitter().finditer(text):
        shape, word = str(match.lastgroup), match.group()
        if shape == "word":
            kind, value = known.classify(word)
        elif shape == "number":
            kind, value = _number(word)
        else:
            kind, value = _SHAPES.get(word if shape == "mark" else shape, shape), None
        found.append(Word(word, match.start(), match.end(), kind, value))
    return _joined(found)


_SHAPES = (
    {"money": "quantity", "short_decade": "decade"}
    | dict.fromkeys(_DASHES, "dash")
    | dict.fromkeys(_STOPS, "stop")
    | {",": "comma", "(": "open", ")": "close"}
)


def _number(word: str) -> tuple[str, int]:
    value = int(word[:9])
    if len(word) <= 2 and 1 <= value <= 31:
        return "day", value
    return ("year" if len(word) == 4 and 1000 <= value < 2100 else "number"), value


def _joined(found: list[Word]) -> list[Word]:
    """Join "twenty-five" and the months of several words ("Rabi al-Awwal")."""
    joined: list[Word] = []
    at = 0
    while at < len(found):
        word, after = found[at], at + 1
        if word.kind == "tens" and [w.kind for w in found[at + 1 : at + 3]] == ["dash", "number_word"]:
            after = at + 3
            word = Word(f"{word.text}-{found[at + 2].text}", word.start, found[at + 2].end, "number_word", word.value + found[at + 2].value)
        elif word.kind == "other_month":
            word, after = _named_month(found, at)
        joined.append(word)
        at = after
    return joined


def _named_month(found: list[Word], at: int) -> tuple[Word, int]:
    """Return the month of another calendar that begins at a word, the longest name first, and the index after it."""
    word = found[at]
    for rest, *_ in sorted(word.value, key=lambda entry: -len(entry[0])):
        parts = re.findall(r"[^\W_]+|-", " ".join(rest))
        names = [w.text for w in found[at + 1 : at + 1 + len(parts)]]
        if names == parts:
            alike = [tuple(other[1:]) for other in word.value if other[0] == rest]
            return Word(word.text, word.start, found[at + len(parts)].end, "other_month", alike), at + 1 + len(parts)
    return word._replace(kind="plain", value=None), at + 1


def code(found: Sequence[Word]) -> str:
    """Return one character a word: the code of its category."""
    codes = lexicon().codes
    return "".join([codes[word.kind] for word in found])

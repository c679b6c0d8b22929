"""How many people a noun phrase is: "at least nine", "a man and two women", "six soldiers and the bomber", "no one".

A phrase has a value, or none where the words are vague ("dozens", "up to 30", "several"), and is no phrase of people at all where it
measures something else: ages, dates, money, distances, shares, animals, vehicles (codebook, section 6, `counts`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from casus.coding.lexicon import read_lists

_TOKEN = re.compile(r"\d[\d,.]*\d(?:-[^\W\d_][\w-]*)?|\d(?:-[^\W\d_][\w-]*)?|[^\W\d_]+(?:[-'’][^\W_]+)*|[^\w\s]|\w+")
_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen"),
    *("fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_VALUES = {word: n for n, word in enumerate(_SMALL)} | {word: n for n, word in zip(range(20, 100, 10), _TENS, strict=True)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000, "million": 1_000_000, "billion": 1_000_000_000}
_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+$|\d+(?:\.\d+)?$")
MOST = 100_000_000
"""More people than any one happening has ever killed, hurt or held: a larger figure is a misreading."""


@dataclass(frozen=True, slots=True)
class Token:
    """A word, figure or mark, in lower case, and its bounds in the text."""

    text: str
    start: int
    end: int
    capital: bool = False


@dataclass(frozen=True, slots=True)
class People:
    """A noun phrase: how many people (None where the words are vague), and its bounds as tokens, half-open."""

    value: int | None
    first: int
    last: int
    head: str = ""


@dataclass(frozen=True)
class _Words:
    """The word lists of `counts.yaml`."""

    approximate: frozenset[str]
    bounding: frozenset[str]
    vague: frozenset[str]
    definite: frozenset[str]
    collective: frozenset[str]
    other: frozenset[str]
    plural: frozenset[str]
    stops: frozenset[str]
    leading: frozenset[str]
    months: frozenset[str]
    nobody: frozenset[str]


@cache
def listed() -> dict[str, list[str]]:
    """Return the word lists that ship with casus."""
    lists: dict[str, list[str]] = read_lists("counts.yaml")
    return lists


@cache
def _words() -> _Words:
    data = listed()
    return _Words(**{name: frozenset(data[name]) for name in _Words.__dataclass_fields__})


def tokens(text: str) -> list[Token]:
    """Return the words, figures and marks of a text.

    >>> [t.text for t in tokens("Some 2,500 fled, 34-year-olds too.")]
    ['some', '2,500', 'fled', ',', '34-year-olds', 'too', '.']
    """
    return [Token(m.group().lower(), m.start(), m.end(), m.group()[0].isupper()) for m in _TOKEN.finditer(text)]


def number(text: Sequence[Token], i: int) -> tuple[int, int] | None:
    """Return the number that begins at token `i`, and the token after it; None where none does.

    >>> number(tokens("half a dozen guards"), 0), number(tokens("1.5 million"), 0), number(tokens("twenty-three"), 0)
    ((6, 3), (1500000, 2), (23, 1))
    """
    if i + 2 < len(text) and [t.text for t in text[i : i + 3]] == ["half", "a", "dozen"]:
        return 6, i + 3
    article = text[i].text in ("a", "an") and i + 1 < len(text) and text[i + 1].text in _SCALES
    found = 1.0 if article else _simple(text[i].text)
    if found is None:
        return None
    total, j = 0.0, i + 1
    while j < len(text):
        word = text[j].text
        if word in _SCALES:
            found *= _SCALES[word]
            if found >= 1000:
                total, found = total + found, 0.0
        elif (small := _joined(text, j, total + found)) is not None:
            found, j = found + small[0], small[1] - 1
        else:
            break
        j += 1
    value = total + found
    return (int(value), j) if value == int(value) and value <= MOST else None


def _joined(text: Sequence[Token], j: int, so_far: float) -> tuple[float, int] | None:
    """Return a smaller number that goes on from hundreds ("two hundred and five"), and the token after it."""
    k = j + 1 if text[j].text == "and" else j
    if so_far < 100 or k >= len(text):
        return None
    small = _simple(text[k].text)
    if small is None or small >= 100 or text[k].text[0].isdigit():
        return None
    return small, k + 1


def _simple(word: str) -> float | None:
    if _FIGURE.match(word):
        return float(word.replace(",", ""))
    if word in _VALUES:
        return float(_VALUES[word])
    head, _, tail = word.partition("-")
    return float(_VALUES[head] + _VALUES[tail]) if head in _TENS and tail in _SMALL else None


def people(text: Sequence[Token], i: int) -> People | None:
    """Return the noun phrase of people that begins at token `i`, or None."""
    words, start = _words(), i
    if text[i].text in words.nobody:
        return _nobody(text, i)
    if text[i].text == "between":
        return _between(text, i)
    bounded = [t.text for t in text[i : i + 3]] == ["as", "many", "as"]
    lead = _lead(text, i + 3 * bounded)
    if lead < len(text) and (told := number(text, lead)) is not None:
        bounded |= any(t.text in words.bounding for t in text[i:lead])
        return None if _is_measure(text, lead, told[1]) else _counted(text, start, told, bounded)
    return _unnumbered(text, i)


def _unnumbered(text: Sequence[Token], i: int) -> People | None:
    words, word = _words(), text[i].text
    after = text[i + 1].text if i + 1 < len(text) else ""
    if word in words.vague:
        return _phrase(text, i, i + 1, None)
    if word == "a" and after in words.vague:
        return _phrase(text, i, i + 2, None)
    if word == "both":
        return _phrase(text, i, i + 1, 2)
    if word in ("a", "an", "another") or word in words.definite:
        return _one(text, i, i + 1)
    return None


def _lead(text: Sequence[Token], i: int) -> int:
    """Return the token after the words that lead up to a number: "at least", "some", "a further", "the"."""
    if text[i].text in ("a", "an") and i + 1 < len(text) and text[i + 1].text in _words().leading:
        i += 1
    while i < len(text) and text[i].text in _words().approximate:
        i += 1
    return i


def _counted(text: Sequence[Token], start: int, told: tuple[int, int], bounded: bool) -> People | None:
    value, j = told
    if j + 1 < len(text) and text[j].text in ("to", "–", "-", "or") and (more := number(text, j + 1)) is not None:
        return _phrase(text, start, more[1], None)
    if [t.text for t in text[j : j + 2]] == ["or", "more"]:
        j += 2
    if [t.text for t in text[j : j + 3]] == ["and", "a", "half"]:
        return None
    return _phrase(text, start, j, None if bounded else value)


def _between(text: Sequence[Token], i: int) -> People | None:
    low = number(text, i + 1) if i + 1 < len(text) else None
    high = number(text, low[1] + 1) if low and low[1] + 1 < len(text) and text[low[1]].text == "and" else None
    return _phrase(text, i, high[1], None) if high else None


def _nobody(text: Sequence[Token], i: int) -> People | None:
    if text[i].text == "no" and i + 1 < len(text) and text[i + 1].text == "one":
        return People(0, i, i + 2, "one")
    if text[i].text == "no":
        return _phrase(text, i, i + 1, 0)
    return People(0, i, i + 1, text[i].text)


def _phrase(text: Sequence[Token], start: int, i: int, value: int | None) -> People | None:
    """Return the phrase with the words that belong to it, or None if its noun is nothing like people."""
    words, j = _words(), i
    while j < len(text) and _goes_on(text[j].text):
        j += 1
    if j < len(text) and text[j].text == "of" and j + 1 < len(text):
        j += 1
        while j < len(text) and _goes_on(text[j].text):
            j += 1
    inner = [t.text for t in text[i:j] if t.text.isalpha() or "-" in t.text]
    if any(word in words.other for word in inner):
        return None
    return People(value, start, j, inner[-1] if inner else "")


def _one(text: Sequence[Token], start: int, i: int) -> People | None:
    """Return a phrase with an article or possessive: one person, unless the noun is a group, a plural or a thing."""
    words, j = _words(), i
    while j < len(text) and _goes_on(text[j].text) and number(text, j) is None:
        j += 1
    inner = [t.text for t in text[i:j]]
    if not inner or any(word in words.other for word in inner):
        return None
    head = inner[-1]
    family = head in words.collective and j + 1 < len(text) and text[j].text == "of" and number(text, j + 1)
    if family:
        return People(family[0], start, family[1], head)
    indefinite = text[i - 1].text in ("a", "an", "another")
    many = head in words.collective or head in words.plural or (head.endswith("s") and not head.endswith("ss"))
    return None if indefinite and head in words.other else People(None if many else 1, start, j, head)


def _goes_on(word: str) -> bool:
    """Whether a word may stand inside a noun phrase: no mark, no word that ends one, no adverb."""
    words = _words()
    return word[0].isalnum() and word not in words.stops and (not word.endswith("ly") or word in words.collective)


def _is_measure(text: Sequence[Token], i: int, j: int) -> bool:
    """Whether a number is money, a share, a date, an age or a time."""
    words = _words()
    before = text[i - 1].text if i else ""
    after = text[j].text if j < len(text) else ""
    if before in "$€£¥" and before:
        return True
    return (
        before in words.months
        or before == "aged"
        or after in ("%", "percent", "per", "pc", "am", "pm", "st", "th")
        or after in words.months
    )

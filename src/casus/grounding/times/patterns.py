"""The patterns of the grammar of time (`knowledge/times/patterns.yaml`), made into regular expressions over the code of a text.

A pattern is a row of items: a category or a name, `field:item` to hand the word on, `?` where it may be missing, `( | )` to group.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from casus.grounding.times.knowledge import load
from casus.grounding.times.words import BREAK, PLAIN, Word, code, lexicon

_ITEM = re.compile(r"(?:(?P<field>[a-z]+):)?(?:(?P<word>[a-z_]+)|(?P<open>\())|(?P<mark>[|)?])")


@dataclass(frozen=True)
class Pattern:
    """A row of words that means a time: the function that tells what, what must hold around it, and its expression over the code."""

    means: str
    needs: str | None
    expression: re.Pattern[str]


class Match(NamedTuple):
    """A pattern found at `[first, last)` of the words of a text. Fields hold the words that the pattern hands on."""

    words: Sequence[Word]
    first: int
    last: int
    pattern: Pattern
    fields: Mapping[str, Sequence[Word]]

    def word(self, field: str) -> Word | None:
        """Return the first word of a field, None where the field is empty."""
        found = self.fields.get(field)
        return found[0] if found else None

    def before(self, back: int = 1) -> Word | None:
        """Return the word before the match; None at the beginning of the text and of a paragraph."""
        at = self.first - back
        return self.words[at] if at >= 0 and self.words[at].kind != "break" else None

    def after(self, on: int = 0) -> Word | None:
        """Return the word after the match; None at the end of the text and of a paragraph."""
        at = self.last + on
        return self.words[at] if at < len(self.words) and self.words[at].kind != "break" else None


@cache
def patterns() -> tuple[Pattern, ...]:
    """Return the patterns that ship with casus."""
    data = load("patterns.yaml")
    return tuple(
        Pattern(row["means"], row.get("needs"), re.compile(_expression(row["pattern"], data["names"]))) for row in data["patterns"]
    )


def _expression(written: str, names: Mapping[str, str]) -> str:
    """Return the regular expression of a pattern. A group's field takes all of the words inside."""
    codes = lexicon().codes
    parts: list[str] = []
    for item in _ITEM.finditer(written):
        field = item["field"] and f"{item['field']}{len(parts)}"  # a field may stand in several branches
        opening = f"(?P<{field}>" if field else "(?:"
        if item["mark"]:
            parts.append(item["mark"])
        elif item["open"]:
            parts.append(opening)
        else:
            word = item["word"]
            inner = _expression(names[word], names) if word in names else codes[word]
            parts.append(f"{opening}{inner})" if field or len(inner) > 1 else inner)
    return "".join(parts)


@cache
def _by_opener() -> Mapping[str, tuple[Pattern, ...]]:
    """Return the patterns that may begin with a code, so that few are tried at each word."""
    table = {}
    for opener in lexicon().codes.values():
        table[opener] = tuple(p for p in patterns() if _may_begin(p, opener))
    return table


def _may_begin(pattern: Pattern, opener: str) -> bool:
    """Whether a pattern can begin with a code: some row of up to eight words that begins so partly matches."""
    return opener in _openers(pattern.expression.pattern)


@cache
def _openers(expression: str) -> frozenset[str]:
    """Return the codes that an expression may begin with; what may be missing is passed over."""
    found: set[str] = set()
    _collect(expression, 0, found)
    return frozenset(found)


def _collect(expression: str, at: int, found: set[str]) -> tuple[int, bool]:
    """Collect the openers of the row that begins at an offset; return where it ends, and whether all of it may be missing."""
    missing, empty = True, False
    while at < len(expression) and expression[at] != ")":
        if expression[at] == "|":
            empty, missing, at = empty or missing, True, at + 1
            continue
        if expression[at] == "(":
            inner: set[str] = set()
            at, optional = _collect(expression, expression.index(">", at) + 1 if expression[at + 2] == "P" else at + 3, inner)
            at += 1
        else:
            inner, optional, at = {expression[at]}, False, at + 1
        if at < len(expression) and expression[at] == "?":
            optional, at = True, at + 1
        if missing:
            found |= inner
            missing = optional
    return at, empty or missing


def matches(found: Sequence[Word]) -> Iterator[tuple[int, list[Match]]]:
    """Yield, for each word at which patterns match, what they match there: the longest first, and of those the first in the file."""
    coded, table = code(found), _by_opener()
    for first, opener in enumerate(coded):
        if opener in (PLAIN, BREAK):
            continue
        here = [(pattern, m) for pattern in table[opener] if (m := pattern.expression.match(coded, first)) and m.end() > first]
        if here:
            here.sort(key=lambda pair: -pair[1].end())
            yield first, [_match(found, pattern, m) for pattern, m in here]


def _match(found: Sequence[Word], pattern: Pattern, match: re.Match[str]) -> Match:
    fields = {name.rstrip("0123456789"): found[slice(*match.span(name))] for name in match.groupdict() if match.start(name) >= 0}
    return Match(found, match.start(), match.end(), pattern, fields)

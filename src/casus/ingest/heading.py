"""The head of a report: a title and a byline that stand in its first lines, as spans, and where the body begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from casus.ingest.dateline import find_dateline

MAX_HEADLINE = 180
"""Characters; headlines of ministries and UN bodies run longer than those of wire services. Chosen, not measured."""
MAX_BYLINE = 120
"""Characters: three names, an agency and a place."""
MAX_HEADER_LINES = 4
"""Lines with words that may stand before the body: a title of two lines, a standfirst, a byline."""

BREAKS = "\n\r\u2028\u2029\x0b\x0c\x85"
"""Characters that end a line."""

_ROW = re.compile(rf"[^\s{BREAKS}][^{BREAKS}]*")
_ATX = re.compile(r"#{1,6}[ \t]+(.*?\S)(?:[ \t]+#+)?[ \t]*$")
_SETEXT = re.compile(r"=+|-{3,}")
_NAME = r"[^\W\d_a-z][\w.'’-]*"
_WORDS = rf"{_NAME}(?: (?:(?:al|el|bin|bint|ibn|de|da|di|del|der|den|la|le|van|von|ul|ur)[ -])?{_NAME}){{0,4}}"
_BYLINE = re.compile(
    r"[*_]{0,3}(?i:by|written by|reporting by|story by|reported by)[ \t]+"
    r"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:January|February|March|April|September|October|November|December|Noon|The|Then)\b"
    r"|(?:May|June|July|August) \d)"
    rf"{_WORDS}(?:(?:, | and | & |,? with ){_WORDS}){{0,4}}(?:,? (?:in|for|at) {_WORDS})?[*_]{{0,3}}[ \t]*"
)
_UNFINISHED = (".", ",", ";", ":", "…", "—", "–")
_ABBREVIATION = re.compile(r"(?:\b[A-Z]\.){2,}$")

Row = tuple[int, int]
"""Offsets `(start, end)` in a text, in code points."""


class Head(NamedTuple):
    """Where title and byline stand, and where the rest begins."""

    title: Row | None
    byline: Row | None
    body: int


def find_head(text: str, title: str | None = None) -> Head:
    r"""Return where the title stands (the given one, or what looks like a headline) and a byline behind it or in its place.

    >>> find_head("Talks resume\n\nBy Ana Roe\n\nEnvoys met on Monday.")
    Head(title=(0, 12), byline=(14, 24), body=24)
    """
    rows = list(text_lines(text, 0, MAX_HEADER_LINES))
    span = (_given_title(text, rows, title) if title else _headline(text, rows)) if rows else None
    body = after(text, span[1], underline=True) if span else 0
    first = next(text_lines(text, body, 1), None)
    if first and _is_byline(text[slice(*first)]) and after(text, first[1]) < len(text):
        return Head(span, unmarked(text, first), first[1])
    return Head(span, None, body)


def find_byline(text: str, byline: str, head: Head) -> Row | None:
    """Return the line behind the title, or at the beginning, that holds nothing but a known `byline`, with or without its "By"."""
    if head.byline and byline.casefold() in text[slice(*head.byline)].casefold():
        return head.byline
    for row in text_lines(text, head.title[1] if head.title else 0, MAX_HEADER_LINES - 1):
        line = text[row[0] : min(row[1], row[0] + 2 * len(byline) + 9)].strip("*_ ").casefold()
        if line.removeprefix("by ") == byline.casefold().removeprefix("by "):
            return unmarked(text, row)
    return None


def text_lines(text: str, start: int, count: int) -> Iterator[Row]:
    """Yield the first `count` lines from `start` on that have something in them, white space at their ends left out."""
    for match in islice(_ROW.finditer(text, start), count):
        yield match.start(), match.start() + len(match[0].rstrip())


def after(text: str, start: int, *, underline: bool = False) -> int:
    """Return the offset of the next word, past white space, emphasis marks left open and the line under a Markdown heading."""
    rule = r"(?:(?:=+|-{3,})[ \t]*(?=[\r\n]|$)\s*)?" if underline else ""
    rest = re.compile(r"[ \t]*[*_#]{0,6}\s*" + rule if start else r"\s*").match(text, start)
    return rest.end() if rest else start


def unmarked(text: str, span: Row) -> Row:
    """Leave the emphasis marks of Markdown out of a span."""
    start, end = span
    quote = text[start:end]
    start += len(quote) - len(quote.lstrip("*_ "))
    end -= len(quote) - len(quote.rstrip("*_ "))
    return (start, end) if start < end else span


def _given_title(text: str, rows: list[Row], title: str) -> Row | None:
    start, end = _marked_heading(text, rows[0]) or unmarked(text, rows[0])
    return (start, end) if end - start <= 2 * len(title) and " ".join(text[start:end].casefold().split()) == title.casefold() else None


def _marked_heading(text: str, row: Row) -> Row | None:
    """Return the words of a Markdown heading without its marks; None where the line is none."""
    match = _ATX.match(text[slice(*row)]) if text[row[0]] == "#" and row[1] - row[0] <= 2 * MAX_HEADLINE else None
    return (row[0] + match.start(1), row[0] + match.end(1)) if match else None


def _headline(text: str, rows: list[Row]) -> Row | None:
    """Return what looks like a title: a heading, or a first line (two, if the second goes on in small letters) set off from the body."""
    if (heading := _marked_heading(text, rows[0])) or len(rows) == 1:
        return heading
    if _SETEXT.fullmatch(text[slice(*rows[1])]) and not _blank_between(text, rows[0], rows[1]):
        return rows[0] if rows[0][1] - rows[0][0] <= MAX_HEADLINE else None
    last = rows[0]
    if not _blank_between(text, rows[0], rows[1]) and text[rows[1][0]].islower() and len(rows) > 2:
        last = rows[1]
    following = rows[rows.index(last) + 1]
    span = (rows[0][0], last[1])
    set_off = _blank_between(text, last, following) or _is_byline(text[slice(*following)]) or find_dateline(text, following[0])
    return unmarked(text, span) if set_off and _reads_as_headline(text, span, following) else None


def _reads_as_headline(text: str, span: Row, following: Row) -> bool:
    if span[1] - span[0] > MAX_HEADLINE:
        return False
    line = text[slice(*span)].strip("*_ ")
    letters = [char for char in line if char.isalpha()]
    if len(line.split()) < 2 or not letters or letters[0].islower() or _is_byline(line) or "://" in line or find_dateline(text, span[0]):
        return False
    stops = line.rstrip("'\"’”)»").endswith(_UNFINISHED) and not _ABBREVIATION.search(line)
    # A full stop makes it a sentence, unless a dateline behind it shows that the report only begins there.
    return not stops or find_dateline(text, following[0]) is not None


def _blank_between(text: str, row: Row, following: Row) -> bool:
    gap = text[row[1] : following[0]].replace("\r\n", "\n")
    return sum(char in BREAKS for char in gap) > 1 or "\u2029" in gap


def _is_byline(line: str) -> bool:
    return len(line) <= MAX_BYLINE and _BYLINE.fullmatch(line) is not None

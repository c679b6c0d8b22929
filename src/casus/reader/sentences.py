"""Sentences: where each one of a news text begins and ends.

In a block (a paragraph, a headline, a list item) every run of end marks is a candidate, and one function tells why the sentence goes on
behind it, if it does. What must be known of single words stands in `abbreviations.txt`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from importlib import resources
from typing import NamedTuple

import regex

from casus.reader.blocks import Offsets, blocks

Match = regex.Match[str]

HEADLINE = 200
"""Characters. A block this short without an end mark is a headline, where capitals tell nothing ("U.S. And Allies Meet")."""

BRACKET = 400
"""Characters. A bracket that is not closed within this many is a slip, and holds no sentence together."""

WORD = 24
"""Characters to look back for an abbreviation or a numbering: more than the longest has."""

_MARKS, _SPACELESS, _SPACE = ".!?…‼⁇⁈⁉؟", "。！？｡．।॥۔።", r"\s\x1c-\x1f"
_CLOSERS = r"(?:[\p{Pe}\p{Pf}\"'＂＇*_]|[“‘](?!\w)|\[\d{1,3}\])*+(?:[ \u00a0\u202f][”»)\]](?!\w))?+"
_CANDIDATE = regex.compile(
    rf"""(?!\.[a-z\d])(?<![{_MARKS}{_SPACELESS}])(?<!\.[ \u00a0])
    (?:(?P<mark>[{_MARKS}]*+[{_SPACELESS}][{_MARKS}{_SPACELESS}]*+)(?P<closed>{_CLOSERS})(?!\d)(?P<gap>[{_SPACE}]*+)  # needs no space
    |(?P<mark>[{_MARKS}]++(?:[ \u00a0]\.(?![\w.]))*+)(?P<closed>{_CLOSERS})
      (?:(?P<gap>[{_SPACE}]++)
      |(?P<gap>)(?:(?<=\p{{Ll}}{{2}}[.!?])(?=[“‘]?\p{{Lu}}\p{{Ll}}*+[\s,’])|(?<=[.!?]”)(?=\p{{Lu}}))))  # or it was forgotten""",
    regex.VERBOSE,
)
_NEXT = regex.compile(
    r"(?P<open>(?:[\p{Ps}\p{Pi}\p{Pf}\p{Pd}\"'＂＇¿¡*_•]\s*+)*+)(?P<first>(?P<word>\p{L}++)[\p{L}\p{M}’'-]*+|.)(?P<stop>\.?)", regex.DOTALL
)
_DASHES, _UNFINISHED, _LINKS = ("-", "–", "—", "―"), ",;:)]}%/&!?", ("http", "https", "www", "pic")
_SPLIT = regex.compile(r"[^\p{L}\p{M}.]|\.\.+")  # the last piece of what it leaves is the word before a mark: "Gen", "U.S", "Tex"
_ADDRESS = regex.compile(r"[/@_:.-]\p{L}+\Z")
_LETTERS = regex.compile(r"(?:\p{L}\.)+\p{L}|\p{Lu}")  # U.S, J.R.R, and a lone initial
_COUNTED = regex.compile(r"[#§]?\d|[IVXLC]{2,}\b")  # No. 3, Vol. II
_NUMBERING = regex.compile(r"\(?(?:\d{1,3}(?:\.\d{1,3})*|[A-Za-z]|[ivxIVX]{1,5})|.*[:;]\s+\(?\d{1,2}", regex.DOTALL)
_CLOCK = regex.compile(
    r"(?:[A-Z]\.?){1,3}T\b|UTC|(?:Eastern|Central|Pacific)\b|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?:\p{Lu}\w+\s){1,2}(?i:time|standard|daylight)\b"
)
_SAYING = regex.compile(
    r"(?:\p{Lu}[\p{L}’'.-]*\s){1,4}(?:said|says|asked|asks|added|wrote|shouted|yelled|cried|replied|wondered|tweeted|chanted)"
    r"(?:[.,;:]|\s(?:in|on|at|to|of|as|during|after|before|when|\p{Lu}\w+day)\b)"
)


@cache
def kinds() -> dict[str, frozenset[str]]:
    """Return the kinds of each word of `abbreviations.txt`.

    >>> sorted(kinds()["Sec"]), sorted(kinds()["the"])
    (['name', 'number'], ['opener'])
    """
    text = resources.files("casus.reader").joinpath("abbreviations.txt").read_text("utf-8")
    _, *parts = regex.split(r"^\[(\w+)\]", regex.sub("#.*", "", text), flags=regex.MULTILINE)
    found: dict[str, set[str]] = {}
    for kind, words in zip(parts[::2], parts[1::2], strict=True):
        for word in words.split():
            found.setdefault(word, set()).add(kind)
    return {word: frozenset(of) for word, of in found.items()}


def _is(kind: str, word: str) -> bool:
    """Whether `abbreviations.txt` lists a word under a kind."""
    return kind in kinds().get(word, ())


def sentences(text: str, skip: Sequence[Offsets] = (), breaks: Sequence[int] = ()) -> list[Offsets]:
    """Return the half-open code-point offsets of the sentences of a news text, in order and without white space around them.

    Every visible character stands in exactly one sentence, but for those inside `skip` (byline, dateline with its dash), which stand in
    none. No sentence reaches across an offset in `breaks` (the end of a title). Time is linear in the length of the text.

    >>> text = 'Gen. Nkosi left the U.S. The talks failed. "We will not go," he said. "We stay."'
    >>> [text[s:e] for s, e in sentences(text)]
    ['Gen. Nkosi left the U.S.', 'The talks failed.', '"We will not go," he said.', '"We stay."']
    >>> text = "QASR (Wire) — Clashes erupted at 3 p.m. on Jan. 5. Nobody was hurt."
    >>> [text[s:e] for s, e in sentences(text, skip=[(0, 13)])]
    ['Clashes erupted at 3 p.m. on Jan. 5.', 'Nobody was hurt.']
    """
    return [found for start, end in blocks(text, skip, breaks) for found in _cut(text, start, end)]


class _Block(NamedTuple):
    """A paragraph, and what its letters tell: a headline has no end mark, and in an all-small text small letters open sentences."""

    text: str
    stop: int
    headline: bool
    small: bool


class _Setting(NamedTuple):
    """Where a candidate stands: the last characters and the last word before it, what follows, and whether that opens a sentence."""

    lead: str
    word: str
    mark: Match
    following: Match
    opens: bool


def _cut(text: str, start: int, stop: int) -> Iterator[Offsets]:
    """Yield the sentences of one block."""
    words = text[start:stop].rstrip()
    start, stop = start + len(words) - len(words.lstrip()), start + len(words)
    block = _Block(text, stop, len(words) <= HEADLINE and words[-1:].isalnum(), words.islower())
    for mark in _CANDIDATE.finditer(text, start, stop):
        if mark.end() < stop and not _goes_on(block, start, mark):
            yield start, mark.end("closed")
            start = mark.end()
    if start < stop:
        yield start, stop


def _goes_on(block: _Block, start: int, mark: Match) -> str | None:
    """Return why the sentence begun at `start` goes on behind a candidate, or None where it ends there."""
    following = _NEXT.match(block.text, mark.end(), block.stop)
    if following is None or mark.start() == start:
        return "no words"
    if _bracketed(block, start, mark):
        return "in a bracket"
    first = following["first"]
    if first[0] in _UNFINISHED or (first.islower() and not block.small and first not in _LINKS):
        return "no capital"
    lead = block.text[max(start, mark.start() - WORD) : mark.start()]
    if not mark["gap"] and mark["mark"] in ".!?" and _ADDRESS.search(lead):
        return "in an address"
    setting = _Setting(lead, _SPLIT.split(lead)[-1], mark, following, _opens(following))
    return _abbreviates(setting, block.headline) if mark["mark"] == "." else _exclaims(setting)


def _opens(following: Match) -> bool:
    """Whether a capitalised function word follows, and neither an initial nor a dash."""
    word = following["word"] or ""
    initial = len(word) == 1 and following["stop"] == "."
    return word[:1].isupper() and _is("opener", word.lower()) and not initial and not following["open"].startswith(_DASHES)


def _bracketed(block: _Block, start: int, mark: Match) -> bool:
    """Whether a candidate stands in a bracket that was opened within the sentence and is not closed with it."""
    text, end = block.text, mark.end("closed")
    for opening, closing in ("()", "[]"):
        opened = text.rfind(opening, max(start + 1, mark.start() - BRACKET), mark.start())
        if opened < 0 or text.find(closing, opened, end) >= 0:
            continue
        closed = text.find(closing, end, min(block.stop, end + BRACKET))
        if closed >= 0 and text.find(opening, end, closed) < 0:
            return True
    return False


def _abbreviates(setting: _Setting, headline: bool) -> str | None:
    """Return why a single full stop does not end its sentence; the kinds are those of `abbreviations.txt`."""
    _, word, mark, following, opens = setting
    kind = kinds().get(word, frozenset())
    if len(word) > 1 and word.isupper() and following["first"][1:].isupper():
        kind |= kinds().get(word.capitalize(), frozenset())
    if _NUMBERING.fullmatch(setting.lead):
        return "numbering"
    if kind & {"name", "within"}:
        return "before a name"
    if "number" in kind and _COUNTED.match(following.string, mark.end()):
        return "before a number"
    if "time" in kind:
        return "before a day or zone" if _CLOCK.match(following.string, mark.end()) else None
    title = following["stop"] and _is("name", following["first"])
    if "place" in kind and not (mark["closed"] or title or following["open"].startswith((*_DASHES, "("))):
        return None
    return "abbreviation" if (kind & {"either", "place"} or _LETTERS.fullmatch(word)) and (headline or not opens) else None


def _exclaims(setting: _Setting) -> str | None:
    """Return why an ellipsis, an exclamation mark or a question mark does not end its sentence."""
    lead, word, mark, following, opens = setting
    if lead.endswith("(") and mark["closed"].startswith(")"):
        return "mark of doubt"
    if mark["mark"][0] in ".…" and len(mark["mark"].replace(" ", "")) < 4 and lead[-1].isspace() and not opens:
        return "pause"
    if _is("exclaimed", word) and not opens:
        return "name"
    if set(mark["closed"]) & set("\"'”’") and not opens and _SAYING.match(following.string, mark.end()):
        return "the words that say who speaks"
    return None

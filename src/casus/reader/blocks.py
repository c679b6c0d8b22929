"""Blocks: the paragraphs, headlines and list items of a text, whether its lines are wrapped or each a paragraph of its own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

import regex

Offsets = tuple[int, int]
Line = regex.Match[str]

WIDEST_WRAP = 120
"""Characters. Terminals, mail and wire services wrap at 60 to 100; a line longer than this is a paragraph of its own."""

NARROWEST_WRAP = 40
"""Characters. Lines shorter than this were not broken for want of room: they are headings, list items or verse."""

RAGGED = 0.85
"""Share of the width that counts as a full line: plain text reaches 1, pages set in proportional type vary by a seventh."""

FULL_LINES = 0.3
"""Share of the line breaks of a wrapped text that stand after a full line: half in two-line paragraphs, less among headlines."""

RUNNING_ON = 0.15
"""Share of the line breaks that run on in lower case. In wrapped news .67, and at least .21 in 99 % of articles; unwrapped, at most .06."""

_ENDS = r"\n\r\v\f\x1c-\x1e\x85\u2028\u2029"
_BREAK = regex.compile(r"\r\n|[\n\r\v\x1c-\x1e\x85\u2028]")
_LINE = regex.compile(rf"(?<![\t ])(?P<indent>[\t ]*+)(?P<word>[^\s{_ENDS}]++)[^{_ENDS}]*+")
_ITEM = regex.compile(r"\s*+(?:[-–—*·•‣◦▪●■►]|\(?(?:\d{1,2}|[a-z])[.)])\s")


def blocks(text: str, skip: Sequence[Offsets] = (), breaks: Sequence[int] = ()) -> list[Offsets]:
    r"""Return the offsets of the runs of lines that nothing but a wrap holds apart.

    A blank line, a form feed and U+2029 always end a block; a single line break does where the text's own lines say that it is no wrap.
    No block holds a character of `skip`, or reaches across an offset in `breaks`.

    >>> text = "Truce holds\n\nNobody fired on either side of the river\non Monday, the observers said."
    >>> [text[s:e] for s, e in blocks(text)]
    ['Truce holds', 'Nobody fired on either side of the river\non Monday, the observers said.']
    """
    lines = list(_LINE.finditer(text))
    found, start = [], 0
    for i, (line, joined) in enumerate(zip(lines, [*_joined(text, lines), False], strict=False)):
        if not joined:
            found.append((lines[start].start(), line.end()))
            start = i + 1
    return list(_pieces(found, sorted([*skip, *((offset, offset) for offset in breaks)])))


def _pieces(whole: list[Offsets], cuts: list[Offsets]) -> Iterator[Offsets]:
    """Yield what the cuts leave of the blocks; an empty cut only divides."""
    i = 0
    for begin, end in whole:
        start = begin
        while i < len(cuts) and cuts[i][0] < end:
            if start < cuts[i][0]:
                yield start, cuts[i][0]
            start = max(start, cuts[i][1])
            if start > end:
                break  # this cut reaches into the next block
            i += 1
        if start < end:
            yield start, end


def _joined(text: str, lines: list[Line]) -> list[bool]:
    """Return for each line but the last whether the break behind it is a mere wrap.

    Where each line is a paragraph, the markup of a link may have broken one: its pieces run on in lower case to an end mark.
    """
    width, flows, found = _width(text, lines), False, []
    for line, following in reversed(list(pairwise(lines))):
        one, finished = _one_break(text, line, following), _finished(line)
        flows = one and not finished and following["word"][0].islower() and (flows or _finished(following))
        fresh = finished and (_ITEM.match(text, following.start()) or len(following["indent"]) > len(line["indent"]))
        found.append(flows or (one and not fresh and _full(line, following, width)))
    return found[::-1]


def _width(text: str, lines: list[Line]) -> float:
    """Return the width that a text is wrapped to, or infinity where each line is a paragraph.

    A wrap leaves no room for the first word of the next line, and falls between any two words, so that most lines run on in lower case.
    """
    pairs = [(a, b) for a, b in pairwise(lines) if _one_break(text, a, b)]
    lengths = sorted(length for a, _ in pairs if (length := a.end() - a.start()) <= WIDEST_WRAP)
    width = lengths[len(lengths) * 9 // 10] if lengths else 0
    full = sum(_full(a, b, width) for a, b in pairs)
    running = sum(b["word"][0].islower() for _, b in pairs)
    wrapped = width >= NARROWEST_WRAP and full >= FULL_LINES * len(pairs) and running >= RUNNING_ON * len(pairs)
    return width if wrapped else inf


def _one_break(text: str, line: Line, following: Line) -> bool:
    """Whether one line break, and none that ends a page or a paragraph, stands between two lines."""
    return _BREAK.fullmatch(text, line.end(), following.start()) is not None


def _full(line: Line, following: Line, width: float) -> bool:
    """Whether the next line's first word had no room on this one."""
    return line.end() - line.start() + 1 + len(following["word"]) > RAGGED * width


def _finished(line: Line) -> bool:
    """Whether a line ends as sentences and introductions to lists do."""
    return line[0].rstrip("\t \u00a0\"'”’»)]").endswith((".", "!", "?", "…", ":", ";"))

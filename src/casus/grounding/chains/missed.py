"""Mentions that the reader missed: names that the report tells elsewhere, and descriptions that go back to somebody told of.

A name is looked for as it stands, and by its last word where it is a person's. A description ("the ministry") is only proposed; it
becomes a mention where it finds its chain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache

from casus.grounding.chains.nodes import Node, nouns
from casus.records import Mention, MentionType, Reading, Report, identify

SHORTEST = 3
"""Letters of a surname or a one-word name that is looked for alone: shorter ones are found by chance."""


@cache
def _described() -> re.Pattern[str]:
    heads = sorted(
        {*nouns()["anaphors"], *nouns()["person"]} - {"person", "man", "woman", "boy", "girl", "country", "nation", "state"},
        key=len,
        reverse=True,
    )
    return re.compile(
        rf"\b[Tt]he\s+(?:same\s+)?({'|'.join(map(re.escape, heads))})\b(?!\s+(?:of|for|who|[A-Z]|at|line|house|building|office)|-|\s*\()"
    )


def missed_names(reading: Reading, nodes: Sequence[Node]) -> list[Mention]:
    """Return mentions of the names that the reader found elsewhere in the report."""
    names: dict[str, MentionType] = {}
    for node in nodes:
        if not node.named or node.title or node.sort == "state" or node.mention.type == "place":
            continue
        names.setdefault(node.mention.span.quote.strip(), node.mention.type)
        last = node.mention.span.quote.split()[-1]
        if node.sort == "person" and len(node.words) > 1:
            names.setdefault(last, "person")
    wanted = [name for name in sorted(names, key=len, reverse=True) if len(name) >= SHORTEST and name[0].isupper() and not _common(name)]
    if not wanted:
        return []
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, wanted))})(?![\w-])")
    return _new(reading, ((m.start(), m.end(), names[m.group()]) for m in pattern.finditer(reading.report.text)))


def missed_descriptions(reading: Reading) -> list[Mention]:
    """Return the descriptions with "the" that no mention covers."""
    found = ((m.start(1), m.end(1), "actor") for m in _described().finditer(reading.report.text))
    return _new(reading, ((start, end, "actor") for start, end, _ in found))


def _common(name: str) -> bool:
    """Whether a name alone is a common noun or a title."""
    lower = name.lower()
    return lower in nouns()["person"] or lower in nouns()["anaphors"] or lower in nouns()["title"] or lower in nouns()["gender"]


def _new(reading: Reading, found: Iterable[tuple[int, int, MentionType]]) -> list[Mention]:
    """Return mentions of what lies in no mention, byline or dateline."""
    taken = sorted(m.span.offsets for m in reading.mentions)
    taken += [part.offsets for part in (reading.report.byline, reading.report.dateline) if part]
    return [_mention(reading.report, at) for at in found if not any(start < at[1] and at[0] < end for start, end in taken)]


def _mention(report: Report, at: tuple[int, int, MentionType]) -> Mention:
    start, end, type_ = at
    return Mention(id=identify(report.id, type_, [(start, end)]), span=report.span(start, end), type=type_)

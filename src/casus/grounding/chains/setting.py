"""Where mentions and pronouns stand: sentences, quotations, and who is made to say what."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from casus.grounding.chains.nodes import Node
from casus.records import Attribution, Reading

Bounds = tuple[int, int]

_QUOTED = re.compile(r"“[^“”]{2,2000}(?:”|(?=\n\s*\n)|$)|\"[^\"]{2,1500}(?:\"|(?=\n\s*\n)|$)")
_CLAUSE = re.compile(r"[,;:]|\b(?:that|and|but|who|which|while|as|when|because|if|after|before|said|says)\b")
_OPENING = re.compile(
    r"(?:^|[.,;:!?“\"(–—-]|\b(?:that|and|but|while|as|when|because|if|whether|what|which|where|how|said|says|since|until|before|after|"
    r"though|than|or))\s*$"
)
_BREAK = re.compile(r"\n\s*\n")

REACH = 400
"""Characters between a quotation without a source of its own and the source before it in the paragraph."""


@dataclass(frozen=True)
class Speech:
    """The speech that holds a word: who speaks, whether in quotation marks; and what the word is made to say where it is the source."""

    speakers: tuple[Node, ...] = ()
    direct: bool = False
    own: tuple[Bounds, ...] = ()


class Setting:
    """A reading's text with its sentences, quotations and attributions, asked by offset."""

    def __init__(self, reading: Reading, nodes: Sequence[Node]) -> None:
        self.text = reading.report.text
        self.nodes = nodes
        self._starts = [s.start for s in reading.sentences]
        self._title = reading.report.title
        self._quotes = [m.span() for m in _QUOTED.finditer(self.text)]
        self._attributions = reading.attributions
        self._mentions = sorted(m.span.offsets for m in reading.mentions)
        firsts = [node.start for node in nodes]
        self._speakers = [tuple(_inside(a, nodes, firsts)) for a in reading.attributions]
        self._sources = {node.mention.id for speakers in self._speakers for node in speakers}

    def sentence(self, at: int) -> int:
        """Return the number of the sentence at an offset."""
        return bisect_right(self._starts, at) - 1

    def quoted(self, at: int) -> bool:
        """Whether an offset lies in quotation marks."""
        return any(start <= at < end for start, end in self._quotes)

    def in_title(self, at: int) -> bool:
        """Whether an offset lies in the title."""
        return self._title is not None and self._title.start < at <= self._title.end

    def inside_mention(self, at: int) -> bool:
        """Whether an offset lies inside a mention."""
        index = bisect_right(self._mentions, (at, 10**9)) - 1
        return any(start <= at < end for start, end in self._mentions[max(0, index - 2) : index + 1])

    def aside(self, node: Node) -> bool:
        """Whether a mention stands in brackets, as agencies and short forms do."""
        return self.text[max(0, node.start - 5) : node.start].rstrip().endswith("(") or self.text[node.end : node.end + 1] == ")"

    def is_source(self, node: Node) -> bool:
        """Whether a mention is the source of an attribution."""
        return node.mention.id in self._sources

    def speech_of(self, start: int, end: int) -> Speech:
        """Return the speech around a word."""
        speakers: list[Node] = []
        own: list[Bounds] = []
        direct = False
        for attribution, told in zip(self._attributions, self._speakers, strict=True):
            if any(part.start <= start < part.end for part in attribution.content):
                speakers += told
                direct = direct or (attribution.quoted != "indirect" and self.quoted(start))
            if any(part.offsets == (start, end) for part in attribution.source):
                own += [part.offsets for part in attribution.content]
        if not speakers and self.quoted(start):
            speakers, direct = self._told_before(start), True
        return Speech(tuple(speakers), direct, tuple(own))

    def _told_before(self, at: int) -> list[Node]:
        """Return the subject of the sentence before a quotation that has no speaker of its own: "Lund denies it. “Let him …”"."""
        opening = next(start for start, end in self._quotes if start <= at < end)
        before = [
            n for n in self.nodes if n.end <= opening and n.subject and opening - n.end < REACH and self.paragraphs(n.end, opening) == 0
        ]
        return before[-1:]

    def speaker_at(self, at: int) -> Bounds | None:
        """Return the source span of the innermost attribution that holds an offset; in quotation marks, else of the last one before it."""
        holding = [a for a in self._attributions if a.source and any(p.start <= at < p.end for p in a.content)]
        if holding:
            innermost = min(holding, key=lambda a: sum(p.end - p.start for p in a.content))
            return innermost.source[0].offsets
        if not self.quoted(at):
            return None
        near = [
            a.source[0].offsets for a in self._attributions if a.source and abs(at - a.source[0].start) < REACH and self._together(at, a)
        ]
        return min(near, key=lambda bounds: abs(at - bounds[0]), default=None)

    def _together(self, at: int, attribution: Attribution) -> bool:
        """Whether a source stands in the same paragraph, or in the one before where the quotation opens the next: it goes on there."""
        low, high = sorted((at, attribution.source[0].start))
        breaks = [match.end() for match in _BREAK.finditer(self.text, low, high)]
        return not breaks or (len(breaks) == 1 and high == at and self.text[breaks[0]] in '“"')

    def paragraphs(self, start: int, end: int) -> int:
        """Return how many paragraphs begin between two offsets."""
        return len(_BREAK.findall(self.text, start, end))

    def word_before(self, at: int) -> str:
        """Return the word before an offset, in small letters."""
        return (self.text[max(0, at - 30) : at].lower().split() or [""])[-1]

    def clause_between(self, start: int, end: int) -> bool:
        """Whether a clause begins between two offsets."""
        return _CLAUSE.search(self.text, start, end) is not None

    def opens_clause(self, at: int) -> bool:
        """Whether a word stands where a clause opens."""
        return _OPENING.search(self.text[max(0, at - 30) : at].lower()) is not None


def _inside(attribution: Attribution, nodes: Sequence[Node], firsts: Sequence[int]) -> Iterator[Node]:
    """Yield the mentions inside the source of an attribution; `firsts` are the starts of all nodes, in text order."""
    for part in attribution.source:
        for node in nodes[bisect_left(firsts, part.start) : bisect_left(firsts, part.end)]:
            if node.end <= part.end:
                yield node

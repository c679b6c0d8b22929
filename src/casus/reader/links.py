"""Links: which cue ties which content to which source.

The cue is the anchor. Each content goes to its nearest cue, and each cue to its nearest source, where distance grows with
the words between them, with other spans in between, and sharply with every end of a sentence or paragraph. A cue may have no source
("has faced accusations of …"), and two cues may share one ("she said … and added …").

Spans come with odds. A weak one (below zero) is far from everything by its odds, and it counts only where the attribution that it
completes is likely as a whole: "said" that lacks a sure content takes the doubtful one beside it.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from math import inf

from casus.reader.decode import Bounds
from casus.reader.words import words

SENTENCE_END = 20.0
"""Cost of each sentence end between two spans, in words: a link within the sentence wins over one across."""

PARAGRAPH_END = 20.0
"""Cost of each paragraph end in between, on top: news prose changes speaker there."""

BARRIER = 3.0
"""Cost of each other span of the cue's or the content's kind in between, in words."""

FARTHEST_CONTENT = 50.0
"""A content farther than this from every cue stands without one. This and the costs were tuned on PolNeAR's training articles."""

FARTHEST_SOURCE = 24.0
"""A cue farther than this from every source has none."""

DOUBT = 2.0
"""Cost of a weak span for each unit of its odds below zero, in words."""

SURE = 3.0
"""Odds beyond which a span is no surer, and no less sure on the other side."""

LIKELY = 0.0
"""An attribution with a weak part is kept where the odds of its cue, its surest content and its source sum up to more than this."""

ADVERBIAL = 5.0
"""Words between two parts of a content that a cue governs, at most."""

_GOVERNED = re.compile(r"(?:of|for|with)\b")

NEIGHBOURS = 4
"""Only this many cues and sources on each side are weighed: no link in PolNeAR reaches over more."""


Odds = Mapping[Bounds, float]
"""Spans with their odds: the mean over words of log P(in a span) - log P(outside); at least zero for what the decoder chose."""


def certain(spans: Iterable[Bounds]) -> Odds:
    """Return spans with the highest odds: labelled ones, say."""
    return dict.fromkeys(spans, SURE)


def _capped(spans: Odds) -> dict[Bounds, float]:
    return {span: max(-SURE, min(SURE, spans[span])) for span in sorted(spans)}


@dataclass
class Link:
    """One cue with its content parts, in text order, and its source; the cue is missing where a quotation stands alone."""

    cue: Bounds | None
    contents: list[Bounds] = field(default_factory=list)
    source: Bounds | None = None


class Linker:
    """Ties the spans of one text together. `sentences` are its sentence offsets, in order."""

    def __init__(self, text: str, sentences: Sequence[Bounds]) -> None:
        self._text = text
        self._words = [start for start, _ in words(text)]
        self._sentences = [start for start, _ in sentences]
        self._paragraphs = [match.start() for match in re.finditer(r"\n(?=\s*\S)", text)]

    def link(self, sources: Odds, cues: Odds, contents: Odds) -> list[Link]:
        """Return a link for each cue that has a content, and one for each sure content that has no cue, in text order."""
        sources, cues, contents = (_capped(spans) for spans in (sources, cues, contents))
        links = {cue: Link(cue) for cue in cues}
        alone = []
        previous: tuple[Bounds, Bounds] | None = None
        for content in contents:
            cost, cue = self._nearest(content, cues, partial(self._content_cost, content, list(cues), list(contents)))
            if previous and self._continues(content, *previous):
                cost, cue = 0.0, previous[1]
            if cue is not None and cost <= FARTHEST_CONTENT:
                previous = content, cue
                links[cue].contents.append(content)
            elif contents[content] >= 0:
                alone.append(content)
        found = []
        for cue, link in links.items():
            cost, source = self._nearest(cue, sources, partial(self._source_cost, cue, list(cues)))
            link.source = source if cost <= FARTHEST_SOURCE else None
            sure = [content for content in link.contents if contents[content] >= 0]
            link.contents = sure or sorted(link.contents, key=lambda content: contents[content])[-1:]
            if link.contents and self._likely(link, sources, cues, contents):
                found.append(link)
            else:
                alone += sure
        found += [Link(None, [content]) for content in alone]
        return sorted(found, key=lambda link: link.cue or link.contents[0])

    def _continues(self, content: Bounds, before: Bounds, cue: Bounds) -> bool:
        """Whether a content goes on with what its cue governs after an adverbial: "accused | Qasr | on Monday | of arming …"."""
        if not (cue[1] <= before[0] and _GOVERNED.match(self._text, content[0])):
            return False
        return self._distance(before, content) <= ADVERBIAL

    def _likely(self, link: Link, sources: Odds, cues: Odds, contents: Odds) -> bool:
        """Whether an attribution stands: nothing in it is weak, or the sure parts outweigh the weak ones."""
        parts = [max(contents[content] for content in link.contents)]
        parts += [cues[link.cue]] if link.cue else []
        parts += [sources[link.source]] if link.source else []
        return min(parts) >= 0 or sum(parts) > LIKELY

    def _nearest(self, span: Bounds, candidates: Odds, cost: Callable[[Bounds], float]) -> tuple[float, Bounds | None]:
        ordered = list(candidates)
        middle = bisect_right(ordered, span)
        near = ordered[max(0, middle - NEIGHBOURS) : middle + NEIGHBOURS]
        return min(((cost(c) - DOUBT * min(0.0, candidates[c]), c) for c in near), default=(inf, None))

    def _content_cost(self, content: Bounds, cues: Sequence[Bounds], contents: Sequence[Bounds], cue: Bounds) -> float:
        return self._distance(cue, content) + BARRIER * (_between(cue, content, cues) + _between(cue, content, contents))

    def _source_cost(self, cue: Bounds, cues: Sequence[Bounds], source: Bounds) -> float:
        return self._distance(source, cue) + BARRIER * _between(source, cue, cues)

    def _distance(self, one: Bounds, other: Bounds) -> float:
        low, high = min(one[1], other[1]), max(one[0], other[0])
        if low >= high:
            return 0.0
        ends = _count(self._sentences, low, high)
        return _count(self._words, low, high - 1) + SENTENCE_END * ends + PARAGRAPH_END * _count(self._paragraphs, low, high)


def _count(positions: Sequence[int], low: int, high: int) -> int:
    return max(0, bisect_right(positions, high) - bisect_left(positions, low))


def _between(one: Bounds, other: Bounds, spans: Sequence[Bounds]) -> int:
    low, high = min(one[1], other[1]), max(one[0], other[0])
    return sum(start >= low and end <= high for start, end in spans[bisect_left(spans, (low, low)) : bisect_left(spans, (high, 0))])

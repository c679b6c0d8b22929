"""Reading one report: the protocol that any backend fits behind, and the backend that ships."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, get_args

from casus.reader.decode import Bounds
from casus.reader.links import Link, Linker, Odds
from casus.reader.pairs import ActScore, PairModel, Scene
from casus.reader.sentences import sentences as split
from casus.reader.spans import SpanModel
from casus.records import Attribution, EvidenceType, Mention, MentionType, Quoted, Report, Span, identify

MENTION_LAYERS: tuple[MentionType, ...] = get_args(MentionType)

SURE_INSIDE = 1.0
"""Odds that a span inside a content must have: what the first pass saw as part of a statement is read as one of its own with care."""

REMEMBERED = 4
"""Reports whose scores are kept in memory."""

NAMING = ("actor", "person", "place", "evidence")
"""Layers whose spans name somebody, some place, or what is offered as evidence."""

_TAIL = re.compile(r"(?:[\s,]+(?:of|and|or|the|an?|from))+$")
_EMPTY = re.compile(
    r"(?:(?:the|an?|some|others?|all|both|many|most|several|few|each|half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|"
    r"scores|hundreds?|thousands?|millions?|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|(?:thir|four|fif|six|seven|eigh|nine)teen|per|cent|percent|of|[\d.,%]+)[\s-]*)+",
    re.IGNORECASE,
)

_OPENING, _CLOSING = "\"“„«‟″'‘‚‹", "\"”“»″'’›"


@dataclass(frozen=True)
class Marked:
    """What a reader finds in a report's text: who and what it names, who is made to say what, which words name an act or offer proof."""

    mentions: tuple[Mention, ...]
    attributions: tuple[Attribution, ...]
    acts: tuple[Bounds, ...] = ()
    offers: tuple[tuple[Bounds, EvidenceType], ...] = ()


class Reader(Protocol):
    """Anything that marks a report. Offsets are code points of `report.text`; the same text gives the same marks, whatever else is read."""

    def mark(self, report: Report, sentences: Sequence[Span]) -> Marked:
        """Return the mentions, attributions and possible acts of a report."""
        ...

    def tell(self, report: Report, scenes: Sequence[Scene]) -> list[list[ActScore]]:
        """Return for each scene the scores of its acts, in order."""
        ...


class ModelReader:
    """The reader that ships: `spans.onnx` on the processor, links by distance.

    >>> from casus.records import Report
    >>> report = Report(text="The minister accused Ruritania of arming the rebels.")
    >>> marked = ModelReader().mark(report, [report.span(0, 52)])
    >>> [span.quote for span in marked.attributions[0].cue]
    ['accused']
    """

    def __init__(self, folder: Path | None = None, threads: int = 0) -> None:
        self.model, self.pairs = SpanModel(folder, threads), PairModel(folder, threads)
        self._told: OrderedDict[str, dict[Scene, list[ActScore]]] = OrderedDict()

    def mark(self, report: Report, sentences: Sequence[Span]) -> Marked:
        """Return the mentions and attributions of a report, in text order; an attribution may lie in another's content."""
        parts = [part for part in (report.title, report.byline, report.dateline) if part]
        found = self.model.weigh(report.text, [edge for part in parts for edge in part.offsets])
        layers = {layer: _naming(report.text, spans) if layer in NAMING else spans for layer, spans in found.items()}
        linker = Linker(report.text, [s.offsets for s in sentences])
        links = linker.link(layers["source"], layers["cue"], layers["content"])
        links += self._nested(report.text, [content for link in links for content in link.contents])
        return Marked(
            tuple(sorted(_mentions(report, layers), key=lambda m: m.span.offsets)),
            tuple(_attribution(report, link) for link in sorted(links, key=_place)),
            tuple(layers.get("act", ())),
            tuple(self._offers(report.text, sorted(layers.get("evidence", ())))),
        )

    def tell(self, report: Report, scenes: Sequence[Scene]) -> list[list[ActScore]]:
        """Return for each scene the scores of its acts, in order: what is done, how it is told, and the part of each mention.

        Claims and events ask about the same scenes: those of the last reports are remembered.
        """
        told = self._told.setdefault(report.id, {})
        if len(self._told) > REMEMBERED:
            self._told.popitem(last=False)
        tokenizer, new = self.model.tokenizer, [scene for scene in dict.fromkeys(scenes) if scene not in told]
        if new:
            scores = self.pairs.tell(tokenizer(report.text), new, (tokenizer.opening, tokenizer.closing))
            told.update(zip(new, scores, strict=True))
        return [told[scene] for scene in scenes]

    def _offers(self, text: str, spans: Sequence[Bounds]) -> Iterator[tuple[Bounds, EvidenceType]]:
        """Yield what may be offered as evidence with its type; a lone word refuses nothing."""
        for start, end in spans:
            kind = self.model.type_of_offer(text, (start, end))
            if kind != "refused" or " " in text[start:end]:
                yield (start, end), kind

    def _nested(self, text: str, contents: Sequence[Bounds]) -> list[Link]:
        """Return the whole attributions inside what somebody is made to say: each content is read once more, as a text of its own.

        One layer holds no nesting. Most contents hold no word that reporters use as a cue; those are not read again.
        """
        read = [(start, text[start:end]) for start, end in contents if self.model.may_hold_cue(text[start:end])]
        found = self.model.weigh_all([(said, ()) for _, said in read])
        return [_moved(link, start) for (start, said), layers in zip(read, found, strict=True) for link in _inside(said, layers)]


def _inside(said: str, layers: Mapping[str, Odds]) -> list[Link]:
    """Return the whole attributions of a content that are sure enough."""
    sure = [{span: odds for span, odds in layers[role].items() if odds >= SURE_INSIDE} for role in ("source", "cue", "content")]
    return [inner for inner in Linker(said, split(said)).link(*sure) if inner.cue and inner.source and inner.source != inner.cue]


def _place(link: Link) -> Bounds:
    return link.cue or link.contents[0]


def _moved(link: Link, by: int) -> Link:
    """Return a link of a part of a text with the offsets of the whole."""
    moved = [(start + by, end + by) for start, end in link.contents]
    source, cue = ((part[0] + by, part[1] + by) if part else None for part in (link.source, link.cue))
    return Link(cue, moved, source)


def _naming(text: str, spans: Odds) -> Odds:
    """Return spans that name somebody or something: without the loose ends of a list, and none that is a number or an article alone."""
    trimmed = {(start, end - len(text[start:end]) + len(_TAIL.sub("", text[start:end]))): odds for (start, end), odds in spans.items()}
    return {(start, end): odds for (start, end), odds in trimmed.items() if not _EMPTY.fullmatch(text[start:end])}


def _mentions(report: Report, layers: Mapping[str, Odds]) -> list[Mention]:
    return [
        Mention(id=identify(report.id, layer, [bounds]), span=report.span(*bounds), type=layer)
        for layer in MENTION_LAYERS
        for bounds in layers[layer]
    ]


def _attribution(report: Report, link: Link) -> Attribution:
    cue = [link.cue] if link.cue else []
    source = [link.source] if link.source else []
    content = sorted(link.contents)
    return Attribution(
        id=identify(report.id, "attribution", [*cue, *content]),
        source=tuple(report.span(*s) for s in source),
        cue=tuple(report.span(*s) for s in cue),
        content=tuple(report.span(*s) for s in content),
        quoted=quoted(report.text, content),
    )


def quoted(text: str, content: Sequence[Bounds]) -> Quoted:
    """Return whether all of the content, some or none of it stands in quotation marks.

    >>> quoted("“No,” she said.", [(0, 5)]), quoted("She said no.", [(9, 11)]), quoted("He called it “a lie” again.", [(10, 26)])
    ('direct', 'indirect', 'mixed')
    """
    parts = [text[start:end] for start, end in content]
    if all(part[0] in _OPENING and part.rstrip(".,")[-1:] in _CLOSING for part in parts):
        return "direct"
    return "mixed" if any(mark in part for part in parts for mark in '"“”«»„') else "indirect"

"""Place names that the reader passed over: datelines, and names of the gazetteer that stand where only a place can ("in X", "X province").

Precision comes first: a name is added only where it is whole, where no other mention stands, and where the gazetteer knows it well.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from casus.grounding.gazetteer import Found, Gazetteer
from casus.grounding.toponyms import KIND_WORDS, SETTLED, look_up
from casus.records import Mention, Reading, Span, identify

TOWN = 15_000
"""People from whom on a settlement's bare name is taken for a place after "in": smaller ones share their names with too much else."""

_WORD = r"[A-ZÀ-ÖØ-Þ][\w’'\-]*"
_NAME = re.compile(rf"{_WORD}(?:\s+(?:(?:al|el|de|of|the|upon|la|ez|es|ash|an|ad|ar)[\s\-])?{_WORD})*")
_LOCATIVE = re.compile(
    r"(?:\b(?:in|near|at|outside|around|across|inside|throughout|towards?|into|from|to|off|between|north of|south of|east of|west of"
    r"|outskirts of)"
    r"\s+(?:the\s+)?(?:(?:northern|southern|eastern|western|central|north|south|east|west|northeastern|northwestern"
    r"|southeastern|southwestern|nearby|neighbou?ring|rural|border|coastal|capital|city|town|village|port|occupied|war-torn|besieged)\s+)*"
    r"(?:(?:city|town|village|province|district|state|region|port|capital|county)\s+of\s+)?)$",
    re.IGNORECASE,
)
_STRICT = re.compile(
    r"\b(?:in|near|outside|inside|throughout|across|(?:north|south|east|west|outskirts|suburbs|streets|shelling|bombardment|bombing"
    r"|siege|residents|city|town|village|province|district|region|capital|port|county)\s+of)\s+(?:the\s+)?$",
    re.IGNORECASE,
)
_KIND = re.compile(rf"\s+(?:{'|'.join(KIND_WORDS)})\b(?!-)")
_GOES_ON = re.compile(r"(?:\s+|-)(?:[A-ZÀ-ÖØ-Þ0-9]|and\s+[A-Z]\w+\s+(?:Ministry|Army))|['’]s\s+[A-Z]|-[a-z]")
_DATELINE_PART = re.compile(rf"{_WORD}(?:[ \-’'](?:[a-z]{{1,3}}[ \-])?{_WORD})*")
_NOT_PLACES = re.compile(
    r"^(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec|January|February|March|April|June|July|August|September|October|November"
    r"|December"
    r"|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?\.?$",
    re.IGNORECASE,
)


def add_missed(gazetteer: Gazetteer, reading: Reading) -> tuple[Mention, ...]:
    """Return the reading's mentions with places made whole and the ones that were passed over added, in text order."""
    report = reading.report
    kept = [_whole(gazetteer, reading, mention) for mention in reading.mentions]
    taken = [mention.span for mention in kept]
    new = [*_dateline(gazetteer, reading, taken)]
    for sentence in reading.sentences:
        new.extend(_label(gazetteer, report.text, sentence, [*taken, *new]))
        new.extend(_sentence(gazetteer, report.text, sentence, [*taken, *new]))
    mentions = {mention.id: mention for mention in (*kept, *(_mention(report.id, span) for span in new))}
    return tuple(sorted(mentions.values(), key=lambda mention: (mention.span.start, mention.span.end)))


def _mention(report: str, span: Span) -> Mention:
    return Mention(id=identify(report, "place", [span.offsets]), span=span, type="place")


_LEFT = re.compile(rf"({_WORD}(?:\s+(?:and|of|al|el|de|ez|es)[\s\-]|[\s\-]))$")
_RIGHT = re.compile(rf"(?:[\s\-]+(?:and\s+|of\s+|(?:al|el|de|ez|es|e|i)[\s\-])?{_WORD})")


def _whole(gazetteer: Gazetteer, reading: Reading, mention: Mention) -> Mention:
    """Return a mention with the rest of its name, where the reader cut it short ("in Spin" Boldak); a place taken for a person is one."""
    text, span = reading.report.text, mention.span
    if mention.type in ("person", "actor") and _stands_as_place(text, span):
        named = look_up(gazetteer, span.quote)
        exact = any(place.match != "sound" and _well_known(place, strict=True) for place in named.candidates)
        return (
            mention.model_copy(update={"type": "place"})
            if exact and len(span.quote) <= len(named.name) + len(named.part or "") + 1
            else mention
        )
    if mention.type != "place" or not span.quote[:1].isupper():
        return mention
    start, end = _extended(gazetteer, text, *span.offsets)
    return mention if (start, end) == span.offsets else _mention(reading.report.id, Span.of(text, start, end))


def _stands_as_place(text: str, span: Span) -> bool:
    """Whether a name stands where a person or a body would not: after "in" or "near", or alone before a bar at the head of a line."""
    line = text.rfind("\n", 0, span.start) + 1
    heads = not text[line : span.start].strip() and text[span.end : span.end + 3].lstrip().startswith("|")
    before = text[max(0, span.start - 40) : span.start]
    return heads or (_ends_locative(before) and bool(_STRICT.search(before)))


_LAST_WORD = re.compile(r"(\w+)\W*$")
_LAST_WORDS = frozenset({
    "in", "near", "at", "outside", "around", "across", "inside", "throughout", "toward", "towards", "into", "from", "to", "off",
    "between", "of", "the", "northern", "southern", "eastern", "western", "central", "north", "south", "east", "west", "northeastern",
    "northwestern", "southeastern", "southwestern", "nearby", "neighbouring", "neighboring", "rural", "border", "coastal", "capital",
    "city", "town", "village", "port", "occupied", "torn", "besieged",
})  # fmt: skip


def _ends_locative(before: str) -> bool:
    """Whether the last word can end a locative phrase: a quick look before the slow one."""
    match = _LAST_WORD.search(before[-16:])
    return match is not None and match[1].lower() in _LAST_WORDS


def _extended(gazetteer: Gazetteer, text: str, start: int, end: int) -> tuple[int, int]:
    """Return the bounds of the longest name of the gazetteer that holds `[start, end)` and a word more on one side or the other."""
    best, far = (start, end), end
    bare = start
    if (left := _LEFT.search(text[max(0, start - 24) : start])) and "\n" not in left.group():
        bare = start - len(left.group())
    for _ in range(3):
        for low in {start, bare}:
            if (low, far) != (start, end) and any(place.match == "name" for place in gazetteer.candidates(text[low:far])):
                best = (low, far)
        right = _RIGHT.match(text, far)
        if right is None or "\n" in right.group():
            break
        far = _without_possessive(text, start, right.end())
    return best


def in_agency(reading: Reading, span: Span) -> bool:
    """Whether a span is the agency in a dateline's brackets, which is no place: "GORIS, March 12 (Meridian)"."""
    dateline = reading.report.dateline
    return dateline is not None and dateline.covers(span) and "(" in reading.report.text[dateline.start : span.start]


def _dateline(gazetteer: Gazetteer, reading: Reading, taken: Iterable[Span]) -> Iterator[Span]:
    dateline = reading.report.dateline
    if dateline is None:
        return
    for match in _DATELINE_PART.finditer(dateline.quote.partition("(")[0]):
        if _NOT_PLACES.match(match.group()) or not gazetteer.candidates(match.group()):
            continue
        span = reading.report.span(dateline.start + match.start(), dateline.start + match.end())
        if not any(span.overlaps(other) for other in taken):
            yield span


def _sentence(gazetteer: Gazetteer, text: str, sentence: Span, taken: list[Span]) -> Iterator[Span]:
    for match in _NAME.finditer(text, sentence.start, sentence.end):
        start, end = match.span()
        before = text[max(sentence.start, start - 60) : start]
        if not _ends_locative(before) or any(start < other.end and other.start < end for other in taken) or not _LOCATIVE.search(before):
            continue
        end = _without_possessive(text, start, end)
        if _GOES_ON.match(text, end):
            continue
        if _known(gazetteer, text[start:end], text[end : end + 24], strict=bool(_STRICT.search(before))):
            yield Span.of(text, start, end)


_LABEL = re.compile(rf"(?P<name>{_WORD}(?:\s+{_WORD}){{0,2}})\s*(?::|\|)\s")


def _label(gazetteer: Gazetteer, text: str, sentence: Span, taken: list[Span]) -> Iterator[Span]:
    """Yield the place that heads a line: "North Kivu: three dead", "Deir Ezzor | Man killed". It may take in a shorter mention."""
    match = _LABEL.match(text, sentence.start, sentence.end)
    if match is None:
        return
    span = Span.of(text, *match.span("name"))
    clash = any(span.overlaps(other) and (not span.covers(other) or span == other) for other in taken)
    exact = [place for place in gazetteer.candidates(span.quote) if place.match != "sound"]
    if not clash and any(_well_known(place, strict=True) for place in exact):
        yield span


def _without_possessive(text: str, start: int, end: int) -> int:
    return end - 2 if re.search(r"['’]s$", text[start:end]) else end


def _known(gazetteer: Gazetteer, name: str, after: str, *, strict: bool) -> bool:
    """Whether the gazetteer knows a name well enough to take it for a place without the reader's word."""
    found = look_up(gazetteer, name, after=after)
    exact = [place for place in found.candidates if place.match != "sound"]
    if _KIND.match(after) or found.kinds:
        return (bool(found.candidates) and found.name != name) or bool(exact)
    if not strict and name.casefold() in GIVEN_NAMES:
        return False
    ends = _ENDS.match(after) is not None
    return any(_well_known(place, strict) and (ends or place.kind not in SETTLED) for place in exact)


GIVEN_NAMES = frozenset({"chad", "georgia", "jordan"})
"""States whose names are also people's: "to Jordan" may be said of either."""

_ENDS = re.compile(
    r"\s*(?:[^\w\s'’\-]|$)|\s+(?:[a-z]*ed|on|in|at|by|to|for|from|of|with|as|and|or|but|after|before|since|during|when|where|while|who|which|that"
    r"|is|was|are|were|has|had|have|will|would|last|this|early|late|overnight|over|amid|against|near|under|via|said|told|to)\b"
)
"""What may follow a town's name: a mark, or a word that cannot make it part of a longer noun ("in Orange shares", "in Darwin's notes")."""


def _well_known(place: Found, strict: bool) -> bool:
    if place.kind not in SETTLED:
        return place.kind != "district" and (strict or place.kind == "country")
    return strict and place.match == "name" and (place.population >= TOWN or place.capital)

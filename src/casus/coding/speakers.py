"""Who speaks, in what office, and for whom (codebook, section 5, `speaker`).

The party's mention is the words that name the speaker, or those that a pronoun goes back to; its actor is the body spoken for where
somebody speaks in office, and the speaker otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from casus.coding.named import Named
from casus.coding.wordlists import pattern
from casus.records import Attribution, Mention, Party, Span, identify

_RELATIVE = re.compile(r",?\s+(?:who|which|whose|whom|that)\b")
_SUBJECT = re.compile(r"(?:he|she|it|they|we|i)\b", re.IGNORECASE)
_WHICH = re.compile(r"(?:which|who|that)", re.IGNORECASE)
_OPENS = re.compile(r"(?:(?:the|a|an|this|these|those|his|her|its|their|our|my|only|even)\s+)*", re.IGNORECASE)
_PREPOSITION = re.compile(
    r"\s(?:of|in|from|at|on|for|with|near|among|across|around|along|to|by|under|behind|inside|outside|close)\s|\s*[,;:(]"
)
_NUMBERS = re.compile(
    r"(?:\d[\d,.]*|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|some|many|most|all|both)\s+", re.IGNORECASE
)
_OWNER = re.compile(r".*(?:[’']s|s[’'])\s+")
_NAMES_SOMEBODY = re.compile(r"[^\W\d_]{3,}")

REST = 3
"""Characters that a source must go on for, after a possessive, for its owner not to be the speaker: "Kigali's" alone speaks."""

WHICH = 80
"""Characters before "which" in which its noun stands."""

BEFORE = 400
"""Characters between "Most blame the army" and those who spoke before."""


@dataclass(frozen=True)
class Speaker:
    """Who speaks: the party, the office, and the mention where the source's words were no mention before."""

    party: Party
    role: str | None = None
    made: Mention | None = None


class Speakers:
    """Finds the speakers of a reading's attributions."""

    def __init__(self, named: Named) -> None:
        self.named = named

    def of(self, attribution: Attribution) -> Speaker | None:
        """Return the speaker of an attribution; None where no source is named."""
        if not attribution.source:
            return None
        source = attribution.source[0]
        found = self._mention(source)
        if found is not None:
            return self.speaker(found)
        made = self._make(source)
        return Speaker(Party(mention=made.id), made=made) if made else Speaker(Party())

    def speaker(self, mention: Mention) -> Speaker:
        """Return the party that speaks where a mention names the speaker."""
        party = self.named.party(mention)
        actor = self.named.actors.get(mention.resolved or "") if mention.type != "place" else None
        personal = actor is not None and actor.kind in ("person", "other", "people")
        return Speaker(party, actor.role if actor is not None and personal else None)

    def _mention(self, source: Span) -> Mention | None:
        """Return the mention that names the speaker: a person before a body, the head of the phrase before what it is of."""
        relative = _RELATIVE.search(source.quote)
        end = source.start + relative.start() if relative else source.end
        inside = [m for m in self.named.acting if m.span.start < end and source.start < m.span.end]
        persons = [m for m in inside if m.type == "person" and not self.named.owns(m)]
        if persons:
            return _last_of_row(persons)
        if _WHICH.fullmatch(source.quote.strip(" ,")):
            return self._before(source)
        if _SUBJECT.match(source.quote):
            return self.named.antecedent(source.start)
        if pattern("speakers", "continued", whole=True).fullmatch(source.quote):
            return self._spoke_before(source)
        heads = [m for m in inside if m.span.start < self._head_end(source.start, end) and not self._owning(m, end)]
        if heads:
            return _last_of_row(heads)
        return None if self._makes(source) else next(iter(inside), None)

    def _before(self, source: Span) -> Mention | None:
        """Return whom a relative pronoun goes back to: whoever is named right before it."""
        near = self.named.within(max(0, source.start - WHICH), source.start)
        return near[-1] if near and not self.named.text[near[-1].span.end : source.start].strip(" ,") else None

    def _spoke_before(self, source: Span) -> Mention | None:
        """Return whoever spoke last before "most", "many", "a third": part of them speaks again."""
        sources = [a.source[0] for a in self.named.reading.attributions if a.source and a.source[0].end < source.start]
        near = [s for s in sources if source.start - s.start < BEFORE]
        return self._mention(near[-1]) if near else None

    def _owning(self, mention: Mention, end: int) -> bool:
        """Whether a mention owns the rest of the source ("the army's command"), and is not all of it ("Kigali's claim")."""
        return self.named.owns(mention) and end - mention.span.end > REST

    def _head_end(self, start: int, end: int) -> int:
        """Return where the head of a noun phrase ends: before the first preposition or comma."""
        opens = _OPENS.match(self.named.text, start)
        found = _PREPOSITION.search(self.named.text, opens.end() if opens else start, end)
        return found.start() if found else end

    def _head(self, source: Span) -> Span | None:
        """Return the noun that names the speaker, without article, owner and number."""
        text, end = self.named.text, self._head_end(*source.offsets)
        start = source.start
        for opening in (_OPENS, _OWNER, _NUMBERS):
            match = opening.match(text, start, end)
            start = match.end() if match else start
        while end > start and text[end - 1] in " ,;:’'":
            end -= 1
        return self.named.reading.report.span(start, end) if start < end else None

    def _makes(self, source: Span) -> bool:
        head = self._head(source)
        if head is None or not _NAMES_SOMEBODY.search(head.quote):
            return False
        return pattern("speakers", "quantifiers", whole=True).fullmatch(head.quote) is None

    def _make(self, source: Span) -> Mention | None:
        """Return a mention of the noun that speaks where the reader marked none: keys list nouns where they speak (codebook, section 3)."""
        head = self._head(source)
        if head is None or not self._makes(source):
            return None
        return Mention(id=identify(self.named.reading.report.id, "actor", [head.offsets]), span=head, type="actor")


def _last_of_row(mentions: Sequence[Mention]) -> Mention:
    """Return the first mention, or the one that follows it at once: "Colonel" and "Ana Ruiz" are one phrase."""
    found = mentions[0]
    for mention in mentions[1:]:
        if mention.span.start - found.span.end > 1:
            break
        found = mention
    return found

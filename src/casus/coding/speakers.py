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

_VOICES = r"(?:spokes\w+|lawyers?|attorneys?|counsel|advis[eo]rs?|aides?|representatives?|envoys?|negotiators?|press office)"
_SPEAKS_FOR = re.compile(rf"\b{_VOICES}\s+(?:for|of|to)\s+(?:(?!and\b)[\w.’'-]+\s+){{0,3}}$", re.IGNORECASE)
"""Before whomever somebody speaks for: "a spokeswoman for the minister"."""

_VOICE = re.compile(rf"\b{_VOICES}\b", re.IGNORECASE)
_BOTH = re.compile(r"both|each|neither", re.IGNORECASE)
_ACTIVE = re.compile(
    r"(?:(?:has|have|had|then|later|also|first|again|\w+ly)\s+)*(?:\w+(?:ed|s)|said|told|wrote|swore|sworn|spoke|put)(?:\s+(?:on|for|to|that))?"
)
"""A verb that somebody does: no noun, and no passive."""

_AND_VERB = re.compile(r"(?:\band|\bbut|\bthen|,)\s+(?:(?:then|later|also|finally|after|who|which),?\s+)?(?:[^.;]{0,60},\s+)?$")
"""Before a verb that is coordinated with the one before."""

_DOCUMENT = re.compile(
    r"(?:[\w’'-]+\s+){0,4}?(?:reports?|papers?|letters?|statements?|stud(?:y|ies)|memos?|memorandum|audits?|documents?|surveys?|polls?|notes?|communiqu[eé]s?|filings?)"
    r"\s+(?:by|from|of)\s+",
    re.IGNORECASE,
)
"""Before the body that issued a document: the body speaks."""

_OF_THEM = re.compile(r"(?:[\w-]+\s+){1,2}of\s+(?P<them>them|those|these|its|their)\b", re.IGNORECASE)

_SPOKEN_TO = re.compile(
    r"\b(?:is|are|was|were|be|been|being|gets?|got)\s+(?:(?:\w+ly|not|never|also|then|later|again|once|now)\s+)*"
    r"(?:accused|advised|asked|assured|begged|blamed|charged|forbidden|implored|indicted|informed|instructed|invited|offered|ordered|promised"
    r"|requested|summoned|sworn|told|urged|warned)\b",
    re.IGNORECASE,
)
"""A passive whose subject hears and does not speak: "was told", "have been promised"."""

_BY = re.compile(r"\bby\s+(?:\w+\s+){0,2}$", re.IGNORECASE)

GAP = 2
"""Characters between two mentions of one phrase: "Cpl. Joanne Fehr"."""

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
        passive = self._hears(attribution)
        if passive is not None:
            return self._by(passive)
        if not attribution.source:
            return self._goes_on(attribution)
        source = attribution.source[0]
        found = self._mention(source)
        if found is not None:
            return self.speaker(found)
        made = self._make(source)
        return Speaker(Party(mention=made.id, actor=self._behind(source)), made=made) if made else Speaker(Party())

    def _hears(self, attribution: Attribution) -> int | None:
        """Return where a passive ends of which no agent was marked as the source: "The widows were promised a house"."""
        cue, text = attribution.cue[0], self.named.text
        passive = _SPOKEN_TO.search(text, self.named.sentence(cue.start).start, cue.end)
        agent = any(_BY.search(text, cue.end, max(cue.end, source.start)) for source in attribution.source[:1])
        return passive.end() if passive is not None and passive.end() > cue.start and not agent else None

    def _by(self, passive: int) -> Speaker | None:
        """Return who speaks in a passive: whoever follows "by" in its clause."""
        after = self.named.within(passive, self.named.sentence(passive).end)
        found = next((m for m in after if _BY.search(self.named.text, passive, m.span.start)), None)
        apart = found is None or _RELATIVE.search(self.named.text, passive, found.span.start)
        return None if found is None or apart else self.speaker(found)

    def _goes_on(self, attribution: Attribution) -> Speaker | None:
        """Return who speaks again by a verb that has no subject of its own: "urged Bangkok to …, and asked Malaysia to …"."""
        cue = attribution.cue[0]
        sentence = self.named.sentence(cue.start)
        before = self.named.text[sentence.start : cue.start]
        if not _ACTIVE.fullmatch(cue.quote) or not _AND_VERB.search(before):
            return None
        spoken = [a for a in self.named.reading.attributions if a.source and sentence.start <= a.cue[0].start < cue.start]
        if spoken:
            return self.of(max(spoken, key=lambda a: a.cue[0].start))
        _, party = self.named.subject(sentence.start, cue.start)
        mention = self.named.mentions.get(party.mention or "") if party else None
        return self.speaker(mention) if mention is not None else None

    def _behind(self, source: Span) -> str | None:
        """Return the body of whom a spokesman or a lawyer speaks for, where he is no mention himself."""
        inside = self.named.within(*source.offsets)
        found = next(
            (m for m in inside if _SPEAKS_FOR.search(self.named.text, source.start, m.span.start) or self._owned_voice(m, source)), None
        )
        return self.named.body(found)

    def _owned_voice(self, mention: Mention, source: Span) -> bool:
        return self.named.owns(mention) and _VOICE.search(self.named.text, mention.span.end, source.end) is not None

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
        persons = [m for m in persons if not _SPEAKS_FOR.search(self.named.text, source.start, m.span.start)]
        if persons:
            return _last_of_row(persons)
        issued = _DOCUMENT.match(self.named.text, source.start, end)
        body = next((m for m in inside if issued and m.span.start >= issued.end()), None)
        goes_back, who = (True, body) if body is not None else self._goes_back(source)
        if goes_back:
            return who
        heads = [m for m in inside if m.span.start < self._head_end(source.start, end) and not self._owning(m, end)]
        if heads:
            return self._first_of_two(_last_of_row(heads), source)
        return None if self._makes(source) else next(iter(inside), None)

    def _goes_back(self, source: Span) -> tuple[bool, Mention | None]:
        """Return whether a source only goes back to somebody named before ("she", "which", "most", "eleven of them"), and to whom."""
        part = _OF_THEM.match(source.quote)
        if part:
            return True, self._they(source, source.start + part.start("them"))
        if _WHICH.fullmatch(source.quote.strip(" ,")):
            return True, self._before(source)
        if _SUBJECT.match(source.quote):
            return True, self.named.antecedent(source.start)
        if pattern("speakers", "continued", whole=True).fullmatch(source.quote):
            return True, self._spoke_before(source)
        return False, None

    def _they(self, source: Span, at: int) -> Mention | None:
        """Return whom "eleven of them" are part of: the pronoun's, else whoever the sentence before is about."""
        number = self.named.sentence_number(source.start)
        before = self.named.reading.sentences[max(0, number - 1)]
        party = self.named.subject(before.start, before.end)[1] if number > 0 else None
        return self.named.antecedent(at) or (self.named.mentions.get(party.mention or "") if party else None)

    def _first_of_two(self, mention: Mention, source: Span) -> Mention:
        """Return the first of those who speak together where the reader marked the last as the source: "Somalia and Pakistan backed"."""
        sentence = self.named.sentence(source.start)
        before = [m for m in self.named.within(sentence.start, source.start) if self.named.text[m.span.end : source.start].strip() == "and"]
        opens = bool(before) and len(self.named.text[sentence.start : before[-1].span.start].split()) <= 1
        return before[-1] if opens else mention

    def _before(self, source: Span) -> Mention | None:
        """Return whom a relative pronoun goes back to: whoever is named right before it."""
        near = self.named.within(max(0, source.start - WHICH), source.start)
        return near[-1] if near and not self.named.text[near[-1].span.end : source.start].strip(" ,") else None

    def _spoke_before(self, source: Span) -> Mention | None:
        """Return whoever spoke last before "most", "many", "a third": part of them speaks again."""
        if _BOTH.fullmatch(source.quote.strip(" ,")):
            start = self.named.sentence(source.start).start
            two = self.named.within(start, source.start)
            if len(two) > 1 and self.named.text[two[0].span.end : two[1].span.start].strip() == "and":
                return two[0]
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
        if mention.span.start - found.span.end > GAP:
            break
        found = mention
    return found

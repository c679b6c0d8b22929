"""To whom a wrong is imputed (codebook, section 5, `accused`): by the shape of the accusation, in whatever words it comes.

object    "accused X of …", "blamed X and Y", "condemned X for …"; "condemned X's raid", "… the raid by X"
subject   "X was accused of …", "X has faced accusations", "blame for … has settled on X"
target    "blamed the fire on X", "pinned it on X", "attributes it to X"
clause    "said that X had …", "… was burned by X"
context   nobody is named: whoever did what is judged, by the sentence before; else the other state of the report; basis `inferred`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from itertools import pairwise

from casus.coding.kinds import kind_of
from casus.coding.named import GOVERNED, Named, is_state
from casus.coding.speakers import Speaker
from casus.coding.wordlists import pattern
from casus.records import Attribution, ClaimKind, Mention, Party, Span, identify

_DEED = re.compile(r"\b(?:of|for|over|with|after|because|when|as)\b")
"""Where the deed begins: who is named after it ("accused X of backing Y") is not the accused."""

_AND_ANOTHER = re.compile(r",?\s+and\s+(?:(?:the|a|an|its|his|her|their)\s+)?", re.IGNORECASE)
"""Before whoever else is accused of something else by the same verb: "accused farmers of theft, and officials of looking away"."""

_GOVERNED = re.compile(
    r"[\w’'”\"]\s+(?:on|in|at|against|to|toward|towards|from|with|near|over|about|of|into|between|among|before)\s+"
    r"(?:(?!(?:and|or|that|which|who)\b)[\w’'-]+\s+){0,3}$"
)
"""A noun and its preposition before a mention: "an assault on the villagers" accuses no villagers."""

_TARGET = re.compile(r"\b(?:on|to|upon|at the door of)\s+", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(?:the\s+|a\s+|an\s+|some\s+)?(?:[\w-]+\s+){0,2}?$", re.IGNORECASE)
_AND = re.compile(
    r"[”\"]?\s*(?:,|,?\s+(?:and|or|as well as|along with))\s+(?:(?:the|a|an|its|his|her|their|two|three|both|some)\s+){0,2}[“\"]?$"
)
_PASSIVE_CLAUSE = re.compile(
    r"[^.;:,]{0,40}?\b(?:was|were|is|are|been|being|be)\s+(?:\w+ly\s+)?"
    r"(?:\w+ed|shot|hit|sent|taken|held|beaten|driven|stolen|burnt|torn|cut|put|made|given|brought|left)\b"
)
_VIOLENCE = re.compile(
    r"\b(?:the|this|that|all|such|a|an|\w+[’']s)\s+(?:\w+\s+){0,2}?(?:bombings?|blasts?|attacks?|killings?|murders?|assassinations?|shootings?"
    r"|massacres?|abductions?|kidnappings?|violence|explosions?|terrorism)\b",
    re.IGNORECASE,
)
"""Violence that is condemned is nobody's but whom the report names for it."""

_TRACES = re.compile(r"\b(?:attribut|ascrib|trac(?:e|es|ed|ing)\b|put(?:s|ting)? (?:it |this )?down)", re.IGNORECASE)
_TOLD = re.compile(r"\b(?:told|tell|tells|telling|informed?|wrote to|write to)\b", re.IGNORECASE)
_ITSELF = re.compile(r"[\s“\"]*(?:that\s+)?[\s“\"]*(?P<who>it|its|we|i|our|my)\b", re.IGNORECASE)
_THAT = re.compile(r"[\s“\"]*that\b", re.IGNORECASE)
_PHRASE = re.compile(r"(?:(?:the|a|an|its|his|her|their|this|these|those)\s+)(?:[\w’'-]+\s+){0,2}?(?P<noun>[\w-]+)", re.IGNORECASE)
_HEADLINE = re.compile(_PHRASE.pattern.replace("\\s+)(?:[", "\\s+)?(?:[", 1), re.IGNORECASE)
_NOBODY = re.compile(r"(?:it|them|him|her|us|me|you|that|this|one|others?|somebody|someone|nobody|anyone|failure|lack|way)", re.IGNORECASE)
_OPENING = re.compile(r"[\s“\"‘']*(?:that\s+|how\s+)?[\s“\"‘']*(?:in \w+\s+|on \w+\s+)?", re.IGNORECASE)
_BEFORE_SUBJECT = re.compile(r"(?:(?!(?:of|in|on|at|by|to|for|with|from|was|were|had|has|is|are|and|into|over)\b)[\w’'-]+\s+){0,4}[“\"]?")
"""What may stand before the subject of a clause: article, owner, adjectives."""

_THEM = frozenset({"they", "it", "he", "she", "them", "him", "her", "its", "their", "his"})
_ENDS = re.compile(r"[.;:]|,\s+(?:and|but|which|who)\b|[”\"]\s")

BEFORE_CUE = 28
"""Characters before a noun cue in which its verb stands: "has long faced accusations"."""

HEARER = 40
"""Characters after a cue in which those stand to whom something is told."""

BACK = 3
"""Sentences before a judgement in which the deed is told."""

OPENS = 90
"""Characters from the opening of a sentence in which its subject stands."""

ROOT = 4
"""Letters by which a deed and its noun are taken for one: "seized", "the seizure"."""

SUBJECT_REACH = 60
"""Characters from the opening of a clause in which its subject stands."""


def passive(cue: str) -> bool:
    """Whether the accused is the subject of a cue: "was accused of", "has faced accusations", "stands accused".

    >>> passive("has long faced accusations of"), passive("was accused"), passive("has accused")
    (True, True, False)
    """
    return pattern("accused", "passive").search(cue) is not None


def subject_accused(named: Named, attribution: Attribution) -> bool:
    """Whether the accused is the subject of the cue, or of the verb before it where the cue is a noun: "X has faced accusations"."""
    cue = attribution.cue[0]
    if passive(cue.quote):
        return True
    opening = named.text[max(named.sentence(cue.start).start, cue.start - BEFORE_CUE) : cue.end]
    return not attribution.source and passive(opening[opening.rfind(",") + 1 :])


def accuser_named(named: Named, attribution: Attribution) -> bool:
    """Whether no source of an attribution is accused by it: before a passive cue stands whoever is ("X has faced accusations")."""
    if not attribution.source or not attribution.cue:
        return True
    source, cue = attribution.source[0], attribution.cue[0]
    return not (passive(cue.quote) and source.end <= cue.start and not named.owns_at(source.end))


class Accused:
    """Finds the accused of a reading's claims; `made` are the mentions that it had to add, by id."""

    def __init__(self, named: Named) -> None:
        self.named = named
        self.made: dict[str, Mention] = {}

    def of(self, attribution: Attribution, kind: ClaimKind, speaker: Speaker | None) -> tuple[Party, ...]:
        """Return who is accused by an attribution that alleges or condemns."""
        return self.said_of(attribution, kind, speaker) or self._by_context(attribution, speaker)

    def said_of(self, attribution: Attribution, kind: ClaimKind, speaker: Speaker | None) -> tuple[Party, ...]:
        """Return who is accused by the words of an attribution."""
        own, told = self._own_side(speaker), self._told_to(attribution)
        found = [m for m in self._by_shape(attribution, kind, own) if not own(m) and m.id not in told]
        return tuple({self.named.body(m) or m.id: self.named.party(m, "alleged") for m in found}.values())

    def tells_of_itself(self, attribution: Attribution, speaker: Speaker | None) -> bool:
        """Whether a speaker tells, after no accusing word, what its own side does: "said it was firing at rebels" accuses nobody."""
        if speaker is None or not attribution.content or pattern("accused", "objects").search(attribution.cue[0].quote):
            return False
        opening = _ITSELF.match(attribution.content[0].quote)
        if opening is None or (attribution.quoted == "direct" and opening["who"].casefold() not in ("we", "i", "our", "my")):
            return False
        start = attribution.content[0].start
        back = next((m for s, m in self.named.pronouns(start, start + opening.end()) if s.start == start + opening.start("who")), None)
        return back is None or self._own_side(speaker)(back)

    def lays_on_nobody(self, attribution: Attribution) -> bool:
        """Whether a cue that lays a deed on somebody lays it on no party: "attributes the deaths to illness"."""
        cue = attribution.cue[0]
        after = [s for s in attribution.content if s.start >= cue.end]
        if not after or not _TRACES.search(cue.quote):
            return False
        return not self._target(after[0]) and not self.named.pronouns(*after[0].offsets)

    def _told_to(self, attribution: Attribution) -> set[str]:
        """Return the ids of the mentions to whom something is told: right after the cue, in no part of the content."""
        cue = attribution.cue[0]
        if not _TOLD.search(cue.quote):
            return set()
        near = self.named.within(cue.end, cue.end + HEARER)
        return {m.id for m in near if not any(s.overlaps(m.span) for s in attribution.content)}

    def _within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions of parties in `[start, end)`: a place only where it acts for somebody."""
        return [m for m in self.named.within(start, end) if m.type != "place" or m.acts_for is not None]

    def _by_shape(self, attribution: Attribution, kind: ClaimKind, own: OwnSide) -> Sequence[Mention]:
        cue = attribution.cue[0]
        after = [s for s in attribution.content if s.start >= cue.end]
        if subject_accused(self.named, attribution):
            return self._subject(attribution)
        accuses = pattern("accused", "objects").search(cue.quote) is not None
        if pattern("accused", "targets").search(cue.quote) and after:
            target = self._target(after[0])
            if target:
                return target
        if (accuses or kind == "condemn") and after and not _THAT.match(self.named.text, after[0].start):
            before = [s for s in attribution.content if s.end <= cue.start]
            if accuses and before and _DEED.match(self.named.text, after[0].start):
                return self._heads(before[-1])
            found = self._object(cue.end, after[-1].end, accuses) or (self._make(after[0]) if accuses else [])
            if found or accuses:
                return found or self._doer(after, own)
        return self._doer(attribution.content, own)

    def _subject(self, attribution: Attribution) -> Sequence[Mention]:
        """Return the subject of a passive cue: its own part of the content, the words marked as source, or what stands before the cue."""
        cue = attribution.cue[0]
        after = [s for s in attribution.content if s.start >= cue.end]
        on = _TARGET.search(cue.quote)
        if on and re.search(r"\bon\b|\bupon\b", cue.quote) and after:
            return self._coordinated(self._within(*after[0].offsets)[:1], after[0].end)
        for span in (*[s for s in attribution.content if s.end <= cue.start], *[s for s in attribution.source if s.end <= cue.start]):
            found = self._heads(span)
            if found:
                return found
            back = self.named.pronouns(*span.offsets)
            if back:
                return [back[0][1]]
        sentence = self.named.sentence(cue.start)
        before = [m for m in self._within(sentence.start, cue.start) if not any(s.overlaps(m.span) for s in attribution.source)]
        return before[-1:]

    def _heads(self, span: Span) -> Sequence[Mention]:
        """Return the mentions that head a noun phrase, not those that own it or stand inside its modifiers."""
        inside = self._within(*span.offsets)
        heads = [m for m in inside if not self.named.owns(m)]
        return self._coordinated(heads[:1], span.end)

    def _target(self, content: Span) -> Sequence[Mention]:
        """Return whom a deed is laid on: the first mention after "on" or "to"."""
        for match in _TARGET.finditer(self.named.text, content.start, content.end):
            near = [m for m in self._within(match.end(), content.end) if m.span.start - match.end() <= 30]
            if near:
                return self._coordinated(near[:1], content.end)
        return []

    def _object(self, start: int, end: int, accuses: bool = False) -> Sequence[Mention]:
        """Return the object of an accusing verb: before the deed; else whoever owns the deed, or did it ("by")."""
        deed = _DEED.search(self.named.text, start, end)
        limit = deed.start() if deed else end
        inside = [m for m in self._within(start, limit) if _GOVERNED.search(self.named.text, start, m.span.start) is None]
        heads = [m for m in inside if not self.named.owns(m)]
        if not heads and accuses and deed:
            heads = [m for m in self.named.within(start, limit) if m.type == "place" and not m.acts_for and m.span.end >= limit - 1]
        if heads and heads[0].span.start - start <= SUBJECT_REACH:
            return [*self._coordinated(heads[:1], limit), *(self._another(limit, end) if deed else ())]
        back = [m for span, m in self.named.pronouns(start, limit) if span.quote.lower() in _THEM]
        if back:
            return back[:1]
        return inside[:1] or self._by(start, end)

    def _another(self, start: int, end: int) -> list[Mention]:
        """Return whoever else is accused, of something else, by the same verb."""
        found = []
        for match in _AND_ANOTHER.finditer(self.named.text, start, end):
            near = [m for m in self._within(match.end(), end) if m.span.start == match.end()]
            found += [m for m in near[:1] if re.compile(r"\s+(?:of|for)\s+\w+ing\b").match(self.named.text, m.span.end)]
        return found

    def _make(self, content: Span) -> list[Mention]:
        """Return a mention of the noun that is accused "of" or "for" something where the reader marked none."""
        text, report = self.named.text, self.named.reading.report
        deed = re.compile(r"\s(?:of|for)\s").search(text, content.start, content.end)
        title = report.title is not None and report.title.covers(content)
        found = (_HEADLINE if title else _PHRASE).fullmatch(text, content.start, deed.start()) if deed else None
        if found is None or _NOBODY.fullmatch(found["noun"]):
            return []
        span = report.span(*found.span("noun"))
        made = Mention(id=identify(report.id, "actor", [span.offsets]), span=span, type="actor")
        self.made[made.id] = made
        return [made]

    def _by(self, start: int, end: int) -> Sequence[Mention]:
        """Return whoever a passive clause names as the doer: "… were moved by border guards"."""
        stop = _ENDS.search(self.named.text, start, end)
        for mention in self._within(start, stop.end() if stop else end):
            if _BY.search(self.named.text, max(start, mention.span.start - 40), mention.span.start):
                return self._coordinated([mention], end)
        return []

    def _doer(self, content: Sequence[Span], own: OwnSide) -> Sequence[Mention]:
        """Return the doer of a clause: its subject, or the agent of a passive; never the speaker's own side."""
        for span in content:
            for start, end in _clauses(self.named.text, span):
                found = [m for m in self._clause_doer(start, end) if not own(m)]
                if found:
                    return found
        return []

    def _clause_doer(self, start: int, end: int) -> Sequence[Mention]:
        opening = _OPENING.match(self.named.text, start, end)
        start = opening.end() if opening else start
        inside = [m for m in self._within(start, min(end, start + SUBJECT_REACH)) if not self._owning(m)]
        pronoun = [(span, m) for span, m in self.named.pronouns(start, min(end, start + 8)) if span.quote.lower() in _THEM]
        heads = [m for m in inside if _BEFORE_SUBJECT.fullmatch(self.named.text, start, m.span.start)]
        subject = pronoun[0] if pronoun else (heads[0].span, heads[0]) if heads else None
        agent = self._by(start, end)
        if subject is None:
            return agent
        span, mention = subject
        if agent or _PASSIVE_CLAUSE.match(self.named.text, span.end, end):
            return agent
        return self._coordinated([mention], end)

    def _owning(self, mention: Mention) -> bool:
        """Whether a mention owns another one that follows at once: "Coyoy's party" is the party."""
        if not self.named.owns(mention):
            return False
        return any(m.span.start - mention.span.end <= 4 for m in self._within(mention.span.end, mention.span.end + SUBJECT_REACH))

    def _coordinated(self, first: Sequence[Mention], end: int) -> list[Mention]:
        """Return a mention with those that are coordinated with it: "the ministry and two contractors"."""
        found = list(first)
        for mention in self._within(found[-1].span.end, end) if found else ():
            if not _AND.fullmatch(self.named.text, found[-1].span.end, mention.span.start):
                break
            found.append(mention)
        return found

    def _own_side(self, speaker: Speaker | None) -> OwnSide:
        return OwnSide(self.named, speaker.party if speaker else None)

    def _by_context(self, attribution: Attribution, speaker: Speaker | None) -> tuple[Party, ...]:
        """Return whom an accusation that names nobody is against: the doer told right before it, else the one other state of the report."""
        party = speaker.party if speaker else None
        doers = self._told_before(attribution, party)
        deed = {stem[:ROOT] for stem in self.named.stems(attribution.content)}
        same = next((m for s, m in doers if deed & {stem[:ROOT] for stem in self.named.stems([s])}), None)
        if same is not None:
            return (self.named.party(same, "inferred"),)
        if _VIOLENCE.search(" ".join(s.quote for s in attribution.content)):
            return ()
        side = self.named.country(party.actor) if party else None
        others = [s for s in self.named.leading_states if s != side]
        if side is not None and side in self.named.leading_states and len(others) == 1:
            return (Party(actor=others[0], basis="inferred"),)
        number = self.named.sentence_number(attribution.cue[0].start)
        near = [m for s, m in doers if self.named.sentence_number(s.start) >= number - 1]
        return (self.named.party(near[0], "inferred"),) if near else ()

    def _told_before(self, attribution: Attribution, speaker: Party | None) -> list[tuple[Span, Mention]]:
        """Return who did what is judged, the nearest first: the subjects of the sentences shortly before, but for the speaker's side."""
        start = min(s.start for s in (*attribution.source, *attribution.cue, *attribution.content))
        number, title = self.named.sentence_number(start), self.named.reading.report.title
        before = [s for s in self.named.reading.sentences[max(0, number - BACK) : number + 1] if s.start < start]
        told = [(s, self._subject_of(s, min(s.end, start))) for s in reversed(before) if title is None or not title.overlaps(s)]
        own = OwnSide(self.named, speaker)
        owners = {m.id for span in attribution.source for _, m in self.named.pronouns(*span.offsets)}
        return [
            (s, m)
            for s, m in told
            if m is not None and not own(m) and m.id not in owners and not self.named.one_side(self.named.party(m), speaker)
        ]

    def _subject_of(self, sentence: Span, end: int) -> Mention | None:
        """Return the subject of a sentence, None where it only says something, or is not marked."""
        near = self._within(sentence.start, min(end, sentence.start + OPENS))
        head = next((m for m in near if not self.named.owns(m)), None)
        if head is None or GOVERNED.search(self.named.text, sentence.start, head.span.start):
            return None
        return None if head.id in self._sources else head

    @cached_property
    def _sources(self) -> set[str]:
        """The mentions that name whoever only says or judges something."""
        spans = [s for a in self.named.reading.attributions if a.cue and kind_of(a.cue[0].quote) in ("state", "assess") for s in a.source]
        return {m.id for m in self.named.in_spans(spans)}


class OwnSide:
    """Whether a mention names the side that speaks: the speaker, its body, or an organ of the same state."""

    def __init__(self, named: Named, party: Party | None) -> None:
        self.named = named
        self.actor = party.actor if party else None
        self.mention = named.mentions.get(party.mention or "") if party else None

    def __call__(self, mention: Mention) -> bool:
        """Return whether the mention is of the speaker's side."""
        if self.mention is not None and (mention.id == self.mention.id or (mention.resolved and mention.resolved == self.mention.resolved)):
            return True
        if self.mention is not None and self.mention.type == mention.type == "actor" and _one_noun(self.mention, mention):
            return True
        return self.actor is not None and self.named.body(mention) == self.actor and (is_state(self.actor) or "." in self.actor)


def _one_noun(one: Mention, other: Mention) -> bool:
    """Whether two mentions are one common noun: "one woodcutter", "the woodcutters"."""
    nouns = [m.span.quote.split()[-1] for m in (one, other)]
    return nouns[0].islower() and nouns[0].rstrip("s") == nouns[1].rstrip("s")


def _clauses(text: str, span: Span) -> list[tuple[int, int]]:
    """Return the clauses of a content, as far as full stops and "and that" part them."""
    cuts = [m.end() for m in re.finditer(r"[.!?][”\"]?\s+|,?\s+and\s+(?=that\b)", text[span.start : span.end])]
    edges = [span.start, *(span.start + cut for cut in cuts), span.end]
    return [(a, b) for a, b in pairwise(edges) if b > a]

"""To whom a wrong is imputed (codebook, section 5, `accused`): by the shape of the accusation, in whatever words it comes.

object    "accused X of …", "blamed X and Y", "condemned X for …"; "condemned X's raid", "… the raid by X"
subject   "X was accused of …", "X has faced accusations", "blame for … has settled on X"
target    "blamed the fire on X", "pinned it on X", "attributes it to X"
clause    "said that X had …", "… was burned by X"
context   nobody is named: whoever the speaker is at odds with in this report, basis `inferred`
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from casus.coding.named import Named, is_state
from casus.coding.speakers import Speaker
from casus.coding.wordlists import pattern
from casus.records import Attribution, ClaimKind, Mention, Party, Span

_DEED = re.compile(r"\b(?:of|for|over|with|after|because|when|as)\b")
"""Where the deed begins: who is named after it ("accused X of backing Y") is not the accused."""

_TARGET = re.compile(r"\b(?:on|to|upon|at the door of)\s+", re.IGNORECASE)
_BY = re.compile(r"\bby\s+(?:the\s+|a\s+|an\s+|some\s+)?(?:[\w-]+\s+){0,2}?$", re.IGNORECASE)
_AND = re.compile(
    r"[”\"]?\s*(?:,|,?\s+(?:and|or|as well as|along with))\s+(?:(?:the|a|an|its|his|her|their|two|three|both|some)\s+){0,2}[“\"]?$"
)
_PASSIVE_CLAUSE = re.compile(
    r"[^.;:,]{0,40}?\b(?:was|were|is|are|been|being|be)\s+(?:\w+ly\s+)?"
    r"(?:\w+ed|shot|hit|sent|taken|held|beaten|driven|stolen|burnt|torn|cut|put|made|given|brought|left)\b"
)
_OPENING = re.compile(r"[\s“\"‘']*(?:that\s+|how\s+)?[\s“\"‘']*(?:in \w+\s+|on \w+\s+)?", re.IGNORECASE)
_BEFORE_SUBJECT = re.compile(r"(?:(?!(?:of|in|on|at|by|to|for|with|from|was|were|had|has|is|are|and|into|over)\b)[\w’'-]+\s+){0,4}[“\"]?")
"""What may stand before the subject of a clause: article, owner, adjectives."""

_THEM = frozenset({"they", "it", "he", "she", "them", "him", "her", "its", "their", "his"})
_ENDS = re.compile(r"[.;:]|,\s+(?:and|but|which|who)\b|[”\"]\s")

BEFORE_CUE = 28
"""Characters before a noun cue in which its verb stands: "has long faced accusations"."""

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
    """Whether the source of an attribution speaks: before a passive cue stands whoever is accused ("X has faced accusations")."""
    if not attribution.source or not attribution.cue:
        return bool(attribution.source)
    source, cue = attribution.source[0], attribution.cue[0]
    return not (passive(cue.quote) and source.end <= cue.start and not named.owns_at(source.end))


class Accused:
    """Finds the accused of a reading's claims."""

    def __init__(self, named: Named) -> None:
        self.named = named

    def of(self, attribution: Attribution, kind: ClaimKind, speaker: Speaker | None) -> tuple[Party, ...]:
        """Return who is accused by an attribution that alleges or condemns."""
        own = self._own_side(speaker)
        found = [m for m in self._by_shape(attribution, kind, own) if not own(m)]
        parties = {self.named.body(m) or m.id: self.named.party(m, "alleged") for m in found}
        open_to_context = kind == "allege" or attribution.quoted == "direct"
        return tuple(parties.values()) or (self._by_context(speaker) if open_to_context else ())

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
        if (accuses or kind == "condemn") and after:
            found = self._object(cue.end, after[-1].end)
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

    def _object(self, start: int, end: int) -> Sequence[Mention]:
        """Return the object of an accusing verb: before the deed; else whoever owns the deed, or did it ("by")."""
        deed = _DEED.search(self.named.text, start, end)
        limit = deed.start() if deed else end
        inside = self._within(start, limit)
        heads = [m for m in inside if not self.named.owns(m)]
        if heads and heads[0].span.start - start <= SUBJECT_REACH:
            return self._coordinated(heads[:1], limit)
        back = [m for span, m in self.named.pronouns(start, limit) if span.quote.lower() in _THEM]
        if back:
            return back[:1]
        return inside[:1] or self._by(start, end)

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

    def _by_context(self, speaker: Speaker | None) -> tuple[Party, ...]:
        """Return the one other state of the report where the speaker is of a state and nobody is named."""
        side = self.named.country(speaker.party.actor) if speaker else None
        others = [s for s in self.named.leading_states if s != side]
        if side is None or side not in self.named.leading_states or len(others) != 1:
            return ()
        return (Party(actor=others[0], basis="inferred"),)


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
        return self.actor is not None and self.named.body(mention) == self.actor and (is_state(self.actor) or "." in self.actor)


def _clauses(text: str, span: Span) -> list[tuple[int, int]]:
    """Return the clauses of a content, as far as full stops and "and that" part them."""
    cuts = [m.end() for m in re.finditer(r"[.!?][”\"]?\s+|,?\s+and\s+(?=that\b)", text[span.start : span.end])]
    edges = [span.start, *(span.start + cut for cut in cuts), span.end]
    return [(a, b) for a, b in pairwise(edges) if b > a]

"""Who the words of a reading name: mentions and pronouns by place in the text, and the actor that each stands for."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import pairwise

from casus.coding.wordlists import pattern
from casus.records import ActorInReport, Basis, Mention, Party, Pronoun, Reading, Span

ACTING = ("actor", "person", "place")
"""Types of mentions that can speak or be accused: a capital speaks for its government."""

OWNS = re.compile(r"[’']s\b|(?<=s)[’'](?=\s)")
"""What follows a mention that owns the next noun: "the army's command", "the rebels' leader"."""

ORGANS = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "MFA", "MOD"})
"""What after a country's code names an organ of its state. Other capitals (REB, OPP, CVL) are sorts of people of that country."""

STEM = 5
"""Letters by which two words are taken for one: "bombing", "bombed"."""

_WORD = re.compile(r"[^\W\d_]+")

CLAUSE = re.compile(r"[;:–—]\s*|[”\"]\s+|,?\s+(?:and|but|or|while|as|which|who|that|then)\s+", re.IGNORECASE)
"""Where one clause ends and another begins."""

_PRONOUN = re.compile(r"\W*(?:\w+ly,?\s+)?(?P<pronoun>he|she|it|they|we|his|her|its|their)\b", re.IGNORECASE)
_UNCERTAIN = ("it", "its", "his", "her", "their")
"""Pronouns before a verb that may go back to anybody of the sentence before."""

GOVERNED = re.compile(r"\b(?:of|on|in|at|from|by|to|with|against|for|about|near|over|after|before|since|until|into)\b", re.IGNORECASE)
"""A preposition before a mention: it is no subject."""


class Named:
    """One reading, asked by offsets (code points of the report's text)."""

    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.report.text
        self.actors: dict[str, ActorInReport] = {a.id: a for a in reading.actors}
        self.mentions = {m.id: m for m in reading.mentions}
        self.acting = sorted((m for m in reading.mentions if m.type in ACTING), key=lambda m: m.span.offsets)
        self._starts = [m.span.start for m in self.acting]
        self._sentences = [s.start for s in reading.sentences]
        self._pronouns = {p.span.start: p for p in reading.pronouns}

    def within(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that can act and lie inside `[start, end)`, in text order."""
        low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
        return [m for m in self.acting[low:high] if m.span.end <= end]

    def in_spans(self, spans: Iterable[Span]) -> list[Mention]:
        """Return the mentions that can act inside any of the spans."""
        return [m for span in spans for m in self.within(*span.offsets)]

    def sentence_number(self, at: int) -> int:
        """Return the number of the sentence that begins last before an offset, -1 where none does."""
        return bisect_right(self._sentences, at) - 1

    def sentence(self, at: int) -> Span:
        """Return the sentence around an offset, the whole text where there is none."""
        number = self.sentence_number(at)
        return self.reading.sentences[number] if self.told(at) else self.reading.report.span(0, len(self.text))

    def told(self, at: int) -> bool:
        """Whether an offset lies in a sentence: not in a byline, or in the dateline with the agency that sent the report."""
        number = self.sentence_number(at)
        return number >= 0 and at < self.reading.sentences[number].end

    def pronoun(self, at: int) -> Pronoun | None:
        """Return the pronoun that begins at an offset."""
        return self._pronouns.get(at)

    def antecedent(self, at: int) -> Mention | None:
        """Return the mention that the pronoun at an offset goes back to; None where there is no pronoun or nobody is certain."""
        pronoun = self.pronoun(at)
        return self.mentions.get(pronoun.mention) if pronoun is not None and pronoun.mention else None

    def pronouns(self, start: int, end: int) -> list[tuple[Span, Mention]]:
        """Return the pronouns inside `[start, end)` that go back to a mention."""
        found = (p for p in self.reading.pronouns if start <= p.span.start and p.span.end <= end and p.mention)
        return [(p.span, self.mentions[str(p.mention)]) for p in found]

    def owns(self, mention: Mention) -> bool:
        """Whether the mention stands in the possessive."""
        end = mention.span.end
        return self.owns_at(end) or (mention.span.quote[-1] in "’'" and self.owns_at(end - 1))

    def owns_at(self, end: int) -> bool:
        """Whether the words that end at an offset stand in the possessive."""
        return OWNS.match(self.text, end) is not None

    def actor(self, mention: Mention | None) -> str | None:
        """Return the actor that a mention stands for: the government that a capital acts for, else what it resolves to."""
        if mention is None:
            return None
        return mention.acts_for if mention.type == "place" else mention.resolved

    def body(self, mention: Mention | None) -> str | None:
        """Return the body for which a mention speaks or acts: that of a person in office, else the actor itself."""
        actor = self.actor(mention)
        known = self.actors.get(actor or "")
        return known.acts_for or actor if known is not None else actor

    def party(self, mention: Mention, basis: Basis = "stated") -> Party:
        """Return the party that a mention names."""
        return Party(mention=mention.id, actor=self.body(mention), basis=basis)

    @cached_property
    def states(self) -> tuple[str, ...]:
        """The governments of states that the report names, as ids of three capitals, in the order of their first mention."""
        found = (self.actor(m) for m in self.acting)
        return tuple(dict.fromkeys(a for a in found if a is not None and is_state(a)))

    @cached_property
    def leading_states(self) -> tuple[str, ...]:
        """The two states that the report is about, by how often it names them, their organs and officers; empty where no two stand out."""
        counts = Counter(c for m in self.acting if (c := self.country(self.body(m))) is not None).most_common(3)
        if len(counts) < 2 or 3 * counts[1][1] < counts[0][1] or (len(counts) > 2 and counts[2][1] * 2 > counts[1][1]):
            return ()
        return counts[0][0], counts[1][0]

    def country(self, actor: str | None) -> str | None:
        """Return the country of an actor of the report: its own code for a state."""
        if actor is None:
            return None
        found = self.actors.get(actor)
        return found.country if found is not None else state_of(actor)

    def subject(self, start: int, verb: int, first: bool = False) -> tuple[bool, Party | None]:
        """Return whether a verb after an offset has a subject, and who that is, None where nobody is certain.

        It is whoever opens the clause of the verb, or the one before where verbs are coordinated; `first`: whoever opens the first clause.
        """
        cuts = [start, *(m.end() for m in CLAUSE.finditer(self.text, start, verb)), verb]
        for low, high in pairwise(cuts) if first else reversed(list(pairwise(cuts))):
            pronoun = _PRONOUN.match(self.text, low, high)
            if pronoun and pronoun["pronoun"].casefold() in _UNCERTAIN:
                return True, None
            if pronoun:
                at = pronoun.start("pronoun")
                return True, next((self.party(m) for span, m in self.pronouns(low, high) if span.start == at), None)
            head = next((m for m in self.within(low, high) if not self.owns(m) and not GOVERNED.search(self.text, low, m.span.start)), None)
            if head is not None:
                return True, self.party(head)
        return False, None

    def stems(self, spans: Iterable[Span]) -> frozenset[str]:
        """Return the beginnings of the telling words of some spans: long ones, and none of a name."""
        found = (word.casefold() for span in spans for word in _WORD.findall(span.quote))
        plain = pattern("speakers", "plain", whole=True)
        return frozenset(word[:STEM] for word in found if len(word) >= STEM and word not in self._names and not plain.fullmatch(word))

    @cached_property
    def _names(self) -> frozenset[str]:
        """The words of names, in small letters."""
        named = (m for m in self.acting if m.type != "actor" or m.span.quote[:1].isupper())
        return frozenset(word.casefold() for m in named for word in _WORD.findall(m.span.quote))

    def one_side(self, one: Party | None, other: Party | None) -> bool:
        """Return whether two parties are of one side: organs and officers of one state, else one actor or one and the same mention."""
        if one is None or other is None:
            return False
        if one.actor is None or other.actor is None:
            return one.mention is not None and one.mention == other.mention
        return self.side(one.actor) == self.side(other.actor)

    def sides(self, party: Party | None) -> frozenset[str]:
        """Return all that tells on which side a party is: its actor, its country, its mention."""
        if party is None:
            return frozenset()
        return frozenset(name for name in (party.actor, self.country(party.actor), party.mention) if name is not None)

    def side(self, actor: str) -> str:
        """Return the side that an actor belongs to: the state of its organs and officers, else the actor itself, its opposition too."""
        state, _, organ = actor.partition(".")
        if is_state(state):
            return state if not organ.isupper() or organ in ORGANS else actor
        known = self.actors.get(actor)
        serves = known is not None and known.sector in ORGANS and actor.startswith("one.")
        return known.country or actor if known is not None and serves else actor


def is_state(actor: str) -> bool:
    """Whether an id is that of a state and its government.

    >>> is_state("AFG"), is_state("AFG.MIL")
    (True, False)
    """
    return len(actor) == 3 and actor.isupper()


def state_of(actor: str) -> str | None:
    """Return the state that an organ of it belongs to.

    >>> state_of("AFG.MIL"), state_of("grp.m23")
    ('AFG', None)
    """
    head = actor.split(".", maxsplit=1)[0]
    return head if is_state(head) else None

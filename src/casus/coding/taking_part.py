"""Who takes part in an act, where and when: what the model says of each mention around it, as parties, places and a moment."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from casus.coding.named import Named, state_of
from casus.coding.scenes import Setting
from casus.coding.voices import Source
from casus.reader import ActScore
from casus.records import Basis, EventPlace, EventType, Mention, MentionType, Moment, Party, Span

SURE, SURE_OF_PARTY = 0.65, 0.7
"""Chance that a mention plays a part, from which it is taken to: where or when an act was, and who did it or had it done to them."""

SURE_OF_PLACE = 0.8
"""The same for a place that is not known to stand for anybody."""

SURE_OF_JOINED = 0.2
"""The same for a mention that "and" or a comma joins to one that is sure to play that part."""

MAY_BE: dict[MentionType, tuple[str, ...]] = {
    "actor": ("none", "actor", "recipient"),
    "person": ("none", "actor", "recipient"),
    "place": ("none", "actor", "recipient", "place"),
    "moment": ("none", "moment"),
}
"""The parts that a mention can play in an act."""

ADDRESSED: frozenset[EventType] = frozenset({"REQUEST", "THREATEN", "ACCUSE"})
"""Acts of words that have somebody whom they are said to; what is agreed or rejected may have come from anybody."""

ABROAD = ("", "MFA", "MOD", "MIL")
"""Organs of a state that speak to other states: itself, its foreign and defence ministries, its armed forces."""

PAIR = 2

OFTEN = 4
"""So often a report names a state that it is about."""

_WHERE = re.compile(
    r"\b(?:in|at|near|from|to|into|onto|on|across|around|outside|inside|through|towards?|off|along|via|over)\s+(?:the\s+)?$", re.I
)
_COUNTRY = re.compile(r"plc\.([a-z]{3})")
_SIDES = ("actor", "recipient")
_BOTH = re.compile(r"\b(?:both|two|neither|either|each)\s+(?:of\s+)?(?:the\s+)?(?:\w+\s+)?$", re.IGNORECASE)
"""What stands before a noun for two parties: "both governments", "neither of the two armies"."""
_PARTICIPLE = re.compile(
    r"(?:\w+(?:ed|en|wn)|shot|hit|held|sent|struck|brought|told|cut|hurt|put|sold|made|led|caught|kept|left|bought|built|found|set|met|shut|laid|"
    r"paid|lost|sworn|torn|hung|fed|fought|begun)(?: \w+)?",
    re.IGNORECASE,
)
_BE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|got|gets?|getting)(?:\s+(?:\w+ly|not|never|also|then|later|again|since|still|soon|once))*\s+$",
    re.IGNORECASE,
)
_BY = re.compile(r"\s+(?:\w+ly\s+)?by\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[,;:]|\b(?:that|which|who|after|when|while)\b", re.IGNORECASE)

_JOINT = re.compile(
    r"(?:,|,?\s+(?:and|or|as well as|along with|together with))(?:\s+(?:both|the|an?|its|their|his|her|some|several|\d+))?\s+",
    re.IGNORECASE,
)

VIOLENT: frozenset[EventType] = frozenset({"ASSAULT", "COERCE"})
"""Acts whose victims are themselves, whatever office they hold."""


@dataclass(frozen=True)
class Roles:
    """The mentions of a sentence by the part that each plays in one act, each once; `sure` is the smallest of their chances."""

    actors: tuple[Mention, ...] = ()
    recipients: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()
    moments: tuple[Mention, ...] = ()
    sure: float = 1.0


def roles(setting: Setting, act: Span, score: ActScore) -> Roles:
    """Return who plays which part in an act. A place takes part only where it stands for somebody; else the act happened there.

    Grammar decides what it can: the subject of a passive has it done to them, and whoever follows "by" does it.
    """
    passive = is_passive(setting.sentence, act)
    found: dict[str, tuple[float, str, Mention]] = {}
    for (span, mention), (part, chance) in zip(setting.mentions, _likeliest(setting, score), strict=True):
        if part == "none":
            continue
        played = _side_of_passive(setting.sentence, act, span) or part if passive and part in _SIDES else part
        if mention.type == "place" and played in _SIDES and not _acts(mention, chance, setting.sentence):
            played = "place"
        if chance > found.get(mention.id, (0.0,))[0]:  # a pronoun may say otherwise than the name that it goes back to
            found[mention.id] = chance, played, mention
    actors, recipients, places, moments = (
        tuple(m for _, part, m in found.values() if part == name) for name in ("actor", "recipient", "place", "moment")
    )
    return Roles(actors, recipients, places, moments, min((chance for chance, _, _ in found.values()), default=1.0))


def _likeliest(setting: Setting, score: ActScore) -> list[tuple[str, float]]:
    """Return for each mention the part that it plays, with its chance: none unless sure, or joined to one that plays it."""
    found = []
    for (_, mention), parts in zip(setting.mentions, score.parts, strict=True):
        total = sum(parts[name] for name in MAY_BE[mention.type])
        allowed = {name: parts[name] / total for name in MAY_BE[mention.type]}
        part = max(allowed, key=lambda name: allowed[name])
        found.append((part, allowed[part], allowed))
    sure = [(part, chance) if chance >= (SURE_OF_PARTY if part in _SIDES else SURE) else ("none", 1.0) for part, chance, _ in found]
    onward = list(pairwise(range(len(found))))
    for number, beside in (*onward, *((two, one) for one, two in reversed(onward))):
        part, chance = sure[number]
        other = found[beside][2].get(part, 0.0)
        if sure[beside][0] == "none" and part in _SIDES and other >= SURE_OF_JOINED:
            one, two = sorted((setting.mentions[number][0], setting.mentions[beside][0]), key=lambda span: span.start)
            if joined(setting.sentence, one, two):
                sure[beside] = part, min(chance, max(other, SURE_OF_PARTY))
    return sure


def _chain(setting: Setting, mention: Mention) -> list[Mention]:
    """Return the mentions that follow one in an unbroken chain of "and" and commas."""
    found: list[Mention] = []
    for (one, first), (two, second) in pairwise(setting.mentions):
        if (first.id == mention.id or first in found) and joined(setting.sentence, one, two):
            found.append(second)
    return found


def joined(sentence: Span, one: Span, two: Span) -> bool:
    """Whether nothing but "and", "or" or a comma stands between two mentions of a sentence, and at most an article.

    >>> told = Span.of("Mexico and the Colombian navy met.", 0, 34)
    >>> joined(told, Span.of(told.quote, 0, 6), Span.of(told.quote, 15, 29))
    True
    """
    between = sentence.quote[one.end - sentence.start : two.start - sentence.start]
    return one.end <= two.start and _JOINT.fullmatch(between) is not None


def _acts(place: Mention, chance: float, sentence: Span) -> bool:
    """Whether a place is a party: it stands for somebody, or the model is sure and no word before it says that it is only where."""
    before = sentence.quote[: place.span.start - sentence.start]
    return place.acts_for is not None or (chance >= SURE_OF_PLACE and not _WHERE.search(before))


def is_passive(sentence: Span, act: Span) -> bool:
    """Whether an act is told in the passive: a participle after a form of "be", or before "by".

    >>> told = Span.of("Two editors were later arrested by police.", 0, 42)
    >>> is_passive(told, Span.of(told.quote, 23, 31))
    True
    """
    if not _PARTICIPLE.fullmatch(act.quote):
        return False
    before, after = sentence.quote[: act.start - sentence.start], sentence.quote[act.end - sentence.start :]
    return _BE.search(before) is not None or _BY.match(after) is not None


def _side_of_passive(sentence: Span, act: Span, mention: Span) -> str | None:
    """Return the part of a mention around a passive; None where only the model can tell."""
    if mention.end <= act.start:
        between = sentence.quote[mention.end - sentence.start : act.start - sentence.start]
        return None if _BY.search(between) else "recipient"
    between = sentence.quote[act.end - sentence.start : mention.start - sentence.start]
    return "actor" if _BY.match(between) and not _CLAUSE_END.search(between) else None


class TakingPart:
    """Turns the mentions of one report into parties, places and moments of its events."""

    def __init__(self, named: Named) -> None:
        self.named = named
        self._moments = {moment.mention: moment for moment in named.reading.moments}

    def doers(self, mentions: Sequence[Mention], source: Source) -> tuple[Party, ...]:
        """Return the actors of a deed with what says that it was they: their own side owns to it, or others allege it."""
        accused = {who(party) for claim in source.claims for party in claim.accused}
        admitting = {claim.speaker.actor for claim in source.claims if claim.kind == "admit" and claim.speaker and claim.speaker.actor}
        found = []
        for party in (party for mention in mentions for party in self.stands_for(mention)):
            basis: Basis = "stated"
            if party.actor in admitting:
                basis = "admitted"
            elif source.voice == "alleged" or (source.doer_alleged and who(party) in accused):
                basis = "alleged"
            found.append(party.model_copy(update={"basis": basis}))
        return _each(found)

    def others(self, mentions: Sequence[Mention], doers: Sequence[Party], type: EventType, source: Source) -> tuple[Party, ...]:
        """Return the recipients of an act: nobody is acted upon by themselves."""
        acting = {who(party) for party in doers}
        basis: Basis = "alleged" if source.voice == "alleged" else "stated"
        parties = [party for m in mentions for party in self.stands_for(m, in_office=type not in VIOLENT)]
        return _each([party.model_copy(update={"basis": basis}) for party in parties if who(party) not in acting])

    def speakers(self, first: Party, source: Sequence[Span], setting: Setting, doers: Sequence[Mention]) -> tuple[Party, ...]:
        """Return who does an act of words: the speaker of its claim, and whoever does it beside them, in the source or joined to it."""
        named = self.named.mentions.get(first.mention or "")
        speaking = self.stands_for(named) if named is not None and first.actor is None else (first,)
        chain = [] if named is None else _chain(setting, named)
        beside = [m for m in doers if m.id != first.mention and (m in chain or any(span.covers(m.span) for span in source))]
        return _each([*speaking, *(party for m in beside for party in self.stands_for(m))])

    def other_side(self, speaker: Party, type: EventType) -> tuple[Party, ...]:
        """Return whom a state addresses without naming it: the one other state of a report that is about two; nobody in other reports."""
        own, _, organ = (speaker.actor or "").partition(".")
        if type not in ADDRESSED or organ not in ABROAD or own not in self._states:
            return ()
        others = [state for state in self._states if state != own]
        return (Party(actor=others[0], basis="inferred"),) if len(others) == 1 else ()

    @cached_property
    def _states(self) -> tuple[str, ...]:
        """The states that a report is about: those named more often than once, by themselves or by their organs."""
        named = Counter(state for m in self.named.acting if (state := state_of(self.named.actor(m) or "")))
        return tuple(state for state, times in named.items() if times >= OFTEN)

    def stands_for(self, mention: Mention, *, in_office: bool = True) -> tuple[Party, ...]:
        """Return whom a mention names: "both governments" are two parties, left open between two candidates that are equally likely."""
        best, before = mention.candidates[:2], self.named.text[max(0, mention.span.start - 30) : mention.span.start]
        if self.named.actor(mention) is None and len(best) == PAIR and best[0].score == best[1].score and _BOTH.search(before):
            return tuple(Party(mention=mention.id, actor=candidate.id) for candidate in best)
        return (self.party(mention, in_office=in_office),)

    def party(self, mention: Mention, *, in_office: bool = True) -> Party:
        """Return a mention as a party; whoever holds an office acts for their body, unless `in_office` is false."""
        actor = self.named.actor(mention)
        if actor is None and mention.type == "place" and (country := _COUNTRY.fullmatch(mention.resolved or "")):
            actor = country[1].upper()
        person = self.named.actors.get(actor or "")
        return Party(mention=mention.id, actor=person.acts_for if in_office and person and person.acts_for else actor)

    def places(self, mentions: Sequence[Mention]) -> tuple[EventPlace, ...]:
        """Return where an act happened: of several places one inside the other, the first that is told, which is the narrowest in news."""
        return tuple(EventPlace(mention=m.id, place=m.resolved) for m in mentions[:1])

    def moment(self, mentions: Sequence[Mention]) -> Moment | None:
        """Return when an act happened."""
        return next((moment for m in mentions if (moment := self._moments.get(m.id))), None)


def who(party: Party) -> str | None:
    """Return what tells a party from others: its actor, else its mention."""
    return party.actor or party.mention


def _each(parties: Sequence[Party]) -> tuple[Party, ...]:
    return tuple({who(party): party for party in reversed(parties)}.values())[::-1]

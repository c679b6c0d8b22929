"""Who takes the sides of an act that its sentence leaves open: a log-linear model over everybody whom the report names, and nobody.

"Partners commend this decision": whose? "The ministry warned that others would follow": whom? Features tell what the pair model says of
somebody in the act's sentence, where they stand, what they do in the report's other acts and claims, and of what sort they are. No name
is a feature. `sides.json` holds the weights (side, name of a feature, weight), fitted on reports of our own writing as read by models that
had not seen them: `python -m training.sides`.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from math import exp, fsum
from typing import Literal, get_args

from casus.coding.happenings import Telling
from casus.coding.named import Named
from casus.coding.scenes import Setting
from casus.coding.taking_part import TakingPart, who
from casus.reader import ActScore
from casus.records import Basis, Candidate, Claim, Mention, Party, Span

WEIGHTS = "sides.json"

Side = Literal["actors", "recipients"]
SIDES: tuple[Side, ...] = get_args(Side)

LIKELY = 0.4
"""Chance from which somebody takes a side that is open. Those who share a side share its chance: it is below a half."""

NOBODY = ""
"""Stands for nobody among those who may take a side."""

BACK = 3
"""Acts before an act of which it counts who took part in them."""

_PART = {"actors": "actor", "recipients": "recipient"}
_EDGES = (0.02, 0.1, 0.25, 0.5, 0.75, 0.9)
_PREPOSITIONS = frozenset({"to", "with", "against", "of", "by", "from", "for", "on", "at", "between", "in", "over"})
_NEXT = frozenset({*_PREPOSITIONS, "that", "the", "a", "an", "its", "their", "his", "her", "it", "him", "them"})
_EACH_OTHER = re.compile(r"\s+(?:\w+\s+){0,2}(?:each other|one another|mutual)", re.IGNORECASE)
_OBJECT = re.compile(r"\s+(?:(?:to|with|at|for|of|against|by|on|from)\s+)?(it|him|her|them|us|me)\b", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class Act:
    """A telling with its sentence and what the pair model says of the mentions in it."""

    telling: Telling
    setting: Setting
    score: ActScore


@dataclass(frozen=True, eq=False)
class Question:
    """Who takes a side of an act: the features of each who may, by what tells parties from each other; `NOBODY` is among them."""

    features: Mapping[str, frozenset[str]]

    def chances(self, weights: Mapping[str, float]) -> dict[str, float]:
        """Return how likely it is each of them, by weights of features; those without one count nothing."""
        scores = {name: exp(fsum(weights.get(f, 0.0) for f in features)) for name, features in self.features.items()}
        total = fsum(scores.values())
        return {name: score / total for name, score in scores.items()}


@cache
def shipped_weights() -> Mapping[Side, Mapping[str, float]]:
    """Return the weights that ship, by side and feature."""
    found: dict[Side, Mapping[str, float]] = json.loads((resources.files("casus.coding") / WEIGHTS).read_text("utf-8"))
    return found


class Sides:
    """The acts of one report, asked who takes part in them: of those whom its sentences name, not byline or dateline."""

    def __init__(self, named: Named, parties: TakingPart, acts: Sequence[Act]) -> None:
        self.named, self.acts = named, acts
        self.party: dict[str, Party] = {}
        told = [m for m in named.acting if named.told(m.span.start)]
        self._name_of = {m.id: self._enter(parties.party(m)) for m in told if m.type != "place" or m.acts_for}
        self._seen: dict[str, list[Span]] = defaultdict(list)
        pronouns = [(p.span, p.mention) for p in named.reading.pronouns if p.mention in self._name_of]
        for span, mention in sorted([*((m.span, m.id) for m in named.acting), *pronouns], key=lambda seen: seen[0].start):
            if mention in self._name_of:
                self._seen[self._name_of[str(mention)]].append(span)
        often = Counter({name: len(spans) for name, spans in self._seen.items()})
        self._rank = {name: rank for rank, (name, _) in enumerate(often.most_common())}
        self._claims = {claim.id: claim for claim in named.reading.claims}
        self._held = {a.id: self._in(a.content) for a in named.reading.attributions if a.content}
        self._speaking = {str(who(c.speaker)) for c in named.reading.claims if c.speaker}

    def _enter(self, party: Party) -> str:
        name = str(who(party))
        self.party.setdefault(name, party)
        return name

    def _in(self, content: Sequence[Span]) -> tuple[int, list[Mention]]:
        """Return where a content begins, and the mentions of parties in it."""
        return min(part.start for part in content), [m for m in self.named.in_spans(content) if m.id in self._name_of]

    def name(self, mention: Mention) -> str | None:
        """Return what tells the party that a mention names from others; None where it can be no party."""
        return self._name_of.get(mention.id)

    def filled(self) -> list[Telling]:
        """Return the tellings of the acts in their order, open sides taken by whoever is likely enough."""
        found = []
        for number, act in enumerate(self.acts):
            telling = act.telling
            for side in SIDES:
                if not getattr(act.telling, side):
                    chances = self.question(number, side).chances(shipped_weights()[side])
                    likely = sorted((name for name in chances if name and chances[name] >= LIKELY), key=lambda name: -chances[name])
                    taking = tuple(self._party(name, telling) for name in likely)
                    telling = replace(telling, actors=taking) if side == "actors" else replace(telling, recipients=taking)
                    telling = replace(telling, sure=telling.sure * max(chances[name] for name in likely or [NOBODY]))
            found.append(telling)
        return found

    def _party(self, name: str, telling: Telling) -> Party:
        """Return somebody who takes an open side: no words of its sentence say so, unless they are named in it."""
        named = any(telling.sentence.covers(span) for span in self._seen[name])
        basis: Basis = "alleged" if telling.voice == "alleged" else "stated" if named else "inferred"
        return self.party[name].model_copy(update={"basis": basis})

    def question(self, number: int, side: Side) -> Question:
        """Return who may take a side of an act, by its number, and what speaks for each."""
        act = self.acts[number]
        across = _names(act.telling, _across(side))
        at = act.telling.trigger.start
        last = {name: max((s.start for s in spans if s.end <= at), default=-1) for name, spans in self._seen.items() if name not in across}
        near = {name: place for place, name in enumerate(sorted(last, key=lambda name: -last[name]))}
        told = self._told_elsewhere(number, side)
        kinds = (act.telling.type, "speech" if act.telling.expresses else "deed")
        taken = _names(act.telling, side)
        found = {name: {*told.get(name, ()), *self._of(act, side, name, near[name], taken)} for name in near}
        found[NOBODY] = set(self._of_nobody(act, side, taken=bool(taken)))
        return Question({name: frozenset({*own, *(f"{kind}: {f}" for kind in kinds for f in own)}) for name, own in found.items()})

    def _of(self, act: Act, side: Side, name: str, near: int, taken: set[str]) -> Iterator[str]:
        """Yield what speaks for somebody by where they stand and what they are."""
        telling, seen, party = act.telling, self._seen[name], self.party[name]
        inside = [span for span in seen if telling.sentence.covers(span)]
        if taken:
            yield "taken" if name in taken else "another taken"
        if inside:
            yield from self._in_sentence(act, side, inside)
        else:
            now = self.named.sentence_number(telling.trigger.start)
            before = [now - self.named.sentence_number(span.start) for span in seen if span.start < telling.trigger.start]
            yield f"last {_few(before[-1], 5)} before" if before else "only later"
        yield f"near {_few(near, 6)} {'in' if inside else 'out'}"
        yield f"rank {_few(self._rank[name], 4)}"
        yield f"times {_few(len(seen), 5)}"
        if telling.expresses:
            yield from self._in_content(self._claims[telling.expresses], name)
        if name in self._speaking:
            yield "speaks"
        kind = self._kind(party)
        yield f"kind {kind}"
        for other in getattr(telling, _across(side))[:1]:
            yield f"kind {kind} across {self._kind(other)}"
            yield "one side" if self.named.one_side(party, other) else "two sides"
            ours, theirs = self.named.country(party.actor), self.named.country(other.actor)
            yield "country " + ("unknown" if not ours or not theirs else "same" if ours == theirs else "other")
        meant = self._object(telling.trigger)
        if meant is not None:
            names = [self._name_of.get(c.id) for c in meant]
            yield f"object {_few(names.index(name), 3)}" if name in names else "not the object"

    def _in_sentence(self, act: Act, side: Side, inside: Sequence[Span]) -> Iterator[str]:
        """Yield what speaks for somebody who is named in the sentence of an act."""
        rows = [parts for (span, _), parts in zip(act.setting.mentions, act.score.parts, strict=True) if span in inside]
        ours, theirs = (max((parts[_PART[s]] for parts in rows), default=0.0) for s in (side, _across(side)))
        yield f"model {_step(ours)}"
        yield f"model across {_step(theirs)}"
        if rows and ours == max(parts[_PART[side]] for parts in act.score.parts):
            yield "model best"
        trigger = act.telling.trigger
        yield f"in sentence {'before' if inside[0].start < trigger.start else 'after'}"
        after = next((span for span in inside if span.start >= trigger.end), None)
        if after is not None:
            between = self.named.text[trigger.end : after.start].lower().split()
            yield f"after by {_few(len(between), 5)}"
            yield from (f"preposition {word}" for word in between[-2:] if word in _PREPOSITIONS)
        if any(self.named.pronoun(span.start) for span in inside):
            yield "pronoun"
        if any(self.named.owns_at(span.end) for span in inside):
            yield "owns"

    def _in_content(self, claim: Claim, name: str) -> Iterator[str]:
        """Yield where somebody stands in what a claim says."""
        start, held = self._held.get(claim.attribution or "", (0, ()))
        mine = next((place for place, m in enumerate(held) if self._name_of[m.id] == name), None)
        yield "not in content" if mine is None else f"in content {_few(mine, 3)}"
        if mine is not None:
            yield f"content after {_few(len(self.named.text[start : held[mine].span.start].split()), 5)}"

    def _told_elsewhere(self, number: int, side: Side) -> Mapping[str, set[str]]:
        """Return by name what somebody does in the other acts and in claims, as seen from one side of an act."""
        found: dict[str, set[str]] = defaultdict(set)
        for other in range(len(self.acts)):
            if other != number:
                for name, feature in self._in_act(number, other, side):
                    found[name].add(feature)
        for name, feature in self._in_claims(self.acts[number].telling):
            found[name].add(feature)
        return found

    def _in_act(self, number: int, other: int, side: Side) -> Iterator[tuple[str, str]]:
        """Yield who takes part in another act, and how that looks from one side of this one."""
        act, told, back = self.acts[number].telling, self.acts[other].telling, number - other
        facing, ours, theirs = _names(act, _across(side)), _names(told, side), _names(told, _across(side))
        shared, turned = bool(facing & theirs), bool(facing & ours)
        when = "earlier" if back > 0 else "later"
        for name in ours:
            yield name, "elsewhere on this side"
            if shared:
                yield name, f"shares the other side {when}"
            if shared and told.type == act.type:
                yield name, "shares it in an act of this type"
        for name in theirs:
            yield name, "elsewhere on the other side"
            if turned:
                yield name, f"turned {when}"
            if turned and back > 0:
                yield name, f"turned by {told.type} for {act.type}"
        if 0 < back <= BACK:
            fit = f"{'same' if shared else 'else'}, {'turned' if turned else 'not turned'}"
            yield from ((name, f"{part} {back} before, {fit}") for part in SIDES for name in _names(told, part))
        if back == 1:
            yield from ((name, f"{part} before of {told.type} for {act.type}") for part in SIDES for name in _names(told, part))

    def _in_claims(self, act: Telling) -> Iterator[tuple[str, str]]:
        """Yield who has to do with the claim that an act is, or with the one that tells of it, and how."""
        if act.expresses:
            claim = self._claims[act.expresses]
            yield from _each(claim.accused, "accused")
            for answered in (self._claims[name] for name in claim.answers):
                yield from _each([answered.speaker], "is answered")
                yield from _each(answered.accused, "is accused in what is answered")
            yield from _each([other.speaker for other in self._claims.values() if claim.id in other.answers], "answers")
        for outer in (self._claims[name] for name in act.claims[:1]):
            yield from _each([outer.speaker], "tells of it")
            yield from _each(outer.accused, "accused of it")

    def _of_nobody(self, act: Act, side: Side, *, taken: bool) -> Iterator[str]:
        """Yield what speaks for nobody."""
        telling = act.telling
        yield from ("nobody", f"nobody {telling.voice}", f"nobody {telling.status}", f"nobody {telling.extent}", f"nobody {telling.mode}")
        if taken:
            yield "nobody though taken"
        across = getattr(telling, _across(side))
        yield f"nobody across {_few(len(across), 2)}"
        yield f"nobody of {_few(len(self._seen), 8)}"
        yield f"nobody in the {telling.part}"
        after = self.named.text[telling.trigger.end : telling.trigger.end + 30].lower().split(maxsplit=1)
        yield f"nobody before {after[0] if after and after[0] in _NEXT else 'another word'}"
        yield f"nobody where best {_step(max((parts[_PART[side]] for parts in act.score.parts), default=0.0))}"
        yield from (f"nobody across {self._kind(party)}" for party in across[:1])
        if _EACH_OTHER.match(self.named.text, telling.trigger.end):
            yield "nobody but each other"
        if self._object(telling.trigger) is not None:
            yield "nobody though object"

    def _object(self, trigger: Span) -> Sequence[Candidate] | None:
        """Return whom the pronoun after an act may go back to, best first; None where no pronoun is its object."""
        found = _OBJECT.match(self.named.text, trigger.end)
        pronoun = self.named.pronoun(found.start(1)) if found else None
        return pronoun.candidates if pronoun is not None else None

    def _kind(self, party: Party) -> str:
        known = self.named.actors.get(party.actor or "")
        if known is not None:
            return known.kind
        mention = self.named.mentions.get(party.mention or "")
        return f"unknown {mention.type}" if mention is not None else "unknown"


def _across(side: Side) -> Side:
    return "recipients" if side == "actors" else "actors"


def _names(telling: Telling, side: Side) -> set[str]:
    return {str(who(party)) for party in getattr(telling, side)}


def _each(parties: Iterable[Party | None], feature: str) -> Iterator[tuple[str, str]]:
    yield from ((str(who(party)), feature) for party in parties if party is not None)


def _few(number: int, most: int) -> str:
    return str(number) if number < most else f"{most}+"


def _step(chance: float) -> str:
    return next((f"< {edge}" for edge in _EDGES if chance < edge), f">= {_EDGES[-1]}")

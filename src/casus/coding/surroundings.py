"""What the rest of a report says for and against the kinds of a claim: whoever was just accused denies, what others deny was an accusation.

A log-linear model on top of how likely each kind is by the words alone. Its features tell who is accused where, who speaks before and
after, what of, and of whom the content tells; no name is a feature. `surroundings.json` holds the weights (feature, kind, weight; `alone`:
how much the words count), fitted on reports of our own writing as models read them that had not seen them:
`python -m training.surroundings`. Whether something is a claim at all is left to the words.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from importlib import resources
from math import exp, log

from casus.coding.kinds import kind_of, likeliest
from casus.coding.named import Named
from casus.records import Attribution

WEIGHTS = "surroundings.json"

ALONE = "alone"
"""Names the weight of the logarithm of how likely a kind is by the words alone."""

LEAST = 1e-4
"""Chance that a kind has at least."""

JUST, SOON = 400, 500
"""Characters between a claim and one that is made just before or after, or that soon takes it up."""

FEW, SOME = 4, 9
"""Words of a content from which it is not very short, and not short."""

NONE = "none"


@dataclass(frozen=True)
class Standing:
    """An attribution as the rest of the report sees it: how likely each kind is by its words, the sides that speak and that it accuses."""

    attribution: Attribution
    chances: Mapping[str, float]
    speaks: frozenset[str]
    accused: frozenset[str]
    known: bool
    """Whether there is a speaker."""

    @property
    def at(self) -> int:
        """Where its cue begins."""
        return self.attribution.cue[0].start

    @cached_property
    def kind(self) -> str:
        """The likeliest kind by the words."""
        return likeliest(self.chances) or NONE


@cache
def shipped_weights() -> Mapping[str, Mapping[str, float]]:
    """Return the weights that ship, by feature and kind."""
    found: dict[str, dict[str, float]] = json.loads((resources.files("casus.coding") / WEIGHTS).read_text("utf-8"))
    return found


def in_report(chances: Mapping[str, float], features: Iterable[str], weights: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Return how likely each kind is in its report, by weights of features; the chance of being no claim stays as it is.

    >>> found = in_report({"none": 0.2, "state": 0.5, "deny": 0.3}, ["accused"], {"alone": {"alone": 1.0}, "accused": {"deny": 2.0}})
    >>> found["none"], found["deny"] > found["state"]
    (0.2, True)
    """
    alone, weighed = weights[ALONE][ALONE], [weights[name] for name in features if name in weights]
    kinds = [kind for kind in chances if kind != NONE]
    raised = {kind: exp(alone * log(max(chances[kind], LEAST)) + sum(row.get(kind, 0.0) for row in weighed)) for kind in kinds}
    left = (1 - chances.get(NONE, 0.0)) / sum(raised.values())
    return {kind: raised[kind] * left if kind in raised else chance for kind, chance in chances.items()}


class Surroundings:
    """The attributions of one report, each asked what surrounds it."""

    def __init__(self, named: Named, standings: Sequence[Standing]) -> None:
        self.named, self.standings = named, standings
        self._order = sorted(range(len(standings)), key=lambda number: standings[number].at)
        self._place = {number: place for place, number in enumerate(self._order)}
        self._told = [self._told_of(standing.attribution) for standing in standings]
        self._words = [named.stems(standing.attribution.content) for standing in standings]
        self._sentences = [named.sentence_number(standing.at) for standing in standings]
        self._offers = {named.sentence_number(offer.span.start) for offer in named.reading.offers}

    def _told_of(self, attribution: Attribution) -> list[frozenset[str]]:
        return [self.named.sides(self.named.party(m)) for m in self.named.in_spans(attribution.content)]

    def features(self, number: int) -> frozenset[str]:
        """Return what surrounds an attribution, alone, with the kind that its cue makes, and with the likeliest kind by its words."""
        standing = self.standings[number]
        found = {*self._accused(number), *self._tells(number), *self._beside(number), *self._form(number)}
        by_cue = kind_of(standing.attribution.cue[0].quote)
        return frozenset({*found, *(f"cue {by_cue}: {name}" for name in found), *(f"{standing.kind}: {name}" for name in found)})

    def _accused(self, number: int) -> Iterator[str]:
        """Yield where others accuse whoever speaks, and whether whoever is accused speaks."""
        one, accused = self.standings[number], False
        for place, other in enumerate(self.standings):
            if place == number or not one.speaks & other.accused or one.speaks & other.speaks:
                continue
            accused, gap = True, one.at - other.at
            yield f"accused {'just ' if abs(gap) < JUST else ''}{'before' if gap > 0 else 'after'}"
            if self._words[number] & self._words[place]:
                yield f"accused in the same words {'before' if gap > 0 else 'after'}"
        if not accused:
            yield "not accused"
        if one.accused:
            answers = {other.kind for place, other in enumerate(self.standings) if place != number and other.speaks & one.accused}
            yield f"the accused {'deny' if answers & {'deny', 'admit'} else 'speak' if answers else 'are silent'}"

    def _tells(self, number: int) -> Iterator[str]:
        """Yield of whom the content tells, and what they say soon after."""
        one, told = self.standings[number], self._told[number]
        first = told[0] if told else None
        yield f"first told of {'nobody' if first is None else _whose(first, one.speaks)}"
        others = [sides for sides in told if sides and not sides & one.speaks]
        yield f"tells of {min(2, len(others))} others"
        for other in self.standings:
            if 0 < other.at - one.at < SOON and any(other.speaks & sides for sides in others):
                yield f"those soon {other.kind}"

    def _beside(self, number: int) -> Iterator[str]:
        """Yield the kinds of the claims right before and after, and what their speakers have to do with this one's."""
        one, place = self.standings[number], self._place[number]
        for name, beside in (("before", place - 1), ("after", place + 1)):
            if not 0 <= beside < len(self._order):
                yield f"{name}: nothing"
                continue
            at = self._order[beside]
            who = self._relation(one, self.standings[at], number, at)
            near = "near" if abs(self._sentences[number] - self._sentences[at]) <= 1 else "far"
            yield from (f"{name}: {self.standings[at].kind}", f"{name}: {self.standings[at].kind} by {who}", f"{name}: {who} {near}")

    def _relation(self, one: Standing, other: Standing, number: int, at: int) -> str:
        """Return what the speaker of another claim has to do with this one."""
        if one.speaks & other.speaks:
            return "the same"
        if any(other.speaks & sides for sides in self._told[number]):
            return "who is told of"
        if any(one.speaks & sides for sides in self._told[at]):
            return "who tells of them"
        return "another" if one.speaks and other.speaks else "unknown"

    def _form(self, number: int) -> Iterator[str]:
        """Yield how and where the attribution stands."""
        one = self.standings[number]
        cue, content, title = one.attribution.cue[0], one.attribution.content, self.named.reading.report.title
        yield f"speaker {'known' if one.speaks else 'unknown' if one.known else 'none'}"
        yield f"quoted {one.attribution.quoted}"
        within = any(o is not one and any(part.covers(cue) for part in o.attribution.content) for o in self.standings)
        yield "inside another" if within else "in no other"
        yield f"in the {'title' if title and title.overlaps(cue) else 'opening' if self._sentences[number] <= 1 else 'body'}"
        yield from (f"offer {where}" for where, after in (("here", 0), ("next", 1)) if self._sentences[number] + after in self._offers)
        words = sum(len(part.quote.split()) for part in content)
        yield f"content {'very short' if words < FEW else 'short' if words < SOME else 'long'}"
        yield f"content in {min(3, len(content))}"


def _whose(sides: frozenset[str], speaks: frozenset[str]) -> str:
    return "the speaker" if sides & speaks else "another" if sides else "somebody"

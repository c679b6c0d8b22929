"""What speaks for a candidate of a toponym: itself, and the rest of the report.

Every feature is a figure between about 0 and 1, so that the weights (`place_weights.yaml`) can be read beside each other.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from casus.grounding.gazetteer import EARTH_KM, Found, Gazetteer
from casus.grounding.spelling import fold
from casus.grounding.toponyms import SETTLED, Toponym
from casus.records import Report, Span

Floats = NDArray[np.float64]

ALONE = (
    "population", "largest", "share_of_name", "country", "province", "district", "own", "capital", "alias", "sound", "kind_fits",
    "kind_differs",
    "small_abroad",
)  # fmt: skip
TOGETHER = (
    "inside_named", "holds_named", "near_50km", "near_250km", "same_region", "region_named", "same_country", "country_named", "nationality",
    "neighbour", "dateline_country", "dateline_near", "site_country",
)  # fmt: skip
FEATURES = (*ALONE, *TOGETHER)
KNOWN = ("known", "best_score", "only_sound", "no_kind_fits")
"""Features of the belief that one of the candidates is meant at all: always there; the best one's score; all candidates only sound like the
name; the words announce a kind that none of them is."""

PARTS = {"first": ALONE, "all": FEATURES, "known": KNOWN}
"""The tables of weights, and their features in order."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the report tells besides its toponyms: nationalities by count, the toponym of the dateline, the state of the site's address."""

    nationalities: dict[str, float]
    dateline: int | None
    site: str | None


_TITLE_WORDS = re.compile(r"[A-ZÀ-Þ][\w’'.\-]*(?:\s+(?:and\s+|of\s+)?[A-ZÀ-Þ][\w’'.\-]*){0,2}")
_TOP_LEVEL = re.compile(r"^(?:\w+://)?[\w.\-]*\.([a-z]{2})(?:[/:]|$)", re.IGNORECASE)
_UNTIED = frozenset({"io", "co", "tv", "me", "ai", "cc", "ly", "to", "fm", "eu", "ws", "nu"})
"""Top-level domains that are sold the world over and say nothing of the seat."""


def surroundings(
    gazetteer: Gazetteer, report: Report, found: Sequence[Toponym], peoples: Sequence[Toponym], taken: Iterable[Span]
) -> Surroundings:
    """Return what the report tells besides its toponyms; `taken` are spans in which words name no nationality (persons, places)."""
    covered = sorted(span.offsets for span in taken)
    starts = [start for start, _ in covered]
    counts: dict[str, float] = defaultdict(float)
    for match in _TITLE_WORDS.finditer(report.text):
        if not _lies_in(match.start(), starts, covered):
            for states in _nations(gazetteer, match.group()):
                for state in states:
                    counts[state] += 1 / len(states)
    for item in peoples:
        counts[item.candidates[0].states[0]] += len(item.mentions)
    total = sum(counts.values())
    dateline = None
    if report.dateline is not None:
        inside = [n for n, item in enumerate(found) if any(report.dateline.overlaps(m.span) for m in item.mentions)]
        dateline = inside[0] if inside else None
    return Surroundings({state: count / total for state, count in counts.items()}, dateline, site_country(gazetteer, report))


def _lies_in(start: int, starts: Sequence[int], covered: Sequence[tuple[int, int]]) -> bool:
    """Whether an offset lies in one of the spans, in the nearest four that begin before it: mentions nest no deeper."""
    last = bisect_right(starts, start)
    return any(start < high for _, high in covered[max(0, last - 4) : last])


def _nations(gazetteer: Gazetteer, words: str) -> list[frozenset[str]]:
    whole = gazetteer.nationalities.get(fold(words))
    if whole:
        return [whole]
    return [states for word in re.split(r"[\s\-–]+", words) if (states := gazetteer.nationalities.get(fold(word)))]


def site_country(gazetteer: Gazetteer, report: Report) -> str | None:
    """Return the state that a report's publisher sits in, by its address (`.pk`) or a nationality in its name; None where neither tells."""
    for text in (report.url or "", report.publisher or ""):
        match = _TOP_LEVEL.match(text)
        if match and match[1].lower() not in _UNTIED:
            state = gazetteer.state_of(match[1].upper())
            if state:
                return state
    named = [states for states in _nations(gazetteer, report.publisher or "") if len(states) == 1]
    return next(iter(named[0])) if named else None


@dataclass(frozen=True)
class Weights:
    """Weights of `ALONE` for a toponym by itself, of `FEATURES` for it among the others, and of `KNOWN`."""

    first: Floats
    all: Floats
    known: Floats


class Field:
    """All candidates of a report's toponyms in one row each, and what does not change while they are weighed."""

    def __init__(self, gazetteer: Gazetteer, found: Sequence[Toponym], around: Surroundings) -> None:
        self.gazetteer, self.found, self.around = gazetteer, found, around
        self.places: list[Found] = [place for item in found for place in item.candidates]
        sizes = [len(item.candidates) for item in found]
        self.starts = np.cumsum([0, *sizes])
        self.group = np.repeat(np.arange(len(found)), sizes)
        self.states = sorted({state for place in self.places for state in place.states})
        self._index = {state: number for number, state in enumerate(self.states)}
        self.membership = self._memberships()
        self.distance = self._distances()
        self.alone = np.array([row for item in found for row in alone(item)], dtype=float).reshape(-1, len(ALONE))
        self._pairs()

    def _memberships(self) -> Floats:
        member = np.zeros((len(self.places), len(self.states)))
        for row, place in enumerate(self.places):
            for state in place.states:
                member[row, self._index[state]] = 1.0
        return member

    def _distances(self) -> Floats:
        lat = np.radians([place.lat for place in self.places])
        lon = np.radians([place.lon for place in self.places])
        points = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=1)
        return np.asarray(EARTH_KM * np.arccos(np.clip(points @ points.T, -1.0, 1.0)))

    def _pairs(self) -> None:
        """Prepare which candidate lies in which, and how near they are: candidates of one toponym say nothing of each other."""
        other = self.group[:, None] != self.group[None, :]
        extent = np.array([0.0 if place.kind in SETTLED or place.kind == "district" else 1.0 for place in self.places])
        point = 1.0 - extent
        self.near_50 = np.exp(-self.distance / 50.0) * other * point[None, :]
        self.near_250 = np.exp(-self.distance / 250.0) * other * point[None, :]
        region = np.array([place.region or 0 for place in self.places])
        key = np.array([place.key for place in self.places])
        self.same_region = ((region[:, None] == region[None, :]) & (region[:, None] > 0)) * other
        self.in_region = (region[:, None] == key[None, :]) * other * 1.0
        near = self.gazetteer.neighbours
        beside = [[float(other in near.get(state, ())) for other in self.states] for state in self.states]
        self.beside = np.array(beside, dtype=float).reshape(len(self.states), len(self.states))
        self.is_country = np.array([place.kind == "country" for place in self.places], dtype=float)
        self.held = np.zeros((len(self.places), len(self.places)))
        for number, item in enumerate(self.found):
            for holder in set(item.inside):
                self._note_holding(number, holder)

    def _note_holding(self, number: int, holder: int) -> None:
        for i in range(self.starts[number], self.starts[number + 1]):
            for j in range(self.starts[holder], self.starts[holder + 1]):
                self.held[i, j] = self.gazetteer.contains(self.places[j], self.places[i])

    def together(self, chance: Floats) -> Floats:
        """Return the features that depend on the other toponyms, given how likely each of their candidates is: (candidates, features)."""
        others = self._of_others(chance[:, None] * self.membership)
        named_others = np.minimum(self._of_others((chance * self.is_country)[:, None] * self.membership), 1.0)
        count = max(len(self.found) - 1, 1)
        nation = np.array([self.around.nationalities.get(state, 0.0) for state in self.states])
        columns = [
            self.held @ chance,
            np.minimum(self.held.T @ chance, 1.0),
            np.log1p(self.near_50 @ chance),
            np.log1p(self.near_250 @ chance),
            np.log1p(self.same_region @ chance),
            np.minimum(self.in_region @ chance, 1.0),
            _most(self.membership, others / count),
            _most(self.membership, named_others),
            self.membership @ nation,
            self._neighbours(others / count),
            *self._dateline(chance),
            self._site(),
        ]
        return np.stack([np.asarray(column, dtype=float) for column in columns], axis=1)

    def _of_others(self, mass: Floats) -> Floats:
        """Return for each candidate the mass of each state that other toponyms than its own bring: (candidates, states)."""
        own = np.zeros((len(self.found), len(self.states)))
        np.add.at(own, self.group, mass)
        return np.asarray(mass.sum(axis=0)[None, :] - own[self.group])

    def _neighbours(self, others: Floats) -> Floats:
        return np.minimum(_most(self.membership, others @ self.beside.T), 1.0)

    def _dateline(self, chance: Floats) -> tuple[Floats, Floats]:
        number = self.around.dateline
        if number is None:
            return np.zeros(len(self.places)), np.zeros(len(self.places))
        rows = self.group == number
        state = self.membership @ (self.membership[rows].T @ chance[rows])
        near = np.exp(-self.distance[:, rows] / 200.0) @ chance[rows]
        return np.where(rows, 0.0, np.minimum(state, 1.0)), np.where(rows, 0.0, near)

    def _site(self) -> Floats:
        state = self.around.site
        return self.membership[:, self._index[state]] if state in self._index else np.zeros(len(self.places))

    def normalise(self, scores: Floats) -> Floats:
        """Return chances that sum to one over the candidates of each toponym (softmax)."""
        chance = np.empty_like(scores)
        for low, high in zip(self.starts, self.starts[1:], strict=False):
            if high > low:
                weight = np.exp(scores[low:high] - scores[low:high].max())
                chance[low:high] = weight / weight.sum()
        return chance

    def weigh(self, weights: Weights, rounds: int) -> tuple[Floats, Floats]:
        """Return each candidate's chance among its rivals, and its score: by itself first, then with the other toponyms, in turns."""
        scores = self.alone @ weights.first
        for _ in range(rounds if self.places else 0):
            scores = np.hstack([self.alone, self.together(self.normalise(scores))]) @ weights.all
        return self.normalise(scores), scores

    def known(self, scores: Floats) -> Floats:
        """Return the features of the belief that a candidate is meant at all: (toponyms with candidates or not, features)."""
        rows = []
        for item, low, high in zip(self.found, self.starts, self.starts[1:], strict=False):
            only_sound = all(place.match == "sound" for place in item.candidates)
            no_kind = bool(item.kinds) and not any(place.kind in item.kinds or place.kind in SETTLED for place in item.candidates)
            rows.append([1.0, scores[low:high].max() if high > low else 0.0, float(only_sound), float(no_kind)])
        return np.array(rows, dtype=float).reshape(-1, len(KNOWN))

    def believe(self, weights: Weights, rounds: int) -> list[tuple[float, ...]]:
        """Return for each toponym how likely each candidate is meant; the rest is the chance that it is none of them."""
        chance, scores = self.weigh(weights, rounds)
        known = 1 / (1 + np.exp(-self.known(scores) @ weights.known))
        pairs = zip(self.starts, self.starts[1:], known, strict=False)
        return [tuple(float(value) for value in chance[low:high] * belief) for low, high, belief in pairs]


def _most(membership: Floats, mass: Floats) -> Floats:
    """Return for each candidate the greatest mass among its states: (candidates, states) twice -> (candidates,)."""
    return np.asarray((membership * mass).max(axis=1, initial=0.0))


def alone(item: Toponym) -> list[list[float]]:
    """Return the features of each candidate that depend on itself and its rivals for the name."""
    most = max((place.population for place in item.candidates), default=0)
    total = sum(place.population for place in item.candidates if place.kind in SETTLED)
    return [_alone(place, item, most, total) for place in item.candidates]


def _alone(place: Found, item: Toponym, most: int, total: int) -> list[float]:
    settled = place.kind in SETTLED
    fits = bool(item.kinds) and place.kind in item.kinds
    return [
        math.log10(place.population + 10) / 7,
        float(place.population == most),
        place.population / total if settled and total else 0.0,
        float(place.kind == "country"),
        float(place.kind == "province"),
        float(place.kind == "district"),
        float(not settled and place.kind not in ("country", "province", "district")),
        float(place.capital),
        float(place.match == "alias"),
        float(place.match == "sound"),
        float(fits),
        float(bool(item.kinds) and not fits),
        float(settled and place.population < 1000),
    ]

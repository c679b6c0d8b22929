"""Where: which place of the gazetteer each place name of a report means, decided for all names of the report together.

Each candidate has a chance by itself (people who live there, kind, spelling) and by the rest of the report: what holds it, what lies near,
which states the report names, the dateline, the seat of the site. The chances of all names are weighed in turns until they agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from itertools import pairwise

import numpy as np
import yaml

from casus.grounding.gazetteer import Found, Gazetteer, distance_km
from casus.grounding.missed_places import add_missed, in_agency
from casus.grounding.nearness import LOOK_BACK, Nearness, between, displaced, joins, nearness
from casus.grounding.place_evidence import PARTS, Field, Weights, surroundings
from casus.grounding.toponyms import DISTRICT, PROVINCE, SETTLED, Toponym, bearing, toponyms
from casus.records import Candidate, Mention, Place, Reading

ROUNDS = 3
"""Turns of weighing; more change nothing."""

SURE = 0.3
"""Chance from which on a candidate is the resolution: below, the report leaves more than one open, or names a place that is not listed.
On LGL, out of fold, it keeps 90 % of the place names, 92 % of them right within 161 km; 0.5 keeps 84 % and 95 %."""

SURE_BY_SOUND = 0.5
"""The same for a name that is only a transliteration of the candidate's."""

SHOWN = 5
"""Candidates that are kept with a mention."""


def ground_places(reading: Reading, by: Weights | None = None) -> Reading:
    """Resolve the place mentions of a reading, add the ones that were passed over, and list the places.

    A place of which the gazetteer knows nothing stays unresolved, and the others are not the worse for it. `by` are other weights than the
    shipped ones, for those who fit or measure them.
    """
    gazetteer = Gazetteer.open()
    mentions = add_missed(gazetteer, reading)
    named = [mention for mention in mentions if mention.type == "place" and not in_agency(reading, mention.span)]
    found = weighed(gazetteer, reading, named, mentions, by or weights())
    places = _Places(gazetteer, reading)
    resolved = {mention.id: mention for item in found for mention in places.resolve(item)}
    places.join(found, resolved)
    used = {mention.resolved for mention in resolved.values()}
    return reading.model_copy(
        update={
            "mentions": tuple(resolved.get(mention.id, mention) for mention in mentions),
            "places": tuple(place for key, place in sorted(places.known.items()) if key in used),
        }
    )


def weighed(gazetteer: Gazetteer, reading: Reading, named: Sequence[Mention], mentions: Sequence[Mention], by: Weights) -> list[Toponym]:
    """Return the toponyms of a report with the chances of their candidates."""
    found, peoples = toponyms(gazetteer, reading.report.text, named)
    taken = [mention.span for mention in mentions if mention.type in ("place", "person")]
    around = surroundings(gazetteer, reading.report, found, peoples, taken)
    for item, belief in zip(found, Field(gazetteer, found, around).believe(by, ROUNDS), strict=True):
        item.probabilities = belief
    return [*found, *peoples]


@cache
def weights() -> Weights:
    """Return the fitted weights of the features; `bench/place_weights.py` says how they were found."""
    table = yaml.safe_load(resources.files("casus.grounding").joinpath("place_weights.yaml").read_text("utf-8"))
    return Weights(*(np.array([table[part][name] for name in names]) for part, names in PARTS.items()))


def seat_first(item: Toponym) -> list[float]:
    """Return the scores of a toponym's candidates, those of a region and its seat of the same name given to the one that the words mean.

    "Kandahar" alone is the city, "Kandahar province" the province: which of the two changes little on the map, and much in a table.
    """
    scores = list(item.probabilities)
    announced = bool(item.part) or (bool(item.kinds & (PROVINCE | DISTRICT)) and not item.kinds & SETTLED)
    seats = [n for n, place in enumerate(item.candidates) if place.kind in SETTLED and place.population >= SEAT and place.match != "sound"]
    for other, region in enumerate(item.candidates):
        for number in seats if region.kind in ("province", "district") else ():
            if _is_seat(item.candidates[number], region):
                given, taken = (other, number) if announced else (number, other)
                scores[given], scores[taken] = scores[given] + scores[taken], 0.0
    return scores


SEAT = 15_000
"""People from whom on a town is meant before the region that is called after it."""


def _is_seat(seat: Found, region: Found) -> bool:
    if region.kind == "province":
        return seat.region == region.key
    return region.kind == "district" and seat.region == region.region and distance_km(seat, region) <= max(region.radius_km, 30.0)


class _Places:
    """The places of one reading: those of the gazetteer, and those that lie near, beside or between them."""

    def __init__(self, gazetteer: Gazetteer, reading: Reading) -> None:
        self.gazetteer, self.text, self.known = gazetteer, reading.report.text, dict[str, Place]()
        self.bases: dict[str, Found] = {}

    def resolve(self, item: Toponym) -> list[Mention]:
        """Return the mentions of a toponym with their candidates, and with the best one where it is sure enough."""
        scores = seat_first(item)
        ranked = sorted(zip(scores, item.candidates, strict=True), key=lambda pair: -pair[0])[:SHOWN]
        shown = tuple(Candidate(id=place.id, score=round(min(chance, 1.0), 4)) for chance, place in ranked)
        sure = ranked[0][1] if ranked and ranked[0][0] >= (SURE_BY_SOUND if ranked[0][1].match == "sound" else SURE) else None
        return [
            mention.model_copy(update={"candidates": shown, "resolved": self._place(mention, item, sure) if sure else None})
            for mention in item.mentions
        ]

    def _place(self, mention: Mention, item: Toponym, found: Found) -> str:
        place = self._record(found)
        near = Nearness("part", bearing=bearing(item.part), words=item.part) if item.part else self._nearness(mention, item.name)
        if near is not None and not (near.relation == "coast" and found.kind == "country"):
            place = displaced(place, found, near)
        self.known[place.id] = place
        self.bases[mention.id] = found
        return place.id

    def _record(self, found: Found) -> Place:
        return self.known.get(found.id) or self.gazetteer.record(found)

    def _nearness(self, mention: Mention, name: str) -> Nearness | None:
        """Return what the words before a name say; some of them may stand inside the mention ("south of Crete")."""
        inside = max(mention.span.quote.find(name), 0)
        start = mention.span.start + inside
        return nearness(self.text[max(0, start - LOOK_BACK) : start])

    def join(self, found: Sequence[Toponym], resolved: dict[str, Mention]) -> None:
        """Move both ends of "between A and B" to the place between them, where both are settlements or both are points."""
        order = sorted((m for item in found for m in item.mentions), key=lambda m: m.span.start)
        for one, other in pairwise(order):
            before = self.text[max(0, one.span.start - LOOK_BACK) : one.span.start]
            a, b = self.bases.get(one.id), self.bases.get(other.id)
            if a is None or b is None or "country" in (a.kind, b.kind) or not joins(self.text, one.span.end, other.span.start, before):
                continue
            place = between(self._record(a), self._record(b), a, b)
            self.known[place.id] = place
            for mention in (one, other):
                resolved[mention.id] = resolved[mention.id].model_copy(update={"resolved": place.id})

"""Whether two tellings are one happening: what contradicts, what agrees, and how likely that makes it.

Type fits, parties are compatible, nothing contradicts, and at least one of place, time, number or named occasion positively agrees
(codebook, section 7). Within that, the log-odds of `weights.yaml` decide: those of words, numbers and dates are fitted on headlines of
events coded by hand, those of parties and places are set (`python -m bench.occurrences`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

import yaml

from casus.corroboration.meaning import cosine, rarest_name, rarest_shared
from casus.corroboration.parties import Fit, fit
from casus.corroboration.tellings import JOINED, Happening, Where

WINDOW_DAYS = 4
"""Reports of one happening lie so near each other in time, where at least one of them gives no day for it."""

PRECISE_DAYS = 3
"""A moment of at most so many days is one that two reports can agree on."""

OCCASION = 5.0
"""A shared name this rare (in one paragraph of a hundred and fifty) names an occasion."""

OCCASION_WORD = 7.5
"""So does any word this rare (one paragraph in eighteen hundred): not every headline writes names with capitals."""

FAR_KM = 40.0
"""Points farther apart than this, beyond what their radii allow, are two places; the half of it counts as one."""

_FITTING = """
    ASSAULT COERCE, ASSAULT PROTEST, COERCE SANCTION, COERCE MOBILIZE, AGREE CONCEDE, AGREE CONSULT, AGREE SUPPORT, AGREE RETREAT,
    CONCEDE RETREAT, AID COOPERATE, AID SUPPORT, COOPERATE SUPPORT, REQUEST THREATEN, REJECT SANCTION, ACCUSE REJECT, MOBILIZE THREATEN,
    COOPERATE MOBILIZE
"""

FITTING = frozenset(frozenset(pair.split()) for pair in _FITTING.split(","))
"""Types that two reports may give one happening: the codebook's confusing pairs."""


Ground = Literal["same", "region", "open", "elsewhere", "other"]
"""One place; one region, or a place in it; nothing known; regions far apart, whose points say little; two places, or two countries."""


@dataclass(frozen=True)
class Likeness:
    """How like two tellings are: log-odds that they are one happening, and what positively agrees."""

    score: float
    agrees: frozenset[str]


def compare(one: Happening, other: Happening) -> Likeness | None:
    """Return how like two tellings are; None where they contradict each other or come from one report."""
    if one.report == other.report or not _type_fits(one, other) or not _near(one, other):
        return None
    sides = _parties(one, other)
    place = _places(one.places, other.places)
    time = _times(one, other)
    if "other" in sides or place == "other" or time == "other":
        return None
    features = {"bias": 1.0} | words(one, other) | numbers(one, other) | times(one, other) | places(one, other)
    features |= {"type": float(one.type != other.type), "party": float(sides.count("same"))}
    agrees = {name for name, agreed in (("place", place == "same"), ("time", time == "same")) if agreed}
    agrees |= {"number"} if features["number"] or features["killed"] else set()
    named = rarest_name(one.meaning, other.meaning) >= OCCASION or features["first"] * 10 >= OCCASION_WORD
    agrees |= {"occasion"} if named else set()
    log_odds = weights()["dated" if time == "same" else "undated"]
    return Likeness(sum(log_odds[name] * value for name, value in features.items()), frozenset(agrees))


@cache
def weights() -> dict[str, dict[str, float]]:
    """Return the log-odds for each feature, of pairs that agree on a day (`dated`) and of others; zero is where a link begins."""
    text = resources.files("casus.corroboration").joinpath("weights.yaml").read_text("utf-8")
    return {kind: {name: float(value) for name, value in row.items()} for kind, row in yaml.safe_load(text).items()}


def fitting_types(type: str) -> tuple[str, ...]:
    """Return the types that another report may give a happening of this one.

    >>> fitting_types("PROTEST")
    ('ASSAULT', 'PROTEST')
    """
    return tuple(sorted({type}.union(*(pair for pair in FITTING if type in pair))))


def _type_fits(one: Happening, other: Happening) -> bool:
    if JOINED[one.status] != JOINED[other.status]:
        return False
    return one.type == other.type or frozenset((one.type, other.type)) in FITTING


def _near(one: Happening, other: Happening) -> bool:
    """Whether the two lie near enough in time to be looked at: a matter of the two alone, so that no order of arrival changes it."""
    return one.day is not None and other.day is not None and abs(one.day - other.day) <= WINDOW_DAYS


def _parties(one: Happening, other: Happening) -> tuple[Fit, ...]:
    """Return how the two sides fit; for two-sided happenings the sides are one."""
    if any(not h.recipients and len(h.actors) > 1 for h in (one, other)):
        both = fit((*one.actors, *one.recipients), (*other.actors, *other.recipients))
        return (both,)
    return fit(one.actors, other.actors), fit(one.recipients, other.recipients)


def _places(one: tuple[Where, ...], other: tuple[Where, ...]) -> Ground:
    found = {_place(a, b) for a in one for b in other}
    if "same" in found or "region" in found:
        return "same" if "same" in found else "region"
    if found and found <= {"other", "elsewhere"}:
        return "other" if found == {"other"} else "elsewhere"
    return "open"


def _place(one: Where, other: Where) -> Ground:
    if one.place == other.place:
        return "open" if one.whole_country else "region" if one.broad else "same"
    if one.country and other.country and one.country != other.country:
        return "other"
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None or one.whole_country or other.whole_country:
        return "open"
    apart = kilometres(one.lat, one.lon, other.lat, other.lon) - one.km - other.km
    if apart > FAR_KM:
        return "elsewhere" if one.broad or other.broad else "other"
    if one.broad or other.broad:
        return "region" if apart <= 0 else "open"
    return "open" if apart > FAR_KM / 2 else "same"


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance between two points in degrees on a sphere of 6,371 km (haversine).

    >>> round(kilometres(34.53, 69.17, 33.69, 73.06))
    370
    """
    one, other, step = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    half = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(step / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(half)))


def _times(one: Happening, other: Happening) -> Fit:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return "open"
    gap = max(one.start, other.start) - min(one.end, other.end)
    if gap > 0:
        return "other"
    precise = max(one.end - one.start, other.end - other.start) <= PRECISE_DAYS
    return "same" if gap < 0 and precise else "open"


def words(one: Happening, other: Happening) -> dict[str, float]:
    """Return what the words have in common."""
    first, second = rarest_shared(one.meaning, other.meaning)
    return {
        "words": cosine(one.meaning.words, other.meaning.words),
        "pieces": cosine(one.meaning.pieces, other.meaning.pieces),
        "first": first / 10,
        "second": second / 10,
    }


def places(one: Happening, other: Happening) -> dict[str, float]:
    """Return whether one place, or at least one region, is named by both."""
    found = _places(one.places, other.places)
    return {"place": float(found == "same"), "region": float(found == "region"), "elsewhere": float(found == "elsewhere")}


def numbers(one: Happening, other: Happening) -> dict[str, float]:
    """Return what the numbers have in common: those in the words, and the dead and injured as coded."""
    left, right = one.meaning.numbers, other.meaning.numbers
    counted = [(getattr(one.counts, name), getattr(other.counts, name)) for name in ("killed", "injured", "detained")]
    return {
        "number": float(bool(left & right)),
        "numbers_differ": float(bool(left and right and not left & right)),
        "killed": float(any(a and a == b for a, b in counted)),
    }


def times(one: Happening, other: Happening) -> dict[str, float]:
    """Return how many days lie between the reports, ten at most, and whether they came out on one day."""
    apart = 10 if one.published is None or other.published is None else min(abs(one.published - other.published), 10)
    return {"apart": apart / 10, "one_day": float(apart == 0)}

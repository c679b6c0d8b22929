"""Places told by way of others: "near X", "30 km north of X", "the outskirts of X", "northern X". Each gets a point of its own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import blake2b

from casus.grounding.gazetteer import Found, centre, distance_km, offset
from casus.grounding.toponyms import bearing
from casus.records import Place

NEAR_KM = 15.0
"""How far "near" and "outside" reach beyond a place: half of what a reader would still call near, chosen, not measured."""

EDGE_KM = 5.0
"""How far the outskirts reach beyond a place's own radius."""

_KM = {"k": 1.0, "m": 1.609, "mi": 1.609, "n": 1.852}
_NUMBER = r"(?P<number>\d[\d.,]*|a few|several|dozens of)"
_UNIT = r"(?P<unit>km|kms|kilomet(?:re|er)s?|miles?|nautical miles?|mi)\b\.?(?:\s*\([^)]{2,24}\))?"
_SIDE = r"(?P<side>(?:north|south)(?:[ -]?(?:east|west))?|east|west)"
_ARTICLE = (
    r"(?:the\s+)?(?:(?:capital|city|town|village|port|border|district|southern|northern|eastern|western|central|coastal)\s+){0,3}"
    r"(?:city\s+|town\s+)?(?:of\s+)?$"
)
_AT_DISTANCE = re.compile(
    rf"(?:{_NUMBER}[ -]*{_UNIT}\s+)?(?:(?:to the|just|due|further|far)\s+)*{_SIDE}\s+(?:of|from)\s+{_ARTICLE}"
    rf"|{_NUMBER.replace('number', 'n2')}[ -]*{_UNIT.replace('unit', 'u2')}\s+(?:away\s+)?from\s+{_ARTICLE}",
    re.IGNORECASE,
)
_NEAR = re.compile(
    rf"\b(?:near|nearby|close to|outside|around|not far from|in the vicinity of|within reach of|near to)\s+{_ARTICLE}", re.IGNORECASE
)
_EDGE = re.compile(rf"\b(?:outskirts|suburbs?|edge|edges|fringes?|periphery|environs|approaches)\s+(?:of|to)\s+{_ARTICLE}", re.IGNORECASE)
_COAST = re.compile(rf"\b(?:off(?:\s+the\s+(?:coast|shores?)\s+of)?|(?:waters|coast)\s+(?:off|of))\s+{_ARTICLE}", re.IGNORECASE)
_BETWEEN = re.compile(rf"\bbetween\s+{_ARTICLE}", re.IGNORECASE)
_AND = re.compile(rf"\s+and\s+{_ARTICLE}", re.IGNORECASE)
_ANY = re.compile(
    r"near|close to|outside|around|far from|vicinity|within|skirts|suburb|edge|fringe|periphery|environs|approach|off|coast|waters|north"
    r"|south|east|west|from",
    re.IGNORECASE,
)
"""One of these stands in all that follows: most names have none before them."""

LOOK_BACK = 90
"""Characters before a name in which such words may stand."""


@dataclass(frozen=True, slots=True)
class Nearness:
    """How a place is told by way of another one. `relation` is near, edge, coast, side, part or between."""

    relation: str
    km: float = 0.0
    bearing: int | None = None
    words: str = ""


def nearness(before: str) -> Nearness | None:
    """Return what the words before a name say about where the place lies from it, or None where they name the place itself.

    >>> nearness("Troops halted 30 km north of ")
    Nearness(relation='side', km=30.0, bearing=0, words='30 km north of')
    >>> nearness("a market in ") is None
    True
    """
    before = before[-LOOK_BACK:]
    if not _ANY.search(before):
        return None
    if match := _AT_DISTANCE.search(before):
        number, unit = match["number"] or match["n2"], match["unit"] or match["u2"]
        side = bearing(match["side"]) if match["side"] else None
        return Nearness("side", _distance(number, unit), side, " ".join(match.group().split()))
    for relation, pattern in (("edge", _EDGE), ("near", _NEAR), ("coast", _COAST)):
        if match := pattern.search(before):
            return Nearness(relation, words=" ".join(match.group().split()))
    return None


def _distance(number: str | None, unit: str | None) -> float:
    if number is None or unit is None:
        return 0.0
    scale = _KM["n" if unit.lower().startswith("n") else unit[0].lower()]
    digits = number.replace(",", "").rstrip(".")
    return scale * (float(digits) if re.fullmatch(r"\d+(?:\.\d+)?", digits) else 10.0)


def joins(text: str, first_end: int, second_start: int, before: str) -> bool:
    """Whether two names are the ends of a "between A and B"; `before` are the words before the first."""
    return bool(_BETWEEN.search(before[-LOOK_BACK:])) and bool(_AND.fullmatch(text[first_end:second_start]))


def displaced(place: Place, base: Found, near: Nearness) -> Place:
    """Return the place that lies where `near` says from `base`: a point of its own, less precise, in the same country."""
    how = f"{near.relation}{near.km:.0f}{near.bearing}{near.words}"
    if near.relation == "part":
        lat, lon = _moved(base, 0.5 * base.radius_km, near.bearing)
        moved = _placed(place, how, lat, lon, 0.6 * base.radius_km)
        return moved.model_copy(update={"name": f"{near.words.capitalize()} {place.name}", "kind": "region"})
    if near.relation == "side":
        away = near.km or base.radius_km + NEAR_KM
        lat, lon = _moved(base, away, near.bearing)
        moved = _placed(place, how, lat, lon, max(base.radius_km, away if near.bearing is None else SLACK * away, 2.0))
        return moved.model_copy(update={"name": f"{near.words} {place.name}"})
    return _placed(place, how, base.lat, base.lon, base.radius_km + (EDGE_KM if near.relation == "edge" else NEAR_KM))


SLACK = 0.3
"""Share of a told distance by which the point may be off: directions are told in eighths, distances along roads."""


def _moved(base: Found, km: float, towards: int | None) -> tuple[float, float]:
    return (base.lat, base.lon) if towards is None else offset(base.lat, base.lon, km, towards)


def between(one: Place, other: Place, a: Found, b: Found) -> Place:
    """Return the place between two others: half-way, as wide as half of what parts them."""
    lat, lon = centre([(a.lat, a.lon), (b.lat, b.lon)])
    middle = _placed(one, f"between {other.id}", lat, lon, max(distance_km(a, b) / 2, 2.0))
    return middle.model_copy(
        update={
            "name": f"between {one.name} and {other.name}",
            "kind": "region",
            "country": one.country if one.country == other.country else None,
            "administered_by": one.administered_by if one.administered_by == other.administered_by else (),
            "claimed_by": one.claimed_by if one.claimed_by == other.claimed_by else (),
        }
    )


def _placed(place: Place, how: str, lat: float, lon: float, km: float) -> Place:
    """Return a place at another point; its id hashes the place it is told by and how, so that two reports tell of one place."""
    key = blake2b(f"{place.id}|{how}".encode(), digest_size=6).hexdigest()
    point = {"lat": round(lat, 4), "lon": round(lon, 4), "precision_km": round(km, 1)}
    return place.model_copy(update={"id": f"plc.at.{key}", **point})

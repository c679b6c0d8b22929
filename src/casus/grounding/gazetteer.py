"""Look-ups in the compiled gazetteer: which places bear a name, and what is known of one place.

The file is opened read-only and immutable; SQLite maps its pages on demand, so that opening costs a few milliseconds and little memory.
"""

from __future__ import annotations

import math
import sqlite3
import threading
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from casus.grounding.gazetteer_build import CAPITAL, DATABASE, DISPUTED, FORMAT, MAIN_NAME, SHARED, ready
from casus.grounding.spelling import fold, fold_key, sound_key
from casus.records import Holding, ModelError, Place

EARTH_KM = 6371.0
"""Mean radius of the Earth."""

MOST = 40
"""Candidates of one name that are handed out: the most populous, and all that are not settlements."""

REMEMBERED = 4096
"""Names whose candidates are kept in memory."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place that bears a name. `match` says how: `name` (its main name), `alias`, or `sound` (a transliteration of either)."""

    key: int
    id: str
    name: str
    kind: str
    lat: float
    lon: float
    radius_km: float
    states: tuple[str, ...]
    region: int | None
    population: int
    territory: int | None
    capital: bool
    match: str = "name"


@dataclass
class Gazetteer:
    """The compiled gazetteer. Look-ups are safe from several threads."""

    path: Path
    _local: threading.local = field(default_factory=threading.local, repr=False)
    _names: OrderedDict[str, tuple[Found, ...]] = field(default_factory=OrderedDict, repr=False)

    def __post_init__(self) -> None:
        query = self._connection().execute
        if query("SELECT value FROM meta WHERE key = 'format'").fetchone() != (str(FORMAT),):
            raise ModelError(f"{self.path} is a gazetteer of another format: python -m casus.grounding.gazetteer_build")
        self._kinds: dict[int, str] = dict(query("SELECT key, name FROM kind").fetchall())
        self._iso3: dict[str, str] = dict(query("SELECT iso2, iso3 FROM country").fetchall())
        self.countries: Mapping[str, int] = dict(query("SELECT iso3, place FROM country").fetchall())
        self.neighbours: Mapping[str, frozenset[str]] = {
            iso3: frozenset(near.split()) for iso3, near in query("SELECT iso3, neighbours FROM country")
        }
        rows = query("SELECT word, iso3, adjective FROM nation").fetchall()
        self.nationalities: Mapping[str, frozenset[str]] = _gathered((word, iso3) for word, iso3, _ in rows)
        self.adjectives: Mapping[str, frozenset[str]] = _gathered((word, iso3) for word, iso3, adjective in rows if adjective)

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """Return the gazetteer that ships with casus, one per process, or the one at `path`.

        >>> Gazetteer.open().candidates("Kandahar")[0].id
        'plc.af-kandahar'
        """
        return _shipped() if path is None else cls(path)

    def candidates(self, name: str, country: str | None = None) -> tuple[Found, ...]:
        """Return the places that bear a name, the likeliest of themselves first; spellings that only sound alike where none is the same.

        `country` (ISO 3166-1 alpha-3) keeps those that lie in it.
        """
        folded = fold(name)
        found = self._names.get(folded)
        if found is None:
            found = self._names[folded] = self._look_up(name)
            if len(self._names) > REMEMBERED:
                self._names.popitem(last=False)
        return found if country is None else tuple(place for place in found if country in place.states)

    def found(self, key: int) -> Found:
        """Return a place by its key."""
        row = self._connection().execute(f"{_SELECT} WHERE p.key = ?", (key,)).fetchone()
        return self._found((*row, MAIN_NAME), "name")

    def by_id(self, place_id: str) -> Found | None:
        """Return a place by its id, `plc.<geonameid>` or `plc.<slug>`; None where there is none."""
        number = place_id.removeprefix("plc.")
        where, value = ("p.key", int(number)) if number.isdigit() else ("p.id", place_id)
        row = self._connection().execute(f"{_SELECT} WHERE {where} = ?", (value,)).fetchone()
        return None if row is None else self._found((*row, MAIN_NAME), "name")

    def place(self, place_id: str) -> Place | None:
        """Return the record of a place; a place in a disputed territory has that territory's holders, and no country.

        >>> place = Gazetteer.open().place("plc.esh")
        >>> place.country, [holding.by for holding in place.administered_by][:1]
        (None, ['MAR'])
        """
        found = self.by_id(place_id)
        return None if found is None else self.record(found)

    def record(self, found: Found) -> Place:
        """Return the record of a place that was looked up."""
        holdings = self.holdings(found.key) or (self.holdings(found.territory) if found.territory else ())
        claims = {holding.by for relation, holding in holdings if relation == "claimed_by"}
        return Place(
            id=found.id,
            name=found.name,
            kind=found.kind,
            lat=found.lat,
            lon=found.lon,
            precision_km=found.radius_km,
            country=found.states[0] if len(found.states) == 1 and len(claims) < 2 and not self._is_open(found) else None,
            administered_by=tuple(holding for relation, holding in holdings if relation == "administered_by"),
            claimed_by=tuple(holding for relation, holding in holdings if relation == "claimed_by"),
        )

    def holdings(self, key: int) -> tuple[tuple[str, Holding], ...]:
        """Return who administers and who claims a place, in the order of our file: pairs of relation and holding."""
        rows = self._connection().execute("SELECT relation, by, since, until FROM holding WHERE place = ? ORDER BY rowid", (key,))
        return tuple((relation, Holding(by=by, since=_day(since), until=_day(until))) for relation, by, since, until in rows)

    def positions(self, place_id: str) -> dict[str, str]:
        """Return what each party of a dispute says of a place, by the party's id; empty where nothing is disputed."""
        found = self.by_id(place_id)
        if found is None:
            return {}
        query = "SELECT party, text FROM position WHERE place = ? ORDER BY party"
        own = dict(self._connection().execute(query, (found.key,)).fetchall())
        return own or dict(self._connection().execute(query, (found.territory,)).fetchall())

    def contains(self, outer: Found, inner: Found) -> bool:
        """Whether one place lies in the other by the hierarchy of states and regions, or by distance for regions of our own."""
        if outer.key == inner.key:
            return False
        if outer.kind == "country":
            return bool(set(outer.states) & set(inner.states))
        if outer.key in (inner.region, inner.territory):
            return True
        return (
            outer.radius_km > 3 * inner.radius_km
            and outer.kind not in ("province", "city", "village")
            and distance_km(outer, inner) <= outer.radius_km
        )

    def state_of(self, iso2: str) -> str | None:
        """Return the ISO 3166-1 alpha-3 code of a two-letter code (also of `UK`), or None."""
        return self._iso3.get("GB" if iso2 == "UK" else iso2)

    def _look_up(self, name: str) -> tuple[Found, ...]:
        rows = self._connection().execute(_BY_SOUND, (sound_key(name),)).fetchall()
        same = fold_key(name)
        exact = [row for row in rows if row[-1] % MAIN_NAME == same]
        best: dict[int, Found] = {}
        for row in exact or rows:
            match = "sound" if not exact else "name" if row[-1] >= MAIN_NAME else "alias"
            if row[0] not in best or match == "name":
                best[row[0]] = self._found(row, match)
        ranked = sorted(best.values(), key=_rank)
        return tuple(ranked[:MOST])

    def _found(self, row: tuple[Any, ...], match: str) -> Found:
        key, place_id, name, kind, lat, lon, radius, iso2, region, population, territory, flags, _ = row
        states = (self._iso3[iso2],) if isinstance(iso2, str) and iso2 in self._iso3 else self._states(key)
        return Found(
            key=key, id=place_id or f"plc.{key}", name=name, kind=self._kinds[kind], lat=lat / 1e4, lon=lon / 1e4, radius_km=radius / 10,
            states=states, region=region, population=population or 0, territory=territory, capital=bool(flags & CAPITAL), match=match,
        )  # fmt: skip

    def _states(self, key: int) -> tuple[str, ...]:
        return tuple(row[0] for row in self._connection().execute("SELECT iso3 FROM state WHERE place = ? ORDER BY iso3", (key,)))

    def _is_open(self, found: Found) -> bool:
        """Whether a place is several states', or lies in a country that is disputed as a whole."""
        keys = (found.key, self.countries.get(found.states[0], found.key))
        flags = [self._connection().execute("SELECT flags FROM place WHERE key = ?", (key,)).fetchone()[0] for key in keys]
        return bool(flags[0] & SHARED or (flags[0] | flags[1]) & DISPUTED)

    def _connection(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"{self.path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            connection.execute("PRAGMA cache_size = -2048")
            self._local.connection = connection
        return connection


_COLUMNS = "p.key, p.id, p.name, p.kind, p.lat, p.lon, p.radius, p.iso2, p.region, p.population, p.territory, p.flags"
_SELECT = f"SELECT {_COLUMNS} FROM place p"
_BY_SOUND = f"SELECT {_COLUMNS}, n.spelling FROM name n JOIN place p ON p.key = n.place WHERE n.sound = ?"
_SETTLEMENTS = ("city", "village")


def _rank(place: Found) -> tuple[bool, bool, int]:
    return place.kind in _SETTLEMENTS, place.kind == "district", -place.population


def _gathered(pairs: Iterable[tuple[str, str]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for word, state in pairs:
        found[word].add(state)
    return {word: frozenset(states) for word, states in found.items()}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@cache
def _shipped() -> Gazetteer:
    return Gazetteer(ready(DATABASE))


def distance_km(a: Found | Place, b: Found | Place) -> float:
    """Return the great-circle distance of two places' centres in km; infinite where one has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    return haversine_km(a.lat, a.lon, b.lat, b.lon)


def haversine_km(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the great-circle distance of two points in km (haversine formula).

    >>> round(haversine_km(34.53, 69.17, 33.69, 73.06))
    370
    """
    phi, psi = math.radians(lat), math.radians(other_lat)
    square = math.sin((psi - phi) / 2) ** 2 + math.cos(phi) * math.cos(psi) * math.sin(math.radians(other_lon - lon) / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(square)))


def offset(lat: float, lon: float, km: float, bearing: float) -> tuple[float, float]:
    """Return the point that lies `km` from another one at a bearing in degrees (0 north, 90 east), on a sphere.

    >>> [round(x, 2) for x in offset(0, 0, 111.2, 90)]
    [0.0, 1.0]
    """
    phi, theta, delta = math.radians(lat), math.radians(bearing), km / EARTH_KM
    psi = math.asin(math.sin(phi) * math.cos(delta) + math.cos(phi) * math.sin(delta) * math.cos(theta))
    turn = math.atan2(math.sin(theta) * math.sin(delta) * math.cos(phi), math.cos(delta) - math.sin(phi) * math.sin(psi))
    return math.degrees(psi), (lon + math.degrees(turn) + 180) % 360 - 180


def centre(points: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the point between points: the direction of the sum of their unit vectors, in degrees."""
    x = y = z = 0.0
    for lat, lon in points:
        phi, lam = math.radians(lat), math.radians(lon)
        x, y, z = x + math.cos(phi) * math.cos(lam), y + math.cos(phi) * math.sin(lam), z + math.sin(phi)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))

"""Compile the gazetteer: GeoNames' cities and our own YAML into one read-only SQLite file.

    python -m casus.grounding.gazetteer_build [OUT]

The file is rebuilt in a source checkout when it is missing or older than our own YAML; a wheel brings it along.
"""

from __future__ import annotations

import math
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from casus.grounding.gazetteer_sources import (
    KNOWLEDGE,
    Entry,
    cities,
    countries,
    first_level,
    geonames,
    own,
    read_yaml,
    second_level,
    within,
)
from casus.grounding.spelling import fold, fold_key, sound_key

DATABASE = Path(__file__).parent / "gazetteer.db"
FORMAT = 2
"""Raised with every change of the tables or of what goes into them, so that an older file is not read."""

OWN_KEYS = 1_000_000_000
"""Keys of places that are not GeoNames' begin here: above all its ids."""

MAIN_NAME = 1 << 16
"""Added to a name's 16 bits where it is the place's main name."""

_SCHEMA = """
CREATE TABLE place (key INTEGER PRIMARY KEY, id TEXT, name TEXT NOT NULL, kind INTEGER NOT NULL, lat INTEGER NOT NULL, lon INTEGER NOT NULL,
    radius INTEGER NOT NULL, iso2 TEXT, region INTEGER, population INTEGER, territory INTEGER, flags INTEGER);
CREATE INDEX place_id ON place (id) WHERE id IS NOT NULL;
CREATE TABLE name (sound INTEGER NOT NULL, place INTEGER NOT NULL, spelling INTEGER NOT NULL, PRIMARY KEY (sound, place, spelling))
    WITHOUT ROWID;
CREATE TABLE kind (key INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE state (place INTEGER NOT NULL, iso3 TEXT NOT NULL, PRIMARY KEY (place, iso3)) WITHOUT ROWID;
CREATE TABLE holding (place INTEGER NOT NULL, relation TEXT NOT NULL, by TEXT NOT NULL, since TEXT, until TEXT);
CREATE TABLE position (place INTEGER NOT NULL, party TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (place, party)) WITHOUT ROWID;
CREATE TABLE country (iso2 TEXT PRIMARY KEY, iso3 TEXT NOT NULL, place INTEGER NOT NULL, neighbours TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE nation (word TEXT NOT NULL, iso3 TEXT NOT NULL, adjective INTEGER NOT NULL, PRIMARY KEY (word, iso3)) WITHOUT ROWID;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
CAPITAL, DISPUTED, SHARED = 1, 2, 4
"""Bits of `place.flags`: a country's capital; claimed by several; of several states or none."""


def build(out: Path = DATABASE) -> Path:
    """Compile the gazetteer into `out`, in one step: readers see the old file or the whole new one. Return `out`."""
    out.parent.mkdir(parents=True, exist_ok=True)
    _sweep(out)
    handle, name = tempfile.mkstemp(dir=out.parent, prefix=f".{out.stem}-", suffix=".db")
    os.close(handle)
    made = Path(name)
    try:
        with closing(sqlite3.connect(made)) as database:
            database.executescript("PRAGMA page_size = 8192; PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _SCHEMA)
            _fill(database)
            database.commit()
            database.execute("VACUUM")
        made.chmod(0o644)
        made.replace(out)
    finally:
        made.unlink(missing_ok=True)
    return out


LEFT_S = 3600
"""Age in seconds from which on a half-made file is one that a stopped process left."""


def _sweep(out: Path) -> None:
    """Remove what stopped builders left beside `out`."""
    for left in out.parent.glob(f".{out.stem}-*.db"):
        if time.time() - left.stat().st_mtime > LEFT_S:
            left.unlink(missing_ok=True)


def ready(out: Path = DATABASE) -> Path:
    """Return the compiled file, built anew where it is missing or, in a source checkout, older than our own YAML or of another format.

    Several processes may ask at once: one builds; the others read the old file as long as there is one, and wait where there is none.
    """
    if not _stale(out):
        return out
    with _alone(out, wait=not out.exists()) as mine:
        return build(out) if mine and _stale(out) else out


def _stale(out: Path) -> bool:
    if not out.exists():
        return True
    if not (Path(__file__).parents[3] / "pyproject.toml").exists():
        return False
    return _format(out) != str(FORMAT) or any(source.stat().st_mtime > out.stat().st_mtime for source in KNOWLEDGE.glob("*.yaml"))


def _format(out: Path) -> str | None:
    """Return the format of a compiled file, None where it is none."""
    with closing(sqlite3.connect(f"{out.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as database:
        try:
            found = database.execute("SELECT value FROM meta WHERE key = 'format'").fetchone()
        except sqlite3.DatabaseError:
            return None
    return str(found[0]) if found else None


@contextmanager
def _alone(out: Path, *, wait: bool) -> Iterator[bool]:
    """Hold a lock on the folder of `out`; yield whether it is held. Where the system has no such locks, the last builder's file stays."""
    try:
        import fcntl
    except ImportError:
        yield True
        return
    folder = os.open(out.parent, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(folder)


def _fill(database: sqlite3.Connection) -> None:
    settled, lands = cities(), countries()
    regions = first_level(settled)
    extra = [*lands, *regions, *second_level()]
    _share_names(regions, settled)
    disputes = _merge(extra, own())
    for number, entry in enumerate(extra):
        entry.key = OWN_KEYS + number
    _mark_capitals(settled)
    places = [*settled, *extra]
    kinds = {kind: number for number, kind in enumerate(sorted({entry.kind for entry in places}))}
    region_of = {code: entry.key for entry in regions for code in entry.inside}
    territories = _territories(disputes, places)
    database.executemany("INSERT INTO kind VALUES (?, ?)", [(number, kind) for kind, number in kinds.items()])
    database.executemany(
        f"INSERT INTO place VALUES ({', '.join('?' * 12)})",
        (_row(entry, kinds[entry.kind], region_of, territories.get(entry.key)) for entry in places),
    )
    database.executemany("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", (row for entry in places for row in _names(entry)))
    _fill_states(database, extra, lands)
    _fill_disputes(database, disputes)
    values = [("format", str(FORMAT)), ("places", str(len(places))), ("source", "GeoNames cities500 (CC BY 4.0), geonames.org; casus")]
    database.executemany("INSERT INTO meta VALUES (?, ?)", values)


def _merge(known: list[Entry], added: Sequence[Entry]) -> list[Entry]:
    """Add our own entries to `known`, or what they say to the entry that has their id; return those with a dispute."""
    by_id = {entry.id: entry for entry in known}
    disputes = {}
    for entry in added:
        place = by_id.get(entry.id)
        if place is None:
            if not entry.name or math.isnan(entry.lat):
                raise ValueError(f"{entry.id} names no place that is known, and has no name or no coordinates of its own")
            known.append(entry)
            by_id[entry.id] = place = entry
        else:
            place.holdings, place.positions = (*place.holdings, *entry.holdings), place.positions | entry.positions
            place.aliases, place.inside = (*place.aliases, *entry.aliases), (*place.inside, *entry.inside)
            place.name, place.outline = entry.name or place.name, entry.outline or place.outline
            if not math.isnan(entry.lat):
                place.lat, place.lon, place.km = entry.lat, entry.lon, entry.km
        if place.holdings:
            disputes[place.id] = place
    return list(disputes.values())


def _share_names(regions: Sequence[Entry], settled: Sequence[Entry]) -> None:
    """Give a region that is called after a town of its own the town's further names too: Mykolayiv and Nikolaev are names of both."""
    towns = {(town.code, fold(town.name)): town for town in sorted(settled, key=lambda town: town.population)}
    for region in regions:
        town = towns.get((region.code, fold(region.name)))
        region.shared_names = town.aliases if town is not None else ()


def _mark_capitals(settled: Sequence[Entry]) -> None:
    """Mark the capitals by name: the largest town whose main name it is, else the largest that also bears it."""
    wanted = {(fold(row["capital"]), iso2) for iso2, row in geonames("countries").items() if row["capital"]}
    best: dict[tuple[str, str], tuple[bool, int, Entry]] = {}
    for town in settled:
        main = fold(town.name)
        for name in {main, *map(fold, town.aliases)} if town.population > 500 else ():
            key, rank = (name, town.iso2), (name == main, town.population, town)
            if key in wanted and (key not in best or best[key][:2] < rank[:2]):
                best[key] = rank
    for _, _, town in best.values():
        town.capital = True


_WIDE = ("country", "region", "territory", "line", "sea", "river", "mountain")
"""Kinds that no outline holds: their centre tells too little."""


def _territories(disputes: Sequence[Entry], places: Sequence[Entry]) -> dict[int, int]:
    """Return the disputed territory that each place lies in, by keys: the smallest one that holds it."""
    found: dict[int, int] = {}
    for area in sorted(disputes, key=lambda entry: -entry.km):
        codes = {code for code in area.inside if not code.endswith("*")}
        lands = {code[:2] for code in area.inside if code.endswith("*")}
        states = {area.id.removeprefix("plc.").upper()} if area.id and area.kind == "country" else set()
        if not (codes or lands or area.outline):
            continue
        for place in places:
            inland = place.code in codes or place.iso2 in lands or (len(place.states) == 1 and place.states[0] in states)
            held = inland or (bool(area.outline) and within(place.lat, place.lon, area.outline))
            if held and place is not area and not place.holdings and place.kind not in _WIDE:
                found[place.key] = area.key
    return found


def _row(entry: Entry, kind: int, region_of: dict[str, int], territory: int | None) -> tuple[object, ...]:
    claims = {by for relation, by, _, _ in entry.holdings if relation == "claimed_by"}
    flags = CAPITAL * entry.capital + DISPUTED * (len(claims) > 1) + SHARED * entry.shared
    region = None if entry.kind in ("province", "country") else region_of.get(entry.code)
    lat, lon, radius = round(entry.lat * 1e4), round(entry.lon * 1e4), round(entry.km * 10)
    return entry.key, entry.id, entry.name, kind, lat, lon, radius, entry.iso2 or None, region, entry.population, territory, flags


def _names(entry: Entry) -> Iterator[tuple[int, int, int]]:
    """Yield the index rows of a place. Names in our own files are all in use in English; GeoNames' further names may be any language's."""
    yield sound_key(entry.name), entry.key, fold_key(entry.name) | MAIN_NAME
    seen = {fold(entry.name)}
    for alias in entry.aliases:
        folded = fold(alias)
        if folded and folded not in seen:
            seen.add(folded)
            yield sound_key(alias), entry.key, fold_key(alias) | (MAIN_NAME if entry.id else 0)
    for alias in entry.shared_names:
        if (folded := fold(alias)) and folded not in seen:
            seen.add(folded)
            yield sound_key(alias), entry.key, fold_key(alias)


def _fill_states(database: sqlite3.Connection, extra: Sequence[Entry], lands: Sequence[Entry]) -> None:
    facts, rows = geonames("countries"), {row["iso2"]: row for row in read_yaml("countries")}
    database.executemany("INSERT INTO state VALUES (?, ?)", {(entry.key, iso3) for entry in extra for iso3 in entry.states})
    iso3_of = {iso2: row["iso3"] for iso2, row in rows.items()}
    for land in lands:
        near = [iso3_of[code] for code in facts.get(land.iso2, {}).get("neighbours", "").split(",") if code in iso3_of]
        database.execute("INSERT INTO country VALUES (?, ?, ?, ?)", (land.iso2, iso3_of[land.iso2], land.key, " ".join(near)))
    names = {(fold(word), row["iso3"], 0) for row in rows.values() for word in (row["name"], *row["aliases"])}
    adjectives = {(fold(word), row["iso3"], 1) for row in rows.values() for word in row["adjectives"]}
    database.executemany("INSERT OR IGNORE INTO nation VALUES (?, ?, ?)", [*sorted(names), *sorted(adjectives)])


def _fill_disputes(database: sqlite3.Connection, disputes: Sequence[Entry]) -> None:
    for place in disputes:
        database.executemany("INSERT INTO holding VALUES (?, ?, ?, ?, ?)", [(place.key, *holding) for holding in place.holdings])
        database.executemany("INSERT INTO position VALUES (?, ?, ?)", [(place.key, *item) for item in place.positions.items()])


if __name__ == "__main__":
    written = build(Path(sys.argv[1]) if len(sys.argv) > 1 else DATABASE)
    sys.stderr.write(f"{written}: {written.stat().st_size / 1e6:.1f} MB\n")

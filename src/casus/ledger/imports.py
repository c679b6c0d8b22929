"""Importing other people's event data: many rows, no text, with their data set and row id.

Rows go into a staging table in batches, and from there by `INSERT … SELECT`, sorted as the indexes are, so that pages are touched once.
Columns that are the same all through a batch are handed over once. Rows that the ledger has are left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection, Engine, text

from casus.ledger import connect, filing, schema, write
from casus.ledger.derive import cell

BATCH = 100_000
"""Rows of one transaction: larger batches touch each index page fewer times, smaller ones hold other writers up for less long."""

_PROBE = 10_000


class ImportedEvent(NamedTuple):
    """One row of a data set, coded to PLOVER. Nothing is validated on the way: the importer gives words of the ontology and known ids.

    `day` and `day_end` are days since 1970 (`filing.day_of`), half-open; `day_end` is the next day where it is not given. A `two_sided`
    event has two actors, the second in `recipient`. `contexts` are words with a space before and after each. `lat` and `lon` are degrees.
    """

    row_id: str
    day: int
    type: str
    actor: str | None = None
    recipient: str | None = None
    mode: str | None = None
    code: str | None = None
    intensity: float | None = None
    two_sided: bool = False
    day_end: int | None = None
    precision: str = "day"
    killed: int | None = None
    injured: int | None = None
    detained: int | None = None
    lat: float | None = None
    lon: float | None = None
    place: str | None = None
    contexts: str | None = None
    voice: str = "report"
    status: str = "actual"
    extent: str = "single"
    confidence: float | None = None
    words: str | None = None


_TYPES = {
    "key": "BIGINT",
    "day": "INTEGER",
    "day_end": "INTEGER",
    "two_sided": "INTEGER",
    "killed": "INTEGER",
    "injured": "INTEGER",
    "detained": "INTEGER",
    "cell": "INTEGER",
    "intensity": "DOUBLE PRECISION",
    "lat": "DOUBLE PRECISION",
    "lon": "DOUBLE PRECISION",
    "confidence": "DOUBLE PRECISION",
}
"""Columns of the staging table that are not text."""


@dataclass(frozen=True)
class Imported:
    """How many rows were new, and how many the ledger had."""

    rows: int
    known: int


def import_events(engine: Engine, dataset: str, rows: Iterable[ImportedEvent], at: int, batch: int = BATCH) -> Imported:
    """Write rows down, a transaction a batch; the next batch is prepared while one is written."""
    total = known = 0
    waiting: Future[Imported] | None = None
    with ThreadPoolExecutor(1, "casus-import") as pool:
        for some in _batches(rows, batch):
            if waiting is not None:
                done = waiting.result()
                total, known = total + done.rows, known + done.known
            waiting = pool.submit(_import, engine, dataset, some, at)
        if waiting is not None:
            done = waiting.result()
            total, known = total + done.rows, known + done.known
    return Imported(total, known)


def _batches(rows: Iterable[ImportedEvent], size: int) -> Iterator[list[ImportedEvent]]:
    source = iter(rows)
    while some := list(islice(source, size)):
        yield some


def _import(engine: Engine, dataset: str, rows: list[ImportedEvent], at: int) -> Imported:
    with connect.writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 1))"), {"name": dataset})
            # Before the first ANALYZE the planner knows nothing of these tables.
            connection.execute(text("SET LOCAL enable_seqscan = off"))
        fresh = _fresh(connection, dataset, rows)
        if fresh:
            _stage(connection, fresh, dataset, at)
            _count(connection, dataset, fresh)
    return Imported(len(fresh), len(rows) - len(fresh))


def _fresh(connection: Connection, dataset: str, rows: list[ImportedEvent]) -> list[ImportedEvent]:
    """Return the rows that the ledger has not, each once."""
    unique = {row.row_id: row for row in rows}
    ids = sorted(unique)
    among = "row_id = ANY(:ids)" if connection.dialect.name == "postgresql" else "row_id IN (SELECT value FROM json_each(:ids))"
    for start in range(0, len(ids), _PROBE):
        some = ids[start : start + _PROBE]
        bounds = {"dataset": dataset, "first": some[0], "last": some[-1]}
        if connection.execute(text(f"{_KNOWN} row_id BETWEEN :first AND :last LIMIT 1"), bounds).first():
            given: Any = some if connection.dialect.name == "postgresql" else _json(some)
            for (row_id,) in connection.execute(text(f"{_KNOWN} {among}"), {"dataset": dataset, "ids": given}):
                del unique[row_id]
    return rows if len(unique) == len(rows) else list(unique.values())


_KNOWN = "SELECT DISTINCT row_id FROM events WHERE dataset = :dataset AND"


def _json(words: Sequence[str]) -> str:
    import json

    return json.dumps(words)


def _stage(connection: Connection, rows: list[ImportedEvent], dataset: str, at: int) -> None:
    columns = dict(zip(ImportedEvent._fields, zip(*rows, strict=True), strict=True))
    columns["key"] = tuple(
        (day << schema.SEQUENCE_BITS) + n for day, n in zip(columns["day"], filing.numbers(connection, len(rows)), strict=True)
    )
    located = any(lat is not None for lat in columns["lat"])
    columns["cell"] = tuple(map(cell, columns["lat"], columns["lon"])) if located else (None,) * len(rows)
    constant = {name: values[0] for name, values in columns.items() if len(set(values)) == 1 and name != "key"}
    varying = {name: values for name, values in columns.items() if name not in constant}
    _fill(connection, varying)
    handed = {**constant, "dataset": dataset, "at": at}
    for statement in _INSERTS if located or constant.get("place", "") is not None else _INSERTS[:-1]:
        _run(connection, statement, handed)
    connection.execute(text("DROP TABLE staged"))


def _fill(connection: Connection, columns: dict[str, tuple[Any, ...]]) -> None:
    postgres = connection.dialect.name == "postgresql"
    typed = ", ".join(f"{name} {_TYPES.get(name) or (_TEXT if postgres else 'TEXT')}" for name in columns)
    connection.execute(text(f"CREATE TEMPORARY TABLE staged ({typed})"))
    if postgres:
        _copy(connection, columns)
    else:
        cursor = connection.connection.cursor()
        cursor.executemany(f"INSERT INTO staged VALUES ({', '.join('?' * len(columns))})", list(zip(*columns.values(), strict=True)))
        cursor.close()


_TEXT = 'TEXT COLLATE "C"'


def _copy(connection: Connection, columns: dict[str, tuple[Any, ...]]) -> None:
    written = [_copied(values) for values in columns.values()]
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY staged ({', '.join(columns)}) FROM STDIN") as copy:
        copy.write("\n".join(map("\t".join, zip(*written, strict=True))) + "\n")


_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copied(values: tuple[Any, ...]) -> list[str]:
    """Return a column as COPY reads it. Most hold nothing to escape, which is found in one sweep."""
    plain = [r"\N" if v is None else v if isinstance(v, str) else str(int(v)) if isinstance(v, bool) else repr(v) for v in values]
    whole = "".join(plain)
    if not any(c in whole for c in "\t\n\r") and whole.count("\\") == plain.count(r"\N"):
        return plain
    return [r"\N" if v is None else str(v).translate(_ESCAPES) for v in values]


def _run(connection: Connection, statement: str, constant: dict[str, Any]) -> None:
    """Run an INSERT from the staging table; `{name}` stands for its column, or for the value that all rows share."""
    names = [*ImportedEvent._fields, "cell", "dataset", "at"]
    typed = {name: _TYPES.get(name, "BIGINT" if name == "at" else "TEXT") for name in names}
    written = {name: f"CAST(:{name} AS {typed[name]})" if name in constant else name for name in names}
    done = statement.format(**written)
    connection.execute(text(done), {name: _plain(value) for name, value in constant.items() if f":{name} " in done})


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


_EVENTS = """
INSERT INTO events (key, dataset, row_id, code, actors, recipients, type, mode, contexts, voice, status, extent, day, day_end, precision,
                    killed, injured, detained, confidence, intensity, words, added)
SELECT key, {dataset}, {row_id}, {code},
       CASE WHEN {two_sided} = 1 AND {actor} <> {recipient} THEN {actor} || ' ' || {recipient} ELSE {actor} END,
       CASE WHEN {two_sided} = 1 THEN NULL ELSE {recipient} END,
       {type}, {mode}, {contexts}, {voice}, {status}, {extent}, {day}, COALESCE({day_end}, {day} + 1), {precision},
       {killed}, {injured}, {detained}, {confidence}, {intensity}, {words}, {at}
FROM staged ORDER BY key
"""

_PAIRS = """
INSERT INTO pairs (a, b, key, direction, type, voice, status, counted, lead, day, day_end, intensity, added)
SELECT CASE WHEN {actor} IS NULL THEN {recipient} WHEN {recipient} IS NULL OR {recipient} > {actor} THEN {actor} ELSE {recipient} END,
       CASE WHEN {actor} IS NULL OR {recipient} IS NULL OR {actor} = {recipient} THEN '' WHEN {recipient} > {actor} THEN {recipient}
            ELSE {actor} END,
       key,
       CASE WHEN {actor} IS NULL THEN '<' WHEN {recipient} IS NULL OR {actor} = {recipient} THEN '>' WHEN {two_sided} = 1 THEN '='
            WHEN {recipient} > {actor} THEN '>' ELSE '<' END,
       {type}, {voice}, {status}, CASE WHEN {status} = 'actual' AND {extent} = 'single' THEN 1 ELSE 0 END, 1,
       {day}, COALESCE({day_end}, {day} + 1), {intensity}, {at}
FROM staged WHERE {actor} IS NOT NULL OR {recipient} IS NOT NULL ORDER BY 1, 2, 3
"""

_PLACES = """
INSERT INTO event_places (key, position, place, lat, lon, cell)
SELECT key, 0, {place}, {lat}, {lon}, {cell} FROM staged WHERE {lat} IS NOT NULL OR {place} IS NOT NULL ORDER BY key
"""

_INSERTS = (_EVENTS, _PAIRS, _PLACES)


def _count(connection: Connection, dataset: str, rows: list[ImportedEvent]) -> None:
    for day, number in sorted(Counter(row.day for row in rows).items()):
        write.count(connection, f"dataset:{dataset}", day, rows=number)
    connection.execute(text("UPDATE datasets SET rows = rows + :n WHERE id = :id"), {"n": len(rows), "id": dataset})

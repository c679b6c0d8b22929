"""Batches of imported rows, made ready for a database and taken in by it.

Rows go into a staging table, and from there by `INSERT … SELECT`, sorted as the indexes are, so that pages are touched once. Columns that
are the same all through a batch are handed over once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from sqlalchemy import Connection, text

from casus.ledger import filing, schema
from casus.ledger.derive import cell


class ImportedEvent(NamedTuple):
    """One row of a data set, coded to PLOVER. Nothing is validated on the way: the importer gives words of the ontology and known ids.

    `day` and `day_end` are days since 1970 (`filing.day_of`), half-open; `day_end` is the next day where it is not given. A `two_sided`
    event has two actors, the second in `recipient`. `contexts` are words with a space before and after each. `lat` and `lon` are degrees.
    `url` is the article that the data set names.
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
    url: str | None = None


Columns = dict[str, tuple[Any, ...]]


@dataclass(frozen=True)
class Batch:
    """Rows, each once, as a database takes them in: `constant` are the columns that all share, `content` the others (`names`).

    `ids` are the row ids in order, `days` how many rows a day has, `given` how many rows there were, doubles included. `in_order`:
    the rows are in order of their days. `placed`: some row says where.
    """

    rows: list[ImportedEvent]
    given: int
    ids: list[str]
    days: Counter[int]
    constant: dict[str, Any]
    names: tuple[str, ...]
    content: Any
    in_order: bool
    placed: bool

    def without(self, known: Collection[str], dialect: str) -> Batch:
        """Return the batch without the rows that the ledger has."""
        return batch([row for row in self.rows if row.row_id not in known], dialect)


def batch(rows: list[ImportedEvent], dialect: str) -> Batch:
    """Return rows, made ready for a database."""
    unique = {row.row_id: row for row in rows}
    kept = rows if len(unique) == len(rows) else list(unique.values())
    columns: Columns = dict(zip(ImportedEvent._fields, zip(*kept, strict=True), strict=True)) if kept else {}
    distinct = {name: set(values) for name, values in columns.items() if name != "row_id"}
    constant = {name: next(iter(values)) for name, values in distinct.items() if len(values) == 1}
    if "lat" in columns and constant.get("lat", 0) is not None:
        columns["cell"] = tuple(map(cell, columns["lat"], columns["lon"]))
    else:
        constant["cell"] = None
    varying = {name: values for name, values in columns.items() if name not in constant}
    return Batch(
        rows=kept,
        given=len(rows),
        ids=sorted(unique),
        days=Counter(columns.get("day", ())),
        constant=constant,
        names=tuple(varying),
        content=(_copied(varying) if dialect == "postgresql" else list(zip(*varying.values(), strict=True))) if kept else None,
        in_order=all(one <= other for one, other in pairwise(columns.get("day", ()))),
        placed=constant.get("lat", 0) is not None or constant.get("place", "") is not None,
    )


# --- PostgreSQL's COPY ------------------------------------------------------------------------------------------------------------------

_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copied(columns: Columns) -> str:
    """Return rows as COPY reads them. Most columns hold few different values: each is written out once."""
    written = []
    for values in columns.values():
        forms = {value: _form(value) for value in set(values)}
        written.append(map(forms.__getitem__, values))
    return "\n".join(map("\t".join, zip(*written, strict=True))) + "\n"


def _form(value: Any) -> str:
    if value is None:
        return r"\N"
    if isinstance(value, str):
        return value.translate(_ESCAPES)
    return str(int(value)) if isinstance(value, bool) else repr(value)


# --- the staging table ------------------------------------------------------------------------------------------------------------------

_TYPES = {
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

_TEXT = {"postgresql": 'TEXT COLLATE "C"', "sqlite": "TEXT"}

_TEMPORARY = "64MB"
"""What PostgreSQL may hold of temporary tables in memory: a batch, whole."""


def stage(connection: Connection, ready: Batch, dataset: str, at: int) -> None:
    """Write a batch down in the running transaction, under numbers of its own."""
    dialect = connection.dialect.name
    typed = [f"{name} {_TYPES.get(name) or _TEXT[dialect]}" for name in ready.names]
    handed = {**ready.constant, "dataset": dataset, "at": at}
    if dialect == "postgresql":
        connection.execute(text(f"SET temp_buffers = '{_TEMPORARY}'"))
        typed.append("number BIGINT DEFAULT nextval('filing')")
    else:
        handed["before"] = filing.numbers(connection, len(ready.rows))[0] - 1
    connection.execute(text(f"CREATE TEMPORARY TABLE staged ({', '.join(typed)})"))
    (_copy if dialect == "postgresql" else _insert)(connection, ready)
    for statement in (_EVENTS if ready.in_order else f"{_EVENTS} ORDER BY 1", _PAIRS, *([_PLACES] if ready.placed else [])):
        _run(connection, statement, handed)
    connection.execute(text("DROP TABLE staged"))


def _copy(connection: Connection, ready: Batch) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY staged ({', '.join(ready.names)}) FROM STDIN") as copy:
        copy.write(ready.content)


def _insert(connection: Connection, ready: Batch) -> None:
    cursor = connection.connection.cursor()
    cursor.executemany(f"INSERT INTO staged VALUES ({', '.join('?' * len(ready.names))})", ready.content)
    cursor.close()


def _run(connection: Connection, statement: str, handed: dict[str, Any]) -> None:
    """Run an INSERT from the staging table; `{name}` stands for its column, or for the value that all rows share."""
    number = "number" if connection.dialect.name == "postgresql" else "(:before + staged.rowid)"
    written = {name: name for name in (*ImportedEvent._fields, "cell")}
    written |= {name: f"CAST(:{name} AS {_TYPES.get(name, 'BIGINT' if name == 'at' else 'TEXT')})" for name in handed if name != "before"}
    key = f"((CAST({written['day']} AS BIGINT) << {schema.SEQUENCE_BITS}) + {number})"
    done = statement.format(**written, key=key)
    connection.execute(text(done), {name: _plain(value) for name, value in handed.items() if f":{name} " in done})


def _plain(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


_EVENTS = """
INSERT INTO events (key, dataset, row_id, code, actors, recipients, type, mode, contexts, voice, status, extent, day, day_end, precision,
                    killed, injured, detained, confidence, intensity, words, url, added)
SELECT {key}, {dataset}, {row_id}, {code},
       CASE WHEN {two_sided} = 1 AND {actor} <> {recipient} THEN {actor} || ' ' || {recipient} ELSE {actor} END,
       CASE WHEN {two_sided} = 1 THEN NULL ELSE {recipient} END,
       {type}, {mode}, {contexts}, {voice}, {status}, {extent}, {day}, COALESCE({day_end}, {day} + 1), {precision},
       {killed}, {injured}, {detained}, {confidence}, {intensity}, {words}, {url}, {at}
FROM staged
"""

_PAIRS = """
INSERT INTO pairs (a, b, key, direction, type, voice, status, counted, lead, day, day_end, intensity, confidence, added)
SELECT CASE WHEN {actor} IS NULL THEN {recipient} WHEN {recipient} IS NULL OR {recipient} > {actor} THEN {actor} ELSE {recipient} END,
       CASE WHEN {actor} IS NULL OR {recipient} IS NULL OR {actor} = {recipient} THEN '' WHEN {recipient} > {actor} THEN {recipient}
            ELSE {actor} END,
       {key},
       CASE WHEN {actor} IS NULL THEN '<' WHEN {recipient} IS NULL OR {actor} = {recipient} THEN '>' WHEN {two_sided} = 1 THEN '='
            WHEN {recipient} > {actor} THEN '>' ELSE '<' END,
       {type}, {voice}, {status}, CASE WHEN {status} = 'actual' AND {extent} = 'single' THEN 1 ELSE 0 END, 1,
       {day}, COALESCE({day_end}, {day} + 1), {intensity}, {confidence}, {at}
FROM staged WHERE {actor} IS NOT NULL OR {recipient} IS NOT NULL ORDER BY 1, 2, 3
"""

_PLACES = """
INSERT INTO event_places (key, position, place, lat, lon, cell)
SELECT {key}, 0, {place}, {lat}, {lon}, {cell} FROM staged WHERE {lat} IS NOT NULL OR {place} IS NOT NULL ORDER BY 1
"""

"""`casus check`: every quote is the text at its offsets, nothing stands alone, nothing stands twice, what is derived is right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, func, select, text

from casus.ledger import derive, fulltext, reread, schema
from casus.ledger.dyad_days import CELL, COUNTED_PAIRS
from casus.records import Claim, Event

_MOST = 20
"""Problems of one sort that are shown."""


def check(connection: Connection) -> Iterator[str]:
    """Yield what is wrong, in plain words; nothing for a sound ledger."""
    yield from _database(connection)
    yield from _orphans(connection)
    yield from _current(connection)
    for report in connection.execute(select(schema.reports.c.id).order_by(schema.reports.c.key)).scalars().all():
        yield from _report(connection, report)
    yield from _days(connection)
    yield from _search(connection)


def _database(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for (line,) in connection.execute(text("PRAGMA integrity_check(20)")):
        if line != "ok":
            yield f"the database file is damaged: {line}"
    for row in connection.execute(text("PRAGMA foreign_key_check")):
        yield f"{row[0]} {row[1]} refers to a row of {row[2]} that is not there"


def _orphans(connection: Connection) -> Iterator[str]:
    """Rows that belong to something that is not there. The large tables have no foreign keys."""
    e, r, rp = schema.events.c, schema.readings.c, schema.reports.c
    told = e.report.is_not(None)
    yield from _missing(connection, schema.events, told, e.report, rp.id)
    yield from _missing(connection, schema.events, e.reading.is_not(None), e.reading, r.key)
    yield from _missing(connection, schema.pairs, None, schema.pairs.c.key, e.key)
    yield from _missing(connection, schema.event_places, None, schema.event_places.c.key, e.key)
    yield from _missing(connection, schema.claim_parties, None, schema.claim_parties.c.key, schema.claims.c.key)
    yield from _missing(connection, schema.fingerprints, None, schema.fingerprints.c.report, rp.id)
    yield from _missing(connection, schema.occurrence_events, None, schema.occurrence_events.c.occurrence, schema.occurrences.c.id)
    columns = schema.reports.c
    yield from _missing(connection, schema.reports, columns.family.is_not(None), columns.family, schema.families.c.id)
    for row in connection.execute(select(e.key).where(e.report.is_(None), e.dataset.is_(None)).limit(_MOST)):
        yield f"event {row.key} has neither report nor data set"


def _missing(
    connection: Connection, table: Table, where: ColumnElement[bool] | None, column: ColumnElement[Any], of: ColumnElement[Any]
) -> Iterator[str]:
    asked = select(column).select_from(table).where(~select(of).where(of == column).correlate(table).exists()).limit(_MOST)
    for (value,) in connection.execute(asked if where is None else asked.where(where)):
        yield f"{table.name}: {value} is not in {of.table.name}"


def _current(connection: Connection) -> Iterator[str]:
    """Each report that holds has one reading that holds, each one that was replaced none."""
    reports, readings = schema.reports, schema.readings
    held = select(readings.c.report, func.count().label("n")).where(readings.c.retired.is_(None)).group_by(readings.c.report).subquery()
    asked = select(reports.c.id, reports.c.retired, func.coalesce(held.c.n, 0)).outerjoin_from(reports, held, held.c.report == reports.c.id)
    for id, retired, number in connection.execute(asked):
        if number != (retired is None):
            yield f"{id} {'holds' if retired is None else 'was replaced'} and has {number} current readings"


def _report(connection: Connection, report: str) -> Iterator[str]:
    """Check all readings of a report, and its current claims and events, against its text."""
    columns = schema.readings.c
    for reading in connection.execute(select(columns.key, columns.version).where(columns.report == report)).all():
        try:
            read = reread.load(connection, report, reading.version)
        except (ValueError, KeyError, TypeError) as error:
            yield f"{report}, reader {reading.version}: {_first(error)}"
            continue
        if read is not None:
            yield from _rows(connection, derive.Context.of(read), reading.key)


def _first(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return " ".join(lines[1:3]) if len(lines) > 1 else f"{type(error).__name__}: {error}"


def _rows(connection: Connection, context: derive.Context, reading: int) -> Iterator[str]:
    """Compare rows with the records they are of; decisions' rows with themselves, machine rows with the reading."""
    report = context.reading.report
    for table, record, derived in ((schema.claims, Claim, derive.claim_row), (schema.events, Event, derive.event_row)):
        for row in connection.execute(select(table).where(table.c.reading == reading)).mappings():
            try:
                item: Any = record(**row["body"])
            except ValueError as error:
                yield f"{report.id}: {row['id']}: {_first(error)}"
                continue
            yield from _spans(report.text, report.id, item)
            expected = derived(context, item)
            for name, value in expected.items():
                if row[name] != value:
                    yield f"{report.id}: {row['id']}: column {name} holds {row[name]!r}, the record says {value!r}"
            if table is schema.events:
                yield from _pairs(connection, context, item, row)


def _spans(text: str, report: str, record: Any) -> Iterator[str]:
    from casus.records import SpanError, spans_of

    for span in spans_of(record):
        try:
            span.check(text)
        except SpanError as error:
            yield f"{report}: {record.id}: {error}"


def _pairs(connection: Connection, context: derive.Context, event: Event, row: RowMapping) -> Iterator[str]:
    table = schema.pairs
    names = ("direction", "type", "voice", "status", "counted", "day", "day_end", "confidence")
    expected = {(p["a"], p["b"]): tuple(p[n] for n in names) for p in derive.event_pairs(context, event, dict(row))}
    found = {}
    for a, b in expected:
        pair = connection.execute(select(table).where(table.c.a == a, table.c.b == b, table.c.key == row["key"])).mappings().one_or_none()
        if pair is not None:
            found[a, b] = tuple(pair[n] for n in names)
            if pair["retired"] != row["retired"]:
                yield f"{context.reading.report.id}: {row['id']}: the pair {a}, {b} does not hold as long as its event"
    if found != expected:
        yield f"{context.reading.report.id}: {row['id']}: pairs are {found}, the record says {expected}"


def _days(connection: Connection) -> Iterator[str]:
    """Compare the daily counts of dyads with the pairs that they are summed up from."""
    counts = f"{', '.join(CELL)}, n, weighed"
    ours, theirs = f"SELECT {counts} FROM dyad_days", f"SELECT {counts} FROM ({COUNTED_PAIRS}) summed"
    for one, other, says in ((ours, theirs, "which the pairs do not say"), (theirs, ours, "say the pairs, and it holds no such row")):
        for row in connection.execute(text(f"{one} EXCEPT {other} LIMIT {_MOST}")):
            yield f"dyad_days: {row.a} and {row.b}, day {row.day}: {row.n} {row.type} ({row.voice}, {row.direction}), {says}"


def _search(connection: Connection) -> Iterator[str]:
    """Compare the full-text index of SQLite with the texts; PostgreSQL's is a generated column."""
    if connection.dialect.name != "sqlite":
        return
    for table in fulltext.tables():
        try:
            connection.exec_driver_sql(f"INSERT INTO {table.name}_search({table.name}_search, rank) VALUES ('integrity-check', 1)")
        except Exception as error:  # noqa: BLE001 - whatever it says is what is wrong
            yield f"the search index of {table.name} is damaged: {error}"

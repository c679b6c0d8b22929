"""Reading a report out of the ledger again, and what was decided about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, and_, or_, select

from casus.ledger import schema
from casus.ledger.decisions import Decided, Decision, standing
from casus.records import Attribution, Claim, Event, Mention, Reading, Report, Span


def report_of(row: RowMapping, text: str | None = None) -> Report:
    """Return the report of a row of `reports`."""
    return Report(**{**row["body"], "text": text or row["text"]})


def load(connection: Connection, report: str, version: str | None = None) -> Reading | None:
    """Return what the machine read in a report, exactly as it was added: the current reading, or that of a reader version."""
    row = connection.execute(select(schema.reports).where(schema.reports.c.id == report)).mappings().one_or_none()
    columns = schema.readings.c
    asked = select(schema.readings).where(columns.report == report)
    asked = asked.where(columns.version == version) if version else asked.order_by(columns.retired.is_(None).desc(), columns.read_at.desc())
    read = connection.execute(asked.limit(1)).mappings().one_or_none()
    if row is None or read is None:
        return None
    written = report_of(row, read["text"])
    body = dict(read["body"])
    return Reading(
        report=written,
        sentences=tuple(Span.of(written.text, start, end) for start, end in body.pop("sentences")),
        mentions=tuple(Mention(**b) for b in _bodies(connection, schema.mentions, read["key"])),
        attributions=tuple(Attribution(**b) for b in _bodies(connection, schema.attributions, read["key"])),
        claims=tuple(Claim(**b) for b in _bodies(connection, schema.claims, read["key"])),
        events=tuple(Event(**b) for b in _bodies(connection, schema.events, read["key"])),
        **body,
    )


def _bodies(connection: Connection, table: Table, reading: int) -> Iterable[dict[str, Any]]:
    """Return the machine's records of a reading in order. One that was overruled and restored has several rows, all alike."""
    asked = select(table.c.id, table.c.body).where(table.c.reading == reading).order_by(table.c.position)
    if "decision" in table.c:
        asked = asked.where(table.c.decision.is_(None))
    return {row.id: row.body for row in connection.execute(asked)}.values()


def decided(connection: Connection, report: str) -> list[Decided]:
    """Return the standing decisions that bear on what is read in a report."""
    columns = schema.decisions.c
    everywhere = and_(columns.kind == "split", columns.report.is_(None))
    return _standing(connection, or_(columns.report == report, everywhere, columns.kind == "undo"))


def everywhere(connection: Connection, as_of: int | None = None) -> list[Decided]:
    """Return the standing decisions on actors and sources: mergers and ratings."""
    columns = schema.decisions.c
    where = columns.kind.in_(("merge", "rate", "undo"))
    return _standing(connection, where if as_of is None else and_(where, columns.made_at <= as_of))


def _standing(connection: Connection, where: Any) -> list[Decided]:
    rows = connection.execute(select(schema.decisions.c.key, schema.decisions.c.body).where(where)).all()
    return standing((row.key, Decision(**row.body)) for row in rows)

"""What could not be read: kept with stage and reason, tried again with `casus retry`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from casus.ledger import schema, write
from casus.ledger.filing import datetime_of, day_of, micros
from casus.records import RejectedInput


@dataclass(frozen=True)
class Queued:
    """A rejected input that waits to be tried again. `line` is that of a row in a file; `item` keeps the report where there was one."""

    key: int
    input: str
    stage: str
    reason: str
    line: int | None
    item: RejectedInput | None
    tries: int
    added: datetime


@dataclass(frozen=True)
class BadRow:
    """A row of somebody else's file that is no event: which file, which line, and why."""

    input: str
    reason: str
    line: int | None = None
    stage: str = "import"


def reject(connection: Connection, item: RejectedInput, at: datetime) -> int:
    """Keep an input that could not be read; the same input at the same stage once, with how often it was tried. Return its number."""
    columns, given = schema.rejected.c, item.rejected
    same = (columns.input == item.input, columns.stage == given.stage, columns.resolved.is_(None), columns.line.is_(None))
    found = connection.execute(select(columns.key).where(*same)).scalar()
    body = item.model_dump(mode="json")
    if found is not None:
        again = update(schema.rejected).where(columns.key == found)
        connection.execute(again.values(tries=columns.tries + 1, reason=given.reason, body=body))
        return int(found)
    row = {"input": item.input, "stage": given.stage, "reason": given.reason, "body": body, "added": micros(at)}
    publisher = item.report.publisher if item.report else None
    write.count(connection, publisher or "", day_of((item.report.published if item.report else None) or at), rejected=1)
    return int(connection.execute(insert(schema.rejected).values(**row).returning(columns.key)).scalar_one())


def reject_rows(connection: Connection, rows: Iterable[BadRow], at: datetime) -> int:
    """Keep rows of files that are no events; the same line of the same file once. Return how many were new."""
    columns, new = schema.rejected.c, 0
    for row in rows:
        where = (columns.input == row.input, columns.line == row.line, columns.stage == row.stage)
        if connection.execute(select(columns.key).where(*where)).first() is None:
            values = {"input": row.input, "stage": row.stage, "reason": row.reason, "line": row.line, "added": micros(at)}
            connection.execute(insert(schema.rejected).values(**values))
            new += 1
    return new


def queue(connection: Connection) -> Iterator[Queued]:
    """Yield what waits to be tried again, oldest first."""
    columns = schema.rejected.c
    for row in connection.execute(select(schema.rejected).where(columns.resolved.is_(None)).order_by(columns.key)):
        item = RejectedInput(**row.body) if row.body else None
        yield Queued(row.key, row.input, row.stage, row.reason, row.line, item, row.tries, datetime_of(row.added))


def resolve(connection: Connection, key: int, at: datetime) -> None:
    """Take an input off the queue: it was read after all, or somebody gave it up."""
    connection.execute(update(schema.rejected).where(schema.rejected.c.key == key).values(resolved=micros(at)))

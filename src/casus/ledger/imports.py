"""Importing other people's event data: many rows, no text, with their data set and row id. Rows that the ledger has are left alone.

A batch is made ready while the one before is written (`staging`): the databases take it in without Python, on another processor.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine, text

from casus.ledger import connect, write
from casus.ledger.staging import Batch, ImportedEvent, batch, stage

BATCH = 100_000
"""Rows of one transaction: larger batches touch each index page fewer times, smaller ones hold other writers up for less long."""

_PROBE = 10_000


@dataclass(frozen=True)
class Imported:
    """How many rows were new, and how many the ledger had."""

    rows: int
    known: int


def import_events(engine: Engine, dataset: str, rows: Iterable[ImportedEvent], at: int, size: int = BATCH) -> Imported:
    """Write rows down, a transaction a batch; the next batch is prepared while one is written."""
    total = known = 0
    waiting: Future[Imported] | None = None
    with ThreadPoolExecutor(1, "casus-import") as pool:
        for some in _batches(rows, size):
            ready = batch(some, engine.dialect.name)
            if waiting is not None:
                done = waiting.result()
                total, known = total + done.rows, known + done.known
            waiting = pool.submit(_import, engine, dataset, ready, at)
        if waiting is not None:
            done = waiting.result()
            total, known = total + done.rows, known + done.known
    return Imported(total, known)


def _batches(rows: Iterable[ImportedEvent], size: int) -> Iterator[list[ImportedEvent]]:
    source = iter(rows)
    while some := list(islice(source, size)):
        yield some


def _import(engine: Engine, dataset: str, ready: Batch, at: int) -> Imported:
    with connect.writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            _settle(connection, dataset)
        known = _known(connection, dataset, ready.ids)
        fresh = ready.without(known, connection.dialect.name) if known else ready
        if fresh.ids:
            stage(connection, fresh, dataset, at)
            _count(connection, dataset, fresh)
    return Imported(len(fresh.ids), ready.given - len(fresh.ids))


def _settle(connection: Connection, dataset: str) -> None:
    """Let nobody else import this data set meanwhile, and sort in memory."""
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 1))"), {"name": dataset})
    # Before the first ANALYZE the planner knows nothing of these tables.
    for setting in ("enable_seqscan = off", "work_mem = '64MB'", "jit = off"):
        connection.execute(text(f"SET LOCAL {setting}"))


def _known(connection: Connection, dataset: str, ids: Sequence[str]) -> set[str]:
    """Return which of some row ids, in order, the ledger has. Most stretches of ids are new altogether, which takes one look to see."""
    postgres, found = connection.dialect.name == "postgresql", set[str]()
    among = "row_id = ANY(:ids)" if postgres else "row_id IN (SELECT value FROM json_each(:ids))"
    for start in range(0, len(ids), _PROBE):
        some = list(ids[start : start + _PROBE])
        bounds = {"dataset": dataset, "first": some[0], "last": some[-1]}
        if connection.execute(text(f"{_KNOWN} row_id BETWEEN :first AND :last LIMIT 1"), bounds).first():
            given: Any = some if postgres else json.dumps(some)
            found |= set(connection.execute(text(f"{_KNOWN} {among}"), {"dataset": dataset, "ids": given}).scalars())
    return found


_KNOWN = "SELECT DISTINCT row_id FROM events WHERE dataset = :dataset AND"


def _count(connection: Connection, dataset: str, fresh: Batch) -> None:
    for day, number in sorted(fresh.days.items()):
        write.count(connection, f"dataset:{dataset}", day, rows=number)
    connection.execute(text("UPDATE datasets SET rows = rows + :n WHERE id = :id"), {"n": len(fresh.ids), "id": dataset})

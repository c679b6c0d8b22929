"""Which event stands for its occurrence: a happening told by twenty reports is one in a dyad's series."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select, text

from casus.ledger import derive, schema

_VOICES = ("report", "attributed", "alleged")
"""Who says so, strongest first."""

_MARK = "UPDATE pairs SET lead = :lead_ WHERE a = :a_ AND b = :b_ AND key = :key_"


def members(connection: Connection, occurrences: Iterable[str]) -> Sequence[RowMapping]:
    """Return key, actors and recipients of the events that now belong to occurrences."""
    events = schema.events.c
    asked = select(events.key, events.actors, events.recipients, events.occurrence)
    return connection.execute(asked.where(events.occurrence.in_(sorted(occurrences)), events.retired.is_(None))).mappings().all()


def choose(connection: Connection, occurrences: Iterable[str]) -> None:
    """Mark one event per occurrence and dyad as the lead: one that counts before one that does not, the strongest voice, the first filed.

    Retired rows stay as they are: what stood for an occurrence then did so then.
    """
    pairs, dyads = schema.pairs, dict[tuple[str, str, str], list[Any]]()
    for member in members(connection, occurrences):
        for a, b in _dyads(member):
            found = connection.execute(select(pairs).where(pairs.c.a == a, pairs.c.b == b, pairs.c.key == member["key"])).one_or_none()
            if found is not None:
                dyads.setdefault((member["occurrence"], a, b), []).append(found)
    for rows in dyads.values():
        best = min(rows, key=lambda row: (-row.counted, _VOICES.index(row.voice), row.key))
        _mark(connection, ((row.a, row.b, row.key, int(row is best)) for row in rows if row.lead != int(row is best)))


def release(connection: Connection, events: Sequence[RowMapping]) -> None:
    """Let events that no longer belong to any occurrence stand for themselves."""
    columns = schema.events.c
    keys = [event["key"] for event in events]
    alone = set(connection.execute(select(columns.key).where(columns.key.in_(keys), columns.occurrence.is_(None))).scalars())
    _mark(connection, ((a, b, event["key"], 1) for event in events if event["key"] in alone for a, b in _dyads(event)))


def _dyads(event: RowMapping) -> list[tuple[str, str]]:
    return [(a, b) for a, b, _ in derive.expand((event["actors"] or "").split(), (event["recipients"] or "").split())]


def _mark(connection: Connection, leads: Iterable[tuple[str, str, int, int]]) -> None:
    rows = [{"a_": a, "b_": b, "key_": key, "lead_": lead} for a, b, key, lead in leads]
    if rows:
        connection.execute(text(_MARK), rows)

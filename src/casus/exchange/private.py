"""Private people are left out of what leaves the ledger: their ids go, their names are blotted out letter for letter, offsets stay true.

Private is whoever a reading keeps to its one report (`one.…`), and every person whom it could not tell. A name that somebody public in the
same report bears too stays: it would blot out the public one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select

from casus.ledger import Ledger, schema
from casus.ledger.forgetting import blot, blot_data, blot_reading, pattern, surnames
from casus.records import Reading, Record

__all__ = ["Blots", "blot", "blots", "of_reading", "without", "without_private"]

Blots = tuple[re.Pattern[str], set[str]]
"""What finds a report's private names, and the ids of who bears them."""


def blots(ledger: Ledger, reports: Iterable[str]) -> dict[str, Blots]:
    """Return what is to be blotted out of each of some reports that name private people."""
    mentions, readings = schema.mentions.c, schema.readings.c
    asked = (
        select(readings.report, mentions.type, mentions.quote, mentions.resolved)
        .join_from(schema.mentions, schema.readings, mentions.reading == readings.key)
        .where(readings.report.in_(sorted(set(reports))), readings.retired.is_(None))
        .where((mentions.type == "person") | mentions.resolved.like("one.%"))
    )
    found: dict[str, list[tuple[str, str, str | None]]] = {}
    with ledger.read() as connection:
        for report, type_, quote, resolved in connection.execute(asked):
            found.setdefault(report, []).append((type_, quote, resolved))
    return {report: _blots(rows) for report, rows in found.items()}


def of_reading(reading: Reading) -> Blots:
    """Return what is to be blotted out of a reading."""
    return _blots([(m.type, m.span.quote, m.resolved) for m in reading.mentions])


def _blots(mentions: Sequence[tuple[str, str, str | None]]) -> Blots:
    private = [row for row in mentions if (row[2] or "").startswith("one.") or (row[0] == "person" and row[2] is None)]
    public = {word.casefold() for row in mentions if row not in private for word in row[1].split()}
    names = {quote for _, quote, _ in private}
    kept = {name for name in names | surnames(names) if not {word.casefold() for word in name.split()} <= public}
    return pattern(kept), {resolved for _, _, resolved in private if resolved}


def without(row: Record, hidden: Blots | None) -> dict[str, Any]:
    """Return a row of a list as data, without the private people of its report."""
    data = row.model_dump()
    if hidden is None:
        return data
    blotted: dict[str, Any] = blot_data(data, None, *hidden)
    return blotted


def without_private(reading: Reading) -> Reading:
    """Return a reading without its private people; it keeps its id, and every span its place."""
    names, ids = of_reading(reading)
    return blot_reading(reading, names, ids) if ids or names.pattern != "(?!)" else reading

"""What watching keeps: where each feed stands, which of its items were seen, and what each source delivered per day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, func, or_, select

from casus.ledger import schema, write
from casus.ledger.filing import date_of, datetime_of, day_of, micros


@dataclass(frozen=True)
class Feed:
    """A feed that is watched. `failures` counts those in a row; `due` is when to ask again; `extra` is the watcher's own JSON."""

    url: str
    title: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    polled: datetime | None = None
    due: datetime | None = None
    failures: int = 0
    error: str | None = None
    extra: dict[str, Any] | None = None


@dataclass(frozen=True)
class Delivered:
    """What a source delivered on a day; imported rows have the source `dataset:NAME`."""

    source: str
    day: date
    reports: int
    rejected: int
    rows: int


@dataclass(frozen=True)
class Exposed:
    """Reports on any subject that were read on a day from a panel, and how many of its sources delivered any."""

    day: date
    reports: int
    sources: int


def keep_feed(connection: Connection, feed: Feed, at: datetime) -> None:
    """Write down where a feed stands."""
    row = {
        **{field.name: getattr(feed, field.name) for field in fields(feed) if field.name not in ("extra", "polled", "due")},
        "polled": micros(feed.polled) if feed.polled else None,
        "due": micros(feed.due) if feed.due else None,
        "body": feed.extra,
        "added": micros(at),
    }
    write.keep(connection, schema.feeds, [row], ("url",), replace=tuple(name for name in row if name not in ("url", "added")))


def feeds(connection: Connection, url: str | None = None) -> list[Feed]:
    """Return the feeds that are watched, or the one at a URL."""
    asked = select(schema.feeds).order_by(schema.feeds.c.url)
    rows = connection.execute(asked if url is None else asked.where(schema.feeds.c.url == url))
    return [
        Feed(
            row.url, row.title, row.etag, row.last_modified, _time(row.polled), _time(row.due), row.failures, row.error, row.body
        )
        for row in rows
    ]  # fmt: skip


def _time(value: int | None) -> datetime | None:
    return None if value is None else datetime_of(value)


def seen(connection: Connection, feed: str, items: Iterable[str]) -> set[str]:
    """Return which items of a feed were met before."""
    columns = schema.feed_items.c
    return set(connection.execute(select(columns.item).where(columns.feed == feed, columns.item.in_(list(items)))).scalars())


@dataclass(frozen=True)
class Item:
    """An item of a feed, by guid or link, and what became of it: a report's id, or why there is none."""

    feed: str
    item: str
    url: str | None
    outcome: str


def keep_item(connection: Connection, item: Item, at: datetime) -> None:
    """Write down what became of an item of a feed."""
    row = {"feed": item.feed, "item": item.item, "url": item.url, "outcome": item.outcome, "added": micros(at)}
    write.keep(connection, schema.feed_items, [row], ("feed", "item"), replace=("url", "outcome", "added"))


def coverage(connection: Connection, since: date | None = None, until: date | None = None) -> list[Delivered]:
    """Return what each source delivered per day, in order of day and source."""
    table = schema.coverage
    asked = select(table).order_by(table.c.day, table.c.source)
    if since is not None:
        asked = asked.where(table.c.day >= day_of(since))
    if until is not None:
        asked = asked.where(table.c.day < day_of(until))
    return [Delivered(row.source, date_of(row.day), row.reports, row.rejected, row.rows) for row in connection.execute(asked)]


def set_panel(connection: Connection, sources: Sequence[tuple[str, date, date | None]]) -> None:
    """Fix the panel: sources, each from a day until a day (exclusive, or null), in place of those there were."""
    connection.execute(schema.panel.delete())
    if sources:
        rows = [{"source": s, "since": day_of(a), "until": None if b is None else day_of(b)} for s, a, b in sources]
        connection.execute(schema.panel.insert(), rows)


def panel(connection: Connection) -> list[tuple[str, date, date | None]]:
    """Return the panel, by source and since when."""
    table = schema.panel
    rows = connection.execute(select(table).order_by(table.c.source, table.c.since))
    return [(row.source, date_of(row.since), None if row.until is None else date_of(row.until)) for row in rows]


def exposure(connection: Connection, since: date | None = None, until: date | None = None) -> list[Exposed]:
    """Return the reports read per day from the panel, on any subject; from all sources where no panel is fixed. Imports are no reports."""
    coverage, members = schema.coverage.c, schema.panel.c
    asked = select(coverage.day, func.sum(coverage.reports), func.count()).where(coverage.reports > 0)
    if connection.execute(select(members.source).limit(1)).first() is not None:
        inside = (members.since <= coverage.day) & or_(members.until.is_(None), coverage.day < members.until)
        asked = asked.where(select(members.source).where(members.source == coverage.source, inside).exists())
    for day, edge in ((since, coverage.day.__ge__), (until, coverage.day.__lt__)):
        if day is not None:
            asked = asked.where(edge(day_of(day)))
    rows = connection.execute(asked.group_by(coverage.day).order_by(coverage.day))
    return [Exposed(date_of(day), int(reports), int(sources)) for day, reports, sources in rows]

"""Which events match some filters: the queries for their filing numbers.

A query is driven by the one table that narrows the list down most (the words, a dyad, an actor, a place …), read backwards in order of
filing; what else is asked is checked row by row. A condition with several values makes several queries, whose results are merged: so
each stays in order, and ends after a page.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

from sqlalchemy import and_, exists, literal_column, or_, select
from sqlalchemy.sql import ColumnElement
from sqlalchemy.sql.selectable import FromClause

from casus.ledger import fulltext, geography, schema
from casus.ledger.ask import Ask, Condition, Driver, Given, Query, alive, any_of, bound, words
from casus.ledger.filing import day_of
from casus.ledger.filters import Filters

SPREAD = ("type", "voice", "status")
"""Conditions of which each value makes a query of its own."""

PARTIES = ("actor", "by", "on", "dyad")


def queries(filters: Filters, ask: Ask) -> list[Query]:
    """Return queries for the numbers of matching events, unordered; an event may match several of them."""
    used, drivers = _drivers(filters, ask)
    rest = [given for given in filters.conditions if given != used]
    spread = [(key, values) for key, values in rest if key in SPREAD and len(values) > 1]
    fixed = [given for given in rest if given not in spread]
    chosen = list(product(*([(key, (value,)) for value in values] for key, values in spread)))
    return [_query(driver, [*fixed, *some], ask) for driver in drivers for some in chosen]


def _drivers(filters: Filters, ask: Ask) -> tuple[Given | None, list[Driver]]:
    """Return the condition that drives the search, and its drivers: the first that there is, in order of what narrows down most."""
    # PostgreSQL finds words by way of an actor, or the other way round, whichever is less; SQLite is told.
    later = ask.dialect == "postgresql" and any(filters.get(key) for key in PARTIES)
    for key, drive in _DRIVES.items():
        for values in () if later and key == "text" else filters.get(key):
            drivers = drive(key, values, ask)
            if drivers is not None:
                return (key, values), drivers
    return None, [Driver(schema.events, schema.events.c.key)]


def _by_words(key: str, values: tuple[Any, ...], ask: Ask) -> list[Driver]:
    return [words(schema.events, values[0], ask.dialect)]


def _by_dyad(key: str, values: tuple[Any, ...], ask: Ask) -> list[Driver]:
    pairs = schema.pairs
    return [Driver(pairs, pairs.c.key, (pairs.c.a == a, pairs.c.b == b)) for a, b in _dyads(values, ask)]


def _dyads(values: tuple[Any, ...], ask: Ask) -> list[tuple[str, str]]:
    return sorted({(min(x, y), max(x, y)) for x in ask.actors(values[:1]) for y in ask.actors(values[1:]) if x != y})


def _by_actor(key: str, values: tuple[Any, ...], ask: Ask) -> list[Driver]:
    pairs = schema.pairs
    return [
        Driver(pairs, pairs.c.key, (pairs.c[side] == actor, *_part(pairs, side, key)), several=True)
        for actor in ask.actors(values)
        for side in ("a", "b")
    ]


def _part(pairs: FromClause, side: str, key: str) -> list[Condition]:
    """Return the condition that the party on a side acts (`by`) or is acted upon (`on`); none for any part."""
    if key == "actor":
        return []
    outward = ">" if (side == "a") == (key == "by") else "<"
    return [pairs.c.direction.in_([outward, "="] if key == "by" else [outward])]


def _by_place(key: str, values: tuple[Any, ...], ask: Ask) -> list[Driver]:
    places = schema.event_places
    return [Driver(places, places.c.key, (places.c.place == value,), several=True) for value in values]


def _by_area(key: str, values: tuple[Any, ...], ask: Ask) -> list[Driver] | None:
    return geography.drivers(key, values) or None


def _by_column(key: str, values: tuple[Any, ...], ask: Ask) -> list[Driver]:
    events = schema.events
    column = events.c.publisher if key == "source" else events.c[key]
    return [Driver(events, events.c.key, (column == value,)) for value in values]


_DRIVES: dict[str, Callable[[str, tuple[Any, ...], Ask], list[Driver] | None]] = {
    "text": _by_words,
    "report": _by_column,
    "occurrence": _by_column,
    "dyad": _by_dyad,
    "by": _by_actor,
    "on": _by_actor,
    "actor": _by_actor,
    "place": _by_place,
    "near": _by_area,
    "box": _by_area,
    "source": _by_column,
}


def _query(driver: Driver, conditions: Sequence[Given], ask: Ask) -> Query:
    events, table = schema.events, driver.table
    here: list[Condition] = []
    elsewhere: list[Condition] = []
    of_event: list[Condition] = []
    for key, values in conditions:
        if key in SPREAD:
            own = table if key in table.c else events
            (here if own is table else of_event).append(_coded(own, key, values))
        elif key in PARTIES:
            elsewhere += _takes_part(key, values, driver.key, ask)
        elif key == "confidence":
            own = table if key in table.c else events
            (here if own is table else of_event).append(own.c.confidence >= values[0])
        elif key in _ON_EVENTS:
            of_event.append(_ON_EVENTS[key](events.c, values))
        elif key in ("since", "until"):
            own = table if "day" in table.c else events
            here.append(bound(key, values[0], driver.key))
            (here if own is table else of_event).append(own.c.day.is_not(None))
        else:
            elsewhere.append(_BESIDE[key](key, values, driver.key, ask))
    own = table if "retired" in table.c else events
    (here if own is table else of_event).append(alive(own, ask.as_of))
    if of_event and table is not events:
        elsewhere.append(exists().where(events.c.key == driver.key, *of_event).correlate(table))
        of_event = []
    return Query(driver, tuple(here), (*of_event, *elsewhere))


def _coded(table: FromClause, key: str, values: tuple[Any, ...]) -> Condition:
    """Return the condition on type, voice or status, worded so that the database sees that its indexes of the unusual serve."""
    usual = {"voice": "report", "status": "actual"}.get(key)
    found = any_of(table.c[key], values)
    if usual is None or usual in values:
        return found
    return and_(found, table.c[key] != literal_column(f"'{usual}'"))


_ON_EVENTS: dict[str, Callable[[Any, tuple[Any, ...]], Condition]] = {
    "mode": lambda c, values: any_of(c.mode, values),
    "extent": lambda c, values: any_of(c.extent, values),
    "report": lambda c, values: any_of(c.report, values),
    "occurrence": lambda c, values: any_of(c.occurrence, values),
    "dataset": lambda c, values: any_of(c.dataset, values),
    "source": lambda c, values: any_of(c.publisher, values),
    "context": lambda c, values: or_(*(c.contexts.like(f"% {value} %") for value in values)),
    "imported": lambda c, values: c.dataset.is_not(None) if values[0] else c.dataset.is_(None),
}
"""Conditions on columns of `events`."""


def _takes_part(key: str, values: tuple[Any, ...], number: ColumnElement[int], ask: Ask) -> list[Condition]:
    """Return conditions on other pairs of the same event: who takes part in one stands in one of its pairs, as one side or the other."""
    if key == "dyad":
        return [_in_pair("actor", ask.actors([value]), number, ask.dialect) for value in values]
    return [_in_pair(key, ask.actors(values), number, ask.dialect)]


def _in_pair(key: str, actors: Sequence[str], number: ColumnElement[int], dialect: str) -> Condition:
    def on(side: str) -> Condition:
        pairs = schema.pairs.alias()
        found = select(pairs.c.key).where(any_of(pairs.c[side], actors), pairs.c.key == number, *_part(pairs, side, key))
        # OFFSET 0 keeps PostgreSQL from reading all pairs of an actor in order to look a few up among them.
        return (found.offset(0) if dialect == "postgresql" else found).correlate_except(pairs).exists()

    return or_(on("a"), on("b"))


def _placed(key: str, values: tuple[Any, ...], number: ColumnElement[int], ask: Ask) -> Condition:
    places = schema.event_places.alias()
    where = places.c.place.in_(values) if key == "place" else geography.inside(places, key, values)
    return exists().where(places.c.key == number, where)


def _worded(key: str, values: tuple[Any, ...], number: ColumnElement[int], ask: Ask) -> Condition:
    if ask.dialect == "sqlite":
        return number.in_(fulltext.hits(schema.events, values[0]))
    events = schema.events.alias("worded")
    return exists().where(events.c.key == number, fulltext.matching(events, values[0]))


def _published(key: str, values: tuple[Any, ...], number: ColumnElement[int], ask: Ask) -> Condition:
    events, reports = schema.events.alias(), schema.reports.alias()
    return exists().where(events.c.key == number, events.c.report == reports.c.id, on_report(reports, key, values))


def on_report(reports: FromClause, key: str, values: tuple[Any, ...]) -> Condition:
    """Return a condition on the report that something stands in: its address, or the day of its publication (UTC)."""
    if key == "url":
        return any_of(reports.c.url, values)
    edge = day_of(values[0]) * 86_400_000_000
    found: Condition = reports.c.published >= edge if key == "published-since" else reports.c.published < edge
    return found


_BESIDE: dict[str, Callable[[str, tuple[Any, ...], ColumnElement[int], Ask], Condition]] = {
    "place": _placed,
    "near": _placed,
    "box": _placed,
    "text": _worded,
    "published-since": _published,
    "published-until": _published,
    "url": _published,
}
"""Conditions that other tables meet for the event of a number."""

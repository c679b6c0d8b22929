"""Happenings in a ledger: the events that hold now, as `casus.corroboration` compares them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, select

from casus.corroboration import WINDOW_DAYS, Happening, fitting_types, happening
from casus.corroboration.tellings import JOINED, Teller
from casus.ledger import schema
from casus.ledger.filing import day_of, first_key
from casus.records import Event, Party, Place


class LedgerHappenings:
    """Happenings of a ledger by key; a row never changes, so that one that was read stays known."""

    def __init__(self) -> None:
        self.connection: Connection | None = None
        self._known: dict[int, Happening | None] = {}

    def near(self, happening: Happening) -> list[Happening]:
        """Return happenings of fitting types that lie within `WINDOW_DAYS`."""
        if happening.day is None:
            return []
        day, key = day_of(date.fromordinal(happening.day)), schema.events.c.key
        window = key >= first_key(day - WINDOW_DAYS), key < first_key(day + WINDOW_DAYS + 1)
        return self._find(*window, schema.events.c.type.in_(fitting_types(happening.type)))

    def of_reports(self, reports: Sequence[str]) -> list[Happening]:
        """Return the happenings of reports."""
        return self._find(schema.events.c.report.in_(reports))

    def of_events(self, events: Iterable[str]) -> list[Happening]:
        """Return the happenings of these events, as far as they hold."""
        return self._find(schema.events.c.id.in_(sorted(events)))

    def _find(self, *where: Any) -> list[Happening]:
        events, connection = schema.events.c, self._connection()
        held = events.retired.is_(None), events.reading.is_not(None), events.extent == "single", events.status.in_(JOINED)
        keys = connection.execute(select(events.key).where(*where, *held)).scalars().all()
        new = [key for key in keys if key not in self._known]
        for start in range(0, len(new), 400):
            self._known |= load(connection, new[start : start + 400])
        return [found for key in keys if (found := self._known[key]) is not None]

    def _connection(self) -> Connection:
        if self.connection is None:
            raise RuntimeError("happenings are looked for inside a transaction")
        return self.connection


def load(connection: Connection, keys: Sequence[int]) -> dict[int, Happening | None]:
    """Return the happenings of these rows of `events`, by key."""
    events, reports = schema.events.c, schema.reports.c
    asked = select(events.key, events.reading, events.report, events.publisher, events.body, reports.body.label("about"))
    rows = connection.execute(asked.join_from(schema.events, schema.reports, events.report == reports.id).where(events.key.in_(keys))).all()
    actors, places = _named(connection, {row.reading for row in rows}), _places(connection, keys)
    return {row.key: _happening(row, actors, places.get(row.key, {})) for row in rows}


def _happening(row: Any, actors: Mapping[str, str], places: Mapping[str, Place]) -> Happening | None:
    published = row.about.get("published")
    when = None if published is None else datetime.fromisoformat(published)
    teller = Teller(row.report, row.publisher, when, lambda party: _actor(party, actors), places)
    return happening(Event(**row.body), teller)


def _actor(party: Party, named: Mapping[str, str]) -> str | None:
    return party.actor or named.get(party.mention or "")


def _named(connection: Connection, readings: Iterable[int]) -> dict[str, str]:
    """Return whom the mentions of readings stand for."""
    mentions = schema.mentions.c
    asked = select(mentions.id, mentions.type, mentions.resolved, mentions.acts_for).where(mentions.reading.in_(sorted(readings)))
    found = {row.id: row.acts_for or (row.resolved if row.type != "place" else None) for row in connection.execute(asked)}
    return {mention: actor for mention, actor in found.items() if actor is not None}


def _places(connection: Connection, keys: Sequence[int]) -> dict[int, dict[str, Place]]:
    at, places = schema.event_places.c, schema.places.c
    asked = select(at.key, places.body).join_from(schema.event_places, schema.places, at.place == places.id).where(at.key.in_(keys))
    found: dict[int, dict[str, Place]] = defaultdict(dict)
    for key, body in connection.execute(asked):
        place = Place(**body)
        found[key][place.id] = place
    return found

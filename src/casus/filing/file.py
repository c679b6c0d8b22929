"""One report at a time: written down, put into its family, its events into occurrences, its claims tied to their answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, select

from casus.corroboration import (
    Fingerprint,
    Happening,
    Likenesses,
    Telling,
    add_report,
    agency,
    connected,
    corroborate,
    figures,
    occurrence_id,
    partition,
)
from casus.filing.answers import Answering, Tied
from casus.filing.families import LedgerFamilies
from casus.filing.happenings import LedgerHappenings
from casus.filing.sides import belonging
from casus.ledger import READER_VERSION, Added, Ledger, across, schema, write
from casus.ledger.filing import micros, now
from casus.records import Occurrence, Reading, ReprintFamily

KNOWN_MOST = 200_000
"""Comparisons and happenings that are kept in mind; beyond, the mind is emptied."""


@dataclass(frozen=True)
class Filed:
    """What became of a reading: as the ledger took it, its report's family, the occurrences that changed, and the claims tied."""

    added: Added
    family: ReprintFamily | None = None
    occurrences: tuple[Occurrence, ...] = ()
    answers: tuple[Tied, ...] = ()

    @property
    def state(self) -> str:
        """How the ledger took it: new, known, reread, changed or forgotten."""
        return self.added.state


class Filing:
    """Files readings into a ledger. One object for many readings: what was compared once is not compared again."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self._happenings, self._links, self._compared = LedgerHappenings(), Likenesses(), 0

    def add(self, reading: Reading, version: str = READER_VERSION, read_at: datetime | None = None) -> Filed:
        """Write a reading down with all that it changes across reports, or nothing of it. What is there already changes nothing."""
        read_at = read_at or now()
        with self.ledger.write() as connection:
            before = _Before.of(connection, reading.report.id)
            added = write.add(connection, reading, version, read_at)
            if added.state in ("known", "forgotten"):
                return Filed(added)
            return self._join(connection, reading, added, before, micros(read_at))

    def _join(self, connection: Connection, reading: Reading, added: Added, before: _Before, at: int) -> Filed:
        report = reading.report
        family = add_report(Fingerprint.of(report), LedgerFamilies(connection, at))
        _leave(connection, before.events - set(_events_of(connection, [report.id])))
        changed = self._occurrences(connection, report.id, family, before)
        across.add_occurrences(connection, changed, at)
        answering = Answering(connection, at)
        answering.untie(before.claims - {claim.id for claim in reading.claims})
        return Filed(added, family, tuple(changed), tuple(answering.tie(reading)))

    # --- occurrences --------------------------------------------------------------------------------------------------------------------

    def _occurrences(self, connection: Connection, report: str, family: ReprintFamily, before: _Before) -> list[Occurrence]:
        """Return the occurrences that a report changes: those of its events, of events it left, and of its family's other events."""
        self._renew(connection)
        index = self._happenings
        told = [*index.of_reports([report]), *index.of_events(before.companions)]
        groups: dict[str, tuple[str, ...]] = {}
        found: dict[str, Happening] = {}
        for one in told:
            if one.event not in groups:
                component = connected(one, index, self._links)
                self._compared += len(component) ** 2
                found |= component
                groups |= {event: group for group in partition(component, self._links) for event in group}
        kept = _kept(connection, [*groups, *_events_of(connection, family.reports)])
        for occurrence in kept.values():
            if not set(occurrence.events) & set(groups):
                members = {h.event: h for h in index.of_events(occurrence.events)}
                found |= members
                groups |= dict.fromkeys(members, tuple(sorted(members)))
        return self._changed(connection, set(groups.values()), found, kept)

    def _changed(
        self, connection: Connection, groups: Iterable[tuple[str, ...]], found: Mapping[str, Happening], kept: Mapping[str, Occurrence]
    ) -> list[Occurrence]:
        changed = []
        tellings = _tellings(connection, found.values())
        for group in sorted(groups):
            was = [kept.get(event) for event in group]
            if len(group) == 1 and (was[0] is None or len(was[0].events) == 1):
                continue
            told = [tellings[event] for event in group]
            occurrence = Occurrence(
                id=occurrence_id(group),
                events=group,
                corroboration=corroborate(told, _belonging(connection, told)),
                numbers=figures(telling.happening for telling in told),
            )
            if any(before != occurrence for before in was):
                changed.append(occurrence)
        return changed

    def _renew(self, connection: Connection) -> None:
        if self._compared > KNOWN_MOST:
            self._happenings, self._compared = LedgerHappenings(), 0
            self._links.forget()
        self._happenings.connection = connection


@dataclass(frozen=True)
class _Before:
    """What held of a report before: its claims and events, and the events of other reports that shared an occurrence with these."""

    claims: frozenset[str]
    events: frozenset[str]
    companions: frozenset[str]

    @classmethod
    def of(cls, connection: Connection, report: str) -> _Before:
        claims = schema.claims.c
        own = set(_events_of(connection, [report]))
        shared = {event for occurrence in _kept(connection, own).values() for event in occurrence.events}
        ids = connection.execute(select(claims.id).where(claims.report == report, claims.retired.is_(None))).scalars()
        return cls(frozenset(ids), frozenset(own), frozenset(shared - own))


def _leave(connection: Connection, gone: Iterable[str]) -> None:
    """Take events that hold no longer out of their occurrences; those left empty go."""
    members, occurrences, ids = schema.occurrence_events, schema.occurrences, sorted(gone)
    left = connection.execute(select(members.c.occurrence).where(members.c.event.in_(ids))).scalars().all() if ids else []
    if left:
        connection.execute(delete(members).where(members.c.event.in_(ids)))
        still = select(members.c.occurrence).where(members.c.occurrence == occurrences.c.id)
        connection.execute(delete(occurrences).where(occurrences.c.id.in_(left), ~still.exists()))


def _events_of(connection: Connection, reports: Sequence[str]) -> Sequence[str]:
    events = schema.events.c
    return connection.execute(select(events.id).where(events.report.in_(reports), events.retired.is_(None))).scalars().all()


def _kept(connection: Connection, events: Iterable[str]) -> dict[str, Occurrence]:
    """Return the occurrences that events are in, by event."""
    members, occurrences, ids = schema.occurrence_events.c, schema.occurrences.c, sorted(set(events))
    asked = select(members.event, occurrences.body).join_from(
        schema.occurrence_events, schema.occurrences, members.occurrence == occurrences.id
    )
    found: dict[str, Occurrence] = {}
    for start in range(0, len(ids), 400):
        rows = connection.execute(asked.where(members.event.in_(ids[start : start + 400])))
        found |= {event: Occurrence(**body) for event, body in rows}
    return found


def _tellings(connection: Connection, happenings: Iterable[Happening]) -> dict[str, Telling]:
    """Return tellings by event: each happening with its report's family and the agencies that the report credits."""
    by_report: dict[str, list[Happening]] = defaultdict(list)
    for one in happenings:
        by_report[one.report].append(one)
    index = LedgerFamilies(connection, 0)
    families, prints = index.families(by_report), index.fingerprints(by_report)
    return {one.event: Telling(one, families[report], prints[report].agencies) for report, group in by_report.items() for one in group}


def _belonging(connection: Connection, tellings: Sequence[Telling]) -> dict[str, str | None]:
    names = {name for telling in tellings for name in telling.agencies}
    for telling in tellings:
        publisher = telling.happening.publisher
        names |= {publisher, agency(publisher) or publisher} if publisher else set()
    days = [telling.happening.day for telling in tellings if telling.happening.day is not None]
    return belonging(connection, names, date.fromordinal(max(days, default=date.today().toordinal())))

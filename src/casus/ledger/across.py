"""What lies across reports: reprint families and the index they are found by, occurrences, answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, bindparam, delete, func, select, update

from casus.ledger import leads, schema, write
from casus.records import Occurrence, ReprintFamily

_SIGNED = 1 << 63


def signed(value: int) -> int:
    """Return a 64-bit hash as the databases hold it, signed.

    >>> signed(2**64 - 1), signed(7)
    (-1, 7)
    """
    return (value + _SIGNED) % (1 << 64) - _SIGNED


def add_fingerprints(connection: Connection, report: str, hashes: Iterable[int]) -> None:
    """Keep a report's sampled n-grams, unsigned 64-bit hashes or signed."""
    rows = [{"hash": value, "report": report} for value in sorted({signed(h) for h in hashes})]
    write.keep(connection, schema.fingerprints, rows, ("hash", "report"))


def shared(connection: Connection, hashes: Iterable[int], most: int = 1000) -> dict[str, int]:
    """Return how many of these n-grams each report has, reports with most in common first.

    N-grams that over `most` reports have (mastheads, cookie notices) say nothing about common descent and are passed over.
    """
    prints, found = schema.fingerprints.c, dict[str, int]()
    values = sorted({signed(h) for h in hashes})
    for start in range(0, len(values), 500):
        some = values[start : start + 500]
        common = select(prints.hash).where(prints.hash.in_(some)).group_by(prints.hash).having(func.count() > most)
        asked = select(prints.report, func.count()).where(prints.hash.in_(some), prints.hash.not_in(common)).group_by(prints.report)
        for report, number in connection.execute(asked):
            found[report] = found.get(report, 0) + number
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def fingerprints_of(connection: Connection, reports: Sequence[str]) -> dict[str, set[int]]:
    """Return the n-grams of reports, signed."""
    prints, found = schema.fingerprints.c, {report: set[int]() for report in reports}
    for row in connection.execute(select(prints.report, prints.hash).where(prints.report.in_(reports))):
        found[row.report].add(row.hash)
    return found


def add_family(connection: Connection, family: ReprintFamily, at: int) -> None:
    """Keep a family; it takes its reports from whatever family they were in, and families left empty go."""
    reports = schema.reports
    before = set(
        connection.execute(select(reports.c.family).where(reports.c.id.in_(family.reports), reports.c.family.is_not(None))).scalars()
    )
    row = {"id": family.id, "body": family.model_dump(mode="json"), "added": at}
    write.keep(connection, schema.families, [row], ("id",), replace=("body",))
    connection.execute(update(reports).where(reports.c.family == family.id).values(family=None))
    connection.execute(update(reports).where(reports.c.id.in_(family.reports)).values(family=family.id))
    left = set(connection.execute(select(reports.c.family).where(reports.c.family.in_(before))).scalars())
    connection.execute(delete(schema.families).where(schema.families.c.id.in_(before - left - {family.id})))


def family(connection: Connection, report: str) -> ReprintFamily | None:
    """Return the family of a report, None where it stands alone."""
    families, reports = schema.families.c, schema.reports.c
    asked = select(families.body).join_from(schema.reports, schema.families, reports.family == families.id).where(reports.id == report)
    body = connection.execute(asked).scalar()
    return None if body is None else ReprintFamily(**body)


def add_occurrences(connection: Connection, occurrences: Sequence[Occurrence], at: int) -> None:
    """Keep occurrences: their events leave the ones they were in, and one event of each comes to stand for it in every dyad."""
    events, members = schema.events, schema.occurrence_events
    for occurrence in occurrences:
        row = {"id": occurrence.id, "body": occurrence.model_dump(mode="json"), "added": at}
        write.keep(connection, schema.occurrences, [row], ("id",), replace=("body",))
        before = set(connection.execute(select(members.c.occurrence).where(members.c.event.in_(occurrence.events))).scalars())
        connection.execute(delete(members).where(members.c.event.in_(occurrence.events) | (members.c.occurrence == occurrence.id)))
        connection.execute(members.insert(), [{"occurrence": occurrence.id, "event": event} for event in occurrence.events])
        released = leads.members(connection, before | {occurrence.id})
        connection.execute(update(events).where(events.c.occurrence == occurrence.id).values(occurrence=None))
        _mark(connection, occurrence)
        leads.choose(connection, before | {occurrence.id})
        leads.release(connection, released)
        left = set(connection.execute(select(members.c.occurrence).where(members.c.occurrence.in_(before))).scalars())
        connection.execute(delete(schema.occurrences).where(schema.occurrences.c.id.in_(before - left - {occurrence.id})))


def _mark(connection: Connection, occurrence: Occurrence) -> None:
    events = schema.events
    told = update(events).where(events.c.id == bindparam("event_")).values(occurrence=occurrence.id)
    imported = update(events).where(events.c.dataset == bindparam("dataset_"), events.c.row_id == bindparam("row_"))
    ours = [event for event in occurrence.events if event.startswith("event:")]
    theirs = [event.partition(":") for event in occurrence.events if not event.startswith("event:")]
    if ours:
        connection.execute(told, [{"event_": event} for event in ours])
    if theirs:
        connection.execute(imported.values(occurrence=occurrence.id), [{"dataset_": d, "row_": r} for d, _, r in theirs])


def occurrence(connection: Connection, event: str) -> Occurrence | None:
    """Return the occurrence that an event belongs to, None where it stands alone."""
    members, occurrences = schema.occurrence_events.c, schema.occurrences.c
    asked = select(occurrences.body).join_from(schema.occurrence_events, schema.occurrences, members.occurrence == occurrences.id)
    body = connection.execute(asked.where(members.event == event)).scalar()
    return None if body is None else Occurrence(**body)


def add_answer(connection: Connection, claim: str, answer: str, kind: str, at: int) -> None:
    """Tie a claim to one of another report that answers it: denied, admitted or contested."""
    row = {"claim": claim, "answer": answer, "kind": kind, "added": at, "retired": None}
    write.keep(connection, schema.claim_answers, [row], ("claim", "answer"), replace=("kind", "retired"))

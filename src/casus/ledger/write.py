"""Writing a reading down: one transaction, nothing twice, the newest reading of the newest version current."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Connection, Table, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from casus.ledger import derive, forgetting, leads, reread, schema, versions
from casus.ledger.decisions import Settled, settle_what_fits
from casus.ledger.distinct import distinct
from casus.ledger.filing import first_key, micros, numbers
from casus.records import Claim, Event, Reading, Report

State = Literal["new", "known", "reread", "changed", "forgotten"]


@dataclass(frozen=True)
class Added:
    """What became of a reading: `new` report, `known` already, `reread` by another reader, a `changed` article, or `forgotten` for good."""

    report: str
    state: State
    events: int = 0
    claims: int = 0


@dataclass(frozen=True)
class Standing:
    """Under what a reading's records are filed: its key, day and time, and from when they no longer hold (None: they do)."""

    reading: int
    day: int
    added: int
    retired: int | None


def add(connection: Connection, reading: Reading, version: str, read_at: datetime) -> Added:
    """Write a reading down in the running transaction."""
    lock(connection, reading.report)
    if forgetting.is_forgotten_report(connection, reading.report.id):
        return Added(reading.report.id, "forgotten")
    reading = forgetting.redact_forgotten(connection, distinct(reading))
    at = micros(read_at)
    known = connection.execute(select(schema.reports).where(schema.reports.c.id == reading.report.id)).mappings().one_or_none()
    state: State = _add_report(connection, reading.report, read_at) if known is None else "reread"
    if known is not None:
        _note_url(connection, reading.report, known["url"], at)
        if _has_reading(connection, reading.report.id, version):
            return Added(reading.report.id, "known")
    _add_reading(connection, reading, version, read_at, known["text"] if known is not None else reading.report.text)
    return Added(reading.report.id, state, len(reading.events), len(reading.claims))


def lock(connection: Connection, report: Report) -> None:
    """Keep others from writing the same article at once. On SQLite there is one writer anyhow."""
    if connection.dialect.name == "postgresql":
        for name in sorted({report.id, report.url or report.id}):
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))"), {"name": name})


def _has_reading(connection: Connection, report: str, version: str) -> bool:
    columns = schema.readings.c
    return connection.execute(select(columns.key).where(columns.report == report, columns.version == version)).first() is not None


def _note_url(connection: Connection, report: Report, known: str | None, at: int) -> None:
    if report.url is not None and report.url != known:
        keep(connection, schema.report_urls, [{"url": report.url, "report": report.id, "added": at}], ("url", "report"))


# --- reports ----------------------------------------------------------------------------------------------------------------------------


def _add_report(connection: Connection, report: Report, read_at: datetime) -> State:
    at, day = micros(read_at), derive.filing_day(report, read_at)
    row = {
        "key": first_key(day) + numbers(connection, 1)[0],
        "id": report.id,
        "url": report.url,
        "publisher": report.publisher,
        "published": micros(report.published) if report.published else None,
        "title": report.title.quote if report.title else None,
        "language": report.language,
        "text": report.text,
        "version": 1,
        "body": report.model_dump(mode="json", exclude={"text"}),
        "added": at,
    }
    changed = _succeed(connection, report, row, at)
    connection.execute(insert(schema.reports).values(row))
    if report.publisher:
        keep(connection, schema.sources, [{"name": report.publisher, "added": at}], ("name",))
    count(connection, report.publisher or "", day, reports=1)
    return "changed" if changed else "new"


def _succeed(connection: Connection, report: Report, row: dict[str, Any], at: int) -> bool:
    """Link a report to the version of the article that it replaces, or that replaces it. Return whether there is one."""
    columns = schema.reports.c
    if report.url is None:
        return False
    asked = select(schema.reports).where(columns.url == report.url, columns.retired.is_(None)).order_by(columns.added.desc()).limit(1)
    before = connection.execute(asked).mappings().one_or_none()
    if before is None:
        return False
    change = versions.compare(before["id"], before["text"], report.text)
    if change.kept < versions.ANOTHER:
        return False
    if before["published"] is not None and row["published"] is not None and row["published"] < before["published"]:
        row["retired"] = at
        return True
    row |= {"version": before["version"] + 1, "previous": before["id"], "changed": change.model_dump(mode="json")}
    connection.execute(update(schema.reports).where(columns.id == before["id"]).values(retired=at))
    retire_readings(connection, before["id"], at)
    return True


# --- readings ---------------------------------------------------------------------------------------------------------------------------


def _add_reading(connection: Connection, reading: Reading, version: str, read_at: datetime, text_kept: str) -> None:
    report, at, day = reading.report, micros(read_at), derive.filing_day(reading.report, read_at)
    retired = connection.execute(select(schema.reports.c.retired).where(schema.reports.c.id == report.id)).scalar()
    retire_readings(connection, report.id, at)
    key = first_key(day) + numbers(connection, 1)[0]
    row: dict[str, Any] = {
        "key": key,
        "report": report.id,
        "version": version,
        "read_at": at,
        # A report's id is blind to white space; offsets are not.
        "text": None if report.text == text_kept else report.text,
        "body": _rest(reading),
        "added": at,
        "retired": None if retired is None else at,
    }
    connection.execute(insert(schema.readings).values(row))
    _add_parts(connection, reading, key)
    add_world(connection, reading, at)
    settled = settle_what_fits(reading, reread.decided(connection, report.id))
    standing = Standing(key, day, at, row["retired"])
    add_records(connection, settled, standing)
    _keep_overruled(connection, reading, settled, standing)


def _rest(reading: Reading) -> dict[str, Any]:
    """Return the part of a reading that has no table of its own: whatever fields a reading may yet get come along."""
    body = reading.model_dump(mode="json", exclude={"report", "sentences", "mentions", "attributions", "claims", "events"})
    return {**body, "sentences": [list(span.offsets) for span in reading.sentences]}


def _add_parts(connection: Connection, reading: Reading, key: int) -> None:
    mentions = [
        {
            "reading": key,
            "position": position,
            "id": mention.id,
            "type": mention.type,
            "start": mention.span.start,
            "end": mention.span.end,
            "quote": mention.span.quote,
            "resolved": mention.resolved,
            "acts_for": mention.acts_for,
            "body": mention.model_dump(mode="json"),
        }
        for position, mention in enumerate(reading.mentions)
    ]
    attributions = [
        {"reading": key, "position": position, "id": a.id, "quoted": a.quoted, "body": a.model_dump(mode="json")}
        for position, a in enumerate(reading.attributions)
    ]
    _insert(connection, schema.mentions, mentions)
    _insert(connection, schema.attributions, attributions)


def add_records(connection: Connection, settled: Settled, standing: Standing, only: set[str] | None = None) -> None:
    """Write down claims and events as they stand after the decisions; `only` those of these ids, where given."""
    reading = settled.reading
    context = derive.Context.of(reading)
    claims = [(n, c) for n, c in enumerate(reading.claims) if only is None or c.id in only]
    events = [(n, e) for n, e in enumerate(reading.events) if only is None or e.id in only]
    running = iter(numbers(connection, len(claims) + len(events)) if claims or events else ())
    lifetime = {"reading": standing.reading, "added": standing.added, "retired": standing.retired}
    rows: dict[Table, list[derive.Row]] = {t: [] for t in (schema.claims, schema.claim_parties, schema.events, schema.pairs)}
    rows[schema.event_places] = []
    for position, claim in claims:
        key = first_key(standing.day) + next(running)
        row = derive.claim_row(context, claim) | {"key": key, "position": position, "decision": settled.by.get(claim.id), **lifetime}
        rows[schema.claims].append(row)
        rows[schema.claim_parties] += [party | {"key": key} for party in derive.claim_parties(context, claim)]
    for position, event in events:
        row = derive.event_row(context, event)
        key = first_key(standing.day if row["day"] is None else row["day"]) + next(running)
        rows[schema.events].append(row | {"key": key, "position": position, "decision": settled.by.get(event.id), **lifetime})
        times = {"key": key, "added": standing.added, "retired": standing.retired, "lead": 1}
        rows[schema.pairs] += [pair | times for pair in derive.event_pairs(context, event, row)]
        rows[schema.event_places] += [place | {"key": key} for place in derive.event_places(context, event)]
    for table, of_table in rows.items():
        _insert(connection, table, of_table)
    if standing.retired is None:
        _rejoin(connection, [event.id for _, event in events])


def _rejoin(connection: Connection, events: Sequence[str]) -> None:
    """Let events of a newer reading take their place in the occurrences that their ids belong to."""
    members, columns = schema.occurrence_events.c, schema.events.c
    known = connection.execute(select(members.event, members.occurrence).where(members.event.in_(events))).all() if events else []
    for event, occurrence in known:
        connection.execute(update(schema.events).where(columns.id == event, columns.retired.is_(None)).values(occurrence=occurrence))
    leads.choose(connection, {occurrence for _, occurrence in known})


def _keep_overruled(connection: Connection, reading: Reading, settled: Settled, standing: Standing) -> None:
    """Keep what the machine said where a decision says otherwise, as rows that never hold: the reading can be shown as it was."""
    ours, machine = _records(settled.reading), _records(reading)
    overruled = {id for id, record in machine.items() if ours.get(id) != record}
    if overruled:
        never = Standing(standing.reading, standing.day, standing.added, standing.added)
        add_records(connection, Settled(reading, {}), never, overruled)


def _records(reading: Reading) -> dict[str, Claim | Event]:
    return {**{c.id: c for c in reading.claims}, **{e.id: e for e in reading.events}}


def retire_readings(connection: Connection, report: str, at: int) -> None:
    """Let the current readings of a report, and all that stands in them, hold no longer."""
    columns = schema.readings.c
    keys = connection.execute(select(columns.key).where(columns.report == report, columns.retired.is_(None))).scalars().all()
    if keys:
        connection.execute(update(schema.readings).where(columns.key.in_(keys)).values(retired=at))
        retire_records(connection, report, None, at)


def retire_records(connection: Connection, report: str, only: set[str] | None, at: int) -> None:
    """Let claims and events of a report hold no longer: all that do, or those of the given ids."""
    claims, events = schema.claims.c, schema.events.c
    claims_where = [claims.report == report, claims.retired.is_(None), *([claims.id.in_(only)] if only is not None else [])]
    events_where = [events.report == report, events.retired.is_(None), *([events.id.in_(only)] if only is not None else [])]
    found = connection.execute(select(events.key, events.actors, events.recipients, events.occurrence).where(*events_where)).all()
    connection.execute(update(schema.claims).where(*claims_where).values(retired=at))
    connection.execute(update(schema.events).where(*events_where).values(retired=at))
    retire_pairs(connection, ((row.key, row.actors, row.recipients) for row in found), at)
    leads.choose(connection, {row.occurrence for row in found if row.occurrence is not None})


def retire_pairs(connection: Connection, events: Iterable[tuple[int, str | None, str | None]], at: int) -> None:
    """Let the pairs of events hold no longer; an event is its key, actors and recipients."""
    gone = [
        {"a_": a, "b_": b, "key_": key, "at_": at}
        for key, actors, recipients in events
        for a, b, _ in derive.expand((actors or "").split(), (recipients or "").split())
    ]
    if gone:
        connection.execute(text("UPDATE pairs SET retired = :at_ WHERE a = :a_ AND b = :b_ AND key = :key_"), gone)


# --- what several reports share ---------------------------------------------------------------------------------------------------------


def add_world(connection: Connection, reading: Reading, at: int) -> None:
    """Keep the actors and places of a reading, by their latest names."""
    actors = [
        {"id": a.id, "name": a.name, "kind": a.kind, "country": a.country, "sector": a.sector, "body": a.model_dump(mode="json")}
        for a in reading.actors
    ]
    places = [
        {"id": p.id, "name": p.name, "kind": p.kind, "lat": p.lat, "lon": p.lon, "country": p.country, "body": p.model_dump(mode="json")}
        for p in reading.places
    ]
    renew(connection, schema.actors, actors, at)
    renew(connection, schema.places, places, at)


def renew(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], at: int) -> None:
    """Insert rows, or update those whose columns differ; rows that are as they were are not touched, so that no writer waits for them."""
    unique = {row["id"]: row for row in rows}
    columns = [c for c in table.c if c.name not in ("added", "body")]
    known: dict[str, tuple[Any, ...]] = {}
    ids = sorted(unique)
    for start in range(0, len(ids), 500):
        found = connection.execute(select(*columns).where(table.c.id.in_(ids[start : start + 500])))
        known |= {row.id: tuple(row) for row in found}
    fresh = [{**unique[i], "added": at} for i in ids if known.get(i) != tuple(unique[i].get(c.name) for c in columns)]
    keep(connection, table, fresh, ("id",), replace=tuple(c.name for c in table.c if c.name not in ("id", "added")))


def count(connection: Connection, source: str, day: int, **more: int) -> None:
    """Add to what a source delivered on a day: `reports`, `rejected`, `rows`. A source is a publisher's name, `dataset:NAME`, or ''."""
    counted = {"reports": 0, "rejected": 0, "rows": 0, **more}
    statement = upsert(connection, schema.coverage).values(source=source, day=day, **counted)
    added = {name: schema.coverage.c[name] + value for name, value in more.items()}
    connection.execute(statement.on_conflict_do_update(index_elements=["source", "day"], set_=added))


def upsert(connection: Connection, table: Table) -> Any:
    """Return an INSERT that can say what to do where the row is there already."""
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def keep(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], unique: Sequence[str], replace: Sequence[str] = ()) -> None:
    """Insert rows that are not there yet; of those that are, replace the named columns, if any."""
    if not rows:
        return
    statement = upsert(connection, table)
    if replace:
        new = {name: statement.excluded[name] for name in replace}
        connection.execute(statement.on_conflict_do_update(index_elements=list(unique), set_=new), list(rows))
    else:
        connection.execute(statement.on_conflict_do_nothing(index_elements=list(unique)), list(rows))


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(insert(table), list(rows))

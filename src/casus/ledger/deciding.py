"""Writing decisions down, and what follows from them: rows of the record retire, rows of the decision take their place."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, text, update

from casus.ledger import derive, reread, schema, write
from casus.ledger.decisions import Decision, anchor, record_kind, settle, standing
from casus.ledger.filing import datetime_of, first_key, micros, numbers
from casus.ledger.filters import near
from casus.records import EVENT_TYPES, Claim, Event, UsageError

IMPORTED_FIELDS = ("type", "mode", "voice", "status", "extent", "killed", "injured", "detained", "intensity", "actors", "recipients")
"""What can be corrected in an imported event; `actors` and `recipients` are ids with spaces between."""


def decide(connection: Connection, decision: Decision, at: datetime) -> int:
    """Write a decision down and carry it out; return its number. Raise `UsageError` where its target does not exist or it does not fit."""
    decision = _placed(connection, decision)
    row = {"body": decision.model_dump(mode="json"), "made_at": micros(at)}
    plain = {name: getattr(decision, name) for name in ("kind", "target", "report", "who", "why")}
    key = int(connection.execute(insert(schema.decisions).values(**plain, **row).returning(schema.decisions.c.key)).scalar_one())
    for report in _touched(connection, decision):
        resettle(connection, report, micros(at))
    if ":" in decision.target and decision.report is None and decision.kind in ("correct", "reject"):
        _overrule_imported(connection, decision, key, micros(at))
    elif decision.kind == "undo":
        _restore_imported(connection, decision, micros(at))
    return key


def _placed(connection: Connection, decision: Decision) -> Decision:
    """Return the decision with the report of its target, and the offsets of its words: by them a newer reading has it too."""
    match decision.kind:
        case "correct" | "reject":
            report = _report_of(connection, decision.target)
            reading = reread.load(connection, report) if report else None
            offsets = anchor(reading, decision.target) if reading else None
            return decision.model_copy(update={"report": report, "anchor": offsets or ()})
        case "add":
            return _identified(connection, decision)
        case "undo":
            made = _made(connection, decision.target)
            return decision.model_copy(update={"report": made.report})
        case "split" if decision.report is not None and not _known(connection, schema.reports.c.id, decision.report):
            raise UsageError(f"no report {decision.report} in this ledger")
        case "rate" if not _known(connection, schema.sources.c.name, decision.target):
            names = connection.execute(select(schema.sources.c.name)).scalars().all()
            raise UsageError(f"no source {decision.target!r} has reported to this ledger{near(decision.target, names)}")
        case "merge":
            for actor in (decision.target, decision.into or ""):
                if not _known(connection, schema.actors.c.id, actor):
                    raise UsageError(f"no actor {actor!r} in this ledger")
    return decision


def _known(connection: Connection, column: Any, value: str) -> bool:
    return connection.execute(select(column).where(column == value).limit(1)).first() is not None


def _report_of(connection: Connection, record: str) -> str | None:
    """Return the report of a claim or event, None for an imported event; raise `UsageError` where there is no such record."""
    for table in (schema.claims, schema.events):
        found = connection.execute(select(table.c.report).where(table.c.id == record).limit(1)).first()
        if found is not None:
            return str(found[0])
    if imported(connection, record) is None:
        raise UsageError(f"no claim or event {record!r} in this ledger")
    return None


def _identified(connection: Connection, decision: Decision) -> Decision:
    record = decision.record or {}
    kind = record_kind(record)
    spans = [(s["start"], s["end"]) for s in ([record["trigger"]] if kind == "event" else record.get("quote") or ())]
    target = decision.target or record.get("id") or f"{kind}:{secrets.token_hex(8)}"
    return decision.model_copy(update={"target": target, "anchor": tuple(spans)})


def _made(connection: Connection, target: str) -> Decision:
    columns = schema.decisions.c
    body = connection.execute(select(columns.body).where(columns.key == int(target))).scalar() if target.isdigit() else None
    if body is None:
        raise UsageError(f"no decision {target!r} in this ledger")
    return Decision(**body)


def _touched(connection: Connection, decision: Decision) -> list[str]:
    """Return the reports whose records a decision may change."""
    base = _made(connection, decision.target) if decision.kind == "undo" else decision
    while base.kind == "undo":
        base = _made(connection, base.target)
    if base.kind in ("merge", "rate"):
        return []
    if base.kind != "split" or base.report is not None:
        return [base.report] if base.report is not None else []
    mentions, readings = schema.mentions.c, schema.readings.c
    named = select(readings.report).join_from(schema.readings, schema.mentions, readings.key == mentions.reading)
    actors = (mentions.resolved == base.target) | (mentions.acts_for == base.target)
    parties = select(schema.claims.c.report).join_from(
        schema.claims, schema.claim_parties, schema.claims.c.key == schema.claim_parties.c.key
    )
    events = select(schema.events.c.report).join_from(schema.events, schema.pairs, schema.events.c.key == schema.pairs.c.key)
    found = set(connection.execute(named.where(actors)).scalars())
    for actor in (base.target, base.into):
        found |= set(connection.execute(parties.where(schema.claim_parties.c.actor == actor)).scalars())
        for side in (schema.pairs.c.a, schema.pairs.c.b):
            found |= set(connection.execute(events.where(side == actor, schema.events.c.report.is_not(None))).scalars())
    return sorted(found)


def resettle(connection: Connection, report: str, at: int) -> None:
    """Bring the current claims and events of a report into line with the standing decisions."""
    reading = reread.load(connection, report)
    row = connection.execute(
        select(schema.readings.c.key, schema.readings.c.read_at, schema.reports.c.retired)
        .join_from(schema.readings, schema.reports, schema.readings.c.report == schema.reports.c.id)
        .where(schema.readings.c.report == report, schema.readings.c.retired.is_(None))
    ).one_or_none()
    if reading is None or row is None:
        raise UsageError(f"report {report} has no current reading in this ledger: decide on the version that replaced it")
    settled = settle(reading, reread.decided(connection, report))
    ours: list[Claim | Event] = [*settled.reading.claims, *settled.reading.events]
    wanted = {r.id: (r.model_dump(mode="json"), settled.by.get(r.id)) for r in ours}
    current = {
        found.id: (found.body, found.decision)
        for table in (schema.claims, schema.events)
        for found in connection.execute(
            select(table.c.id, table.c.body, table.c.decision).where(table.c.report == report, table.c.retired.is_(None))
        )
    }
    changed = {id for id in {*wanted, *current} if wanted.get(id) != current.get(id)}
    write.retire_records(connection, report, changed, at)
    day = derive.filing_day(reading.report, datetime_of(row.read_at))
    write.add_records(connection, settled, write.Standing(row.key, day, at, None), changed & set(wanted))


# --- imported events --------------------------------------------------------------------------------------------------------------------


def imported(connection: Connection, record: str) -> Any:
    """Return the current row of an imported event, else the latest that held, None where there is none."""
    dataset, _, row_id = record.partition(":")
    events = schema.events.c
    asked = select(schema.events).where(events.dataset == dataset, events.row_id == row_id)
    return connection.execute(asked.order_by(events.retired.is_(None).desc(), events.added.desc())).mappings().first()


def _overrule_imported(connection: Connection, decision: Decision, key: int, at: int) -> None:
    unknown = set(decision.set) - set(IMPORTED_FIELDS)
    if unknown:
        field = min(unknown)
        raise UsageError(f"{field!r} cannot be corrected in an imported event{near(field, IMPORTED_FIELDS)}")
    if decision.set.get("type", "ASSAULT") not in EVENT_TYPES:
        raise UsageError(f"unknown event type {decision.set['type']!r}{near(str(decision.set['type']), EVENT_TYPES)}")
    row = imported(connection, decision.target)
    if row["retired"] is None:
        _retire_imported(connection, row, at)
    if decision.kind == "correct":
        _file_imported(connection, {**row, **decision.set, "decision": key}, at)


def _restore_imported(connection: Connection, decision: Decision, at: int) -> None:
    """Bring an imported event into line with the decisions that still stand."""
    base = _made(connection, decision.target)
    while base.kind == "undo":
        base = _made(connection, base.target)
    row = imported(connection, base.target) if base.report is None and base.kind in ("correct", "reject") else None
    if row is None:
        return
    if row["retired"] is None:
        _retire_imported(connection, row, at)
    events, columns = schema.events.c, schema.decisions.c
    first = select(schema.events).where(events.dataset == row["dataset"], events.row_id == row["row_id"]).order_by(events.added, events.key)
    original = dict(connection.execute(first.limit(1)).mappings().one())
    made = connection.execute(select(columns.key, columns.body).where((columns.target == base.target) | (columns.kind == "undo"))).all()
    for decided in standing((m.key, Decision(**m.body)) for m in made):
        original |= {**decided.decision.set, "decision": decided.key}
        if decided.decision.kind == "reject":
            return
    _file_imported(connection, original, at)


def _retire_imported(connection: Connection, row: Any, at: int) -> None:
    connection.execute(update(schema.events).where(schema.events.c.key == row["key"]).values(retired=at))
    write.retire_pairs(connection, [(row["key"], row["actors"], row["recipients"])], at)


def _file_imported(connection: Connection, row: Any, at: int) -> None:
    key = first_key(row["day"]) + numbers(connection, 1)[0]
    fresh = {**row, "key": key, "added": at, "retired": None, "body": None}
    connection.execute(insert(schema.events).values(**fresh))
    actors, recipients = (dict.fromkeys((fresh[name] or "").split(), "stated") for name in ("actors", "recipients"))
    pairs = [{**pair, "key": key, "added": at, "retired": None, "lead": 1} for pair in derive.pairs(fresh, actors, recipients)]
    if pairs:
        connection.execute(insert(schema.pairs), pairs)
    connection.execute(text(_COPY_PLACES), {"new": key, "old": row["key"]})


_COPY_PLACES = """
INSERT INTO event_places (key, position, place, lat, lon, cell)
SELECT :new, position, place, lat, lon, cell FROM event_places WHERE key = :old
"""

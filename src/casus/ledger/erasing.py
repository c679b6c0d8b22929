"""`casus forget`: erasing a report, or a person, and proving it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, and_, cast, delete, func, insert, or_, select, update
from sqlalchemy import Text as AsText

from casus.ledger import across, derive, forgetting, fulltext, leads, schema, write
from casus.ledger.proof import Probe, likes
from casus.records import Occurrence, ReprintFamily, UsageError


def report(connection: Connection, id: str, at: int) -> Probe:
    """Erase a report: its text, its readings, and all that came from it or was decided on it. Return what must not be found any more."""
    row = connection.execute(select(schema.reports).where(schema.reports.c.id == id)).mappings().one_or_none()
    if row is None:
        raise UsageError(f"no report {id} in this ledger")
    readings = connection.execute(select(schema.readings.c.key).where(schema.readings.c.report == id)).scalars().all()
    _erase_records(connection, id)
    for table in (schema.mentions, schema.attributions):
        connection.execute(delete(table).where(table.c.reading.in_(readings)))
    for table in (schema.readings, schema.report_urls, schema.fingerprints, schema.decisions):
        connection.execute(delete(table).where(table.c.report == id))
    connection.execute(delete(schema.rejected).where(cast(schema.rejected.c.body, AsText).like(f"%{id}%")))
    connection.execute(delete(schema.feed_items).where(schema.feed_items.c.outcome == id))
    _leave_family(connection, id, at)
    # The next version says what it took out of this one.
    connection.execute(update(schema.reports).where(schema.reports.c.previous == id).values(previous=None, changed=None))
    connection.execute(delete(schema.reports).where(schema.reports.c.id == id))
    _remember(connection, "report", [id], at)
    return Probe(names=(), ids=(id,), passages=_passages(row["text"]))


def _passages(text: str) -> tuple[str, ...]:
    """Return pieces of a text that no other text is likely to hold: its longest lines."""
    lines = sorted((" ".join(line.split()) for line in text.splitlines()), key=len, reverse=True)
    return tuple(line[:80] for line in lines[:5] if len(line) >= 40)


def _erase_records(connection: Connection, id: str) -> None:
    claims, events = schema.claims, schema.events
    claim_keys = connection.execute(select(claims.c.key, claims.c.id).where(claims.c.report == id)).all()
    event_keys = connection.execute(
        select(events.c.key, events.c.id, events.c.actors, events.c.recipients).where(events.c.report == id)
    ).all()
    connection.execute(delete(schema.claim_parties).where(schema.claim_parties.c.key.in_([row.key for row in claim_keys])))
    ids = [row.id for row in claim_keys]
    answers = schema.claim_answers.c
    connection.execute(delete(schema.claim_answers).where(or_(answers.claim.in_(ids), answers.answer.in_(ids))))
    connection.execute(delete(schema.event_places).where(schema.event_places.c.key.in_([row.key for row in event_keys])))
    _erase_pairs(connection, ((row.key, row.actors, row.recipients) for row in event_keys))
    connection.execute(delete(claims).where(claims.c.report == id))
    connection.execute(delete(events).where(events.c.report == id))
    _leave_occurrences(connection, id, [row.id for row in event_keys])


def _erase_pairs(connection: Connection, events: Iterable[tuple[int, str | None, str | None]]) -> None:
    pairs = schema.pairs
    for key, actors, recipients in events:
        for a, b, _ in derive.expand((actors or "").split(), (recipients or "").split()):
            connection.execute(delete(pairs).where(pairs.c.a == a, pairs.c.b == b, pairs.c.key == key))


def _leave_occurrences(connection: Connection, report: str, events: list[str]) -> None:
    members, occurrences = schema.occurrence_events.c, schema.occurrences
    left = set(connection.execute(select(members.occurrence).where(members.event.in_(events))).scalars())
    connection.execute(delete(schema.occurrence_events).where(members.event.in_(events)))
    for body in connection.execute(select(occurrences.c.body).where(occurrences.c.id.in_(left))).scalars().all():
        rest = tuple(event for event in body["events"] if event not in events)
        connection.execute(delete(occurrences).where(occurrences.c.id == body["id"]))
        if rest:
            smaller = Occurrence(**{**body, "events": rest, "numbers": _numbers(body, report)})
            connection.execute(insert(occurrences).values(id=smaller.id, body=smaller.model_dump(mode="json"), added=0))
    leads.choose(connection, left)


def _numbers(occurrence: Mapping[str, Any], report: str) -> list[dict[str, Any]]:
    """Return the numbers of an occurrence without those that a report gives."""
    rest = ({**one, "told": [told for told in one["told"] if told["report"] != report]} for one in occurrence.get("numbers", ()))
    return [figure for figure in rest if figure["told"]]


def _leave_family(connection: Connection, id: str, at: int) -> None:
    family = across.family(connection, id)
    if family is not None:
        connection.execute(update(schema.reports).where(schema.reports.c.family == family.id).values(family=None))
        connection.execute(delete(schema.families).where(schema.families.c.id == family.id))
        rest = tuple(report for report in family.reports if report != id)
        if rest:
            across.add_family(connection, ReprintFamily(id=family.id, reports=rest), at)


def _remember(connection: Connection, kind: str, words: Iterable[str], at: int) -> None:
    rows = [{"hash": forgetting.digest(connection, word), "kind": kind, "added": at} for word in words]
    write.keep(connection, schema.forgotten, rows, ("hash",))


# --- people -----------------------------------------------------------------------------------------------------------------------------


def person(connection: Connection, who: str, at: int) -> Probe:
    """Erase a person, by name or actor id: every report that names them has their names blotted out, all references go."""
    ids, names = _known_as(connection, who)
    reports = _reports_naming(connection, names, ids)
    if not reports and not ids:
        raise UsageError(f"nobody called {who!r} stands in this ledger")
    full = {name for name in names if len(name.split()) > 1} or names
    pattern = forgetting.pattern(names | forgetting.surnames(names))
    for id in sorted(reports):
        _blot_report(connection, id, pattern, ids)
    _blot_elsewhere(connection, forgetting.pattern(full), ids)
    _remember(connection, "person", [*(fulltext.fold(name) for name in full), *ids], at)
    return Probe(names=tuple(sorted(full)), ids=tuple(sorted(ids)), passages=())


def _known_as(connection: Connection, who: str) -> tuple[set[str], set[str]]:
    """Return the ids and the names of a person."""
    mentions, actors = schema.mentions.c, schema.actors.c
    if forgetting.is_person(who):
        ids, names = {who}, set[str]()
    else:
        folded, last = fulltext.fold(who), next(likes([who.rsplit(maxsplit=1)[-1]]))
        ids, names = set(), {who}
        asked = select(mentions.quote, mentions.resolved).where(mentions.type == "person", func.lower(mentions.quote).like(last)).distinct()
        alike = [row for row in connection.execute(asked) if fulltext.fold(row.quote) == folded]
        names |= {row.quote for row in alike}
        ids |= {row.resolved for row in alike if row.resolved is not None and forgetting.is_person(row.resolved)}
        named = connection.execute(select(actors.id, actors.name).where(func.lower(actors.name).like(last)))
        ids |= {row.id for row in named if forgetting.is_person(row.id) and fulltext.fold(row.name) == folded}
    names |= set(connection.execute(select(mentions.quote).where(mentions.resolved.in_(ids), mentions.type == "person")).scalars())
    names |= set(connection.execute(select(actors.name).where(actors.id.in_(ids))).scalars())
    return ids, {name for name in names if name.strip(forgetting.BLOT + " ")}


def _reports_naming(connection: Connection, names: set[str], ids: set[str]) -> set[str]:
    mentions, readings = schema.mentions.c, schema.readings.c
    marked = select(readings.report).join_from(schema.readings, schema.mentions, readings.key == mentions.reading)
    found = set(connection.execute(marked.where(or_(mentions.resolved.in_(ids), mentions.quote.in_(names)))).scalars())
    for name in names:
        if len(name.split()) > 1:
            found |= set(connection.execute(select(schema.reports.c.id).where(_phrase(connection, name))).scalars())
    return found


def _phrase(connection: Connection, name: str) -> Any:
    query = f'"{name}"'
    if connection.dialect.name == "sqlite":
        return schema.reports.c.key.in_(fulltext.hits(schema.reports, query))
    return fulltext.matching(schema.reports, query)


def _blot_report(connection: Connection, id: str, names: Any, ids: set[str]) -> None:
    row = connection.execute(select(schema.reports).where(schema.reports.c.id == id)).mappings().one()
    text = forgetting.blot(row["text"], names)
    changes = forgetting.blot_data({k: row[k] for k in ("body", "title", "changed", "url")}, text, names, ids)
    connection.execute(update(schema.reports).where(schema.reports.c.id == id).values(text=text, **changes))
    for reading in connection.execute(select(schema.readings).where(schema.readings.c.report == id)).mappings().all():
        read = text if reading["text"] is None else forgetting.blot(reading["text"], names)
        body = forgetting.blot_data(reading["body"], read, names, ids)
        own = None if reading["text"] is None else read
        connection.execute(update(schema.readings).where(schema.readings.c.key == reading["key"]).values(text=own, body=body))
        _blot_parts(connection, reading["key"], read, names, ids)


def _blot_parts(connection: Connection, reading: int, text: str, names: Any, ids: set[str]) -> None:
    mentions, claims, events = schema.mentions, schema.claims, schema.events

    def blotted(table: Table, more: Callable[[RowMapping, dict[str, Any]], dict[str, Any]]) -> None:
        for row in connection.execute(select(table).where(table.c.reading == reading)).mappings().all():
            body = forgetting.blot_data(row["body"], text, names, ids)
            same = and_(*(column == row[column.name] for column in table.primary_key.columns))
            connection.execute(update(table).where(same).values(body=body, **more(row, body)))

    blotted(mentions, lambda row, body: {"quote": body["span"]["quote"], "resolved": body["resolved"], "acts_for": body["acts_for"]})
    blotted(schema.attributions, lambda row, body: {})
    blotted(claims, lambda row, body: {
        "words": forgetting.blot(row["words"] or "", names) or None,
        "speaker": None if row["speaker"] in ids else row["speaker"],
        "speaker_role": body["speaker_role"],
    })  # fmt: skip
    blotted(events, lambda row, body: {"words": forgetting.blot(row["words"] or "", names) or None})


def _blot_elsewhere(connection: Connection, names: Any, ids: set[str]) -> None:
    """Take a person out of actors, parties, decisions and rejected inputs."""
    pairs, events = schema.pairs.c, schema.events
    connection.execute(delete(schema.actors).where(schema.actors.c.id.in_(ids)))
    connection.execute(delete(schema.claim_parties).where(schema.claim_parties.c.actor.in_(ids)))
    keys = set(connection.execute(select(pairs.key).where(or_(pairs.a.in_(ids), pairs.b.in_(ids)))).scalars())
    for row in connection.execute(select(events).where(events.c.key.in_(keys))).mappings().all():
        left = {side: " ".join(i for i in (row[side] or "").split() if i not in ids) or None for side in ("actors", "recipients")}
        connection.execute(update(events).where(events.c.key == row["key"]).values(**left))
    _rebuild_pairs(connection, ids)
    for table in (schema.decisions, schema.rejected):
        for row in connection.execute(select(table)).mappings().all():
            written = {name: row[name] for name in ("why", "target", "reason", "input", "body") if name in row and row[name] is not None}
            clean = _blot_row(written, names, ids)
            if clean != written:
                values = {name: forgetting.BLOT if value is None else value for name, value in clean.items()}
                connection.execute(update(table).where(table.c.key == row["key"]).values(**values))


def _blot_row(written: Mapping[str, Any], names: Any, ids: set[str]) -> dict[str, Any]:
    """Return a decision or a rejected input without the person; quotes of a kept report are cut from its blotted text."""
    kept = (written.get("body") or {}).get("report")
    text = forgetting.blot(kept["text"], names) if isinstance(kept, dict) else None
    return {name: forgetting.blot_data(value, text if name == "body" else None, names, ids, name) for name, value in written.items()}


def _rebuild_pairs(connection: Connection, ids: set[str]) -> None:
    """Without the person a pair becomes an event with one side."""
    pairs = schema.pairs
    rows = connection.execute(select(pairs).where(or_(pairs.c.a.in_(ids), pairs.c.b.in_(ids)))).mappings().all()
    connection.execute(delete(pairs).where(or_(pairs.c.a.in_(ids), pairs.c.b.in_(ids))))
    for row in rows:
        rest = next((actor for actor in (row["a"], row["b"]) if actor and actor not in ids), None)
        known = (
            rest
            and connection.execute(select(pairs.c.key).where(or_(pairs.c.a == rest, pairs.c.b == rest), pairs.c.key == row["key"])).first()
        )
        if rest and not known:
            direction = row["direction"] if row["a"] == rest else {">": "<", "<": ">", "=": ">"}[row["direction"]]
            sided = {**row, "a": rest, "b": "", "direction": ">" if direction == "=" else direction}
            connection.execute(insert(pairs).values(**sided))

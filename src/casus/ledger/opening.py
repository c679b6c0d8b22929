"""From filing numbers to rows: everything that a page of a list shows, in a handful of queries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, RowMapping, Table, func, select

from casus.ledger import fulltext, schema
from casus.ledger.ask import Ask, alive
from casus.ledger.decisions import UNRATED
from casus.ledger.filing import date_of, datetime_of
from casus.ledger.rows import ClaimRow, EventRow, Named, ReportRow, Source
from casus.records import Evidence, Span


@dataclass
class Around:
    """What rows refer to: names of actors and places, words of mentions and attributions, reports, ratings."""

    actors: dict[str, str] = field(default_factory=dict)
    mentions: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    attributions: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)


def _in_order(connection: Connection, table: Table, keys: Sequence[int]) -> list[RowMapping]:
    found = connection.execute(select(table).where(table.c.key.in_(keys))).mappings()
    by_key = {row["key"]: row for row in found}
    return [by_key[key] for key in keys if key in by_key]


def events(connection: Connection, keys: Sequence[int], ask: Ask) -> list[EventRow]:
    """Return the events of these numbers, in their order."""
    rows = _in_order(connection, schema.events, keys)
    around = _around(connection, rows, ask)
    places = _places(connection, rows)
    around.actors = _names(connection, (id for row in rows for id in f"{row['actors'] or ''} {row['recipients'] or ''}".split()))
    return [_event(row, around, places.get(row["key"], ())) for row in rows]


def _event(row: RowMapping, around: Around, places: Sequence[Named]) -> EventRow:
    body = row["body"] or {}
    plain = (
        *("type", "mode", "voice", "status", "extent", "precision", "killed", "injured", "detained", "confidence", "intensity"),
        *("claim", "expresses", "occurrence", "dataset", "row_id", "code", "url", "decision"),
    )
    return EventRow(
        id=row["id"] or f"{row['dataset']}:{row['row_id']}",
        contexts=tuple((row["contexts"] or "").split()),
        actors=_parties(row["actors"], body.get("actors"), around),
        recipients=_parties(row["recipients"], body.get("recipients"), around),
        start=None if row["day"] is None else date_of(row["day"]),
        end=None if row["day_end"] is None else date_of(row["day_end"]),
        places=tuple(places),
        trigger=body.get("trigger"),
        words=tuple(Span(**span) for span in body.get("evidence", ())),
        report=around.sources.get(row["report"] or ""),
        **{name: row[name] for name in plain},
        **_times(row),
    )


def _parties(ids: str | None, parties: Sequence[Mapping[str, Any]] | None, around: Around) -> tuple[Named, ...]:
    if parties is None:
        return tuple(Named(id=id, name=around.actors.get(id), basis="stated") for id in (ids or "").split())
    return tuple(_party(party, around) for party in parties)


def _party(party: Mapping[str, Any], around: Around) -> Named:
    mention = around.mentions.get(party["mention"] or "", {})
    actor = party["actor"] or mention.get("acts_for") or (mention.get("resolved") if mention.get("type") != "place" else None)
    return Named(id=actor, name=around.actors.get(actor or ""), words=mention.get("quote"), basis=party["basis"])


def _places(connection: Connection, rows: Iterable[RowMapping]) -> dict[int, list[Named]]:
    at, places = schema.event_places, schema.places
    asked = (
        select(at.c.key, at.c.place, at.c.lat, at.c.lon, places.c.name)
        .outerjoin_from(at, places, at.c.place == places.c.id)
        .where(at.c.key.in_([row["key"] for row in rows]))
        .order_by(at.c.key, at.c.position)
    )
    found: dict[int, list[Named]] = {}
    for row in connection.execute(asked):
        if row.place is not None or row.lat is not None:
            found.setdefault(row.key, []).append(Named(id=row.place, name=row.name, lat=row.lat, lon=row.lon))
    return found


def claims(connection: Connection, keys: Sequence[int], ask: Ask) -> list[ClaimRow]:
    """Return the claims of these numbers, in their order."""
    rows = _in_order(connection, schema.claims, keys)
    around = _around(connection, rows, ask)
    parties = schema.claim_parties.c
    around.actors = _names(connection, connection.execute(select(parties.actor).where(parties.key.in_(keys))).scalars())
    answers = _answers(connection, [row["id"] for row in rows], ask)
    return [_claim(row, around, answers.get(row["id"], ())) for row in rows]


def _claim(row: RowMapping, around: Around, answered_by: Sequence[str]) -> ClaimRow:
    body, source = row["body"], around.sources[row["report"]]
    attribution = around.attributions.get(body["attribution"] or "")
    spans = attribution["content"] if attribution else body.get("quote", ())
    return ClaimRow(
        id=row["id"],
        kind=row["kind"],
        speaker=_speaker(body, attribution, source, around),
        speaker_role=row["speaker_role"],
        source_type=body.get("source_type"),
        source_named=body.get("source_named"),
        accused=tuple(_party(party, around) for party in body["accused"]),
        about=tuple(body["about"]),
        direction=row["direction"],
        status=row["status"],
        words=tuple(Span(**span) for span in spans),
        evidence=tuple(Evidence(**e) for e in body["evidence"]),
        events=tuple(body["events"]),
        answers=tuple(body["answers"]),
        answered_by=tuple(answered_by),
        report=source,
        decision=row["decision"],
        **_times(row),
    )


def _speaker(body: Mapping[str, Any], attribution: Mapping[str, Any] | None, source: Source, around: Around) -> Named | None:
    named = _party(body["speaker"], around) if body["speaker"] else Named()
    said_by = " … ".join(span["quote"] for span in attribution["source"]) if attribution else source.publisher
    if not said_by and named == Named():
        return None
    return named.model_copy(update={"words": said_by or named.words})


def _answers(connection: Connection, claims: Sequence[str], ask: Ask) -> dict[str, list[str]]:
    answers = schema.claim_answers
    asked = select(answers.c.claim, answers.c.answer).where(answers.c.claim.in_(claims), alive(answers, ask.as_of))
    found: dict[str, list[str]] = {}
    for row in connection.execute(asked.order_by(answers.c.answer)):
        found.setdefault(row.claim, []).append(row.answer)
    return found


def reports(connection: Connection, keys: Sequence[int], ask: Ask, query: str | None = None) -> list[ReportRow]:
    """Return the reports of these numbers, in their order, with the place of the words searched for."""
    rows = _in_order(connection, schema.reports, keys)
    ids = [row["id"] for row in rows]
    counts = {table.name: _counts(connection, table, ids, ask) for table in (schema.claims, schema.events)}
    plain = ("id", "url", "publisher", "title", "language", "version", "previous", "changed", "family")
    return [
        ReportRow(
            published=row["body"]["published"],
            rating=ask.ratings.get(row["publisher"] or "", UNRATED),
            claims=counts["claims"].get(row["id"], 0),
            events=counts["events"].get(row["id"], 0),
            snippet=fulltext.snippet(row["text"], query) if query else None,
            **{name: row[name] for name in plain},
            **_times(row),
        )
        for row in rows
    ]


def _counts(connection: Connection, table: Table, reports: Sequence[str], ask: Ask) -> dict[str, int]:
    asked = select(table.c.report, func.count()).where(table.c.report.in_(reports), alive(table, ask.as_of)).group_by(table.c.report)
    return {row[0]: row[1] for row in connection.execute(asked)}


def _times(row: RowMapping) -> dict[str, Any]:
    return {"added": datetime_of(row["added"]), "retired": None if row["retired"] is None else datetime_of(row["retired"])}


def _names(connection: Connection, ids: Iterable[str]) -> dict[str, str]:
    wanted = sorted(set(ids))
    actors = schema.actors.c
    return {row.id: row.name for row in connection.execute(select(actors.id, actors.name).where(actors.id.in_(wanted)))} if wanted else {}


def _around(connection: Connection, rows: Sequence[RowMapping], ask: Ask) -> Around:
    readings = sorted({row["reading"] for row in rows if row["reading"] is not None})
    mentions, attributions = schema.mentions.c, schema.attributions.c
    around = Around(sources=_sources(connection, {row["report"] for row in rows if row["report"] is not None}, ask))
    if readings:
        asked = select(mentions.id, mentions.type, mentions.quote, mentions.resolved, mentions.acts_for).where(
            mentions.reading.in_(readings)
        )
        around.mentions = {row["id"]: dict(row) for row in connection.execute(asked).mappings()}
        said = select(attributions.id, attributions.body).where(attributions.reading.in_(readings))
        around.attributions = {row.id: row.body for row in connection.execute(said)}
    return around


def _sources(connection: Connection, ids: set[str], ask: Ask) -> dict[str, Source]:
    reports = schema.reports.c
    if not ids:
        return {}
    asked = select(reports.id, reports.url, reports.publisher, reports.title, reports.body).where(reports.id.in_(sorted(ids)))
    return {
        row.id: Source(
            id=row.id,
            url=row.url,
            publisher=row.publisher,
            published=row.body["published"],
            title=row.title,
            rating=ask.ratings.get(row.publisher or "", UNRATED),
        )
        for row in connection.execute(asked)
    }

"""One page on two actors, every line with its words, source and date: what moved, who accuses whom, what happened, what outlets judge."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from casus.ledger import Ledger
from casus.ledger.filing import date_of
from casus.relations import words
from casus.relations.relation import Relation
from casus.relations.series import CLASHES, CONFLICT, COOPERATION, TOLD

if TYPE_CHECKING:
    from casus.ledger import ClaimRow, EventRow, Source
    from casus.relations.backing import Backing

MOST = 12
"""Lines of a section; the others are counted, and named where to find them."""

VERBS = {
    "AGREE": ("agrees with", "agree"),
    "CONSULT": ("talks with", "talk"),
    "SUPPORT": ("endorses", "endorse"),
    "CONCEDE": ("yields to", "yield to"),
    "COOPERATE": ("works with", "work together"),
    "AID": ("aids", "aid"),
    "RETREAT": ("stands down before", "stand down before"),
    "REQUEST": ("asks something of", "ask something of"),
    "ACCUSE": ("accuses", "accuse"),
    "REJECT": ("refuses", "refuse"),
    "THREATEN": ("threatens", "threaten"),
    "PROTEST": ("protests against", "protest against"),
    "SANCTION": ("penalises", "penalise"),
    "MOBILIZE": ("readies forces against", "ready forces against"),
    "COERCE": ("coerces", "coerce"),
    "ASSAULT": ("attacks", "clash with"),
}
"""What somebody does, alone and together, by PLOVER type."""

ANSWERS = {
    "denied": "denied in the same report",
    "admitted": "admitted in the same report",
    "contested": "contested in the same report",
    "unanswered here": "no answer in the same report",
}


@dataclass(frozen=True)
class Line:
    """A statement with the words that carry it, who printed them, and when. Imported rows have no words: `source` names the row."""

    said: str
    quote: str | None
    source: str
    on: str
    url: str | None = None


@dataclass(frozen=True)
class Section:
    """A heading, plain sentences under it, and cited lines."""

    title: str
    sentences: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


@dataclass(frozen=True)
class Brief:
    """The page: a title, one sentence that sums it up, sections, and how its numbers came about."""

    title: str
    span: str
    summary: str
    sections: tuple[Section, ...]
    notes: tuple[str, ...]


def brief(ledger: Ledger, relation: Relation, since: date, as_of: datetime | None = None) -> Brief:
    """Return the page on what was told and said from `since` on; levels and trends come from all of the relation's past."""
    find = _Finder(ledger, relation, since, as_of)
    sections = (
        _moved(find), _accusations(find), _clashes(find), _pressure(find), _cooperation(find), _backing(find), _judged(find)
    )  # fmt: skip
    last = relation.until - timedelta(days=1)
    return Brief(
        f"{relation.a.short} – {relation.b.short}",
        f"{words.day(since)} to {words.day(last)}",
        _summary(find),
        tuple(s for s in sections if s.sentences or s.lines),
        _notes(relation),
    )


class _Finder:
    """What sections ask of the ledger: events by id, claims between the two sides."""

    def __init__(self, ledger: Ledger, relation: Relation, since: date, as_of: datetime | None) -> None:
        self.ledger, self.relation, self.since, self.as_of = ledger, relation, since, as_of
        self.a, self.b = relation.a, relation.b
        first = (since - date_of(0)).days
        self.rows = [row for row in relation.rows if row.day >= first]
        self.short = {member.actor: side.short for side in (self.a, self.b) for member in side.members}

    def told(self, types: Iterable[str]) -> list[str]:
        """Return the ids of told events of some types, latest first."""
        wanted = set(types)
        return [row.event for row in reversed(self.rows) if row.type in wanted and row.voice in TOLD]

    def claims(self, **filters: object) -> list[ClaimRow]:
        """Return claims since the day, latest first."""
        given = {"published-since": self.since, "published-until": self.relation.until, **filters}
        return list(self.ledger.claims(given, limit=200, as_of=self.as_of, count=False).rows)

    def events(self, ids: Sequence[str]) -> list[EventRow]:
        """Return the events of some ids that the ledger has."""
        return [event for event in map(self.ledger.event, ids) if event is not None]

    def name(self, actor: str) -> str:
        """Return what an actor is called on the page."""
        return self.short.get(actor) or self.names.get(actor, actor)

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of the actors in the backings."""
        from sqlalchemy import select

        from casus.ledger import schema

        ids = {x for b in self.relation.backings for x in (b.backer, b.backed, *(by for by, _ in b.by))}
        c = schema.actors.c
        with self.ledger.read() as connection:
            return {row.id: row.name for row in connection.execute(select(c.id, c.name).where(c.id.in_(sorted(ids))))}


def _summary(find: _Finder) -> str:
    relation = find.relation
    conflict, clashes = (len(find.told(types)) for types in (CONFLICT, CLASHES))
    accusations = sum(row.type == "ACCUSE" and row.voice in TOLD for row in find.rows)
    trend = words.trend(relation)
    told = f"{words.count(conflict, 'occurrence')} of conflict since {words.day(find.since)}"
    return f"{trend}. {told}, among them {words.count(accusations, 'accusation')} and {words.count(clashes, 'clash')}."


def _moved(find: _Finder) -> Section:
    relation = find.relation
    sentences = [words.tension(relation)]
    sentences += [f"Surge: {words.surge(found)}" for found in words.surges(relation)]
    per = "day" if len(relation.daily.counts) <= 183 else "week"
    changed = [found for found in relation.changes if found.latest >= find.since]
    sentences += [words.change(found, per) for found in changed]
    if relation.turn is not None:
        sentences.append(words.turn(relation.turn))
    if relation.coincidence is not None:
        sentences.append(words.coincidence(relation.coincidence))
    drivers = [driver.occurrence.event for found in changed[-1:] for driver in found.drivers]
    lines = tuple(event_line(event, "Drives the change: ") for event in find.events(drivers))
    return Section("What moved", tuple(f"{s}." for s in sentences), lines)


def _accusations(find: _Finder) -> Section:
    both = (",".join(find.a.ids), ",".join(find.b.ids))
    made = [c for by, on in (both, both[::-1]) for c in find.claims(kind="allege", by=by, on=on)]
    made.sort(key=lambda c: (c.report.published or datetime.min.replace(tzinfo=UTC), c.id), reverse=True)
    counts = [(s, sum(c.speaker is not None and c.speaker.id in s.ids for c in made)) for s in (find.a, find.b)]
    answered = sum(c.status != "unanswered here" or bool(c.answered_by) for c in made)
    said = "; ".join(f"{side.short} made {n}" for side, n in counts)
    sentences = (
        (f"{words.count(len(made), 'accusation')}: {said}. {answered} answered by the other side, as far as reports tell.",) if made else ()
    )
    return Section("Accusations and their answers", *_cut(sentences, [_claim_line(c) for c in made]))


def _clashes(find: _Finder) -> Section:
    ids = find.told(CLASHES)
    events = find.events(ids[:MOST])
    killed = [row.killed for row in find.rows if row.type in CLASHES and row.voice in TOLD and row.killed]
    toll = f" Reports of {words.count(len(killed), 'clash')} give deaths, {sum(killed):,} in all." if killed else ""
    sentences = (f"{words.count(len(ids), 'occurrence')} of violence.{toll}",) if ids else ()
    return Section("Clashes", *_cut(sentences, [event_line(e) for e in events], len(ids)))


def _pressure(find: _Finder) -> Section:
    ids = find.told(t for t in CONFLICT if t not in (*CLASHES, "ACCUSE"))
    return Section("Threats, penalties, troop moves", *_cut((), [event_line(e) for e in find.events(ids[:MOST])], len(ids)))


def _cooperation(find: _Finder) -> Section:
    ids = find.told(COOPERATION)
    return Section("What still works", *_cut((), [event_line(e) for e in find.events(ids[:MOST])], len(ids)))


def _backing(find: _Finder) -> Section:
    between = {find.a.actor, find.b.actor}
    shown = [b for b in find.relation.backings if b.last and b.last >= find.since and {b.backer, b.backed} != between][:6]
    lines = [event_line(event) for b in shown for event in find.events(b.events[-2:])]
    return Section("Who backs whom", tuple(_backs(find, b) for b in shown), tuple(lines))


def _backs(find: _Finder, found: Backing) -> str:
    said = f"{find.name(found.backer)} backs {find.name(found.backed)}"
    parts = []
    if found.alleged:
        by = ", ".join(f"{find.name(actor)} ({n})" for actor, n in found.by)
        denied = f", denied or contested {found.denied} times" if found.denied else ""
        parts.append(f"alleged {words.count(found.alleged, 'time')}, by {by}{denied}")
    if found.told:
        parts.append(f"told as a fact {words.count(found.told, 'time')}")
    when = f"{words.day(found.first)} to {words.day(found.last)}" if found.first and found.last else ""
    return f"{said}: {'; '.join(parts)} ({when})."


def _judged(find: _Finder) -> Section:
    actor = [",".join(find.a.ids), ",".join(find.b.ids)]
    found = find.claims(kind="assess", actor=actor)
    sentences = ("Judgements of outlets are shown and feed no number on this page.",) if found else ()
    return Section("What outlets judge", *_cut(sentences, [_claim_line(c) for c in found]))


def _cut(sentences: tuple[str, ...], lines: list[Line], total: int | None = None) -> tuple[tuple[str, ...], tuple[Line, ...]]:
    """Return sentences and the first lines, with a sentence that counts those left out."""
    left = (len(lines) if total is None else total) - min(len(lines), MOST)
    more = (f"The latest {min(len(lines), MOST)} of {min(len(lines), MOST) + left} are shown.",) if left else ()
    return (*sentences, *more), tuple(lines[:MOST])


def event_line(event: EventRow, lead: str = "") -> Line:
    """Return the line of an event: who did what to whom, as the report words it."""
    who = " and ".join(party.shown.removeprefix("Government of ") for party in event.actors) or "Somebody"
    whom = " and ".join(party.shown.removeprefix("Government of ") for party in event.recipients)
    one, several = VERBS[event.type]
    verb = several if len(event.actors) > 1 else one
    # Two-sided: all parties act, and nobody is acted upon.
    verb = verb.removesuffix(" with") if not whom else verb
    aside = [event.mode.replace("-", " ")] if event.mode else []
    aside += [f"{event.killed} killed"] if event.killed else []
    aside += {"report": [], "attributed": ["so a source says"], "alleged": ["alleged"]}[event.voice]
    bracket = f" ({', '.join(aside)})" if aside else ""
    said = f"{lead}{who} {verb}{f' {whom}' if whom else ''}{bracket}"
    on = words.day(event.start) if event.start else "undated"
    quote = " … ".join(span.quote for span in event.words) or None
    return Line(said, quote, *_source(event.report, on, event.dataset and f"{event.dataset} row {event.row_id}"))


def _claim_line(claim: ClaimRow) -> Line:
    who = claim.speaker.words or claim.speaker.shown if claim.speaker else "Nobody named"
    whom = " and ".join(party.shown.removeprefix("Government of ") for party in claim.accused)
    if claim.kind == "allege":
        across = f", answered in {words.count(len(claim.answered_by), 'other report')}" if claim.answered_by else ""
        said = f"{who.rstrip(',')} accuses {whom}: {ANSWERS[claim.status]}{across}"
    else:
        way = {"up": "improving", "down": "worsening", "steady": "unchanged"}.get(claim.direction or "", "")
        said = f"{who} judges relations{f' {way}' if way else ''}"
    on = f"{words.day(claim.report.published.date())}" if claim.report.published else "undated"
    return Line(said, " … ".join(span.quote for span in claim.words) or None, *_source(claim.report, on, None))


def _source(report: Source | None, on: str, row: str | None) -> tuple[str, str, str | None]:
    if report is None:
        return row or "imported", on, None
    published = f", {words.day(report.published.date())}" if report.published else ""
    return f"{report.publisher or 'publisher unknown'}{published}", on, report.url


def _notes(relation: Relation) -> tuple[str, ...]:
    state = relation.history.state
    changes = "; ".join(f"{words.day(date_of(on))}: {what}" for on, what in relation.source.changes)
    alleged = sum(row.voice == "alleged" for row in relation.rows)
    return (
        f"{relation.a.described}. {relation.b.described}.",
        f"n = {relation.n} occurrences ({state.n} of conflict) in {words.count(state.periods, relation.series.by)}; "
        "one happening counts once, however many reports tell of it.",
        f"Read: {relation.source.described}.",
        *((f"The panel changed: {changes}.",) if changes else ()),
        f"What is alleged is not counted as having happened: {words.count(alleged, 'alleged act')} between the two stand apart.",
        *((f"{relation.unplaced} occurrences before coverage began stand outside the series.",) if relation.unplaced else ()),
        "casus says who said it, not whether it is true. Formulas and their calibration: docs/methods.md.",
    )

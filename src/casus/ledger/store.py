"""The ledger: opened by path or URL, written a report at a time, asked in pages."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import Connection, Engine, select

from casus.ledger import (
    across,
    backing_up,
    checking,
    connect,
    deciding,
    erasing,
    find_events,
    find_records,
    fulltext,
    imports,
    opening,
    paging,
    proof,
    rejects,
    reread,
    schema,
    watching,
    write,
)
from casus.ledger.ask import Ask
from casus.ledger.decisions import Decided, Decision, mergers, standing
from casus.ledger.filing import datetime_of, micros, now
from casus.ledger.filters import Filters, List
from casus.ledger.imports import Imported
from casus.ledger.migrate import migrate
from casus.ledger.paging import Page
from casus.ledger.rejects import BadRow, Queued
from casus.ledger.rows import ClaimRow, EventRow, ReportRow
from casus.ledger.series import DayCount, series
from casus.ledger.staging import ImportedEvent
from casus.ledger.write import Added
from casus.records import Actor, ActorInReport, Occurrence, Place, Reading, RejectedInput, ReprintFamily, UsageError

READER_VERSION = f"casus-{version('casus-ledger')}"
"""Version of a reading where its writer names none."""

Given = Filters | Mapping[str, Any] | Iterable[str] | None
"""Filters, or what can be read as such."""


def open_ledger(target: str | Path | None = None) -> Ledger:
    """Open a ledger by path (SQLite) or `postgresql://` URL; create it, or bring it up to date, where need be.

    Without a target the ledger is a temporary file that goes when it is closed. Raise `UsageError` where it cannot be opened.

    >>> with open_ledger() as ledger:
    ...     ledger.events({"type": "ASSAULT"}).total
    '0'
    """
    folder = None if target is not None else tempfile.TemporaryDirectory(prefix="casus-ledger-")
    engine = connect.connect(Path(folder.name) / "ledger.db" if folder else str(target))
    connect.reachable(engine)
    migrate(engine)
    return Ledger(engine, folder)


class Ledger:
    """One store that keeps everything. Threads may share it; close it when done, or use it as a context."""

    def __init__(self, engine: Engine, folder: AbstractContextManager[str] | None = None) -> None:
        self.engine = engine
        self._folder = folder

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()
        if self._folder is not None:
            self._folder.__exit__(None, None, None)

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self.engine.dialect.name

    def read(self) -> AbstractContextManager[Connection]:
        """Return a connection that sees one state of the ledger throughout, for queries of your own."""
        return connect.reading(self.engine)

    def write(self) -> AbstractContextManager[Connection]:
        """Return a connection in a transaction that commits at the end, for rows of your own."""
        return connect.writing(self.engine)

    # --- reports ------------------------------------------------------------------------------------------------------------------------

    def add(self, reading: Reading, version: str = READER_VERSION, read_at: datetime | None = None) -> Added:
        """Write a reading down, all of it or nothing; when this returns it is there to stay. What is there already changes nothing."""
        with self.write() as connection:
            return write.add(connection, reading, version, read_at or now())

    def reject(self, item: RejectedInput, at: datetime | None = None) -> int:
        """Keep an input that could not be read, for `casus retry`; return its number."""
        with self.write() as connection:
            return rejects.reject(connection, item, at or now())

    def reject_rows(self, rows: Iterable[BadRow]) -> int:
        """Keep rows of files that are no events, with their lines; return how many were new."""
        with self.write() as connection:
            return rejects.reject_rows(connection, rows, now())

    def retry_queue(self) -> list[Queued]:
        """Return the inputs that wait to be tried again, oldest first."""
        with self.read() as connection:
            return list(rejects.queue(connection))

    def resolve(self, key: int) -> None:
        """Take an input off that queue."""
        with self.write() as connection:
            rejects.resolve(connection, key, now())

    def reading(self, report: str, version: str | None = None) -> Reading | None:
        """Return what the machine read in a report, as it was added: the current reading, or that of a reader version."""
        with self.read() as connection:
            return reread.load(connection, report, version)

    # --- lists --------------------------------------------------------------------------------------------------------------------------

    def reports(self, filters: Given = None, after: str | None = None, limit: int = 50, as_of: datetime | None = None,
                count: bool = True) -> Page[ReportRow]:  # fmt: skip
        """Return a page of reports, newest first. `after` is `next` of the page before; `as_of` asks what the ledger knew then."""
        return self._page("reports", filters, _Cut(after, limit, count), as_of)

    def claims(self, filters: Given = None, after: str | None = None, limit: int = 50, as_of: datetime | None = None,
               count: bool = True) -> Page[ClaimRow]:  # fmt: skip
        """Return a page of claims, newest first."""
        return self._page("claims", filters, _Cut(after, limit, count), as_of)

    def events(self, filters: Given = None, after: str | None = None, limit: int = 50, as_of: datetime | None = None,
               count: bool = True) -> Page[EventRow]:  # fmt: skip
        """Return a page of events, latest happening first; those without a resolved moment stand where they were published."""
        return self._page("events", filters, _Cut(after, limit, count), as_of)

    def search(self, words: str, list: List = "reports", filters: Given = None, after: str | None = None, limit: int = 50) -> Page[Any]:
        """Return a page of what holds some words (`"a phrase"`, `begin*`, `-without`), newest first: the filter `text`, and any others."""
        given = Filters((*Filters.parse(filters).conditions, ("text", (words,))))
        return self._page(list, given, _Cut(after, limit), None)

    def report(self, id: str) -> ReportRow | None:
        """Return a report, whether it holds or was replaced; None where there is none."""
        row: ReportRow | None = self._one("reports", schema.reports, id)
        return row

    def claim(self, id: str) -> ClaimRow | None:
        """Return a claim, opened to its words, speaker and report: the row that holds, else the last that did."""
        row: ClaimRow | None = self._one("claims", schema.claims, id)
        return row

    def event(self, id: str) -> EventRow | None:
        """Return an event, or an imported one by `dataset:row_id`: the row that holds, else the last that did."""
        row: EventRow | None = self._one("events", schema.events, id)
        return row

    def iterate(self, list: List, filters: Given = None, as_of: datetime | None = None) -> Iterator[Any]:
        """Yield a whole list, newest first, as one state of the ledger."""
        parsed = Filters.parse(filters)
        with self.read() as connection:
            ask = self._ask(connection, as_of)
            for numbers in paging.numbers(connection, _queries(list, parsed, ask)):
                yield from _open(connection, list, numbers, ask, parsed)

    def _page(self, list: List, filters: Given, cut: _Cut, as_of: datetime | None) -> Page[Any]:
        parsed = Filters.parse(filters)
        with self.read() as connection:
            ask = self._ask(connection, as_of)
            queries = _queries(list, parsed, ask)
            numbers, following = paging.page(connection, queries, cut.after, cut.limit)
            whole = cut.after is following is None
            total, capped = paging.count(connection, queries, numbers, whole) if cut.count else (None, False)
            rows = _open(connection, list, numbers, ask, parsed)
        return Page(tuple(rows), following, total, capped)

    def _one(self, list: List, table: Any, id: str) -> Any:
        with self.read() as connection:
            same = table.c.id == id
            if list == "events" and not id.startswith("event:"):
                dataset, _, row_id = id.partition(":")
                same = (table.c.dataset == dataset) & (table.c.row_id == row_id)
            asked = select(table.c.key).where(same).order_by(table.c.retired.is_(None).desc(), table.c.retired.desc()).limit(1)
            numbers = connection.execute(asked).scalars().all()
            return next(iter(_open(connection, list, numbers, self._ask(connection, None), Filters())), None)

    def _ask(self, connection: Connection, as_of: datetime | None) -> Ask:
        at = None if as_of is None else micros(as_of if as_of.tzinfo else as_of.replace(tzinfo=UTC))
        decided = reread.everywhere(connection, at)
        ratings = {d.decision.target: str(d.decision.rating) for d in decided if d.decision.kind == "rate"}
        return Ask(self.dialect, at, mergers(decided), ratings)

    # --- series -------------------------------------------------------------------------------------------------------------------------

    def series(self, dyads: Sequence[tuple[str, str] | tuple[str, str, date | None, date | None]], as_of: datetime | None = None,
               longest_days: int | None = 1) -> list[DayCount]:  # fmt: skip
        """Return daily counts of occurrences by type, voice and direction, of dyads `(a, b)` or `(a, b, since, until)`: see `series`."""
        given = [(dyad[0], dyad[1], *(dyad[2:] if len(dyad) == 4 else (None, None))) for dyad in dyads]
        with self.read() as connection:
            return series(connection, given, self._ask(connection, as_of), longest_days)

    # --- decisions ----------------------------------------------------------------------------------------------------------------------

    def decide(self, decision: Decision, at: datetime | None = None) -> int:
        """Write down what an analyst decided, and carry it out; return its number."""
        with self.write() as connection:
            return deciding.decide(connection, decision, at or now())

    def undo(self, key: int, who: str, why: str, at: datetime | None = None) -> int:
        """Take a decision back, by another one; return its number."""
        return self.decide(Decision(kind="undo", target=str(key), who=who, why=why), at)

    def decisions(self, only_standing: bool = True) -> list[tuple[Decided, datetime]]:
        """Return the decisions that stand, or all, in order, with when they were made."""
        columns = schema.decisions.c
        with self.read() as connection:
            rows = connection.execute(select(columns.key, columns.body, columns.made_at).order_by(columns.key)).all()
        made = {row.key: (Decided(row.key, Decision(**row.body)), datetime_of(row.made_at)) for row in rows}
        kept = [d.key for d in standing((key, d.decision) for key, (d, _) in made.items())] if only_standing else list(made)
        return [made[key] for key in kept]

    # --- upkeep -------------------------------------------------------------------------------------------------------------------------

    def forget(self, report: str | None = None, person: str | None = None) -> proof.Forgotten:
        """Erase a report by id, or a person by name or id, for good; return the proof."""
        if (report is None) == (person is None):
            raise UsageError("forget one report, or one person")
        with self.write() as connection:
            at = micros(now())
            probe = erasing.report(connection, report, at) if report else erasing.person(connection, person or "", at)
            fulltext.purge(connection)
        with self.read() as connection:
            found = proof.prove(connection, probe)
        return proof.prove_files(self.engine, probe, found)

    def backup(self, path: Path) -> None:
        """Write a copy of the ledger while it is in use."""
        backing_up.backup(self.engine, path)

    def check(self) -> Iterator[str]:
        """Yield what is wrong with the ledger; nothing where all is well."""
        context = self.write() if self.dialect == "sqlite" else self.read()
        with context as connection:
            yield from checking.check(connection)

    def tidy(self) -> None:
        """After much was written: let the database see how its tables look now, so that it finds its ways in them."""
        statements = ["PRAGMA optimize"] if self.dialect == "sqlite" else [f"VACUUM (ANALYZE) {name}" for name in _LARGE]
        with self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)

    # --- imports ------------------------------------------------------------------------------------------------------------------------

    def add_dataset(self, id: str, name: str, version: str | None = None, licence: str | None = None) -> None:
        """Say what data set rows are about to be imported from; its id is a word without a colon."""
        if not id or ":" in id or id != id.strip() or id in ("event", "claim", "report"):
            raise UsageError(f"{id!r} cannot name a data set: use a word without a colon, e.g. icews")
        row = {"id": id, "name": name, "version": version, "licence": licence, "rows": 0, "added": micros(now())}
        with self.write() as connection:
            write.keep(connection, schema.datasets, [row], ("id",), replace=("name", "version", "licence"))

    def add_actors(self, actors: Iterable[Actor | ActorInReport]) -> None:
        """Keep actors by their latest names."""
        rows = [
            {**{n: getattr(a, n) for n in ("id", "name", "kind", "country", "sector")}, "body": a.model_dump(mode="json")} for a in actors
        ]
        with self.write() as connection:
            write.renew(connection, schema.actors, rows, micros(now()))

    def add_places(self, places: Iterable[Place]) -> None:
        """Keep places by their latest names."""
        names = ("id", "name", "kind", "lat", "lon", "country")
        rows = [{**{n: getattr(p, n) for n in names}, "body": p.model_dump(mode="json")} for p in places]
        with self.write() as connection:
            write.renew(connection, schema.places, rows, micros(now()))

    def import_events(self, dataset: str, rows: Iterable[ImportedEvent], batch: int = imports.BATCH) -> Imported:
        """Write rows of a data set down, a transaction a batch; those that the ledger has are left alone."""
        with self.read() as connection:
            if connection.execute(select(schema.datasets.c.id).where(schema.datasets.c.id == dataset)).first() is None:
                raise UsageError(f"data set {dataset!r} is not known: call add_dataset first")
        return imports.import_events(self.engine, dataset, rows, micros(now()), batch)

    # --- across reports -----------------------------------------------------------------------------------------------------------------

    def add_fingerprints(self, report: str, hashes: Iterable[int]) -> None:
        """Keep a report's sampled n-grams."""
        with self.write() as connection:
            across.add_fingerprints(connection, report, hashes)

    def shared_fingerprints(self, hashes: Iterable[int], most: int = 1000) -> dict[str, int]:
        """Return how many of these n-grams each report has, most first; those in over `most` reports are passed over."""
        with self.read() as connection:
            return across.shared(connection, hashes, most)

    def add_family(self, family: ReprintFamily) -> None:
        """Keep a reprint family; its reports leave the one they were in."""
        with self.write() as connection:
            across.add_family(connection, family, micros(now()))

    def family(self, report: str) -> ReprintFamily | None:
        """Return the reprint family of a report."""
        with self.read() as connection:
            return across.family(connection, report)

    def add_occurrences(self, occurrences: Sequence[Occurrence]) -> None:
        """Keep occurrences; series then count each of them once."""
        with self.write() as connection:
            across.add_occurrences(connection, occurrences, micros(now()))

    def occurrence(self, event: str) -> Occurrence | None:
        """Return the occurrence that an event belongs to."""
        with self.read() as connection:
            return across.occurrence(connection, event)

    def add_answer(self, claim: str, answer: str, kind: str) -> None:
        """Tie a claim to a claim of another report that answers it."""
        with self.write() as connection:
            across.add_answer(connection, claim, answer, kind, micros(now()))

    # --- watching -----------------------------------------------------------------------------------------------------------------------

    def keep_feed(self, feed: watching.Feed) -> None:
        """Write down where a feed stands."""
        with self.write() as connection:
            watching.keep_feed(connection, feed, now())

    def feeds(self, url: str | None = None) -> list[watching.Feed]:
        """Return the feeds that are watched, or the one at a URL."""
        with self.read() as connection:
            return watching.feeds(connection, url)

    def seen_items(self, feed: str, items: Iterable[str]) -> set[str]:
        """Return which items of a feed were met before."""
        with self.read() as connection:
            return watching.seen(connection, feed, items)

    def keep_item(self, item: watching.Item) -> None:
        """Write down what became of an item of a feed."""
        with self.write() as connection:
            watching.keep_item(connection, item, now())

    def coverage(self, since: date | None = None, until: date | None = None) -> list[watching.Delivered]:
        """Return what each source delivered per day."""
        with self.read() as connection:
            return watching.coverage(connection, since, until)

    def set_panel(self, sources: Sequence[tuple[str, date, date | None]]) -> None:
        """Fix the panel of sources that the exposure is counted over."""
        with self.write() as connection:
            watching.set_panel(connection, sources)

    def panel(self) -> list[tuple[str, date, date | None]]:
        """Return the panel."""
        with self.read() as connection:
            return watching.panel(connection)

    def exposure(self, since: date | None = None, until: date | None = None) -> list[watching.Exposed]:
        """Return the reports read per day from the panel, on any subject."""
        with self.read() as connection:
            return watching.exposure(connection, since, until)


@dataclass(frozen=True)
class _Cut:
    """Which part of a list, and whether to count all of it."""

    after: str | None
    limit: int
    count: bool = True


_LARGE = ("events", "pairs", "dyad_days", "event_places", "claims", "reports")

_QUERIES = {"reports": find_records.report_queries, "claims": find_records.claim_queries, "events": find_events.queries}


def _queries(list: List, filters: Filters, ask: Ask) -> list[Any]:
    filters.check(list)
    return _QUERIES[list](filters, ask)


def _open(connection: Connection, list: List, numbers: Sequence[int], ask: Ask, filters: Filters) -> Sequence[Any]:
    if list == "reports":
        words = filters.get("text")
        return opening.reports(connection, numbers, ask, words[0][0] if words else None)
    return opening.claims(connection, numbers, ask) if list == "claims" else opening.events(connection, numbers, ask)

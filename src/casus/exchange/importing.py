"""Other people's events into the ledger: streamed, bad rows kept with their lines, nothing twice."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Table, select

from casus.exchange import gdelt, icews, own, ucdp
from casus.exchange.countries import countries
from casus.exchange.parties import Known, Parties
from casus.exchange.rows import Tally
from casus.ledger import ImportedEvent, Ledger, schema
from casus.records import Actor, Place, UsageError

BATCH = 100_000
"""Rows of one transaction of the ledger; new actors are written down before their events are."""


@dataclass(frozen=True)
class Dataset:
    """A data set that can be imported: its name, licence and reader."""

    name: str
    licence: str
    read: Callable[[Path, Parties, Tally], Iterator[ImportedEvent]]


DATASETS = {
    "gdelt": Dataset("GDELT 2.0 Event Database", "free for any use with citation and a link to gdeltproject.org", gdelt.read),
    "icews": Dataset("ICEWS Coded Event Data", "see doi:10.7910/DVN/28075", icews.read),
    "ucdp": Dataset("UCDP Georeferenced Event Dataset", "CC BY 4.0", ucdp.read),
}
"""By the word for `casus import --as`."""

FORMATS = (*DATASETS, "casus")


@dataclass(frozen=True)
class Result:
    """How many rows of a file were new, were known, were skipped and why, and could not be read."""

    rows: int
    known: int
    skipped: dict[str, int]
    rejected: int


def import_file(ledger: Ledger, path: Path, format: str, known: Known | None = None) -> Result:
    """Import a file: `gdelt`, `icews`, `ucdp`, or `casus` for what `export` wrote. `known` names actors that the caller knows.

    Raises `InputError` where the file cannot be read or is of another format, `UsageError` for an unknown format. What was read before an
    error stays; a second import goes on from there.
    """
    if format not in FORMATS:
        raise UsageError(f"there is no import format {format!r}; they are {', '.join(FORMATS)}")
    tally = Tally(str(path), ledger.reject_rows)
    try:
        if format == "casus":
            new, before = own.import_own(ledger, path, tally)
            return Result(new, before, dict(tally.skipped), tally.bad)
        return _import(ledger, path, format, tally, known)
    finally:
        tally.flush()


def _import(ledger: Ledger, path: Path, format: str, tally: Tally, known: Known | None) -> Result:
    dataset, parties = DATASETS[format], Parties(known)
    found = dataset.read(path, parties, tally)
    first = next(found, None)
    ledger.add_dataset(format, dataset.name, licence=dataset.licence)
    done = ledger.import_events(format, _noted(ledger, first, found, parties, tally), BATCH)
    return Result(done.rows, done.known, dict(tally.skipped), tally.bad)


def _noted(
    ledger: Ledger, first: ImportedEvent | None, events: Iterator[ImportedEvent], parties: Parties, tally: Tally
) -> Iterator[ImportedEvent]:
    """Pass events on; at the end of each batch, before the ledger writes it, write its new actors and places and the bad rows down."""
    places: dict[str, None] = {}
    number, event = 0, first
    while event is not None:
        number += 1
        if event.place is not None:
            places[event.place] = None
        if number % BATCH == 0:
            keep_unknown(ledger, parties.fresh(), places)
            tally.flush()
        yield event
        event = next(events, None)
    keep_unknown(ledger, parties.fresh(), places)


def keep_unknown(ledger: Ledger, actors: Iterable[Actor], places: Iterable[str]) -> None:
    """Keep the actors and the countries' places that the ledger has not: the names that it has are better than a data set's."""
    with ledger.read() as connection:
        some = list(actors)
        unknown = _missing(connection, schema.actors, [actor.id for actor in some])
        bare = _missing(connection, schema.places, list(places))
    if unknown:
        ledger.add_actors(actor for actor in some if actor.id in unknown)
    if bare:
        ledger.add_places(country_place(id) for id in sorted(bare))


def _missing(connection: Connection, table: Table, ids: list[str]) -> set[str]:
    have: set[str] = set()
    for n in range(0, len(ids), 500):
        have |= set(connection.execute(select(table.c.id).where(table.c.id.in_(ids[n : n + 500]))).scalars())
    return set(ids) - have


def country_place(id: str) -> Place:
    """Return a country as a place."""
    country = id.removeprefix("plc.").upper()
    return Place(id=id, name=countries().names[country], kind="country", country=country)

"""UCDP Georeferenced Event Dataset and Candidate Events: CSV with named columns, one row an event of organised violence.

Columns by the UCDP GED codebook. All rows are ASSAULT; headlines are their publishers' and are not taken.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from casus.exchange import rows
from casus.exchange.countries import countries
from casus.exchange.parties import Parties
from casus.ledger import ImportedEvent
from casus.records import InputError, ontology

COLUMNS = ("id", "type_of_violence", "side_a", "side_b", "country", "date_start", "date_end", "date_prec", "latitude", "longitude",
           "where_prec", "best")  # fmt: skip
"""Columns that a file must have; `event_clarity` is used where it is there."""

STATE, NON_STATE, ONE_SIDED = 1, 2, 3
"""Types of violence. The first two are between sides, the third is done to civilians."""

PRECISIONS = {1: "day", 2: "week", 3: "week", 4: "month", 5: "year"}
"""What `date_prec` says: 2 is within two to six days, 5 more than a month."""

COUNTRY_ONLY = 6
"""From this `where_prec` on the point stands for a country, or for the sea or sky."""

SUMMARY = 2
"""The `event_clarity` of a row that sums up several events."""


def read(path: Path, parties: Parties, tally: rows.Tally) -> Iterator[ImportedEvent]:
    """Yield the events of a file."""
    csv.field_size_limit(min(sys.maxsize, 2**31 - 1))
    with rows.lines(path) as stream:
        table = csv.reader(stream)
        names = [name.strip().lower() for name in next(table, [])]
        missing = [name for name in COLUMNS if name not in names]
        if missing:
            raise InputError(str(path), f"no UCDP event file: a first line of names is expected, {missing[0]!r} is missing")
        at = {name: number for number, name in enumerate(names)}
        try:
            yield from rows.taken(((table.line_num, cells) for cells in table), lambda cells: _cut(cells, at, len(names), parties), tally)
        except csv.Error as error:
            raise InputError(str(path), f"line {table.line_num}: {error}") from error


def _cut(cells: list[str], at: Mapping[str, int], width: int, parties: Parties) -> ImportedEvent:
    if len(cells) != width:
        raise ValueError(f"{len(cells)} columns where the first line has {width}")
    return _event({name: cells[number].strip() for name, number in at.items()}, parties)


def _event(row: dict[str, str], parties: Parties) -> ImportedEvent:
    kind, clarity = _whole(row, "type_of_violence"), _whole(row, "event_clarity") if row.get("event_clarity") else 1
    day, last = rows.day_number(row["date_start"]), rows.day_number(row["date_end"])
    where, best = _whole(row, "where_prec"), _whole(row, "best")
    if not row["id"] or kind not in (STATE, NON_STATE, ONE_SIDED) or last < day or best < 0:
        raise ValueError("expected an id, a type_of_violence of 1 to 3, an end not before the start and no negative deaths")
    home = countries().named(row["country"])
    named = where >= COUNTRY_ONLY
    lat, lon = (None if named else rows.point(row["latitude"], row["longitude"])) or (None, None)
    return ImportedEvent(
        row["id"].removesuffix(".0"),
        day,
        "ASSAULT",
        parties.named(row["side_a"], row["country"]),
        parties.named(row["side_b"], row["country"]),
        None,
        f"type_of_violence {kind}",
        ontology().intensity("ASSAULT"),
        kind != ONE_SIDED,
        day_end=last + 1,
        precision=PRECISIONS.get(_whole(row, "date_prec"), "vague"),
        killed=best,
        lat=lat,
        lon=lon,
        place=f"plc.{home.lower()}" if named and home else None,
        contexts=" military " if kind == STATE else None,
        extent="several" if clarity == SUMMARY else "single",
    )


def _whole(row: dict[str, str], name: str) -> int:
    try:
        return int(float(row[name]))
    except (ValueError, OverflowError):
        raise ValueError(f"{name} is {row[name][:40]!r}, expected a number") from None

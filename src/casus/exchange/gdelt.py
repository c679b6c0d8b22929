"""GDELT events: tab-separated, without a header, 58 columns (1.0) or 61 (2.0), one file a day or a quarter of an hour, often zipped.

Columns by the GDELT codebooks (Event 1.0, Event 2.0): 61 have the second-level division of each place besides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from casus.exchange import rows
from casus.exchange.cameo import cameo
from casus.exchange.countries import countries
from casus.exchange.parties import Parties
from casus.ledger import ImportedEvent


@dataclass(frozen=True)
class Layout:
    """Where the columns stand that differ between the versions: the action's place (type, country, latitude, longitude), the source."""

    geo: int
    country: int
    lat: int
    lon: int
    url: int


LAYOUTS = {58: Layout(49, 51, 53, 54, 57), 61: Layout(51, 53, 56, 57, 60)}

COUNTRY = "1"
"""The type of a place that is known as a country only: its point is the country's middle, where nothing happened."""


def read(path: Path, parties: Parties, tally: rows.Tally) -> Iterator[ImportedEvent]:
    """Yield the events of a file."""
    twins = rows.Twins()
    with rows.lines(path) as stream:
        split = (line.rstrip("\r\n").split("\t") for line in stream)
        yield from rows.taken(enumerate(split, start=1), lambda cells: _event(cells, parties, twins), tally)


def _event(cells: list[str], parties: Parties, twins: rows.Twins) -> ImportedEvent | str:
    layout = LAYOUTS.get(len(cells))
    if layout is None:
        raise ValueError(f"{len(cells)} columns; GDELT events have 58 (1.0) or 61 (2.0), parted by tabs")
    row_id, day, code = cells[0], rows.day_number(cells[1]), cells[26]
    if not row_id.isdigit():
        raise ValueError(f"{row_id[:40]!r} is no GLOBALEVENTID")
    coding = cameo().coding(code)
    if isinstance(coding, str):
        return coding
    both = rows.act(coding, code, "|".join(cells[5:15]), "|".join(cells[15:25]))
    if both is not None and twins.told(day, (both, cells[layout.url])):
        return rows.TWICE
    sides = (parties.coded(cells[6], cells[7], cells[8], cells[12:15]), parties.coded(cells[16], cells[17], cells[18], cells[22:25]))
    event = rows.event(row_id, day, code, coding, sides)._replace(url=cells[layout.url] or None)
    if cells[layout.geo] == COUNTRY:
        home = countries().by_fips.get(cells[layout.country])
        return event._replace(place=f"plc.{home.lower()}") if home else event
    return rows.located(event, rows.point(cells[layout.lat], cells[layout.lon]))

"""The ledger in other people's formats, streamed: JSONL, CSV, Parquet, GeoJSON, Web Annotations, schema.org claims."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, BinaryIO

from sqlalchemy import select

from casus.exchange import flat, private, schemaorg, webannotation
from casus.ledger import ClaimRow, EventRow, Filters, Ledger, ReportRow, schema
from casus.records import UsageError

LISTS = ("events", "claims", "reports", "readings")

FORMATS = {
    "jsonl": LISTS,
    "csv": LISTS[:3],
    "parquet": LISTS[:3],
    "geojson": ("events",),
    "webannotation": ("events", "claims"),
    "schemaorg": ("claims",),
}
"""Formats and the lists that each can hold; the first is taken where none is asked for."""

PAGE = 500
"""Rows that are prepared at once."""

Given = Filters | Mapping[str, Any] | Iterable[str] | None


@dataclass(frozen=True)
class Page:
    """Some rows, ready to go out, and the texts of their reports where the format needs them."""

    rows: list[EventRow | ClaimRow | ReportRow]
    texts: dict[str, str]


@dataclass(frozen=True)
class Selection:
    """What to export: `events`, `claims`, `reports` or (as JSONL) `readings`, by filters, as the ledger stood at a time.

    Without a list the first that the format holds is taken. Private people are left out unless `with_private`.
    """

    list: str | None = None
    filters: Given = None
    as_of: datetime | None = None
    with_private: bool = False


def export(ledger: Ledger, format: str, stream: BinaryIO, selection: Selection | None = None) -> int:
    """Write a list of the ledger to a binary stream, newest first; return how many records were written.

    Raises `UsageError` for an unknown format, a list that it cannot hold, or a filter that does not fit the list.
    """
    asked = selection or Selection()
    if format not in FORMATS:
        raise UsageError(f"there is no export format {format!r}; they are {', '.join(FORMATS)}")
    chosen = asked.list or FORMATS[format][0]
    if chosen not in FORMATS[format]:
        raise UsageError(f"{format} holds {' or '.join(FORMATS[format])}, not {chosen}")
    narrowed: Any = "reports" if chosen == "readings" else chosen
    Filters.parse(asked.filters).check(narrowed)
    if chosen == "readings":
        return _readings(ledger, stream, asked)
    pages = _pages(ledger, chosen, asked, texts=format == "webannotation")
    return _WRITERS[format](pages, chosen, stream)


def _readings(ledger: Ledger, stream: BinaryIO, asked: Selection) -> int:
    written = 0
    for row in ledger.iterate("reports", asked.filters, asked.as_of):
        reading = ledger.reading(row.id)
        if reading is not None:
            shown = reading if asked.with_private else private.without_private(reading)
            stream.write(_line(shown.model_dump(mode="json")) + b"\n")
            written += 1
    return written


def _pages(ledger: Ledger, list: Any, asked: Selection, texts: bool) -> Iterator[Page]:
    rows = ledger.iterate(list, asked.filters, asked.as_of)
    while some := [*islice(rows, PAGE)]:
        reports = {id for row in some if (id := _report(row)) is not None}
        hidden = {} if asked.with_private else private.blots(ledger, reports)
        shown = [type(row)(**private.without(row, hidden.get(_report(row) or ""))) for row in some] if hidden else some
        yield Page(shown, _texts(ledger, reports, hidden) if texts else {})


def _report(row: EventRow | ClaimRow | ReportRow) -> str | None:
    if isinstance(row, ReportRow):
        return row.id
    return row.report.id if row.report else None


def _texts(ledger: Ledger, reports: Iterable[str], hidden: Mapping[str, private.Blots]) -> dict[str, str]:
    columns = schema.reports.c
    with ledger.read() as connection:
        found = {row.id: row.text for row in connection.execute(select(columns.id, columns.text).where(columns.id.in_(sorted(reports))))}
    return {id: private.blot(text, hidden[id][0]) if id in hidden else text for id, text in found.items()}


def _line(data: Any) -> bytes:
    return json.dumps(data, separators=(",", ":")).encode("ascii")


def _jsonl(pages: Iterator[Page], list: str, stream: BinaryIO) -> int:
    written = 0
    for page in pages:
        for row in page.rows:
            stream.write(_line(row.model_dump(mode="json")) + b"\n")
        written += len(page.rows)
    return written


def _csv(pages: Iterator[Page], list: str, stream: BinaryIO) -> int:
    text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
    try:
        writer, written = csv.DictWriter(text, flat.COLUMNS[list]), 0
        writer.writeheader()
        for page in pages:
            writer.writerows(flat.flat(row) for row in page.rows)
            written += len(page.rows)
    finally:
        # A wrapper that is thrown away closes what it wraps: standard output, perhaps.
        text.detach()
    return written


def _parquet(pages: Iterator[Page], list: str, stream: BinaryIO) -> int:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    whole = flat.integers(list)
    kinds = {name: pa.int64() if name in whole else pa.float64() if name in flat.NUMBERS else pa.string() for name in flat.COLUMNS[list]}
    columns, written = pa.schema([*kinds.items()]), 0
    with pq.ParquetWriter(stream, columns) as writer:
        while some := [row for page in islice(pages, 20) for row in page.rows]:
            writer.write_table(pa.Table.from_pylist([flat.flat(row) for row in some], columns))
            written += len(some)
    return written


def _geojson(pages: Iterator[Page], list: str, stream: BinaryIO) -> int:
    rows = (row for page in pages for row in page.rows if isinstance(row, EventRow))
    return _enclosed(b'{"type":"FeatureCollection","features":[', map(feature, rows), lambda n: b"\n]}\n", stream)


def feature(row: EventRow) -> dict[str, Any]:
    """Return an event as a GeoJSON feature (RFC 7946: longitude first); `geometry` is null where it has no point on the map."""
    points = [[place.lon, place.lat] for place in row.places if place.lat is not None]
    sort = "Point" if len(points) == 1 else "MultiPoint"
    geometry = {"type": sort, "coordinates": points[0] if len(points) == 1 else points} if points else None
    properties = {name: value for name, value in flat.flat(row).items() if value is not None}
    return {"type": "Feature", "id": row.id, "geometry": geometry, "properties": properties}


def _webannotation(pages: Iterator[Page], list: str, stream: BinaryIO) -> int:
    made = (
        webannotation.annotation(row, page.texts[row.report.id])
        for page in pages
        for row in page.rows
        if not isinstance(row, ReportRow) and row.report is not None
    )
    head = {"@context": webannotation.CONTEXT, "id": webannotation.urn(f"export:{list}"), "type": "AnnotationCollection"}
    first = f'{json.dumps(head)[:-1]}, "first": {{"id": "{head["id"]}:page", "type": "AnnotationPage", "startIndex": 0, "items": ['
    return _enclosed(first.encode("ascii"), (one for one in made if one), lambda n: b'\n]}, "total": %d}\n' % n, stream)


def _schemaorg(pages: Iterator[Page], list: str, stream: BinaryIO) -> int:
    claims = (schemaorg.claim(row) for page in pages for row in page.rows if isinstance(row, ClaimRow))
    return _enclosed(b'{"@context":"%s","@graph":[' % schemaorg.CONTEXT.encode("ascii"), claims, lambda n: b"\n]}\n", stream)


def _enclosed(head: bytes, items: Iterable[Any], tail: Callable[[int], bytes], stream: BinaryIO) -> int:
    """Write one JSON document around items, each as soon as it comes."""
    stream.write(head)
    written = 0
    for item in items:
        stream.write((b",\n" if written else b"\n") + _line(item))
        written += 1
    stream.write(tail(written))
    return written


_WRITERS: dict[str, Callable[[Iterator[Page], str, BinaryIO], int]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "geojson": _geojson,
    "webannotation": _webannotation,
    "schemaorg": _schemaorg,
}

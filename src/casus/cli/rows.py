"""Rows of the ledger for people and for programs: a table on a terminal, or the formats of `casus read`."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from casus.records import UsageError

if TYPE_CHECKING:
    from casus.ledger import ClaimRow, EventRow, Named, Page, ReportRow

    AnyRow = ReportRow | ClaimRow | EventRow

Flat = dict[str, Any]

PARTIES = " · "
"""Between the names of several parties in one cell."""


def write(rows: Iterable[AnyRow], format: str, output: Path | None) -> None:
    """Write rows in a data format, to a file or to stdout."""
    with ExitStack() as stack:
        stream = stack.enter_context(output.open("wb")) if output else sys.stdout.buffer
        _WRITERS[format](rows, stream)
        stream.flush()


def chosen(format: str | None, output: Path | None) -> str:
    """Return the format asked for: a table on a terminal and JSONL elsewhere, unless told."""
    if format == "parquet" and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is binary: give --output FILE, or pipe it into one")
    return format or ("table" if output is None and sys.stdout.isatty() else "jsonl")


def flat(row: AnyRow) -> Flat:
    """Return a row as plain cells, all of one list alike."""
    data = row.model_dump(mode="json")
    report = data.get("report")
    source: Mapping[str, Any] = report if isinstance(report, dict) else {}
    cells = {key: _cell(key, value) for key, value in data.items() if key != "report"}
    if "report" in data:
        names = {"id": "report", **{name: name for name in ("url", "publisher", "published", "title", "rating")}}
        cells |= {column: source.get(name) for name, column in names.items()}
    return cells


def _cell(key: str, value: Any) -> Any:
    if key in ("speaker", "actors", "recipients", "accused", "places"):
        return named(value if isinstance(value, list) else [value] if value else ()) or None
    if key in ("words", "trigger", "snippet"):
        return quoted(value if isinstance(value, list) else [value] if value else ()) or None
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) and value else value or (None if value != 0 else 0)


def named(parties: Sequence[Mapping[str, Any] | Named]) -> str:
    """Return the names of parties in one line."""
    shown = [p if isinstance(p, Mapping) else p.model_dump() for p in parties]
    return PARTIES.join(str(p["name"] or p["words"] or p["id"] or _point(p)) for p in shown)


def _point(place: Mapping[str, Any]) -> str:
    return "(nobody named)" if place.get("lat") is None else f"{place['lat']:.2f}, {place['lon']:.2f}"


def quoted(spans: Sequence[Mapping[str, Any]]) -> str:
    """Return quoted words in one line."""
    return " … ".join(span["quote"] for span in spans)


def _jsonl(rows: Iterable[AnyRow], stream: BinaryIO) -> None:
    for row in rows:
        stream.write(_line(row) + b"\n")


def _json(rows: Iterable[AnyRow], stream: BinaryIO) -> None:
    stream.write(b"[")
    for number, row in enumerate(rows):
        stream.write((b",\n" if number else b"\n") + _line(row))
    stream.write(b"\n]\n")


def _line(row: AnyRow) -> bytes:
    return json.dumps(row.model_dump(mode="json"), separators=(",", ":")).encode("ascii")


def _csv(rows: Iterable[AnyRow], stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
    writer = None
    for row in rows:
        cells = flat(row)
        if writer is None:
            writer = csv.DictWriter(text, list(cells))
            writer.writeheader()
        writer.writerow(cells)
    text.detach()


def _parquet(rows: Iterable[AnyRow], stream: BinaryIO) -> None:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    pq.write_table(pa.Table.from_pylist([flat(row) for row in rows]), stream)


def _geojson(rows: Iterable[AnyRow], stream: BinaryIO) -> None:
    stream.write(b'{"type":"FeatureCollection","features":[')
    for number, row in enumerate(rows):
        feature = json.dumps({"type": "Feature", "geometry": _geometry(row), "properties": flat(row)})
        stream.write((b",\n" if number else b"\n") + feature.encode("ascii"))
    stream.write(b"\n]}\n")


def _geometry(row: AnyRow) -> dict[str, Any] | None:
    """Return the point of the first place that has one; claims and reports have none."""
    places: Iterator[Any] = (place for place in getattr(row, "places", ()) if place.lat is not None)
    first = next(places, None)
    return None if first is None else {"type": "Point", "coordinates": [first.lon, first.lat]}


_WRITERS: dict[str, Callable[[Iterable[AnyRow], BinaryIO], None]] = {
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "geojson": _geojson,
}


# --- for people -------------------------------------------------------------------------------------------------------------------------


def show(page: Page[Any], list: str) -> None:
    """Print a page as a table, and how many there are in all."""
    from rich.markup import escape
    from rich.table import Table

    from casus.cli import screen

    title = f"{list.capitalize()}: {page.total}" if page.count is not None else list.capitalize()
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    for name, width in _COLUMNS[list]:
        table.add_column(name, header_style="dim", width=width or None, ratio=None if width else 1, overflow="fold")
    for row in page.rows:
        table.add_row(*(escape(plain(cell)) for cell in _SHOWN[list](row)))
    screen.console(sys.stdout).print(table)
    if page.next is not None:
        click.echo(f"casus: more with --after {page.next}", err=True)


def plain(words: str, limit: int = 200) -> str:
    """Return words as one line without control characters: a report must not steer the terminal."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(words.split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"


_COLUMNS = {
    "events": (("when", 10), ("who", 18), ("did", 16), ("to whom", 16), ("voice, status", 12), ("words", 0)),
    "claims": (("who says", 20), ("kind", 9), ("of whom", 16), ("what", 0), ("answer", 12), ("report", 16)),
    "reports": (("published", 10), ("publisher", 20), ("title", 0), ("claims", 6), ("events", 6)),
}


def _event(row: EventRow) -> tuple[str, ...]:
    did = row.type + (f"/{row.mode}" if row.mode else "")
    words = " … ".join(span.quote for span in row.words) or f"(imported, no text: {row.id})"
    return str(row.start or "?"), named(row.actors) or "(nobody named)", did, named(row.recipients), f"{row.voice}, {row.status}", words


def _claim(row: ClaimRow) -> tuple[str, ...]:
    answer = row.status if row.kind == "allege" else ""
    if row.answered_by:
        answer += f"; {len(row.answered_by)} elsewhere"
    who = (row.speaker.words or row.speaker.shown) if row.speaker else "(nobody named)"
    words = " … ".join(span.quote for span in row.words)
    return who, row.kind, named(row.accused), words, answer, row.report.publisher or row.report.id


def _report(row: ReportRow) -> tuple[str, ...]:
    title = row.snippet.quote if row.snippet else row.title or row.id
    return str(row.published.date() if row.published else "?"), row.publisher or "", title, str(row.claims), str(row.events)


_SHOWN: dict[str, Callable[[Any], tuple[str, ...]]] = {"events": _event, "claims": _claim, "reports": _report}

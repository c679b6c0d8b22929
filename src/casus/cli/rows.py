"""Rows of the ledger for people and for programs: a table on a terminal, or the formats of `casus read`."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

import click

from casus.records import UsageError

if TYPE_CHECKING:
    from rich.text import Text

    from casus.ledger import ClaimRow, EventRow, Named, Page, ReportRow

    AnyRow = ReportRow | ClaimRow | EventRow

WORDS = 200
"""Characters of an event's words that a table shows."""

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


def named(parties: Sequence[Named]) -> str:
    """Return the names of parties in one line."""
    return PARTIES.join(p.name or p.words or p.id or _point(p) for p in parties)


def _point(place: Named) -> str:
    return "(nobody named)" if place.lat is None else f"{place.lat:.2f}, {place.lon:.2f}"


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
    from casus.exchange.flat import flat

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

    from casus.exchange.flat import flat

    pq.write_table(pa.Table.from_pylist([flat(row) for row in rows]), stream)


def _geojson(rows: Iterable[AnyRow], stream: BinaryIO) -> None:
    from casus.exchange.flat import flat

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
        table.add_row(*(escape(plain(cell)) if isinstance(cell, str) else cell for cell in _SHOWN[list](row)))
    screen.console(sys.stdout).print(table)
    if page.next is not None:
        click.echo(f"casus: more with --after {page.next}", err=True)


def plain(words: str, limit: int = 200) -> str:
    """Return words as one line without control characters: a report must not steer the terminal."""
    line = "".join(c if c.isprintable() else " " for c in " ".join(words.split()))
    return line if len(line) <= limit else line[: limit - 1] + "…"


_COLUMNS = {
    "events": (("id", 6), ("who", 15), ("did", 13), ("to whom", 13), ("when, where", 11), ("told, sure", 12), ("words", 0)),
    "claims": (("who says", 18), ("kind", 9), ("accused", 13), ("what", 0), ("evidence, answer", 16), ("report", 12)),
    "reports": (("published", 10), ("publisher", 20), ("title", 0), ("claims", 6), ("events", 6)),
}


def _event(row: EventRow) -> tuple[str | Text, ...]:
    did = (row.type, row.mode or "", "several" if row.extent == "several" else "")
    counts = ((row.killed, "killed"), (row.injured, "injured"), (row.detained, "held"))
    when = (_days(row), named(row.places), *(f"{number} {what}" for number, what in counts if number))
    told = (row.voice, row.status, "" if row.confidence is None else f"{row.confidence:.2f}")
    short = row.id.rpartition(":")[2][:6] if row.report else ""
    return short, named(row.actors) or "(nobody named)", _stacked(did), named(row.recipients), _stacked(when), _stacked(told), _telling(row)


def _stacked(lines: Iterable[str]) -> Text:
    """Return the lines that are not empty, one below the other."""
    from rich.text import Text

    return Text("\n".join(plain(line, 60) for line in lines if line))


def _days(row: EventRow) -> str:
    """Return the day of an event, or its first and last."""
    if row.start is None and row.end is None:
        return "?"
    last = row.end - timedelta(days=1) if row.end else None
    return str(row.start) if row.start == last else f"{row.start or ''}… {last or ''}".rstrip()


def _telling(row: EventRow) -> Text:
    """Return the words that tell of an event, the one that names it in bold."""
    from rich.text import Text

    if not row.words:
        return Text(f"(imported, no text: {row.id})")
    text = Text()
    for number, span in enumerate(row.words):
        text.append(" … " if number else "")
        if row.trigger and span.covers(row.trigger):
            start, end = (offset - span.start for offset in row.trigger.offsets)
            for part, style in ((span.quote[:start], ""), (span.quote[start:end], "bold"), (span.quote[end:], "")):
                text.append("".join(c if c.isprintable() else " " for c in part), style)
        else:
            text.append(plain(span.quote))
    text.truncate(WORDS, overflow="ellipsis")
    return text


def _claim(row: ClaimRow) -> tuple[str | Text, ...]:
    answer = "is an answer" if row.answers else row.status if row.accused else ""
    if row.answered_by:
        answer += f"; {len(row.answered_by)} elsewhere"
    who = (row.speaker.words or row.speaker.shown) if row.speaker else "(nobody named)"
    words = " … ".join(span.quote for span in row.words)
    offered = [f"{e.span.quote} ({e.type})" for e in row.evidence]
    return who, row.kind, named(row.accused), words, _stacked([*offered, answer]), row.report.publisher or row.report.id


def _report(row: ReportRow) -> tuple[str, ...]:
    title = row.snippet.quote if row.snippet else row.title or row.id
    return str(row.published.date() if row.published else "?"), row.publisher or "", title, str(row.claims), str(row.events)


_SHOWN: dict[str, Callable[[Any], tuple[str | Text, ...]]] = {"events": _event, "claims": _claim, "reports": _report}

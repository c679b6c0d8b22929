"""Readings as data: JSON, JSONL, CSV, GeoJSON and Parquet. The table for people is in `screen`."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from casus.records import Claim, Event, Party, Reading, RejectedInput, Span

Item = Reading | RejectedInput

COLUMNS = (
    *("report", "url", "publisher", "published", "record", "id", "type", "mode"),
    *("who", "whom", "voice", "status", "quote", "start", "end", "reason"),
)
"""Columns of the flat formats: one row a mention, attribution, claim, event or rejected input."""


def write(items: Iterable[Item], format: str, stream: BinaryIO) -> None:
    """Write items to a binary stream in one of the data formats, each as soon as it comes where the format allows it."""
    _WRITERS[format](items, stream)


def line(item: Item) -> str:
    """Return an item as one line of JSON, ASCII only, so that no terminal or pipe can spoil it."""
    return json.dumps(item.model_dump(mode="json"), separators=(",", ":"))


def _jsonl(items: Iterable[Item], stream: BinaryIO) -> None:
    for item in items:
        stream.write(line(item).encode("ascii") + b"\n")
        stream.flush()


def _json(items: Iterable[Item], stream: BinaryIO) -> None:
    stream.write(b"[")
    for number, item in enumerate(items):
        stream.write((",\n" if number else "\n").encode() + line(item).encode("ascii"))
    stream.write(b"\n]\n")


def _csv(items: Iterable[Item], stream: BinaryIO) -> None:
    text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    for item in items:
        writer.writerows(rows(item))
    text.detach()


def _parquet(items: Iterable[Item], stream: BinaryIO) -> None:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    numbers = ("start", "end")
    schema = pa.schema([(name, pa.int64() if name in numbers else pa.string()) for name in COLUMNS])
    with pq.ParquetWriter(stream, schema) as writer:
        for item in items:
            writer.write_table(pa.Table.from_pylist(list(rows(item)), schema))


def _geojson(items: Iterable[Item], stream: BinaryIO) -> None:
    stream.write(b'{"type":"FeatureCollection","features":[')
    first = True
    for item in items:
        for feature in features(item):
            stream.write((b"\n" if first else b",\n") + json.dumps(feature).encode("ascii"))
            first = False
    stream.write(b"\n]}\n")


_WRITERS: dict[str, Callable[[Iterable[Item], BinaryIO], None]] = {
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "geojson": _geojson,
}


def rows(item: Item) -> Iterator[dict[str, Any]]:
    """Yield the flat rows of an item."""
    if isinstance(item, RejectedInput):
        yield _row(
            report=item.report.id if item.report else None,
            record="rejected",
            id=item.input,
            reason=f"{item.rejected.stage}: {item.rejected.reason}",
        )
        return
    about = {
        "report": item.report.id,
        "url": item.report.url,
        "publisher": item.report.publisher,
        "published": item.report.published.isoformat() if item.report.published else None,
    }
    for row in _records(item):
        yield _row(**about, **row)


def features(item: Item) -> Iterator[dict[str, Any]]:
    """Yield one GeoJSON feature an event; `geometry` is null where no place is resolved."""
    if isinstance(item, RejectedInput):
        return
    places = {place.id: place for place in item.places}
    for event, row in zip(item.events, (r for r in rows(item) if r["record"] == "event"), strict=True):
        at = next((places[p.place] for p in event.places if p.place in places and places[p.place].lat is not None), None)
        geometry = {"type": "Point", "coordinates": [at.lon, at.lat]} if at else None
        yield {"type": "Feature", "geometry": geometry, "properties": {k: v for k, v in row.items() if v is not None}}


def _row(**known: Any) -> dict[str, Any]:
    return {**dict.fromkeys(COLUMNS), **known}


def _records(reading: Reading) -> Iterator[dict[str, Any]]:
    for mention in reading.mentions:
        yield {"record": "mention", "id": mention.id, "type": mention.type, **_words(mention.span)}
    for attribution in reading.attributions:
        who = " … ".join(s.quote for s in attribution.source) or None
        yield {"record": "attribution", "id": attribution.id, "type": attribution.quoted, "who": who, **_words(*attribution.content)}
    for claim in reading.claims:
        who, whom = speaker(reading, claim), parties(reading, claim.accused)
        yield {
            "record": "claim",
            "id": claim.id,
            "type": claim.kind,
            "who": who,
            "whom": whom,
            "status": claim.status,
            **_words(*content(reading, claim)),
        }
    for event in reading.events:
        who, whom = actors(reading, event), parties(reading, event.recipients)
        coded = {"type": event.type, "mode": event.mode, "voice": event.voice, "status": event.status}
        yield {"record": "event", "id": event.id, "who": who, "whom": whom, **coded, **_words(*event.evidence)}


def _words(*spans: Span) -> dict[str, Any]:
    if not spans:
        return {}
    return {"quote": " … ".join(s.quote for s in spans), "start": spans[0].start, "end": spans[-1].end}


def content(reading: Reading, claim: Claim) -> tuple[Span, ...]:
    """Return the words that a claim says: for one in the outlet's own voice, the outlet's."""
    return next((a.content for a in reading.attributions if a.id == claim.attribution), claim.quote)


def speaker(reading: Reading, claim: Claim) -> str | None:
    """Return the words that name a claim's speaker; None where nobody is named."""
    attribution = next((a for a in reading.attributions if a.id == claim.attribution), None)
    return " … ".join(s.quote for s in attribution.source) or None if attribution else reading.report.publisher


def actors(reading: Reading, event: Event) -> str | None:
    """Return the words that name an event's actors; for a speech act, the speaker in full."""
    claim = next((c for c in reading.claims if c.id == event.expresses), None)
    return speaker(reading, claim) if claim else parties(reading, event.actors)


def parties(reading: Reading, named: Iterable[Party]) -> str | None:
    """Return the words that name some parties, None where no words do."""
    words = {m.id: m.span.quote for m in reading.mentions}
    return ", ".join(words[p.mention] for p in named if p.mention in words) or None

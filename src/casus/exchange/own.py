"""What `casus export` and `casus read` wrote, back into the ledger: readings as JSONL; imported events as JSONL, CSV or Parquet.

An event of a report comes back with its reading, since it is nothing without its words; rows of data sets come back by themselves.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import chain, groupby
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from sqlalchemy import select

from casus.exchange import flat, rows
from casus.exchange.countries import countries
from casus.exchange.parties import government, part, rules
from casus.ledger import EventRow, ImportedEvent, Ledger, filing, schema
from casus.records import Actor, InputError, Reading, RejectedInput, ontology

Numbered = tuple[int, Any]
"""The number of a line and what it holds: data, or the `ValueError` that says why there is none."""


def import_own(ledger: Ledger, path: Path, tally: rows.Tally) -> tuple[int, int]:
    """Import a file of ours; return how many records were new, and how many the ledger had."""
    new = known = 0
    for dataset, some in groupby(
        _records(path, ledger, tally), key=lambda record: record.dataset if isinstance(record, EventRow) else None
    ):
        if dataset is None:
            for record in some:
                fresh = _add(ledger, record)
                new, known = new + fresh, known + (not fresh)
            continue
        _know(ledger, dataset)
        done = ledger.import_events(dataset, _events(ledger, some))
        new, known = new + done.rows, known + done.known
    return new, known


def _add(ledger: Ledger, record: Any) -> bool:
    if isinstance(record, RejectedInput):
        ledger.reject(record)
        return True
    return ledger.add(record).state not in ("known", "forgotten")


def _records(path: Path, ledger: Ledger, tally: rows.Tally) -> Iterator[Reading | RejectedInput | EventRow]:
    for number, data in _read(path):
        try:
            if isinstance(data, ValueError):
                raise data
            record = _record(data)
        except ValidationError as error:
            first = error.errors()[0]
            tally.spoiled(number, f"{'.'.join(map(str, first['loc']))}: {first['msg']}")
        except ValueError as error:
            tally.spoiled(number, str(error))
        else:
            tally.taken += 1
            yield record


def _record(data: Any) -> Reading | RejectedInput | EventRow:
    if not isinstance(data, dict):
        raise ValueError("expected an object with a reading, or with an event")
    if "rejected" in data:
        return RejectedInput(**data)
    if isinstance(data.get("report"), dict) and "text" in data["report"]:
        return Reading(**data)
    if "type" in data and data.get("dataset"):
        event = EventRow(**{"added": filing.now(), **data})
        ontology().check(event.type, event.mode, event.contexts)
        if event.start is None or not event.row_id:
            raise ValueError("an imported event has a day and the id of its row")
        return event
    if "type" in data or "kind" in data:
        raise ValueError("a record of a report comes back with its reading: export it with --list readings")
    raise ValueError("neither a reading nor an imported event")


def _read(path: Path) -> Iterator[Numbered]:
    with rows.lines(path) as stream:
        head = stream.readline()
        if head.startswith("PAR1"):
            yield from _parquet(path)
        elif head.lstrip().startswith("{"):
            yield from _jsonl(chain([head], stream))
        elif "dataset" in head and "row_id" in head:
            table = csv.DictReader(chain([head], stream))
            for row in table:
                yield table.line_num, _nested(row)
        else:
            raise InputError(str(path), "expected what casus wrote: JSONL, or events as CSV or Parquet")


def _jsonl(lines: Iterator[str]) -> Iterator[Numbered]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, ValueError(f"no JSON: {error}")


def _parquet(path: Path) -> Iterator[Numbered]:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    try:
        number = 0
        for batch in pq.ParquetFile(path).iter_batches(10_000):
            for row in batch.to_pylist():
                number += 1
                yield number, _nested(row)
    except pa.ArrowInvalid as error:
        raise InputError(str(path), f"is no sound Parquet file: {' '.join(str(error).split())[:160]}") from error


def _nested(row: dict[str, Any]) -> Any:
    try:
        return flat.nested(row)
    except (ValueError, TypeError) as error:
        return ValueError(str(error))


# --- imported events --------------------------------------------------------------------------------------------------------------------


def _events(ledger: Ledger, some: Iterator[Any]) -> Iterator[ImportedEvent]:
    from casus.exchange.importing import keep_unknown

    met: dict[str, Actor] = {}
    places: dict[str, None] = {}
    for row in some:
        met |= {one.id: _actor(one.id, one.name) for one in (*row.actors, *row.recipients) if one.id and one.id not in met}
        places |= dict.fromkeys(one.id for one in row.places if (one.id or "").removeprefix("plc.").upper() in countries().names)
        yield _event(row)
    keep_unknown(ledger, met.values(), places)


def _event(row: EventRow) -> ImportedEvent:
    assert row.start is not None
    assert row.row_id is not None
    two_sided = len(row.actors) == 2 and not row.recipients
    sides = [one.id for one in row.actors] if two_sided else [_first(row.actors), _first(row.recipients)]
    at = row.places[0] if row.places else None
    return ImportedEvent(
        row.row_id,
        filing.day_of(row.start),
        row.type,
        sides[0],
        sides[1],
        row.mode,
        row.code,
        row.intensity,
        two_sided,
        filing.day_of(row.end) if row.end else None,
        row.precision or "day",
        row.killed,
        row.injured,
        row.detained,
        at.lat if at else None,
        at.lon if at else None,
        at.id if at else None,
        f" {' '.join(row.contexts)} " if row.contexts else None,
        row.voice,
        row.status,
        row.extent,
        row.confidence,
        None,
        row.url,
    )


def _first(named: Any) -> str | None:
    return named[0].id if named else None


def _actor(id: str, name: str | None) -> Actor:
    """Return an actor by its id; of one with a name alone nothing more is known."""
    country, _, code = id.partition(".")
    if country in countries().names and (not code or code in rules()["parts"]):
        made = part(country, code) if code else government(country)
        return made.model_copy(update={"name": name}) if name else made
    return Actor(id=id, name=name or id, kind="other")


def _know(ledger: Ledger, dataset: str) -> None:
    from casus.exchange.importing import DATASETS

    columns = schema.datasets.c
    with ledger.read() as connection:
        known = connection.execute(select(columns.id).where(columns.id == dataset)).first() is not None
    if not known:
        made = DATASETS.get(dataset)
        ledger.add_dataset(dataset, made.name if made else dataset, licence=made.licence if made else None)

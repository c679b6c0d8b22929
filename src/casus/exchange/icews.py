"""ICEWS events: the tab-separated dumps (named columns), and the Parquet layout date, source, relation, target.

The dumps name countries and sectors beside each party; the Parquet layout has the names alone, and neither ids nor codes: its row ids hash
the day, the code and the names, its codes come from the texts.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from casus.exchange import rows
from casus.exchange.cameo import Coding, cameo
from casus.exchange.parties import Parties
from casus.exchange.tables import table
from casus.ledger import ImportedEvent
from casus.records import InputError

COLUMNS = ("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
           "Target Name", "Target Sectors", "Target Country")  # fmt: skip
"""Columns that a dump must have."""

MORE = ("Story ID", "Sentence Number", "Latitude", "Longitude")
"""Columns that are used where a dump has them."""

QUADRUPLE = ("date", "source", "relation", "target")
"""Columns of the Parquet layout."""

_LETTERS = re.compile(r"[a-z]+")


def read(path: Path, parties: Parties, tally: rows.Tally) -> Iterator[ImportedEvent]:
    """Yield the events of a file of either layout."""
    return _quadruples(path, parties, tally) if _is_parquet(path) else _dump(path, parties, tally)


def _is_parquet(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return stream.read(4) == b"PAR1"
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}; check the name and the permissions") from error


@cache
def _codes() -> dict[str, str]:
    return {text: code for code, texts in table("icews").items() for text in texts}


@cache
def code_of(text: str) -> str | None:
    """Return the CAMEO code of an event's text; None for one that ICEWS does not have.

    >>> code_of("Engage in negotiation"), code_of("Return, release person(s)"), code_of("Dance")
    ('046', '0841', None)
    """
    return _codes().get(" ".join(_LETTERS.findall(text.lower())))


# --- date, source, relation, target -----------------------------------------------------------------------------------------------------


def _quadruples(path: Path, parties: Parties, tally: rows.Tally) -> Iterator[ImportedEvent]:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    twins, line = rows.Twins(), 0
    try:
        file = pq.ParquetFile(path)
        missing = [name for name in QUADRUPLE if name not in file.schema_arrow.names]
        if missing:
            raise InputError(str(path), f"expected the columns {', '.join(QUADRUPLE)}, {missing[0]!r} is missing")
        for batch in file.iter_batches(50_000, columns=list(QUADRUPLE)):
            days = batch.column(0).cast(pa.date32()).cast(pa.int32()).to_pylist()
            words = [_decoded(batch.column(n)) for n in (1, 2, 3)]
            numbered = enumerate(zip(days, *words, strict=True), start=line + 1)
            yield from rows.taken(numbered, lambda cells: _quadruple(cells, parties, twins), tally)
            line += len(batch)
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as error:
        raise InputError(str(path), f"is no sound Parquet file: {' '.join(str(error).split())[:160]}") from error


def _decoded(column: Any) -> list[str | None]:
    """Return a column's words. By way of their dictionary: each distinct name is made once, and not once a row."""
    import pyarrow as pa

    encoded = column if pa.types.is_dictionary(column.type) else column.cast(pa.string()).dictionary_encode()
    words = [*encoded.dictionary.to_pylist(), None]
    return [words[n] for n in encoded.indices.cast(pa.int64()).fill_null(-1).to_numpy().tolist()]


def _quadruple(cells: Any, parties: Parties, twins: rows.Twins) -> ImportedEvent | str:
    day, source, text, target = cells
    if day is None or not source or not text or not target:
        raise ValueError("the date, a name or the relation is missing")
    coded = _coded(text)
    if isinstance(coded, str):
        return coded
    code, coding = coded
    both = rows.act(coding, code, source, target)
    if both is not None and twins.told(day, both):
        return rows.TWICE
    kind, one, other = both or (code, source, target)
    # The day stands first, so that what comes together lies together in the ledger's index of row ids.
    row_id = f"{day}-{blake2b(f'{kind}|{one}|{other}'.encode('utf-8', 'replace'), digest_size=8).hexdigest()}"
    return rows.event(row_id, day, code, coding, (parties.named(source), parties.named(target)))


@cache
def _coded(text: str) -> tuple[str, Coding] | str:
    code = code_of(text)
    if code is None:
        raise ValueError(f"{text[:80]!r} is no event text of ICEWS")
    coding = cameo().coding(code)
    return coding if isinstance(coding, str) else (code, coding)


# --- the dumps --------------------------------------------------------------------------------------------------------------------------


class _Quoted(csv.excel_tab):
    """Tab-separated with quotes around some cells: as some archives convert the dumps."""


class _Plain(csv.excel_tab):
    """Tab-separated as ICEWS wrote it: a quote is a character of a name."""

    quoting = csv.QUOTE_NONE


def _dump(path: Path, parties: Parties, tally: rows.Tally) -> Iterator[ImportedEvent]:
    with rows.lines(path) as stream:
        first = stream.readline()
        dialect = _Quoted if first.startswith('"') else _Plain
        names = next(csv.reader([first], dialect), [])
        missing = [name for name in COLUMNS if name not in names]
        if missing:
            raise InputError(str(path), f"no ICEWS dump: a first line of tab-separated names is expected, {missing[0]!r} is missing")
        at = {name: names.index(name) for name in (*COLUMNS, *MORE) if name in names}
        table_, twins = csv.reader(stream, dialect), rows.Twins()
        numbered = ((table_.line_num + 1, cells) for cells in table_)
        yield from rows.taken(numbered, lambda cells: _row(cells, at, len(names), parties, twins), tally)


def _row(cells: list[str], at: dict[str, int], width: int, parties: Parties, twins: rows.Twins) -> ImportedEvent | str:
    if len(cells) != width:
        raise ValueError(f"{len(cells)} columns where the first line has {width}")
    row_id, source, target = (cells[at[name]] for name in ("Event ID", "Source Name", "Target Name"))
    if not row_id:
        raise ValueError("the Event ID is missing")
    day = rows.day_number(cells[at["Event Date"]])
    code = code_of(cells[at["Event Text"]]) or _restored(cells[at["CAMEO Code"]])
    coding = cameo().coding(code)
    if isinstance(coding, str):
        return coding
    both = rows.act(coding, code, source, target)
    story = tuple(cells[at[name]] for name in MORE[:2] if name in at)
    if both is not None and twins.told(day, (both, story)):
        return rows.TWICE
    sides = (
        parties.named(source, cells[at["Source Country"]], cells[at["Source Sectors"]]),
        parties.named(target, cells[at["Target Country"]], cells[at["Target Sectors"]]),
    )
    place = rows.point(cells[at["Latitude"]], cells[at["Longitude"]]) if "Latitude" in at and "Longitude" in at else None
    return rows.located(rows.event(row_id, day, code, coding, sides), place)


def _restored(code: str) -> str:
    """Return a code with the zero that spreadsheets take off its front; ICEWS has no codes of two digits."""
    return f"0{code}" if len(code) == 2 or (len(code) == 3 and code[:2] > "20") else code

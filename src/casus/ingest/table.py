"""Tables: JSON Lines, JSON and CSV of any size, one row a report, a bad row one `InputError` with its line number."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from casus.ingest.columns import choose_columns, report_from_row, require_columns
from casus.ingest.decode import LineDecoder
from casus.ingest.document import Document, Found
from casus.ingest.options import Options
from casus.ingest.stream import lines, peeked
from casus.records import InputError, Report

RUNAWAY = 5
"""Times `max_bytes` that one CSV field may hold before reading stops: a quotation mark that never closes would swallow the whole file."""


def read_jsonl(document: Document, options: Options) -> Iterator[Found]:
    """Yield one item for each line of JSON Lines, named `feeds.jsonl:17`, or for each object of a JSON document, named `feeds.json#17`."""
    head, stream = peeked(document.stream)
    if _is_one_document(head):
        yield from _json_document(Document(document.source, stream, document.url), options)
        return
    decoded, empty = LineDecoder(document.source, head), True
    for number, line in lines(stream, options.max_bytes):
        if line is None or line.strip():
            empty = False
            yield _guarded_line(line, number, decoded, document.source, options)
    if empty:
        yield document.source, InputError(document.source, "empty: expected one JSON object a line")


def _is_one_document(head: bytes) -> bool:
    """Whether the JSON is one array or one object over several lines: its first line alone is not an object."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    first, _, rest = start.partition(b"\n")
    if start.startswith(b"["):
        return True
    return start.startswith(b"{") and bool(rest) and (first.strip() == b"{" or first.rstrip().endswith((b",", b"[", b"{")))


def _json_document(document: Document, options: Options) -> Iterator[Found]:
    source = document.source
    text = document.text(options.max_bytes)
    content = _loaded(text, source)
    for number, row in enumerate(content if isinstance(content, list) else [content], start=1):
        name = f"{source}#{number}"
        yield name, _row(row, name, options)


def _guarded_line(line: bytes | None, number: int, decoded: LineDecoder, source: str, options: Options) -> Found:
    name = f"{source}:{number}"
    if line is None:
        return name, InputError(name, f"too large: a line of over {options.max_bytes:,} bytes; split it, or raise max_bytes")
    try:
        return name, _row(_loaded(decoded(line, number).strip(), name), name, options)
    except InputError as error:
        return name, error


def _loaded(text: str, source: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise InputError(source, f'bad JSON at {at}: {error.msg}; expected an object such as {{"text": "…"}}') from error
    except (RecursionError, ValueError) as error:
        raise InputError(source, f'bad JSON: {error}; expected an object such as {{"text": "…"}}') from error


def _row(row: object, source: str, options: Options) -> Report | InputError:
    if not isinstance(row, dict):
        return InputError(source, f'bad JSON: expected an object such as {{"text": "…"}}, found a {type(row).__name__}')
    try:
        return report_from_row(row, choose_columns(row, options.columns, source), source)
    except InputError as error:
        return error


def read_csv(document: Document, options: Options) -> Iterator[Found]:
    """Yield one item for each row of a table with a header, named by the line it ends on. Raises `InputError` for a bad header."""
    source = document.source
    rows = _Rows(document.stream, source, options.max_bytes)
    _, header = next(rows, (0, None))
    if not isinstance(header, list):
        raise header or InputError(source, "empty: expected a header line and rows")
    require_columns(header, options.columns, source)
    chosen, empty = choose_columns(header, options.columns, source), True
    for number, row in rows:
        empty, name = False, f"{source}:{number}"
        yield name, row if isinstance(row, InputError) else _csv_row(row, header, chosen, name)
    if empty:
        yield source, InputError(source, "empty: the table has a header and no rows")


def _csv_row(row: list[str], header: list[str], chosen: dict[str, str], source: str) -> Report | InputError:
    if any(cell.strip() for cell in row[len(header) :]):
        return InputError(
            source, f"expected {len(header)} cells, found {len(row)}: a text that holds the separator must stand in quotation marks"
        )
    try:
        return report_from_row(dict(zip(header, row, strict=False)), chosen, source)
    except InputError as error:
        return error


class _Rows:
    """The rows of a CSV stream as `(line number, cells)`; a row that cannot be read is an `InputError` in place of its cells."""

    def __init__(self, stream: BinaryIO, source: str, max_bytes: int) -> None:
        self._source, self._max, self._quotes = source, max_bytes, 0
        self._failed: InputError | None = None
        self._ended = False
        csv.field_size_limit(max(csv.field_size_limit(), RUNAWAY * max_bytes))  # process-wide, so it is only ever raised
        texts = self._texts(stream)
        first = next(texts, "")
        mark = max(",;\t|", key=lambda mark: len(next(csv.reader([first], delimiter=mark), [])))
        self._reader = csv.reader(chain([first] if first else [], texts), delimiter=mark)

    def _texts(self, stream: BinaryIO) -> Iterator[str]:
        head, stream = peeked(stream)
        decoded = LineDecoder(self._source, head)
        for number, line in lines(stream, RUNAWAY * self._max):
            try:
                text = "\n" if line is None else decoded(line, number)
            except InputError as error:
                self._failed, text = error, (line or b"").decode("latin-1")  # the commas still count; the row is refused below
            self._quotes += text.count('"')
            yield text
        self._ended = True

    def __iter__(self) -> Iterator[tuple[int, list[str] | InputError]]:
        return self

    def __next__(self) -> tuple[int, list[str] | InputError]:
        row: list[str] = []
        while not row:
            start, self._quotes, self._failed = self._reader.line_num + 1, 0, None
            try:
                row = next(self._reader)
            except csv.Error as error:
                self._reader = csv.reader([])
                return start, InputError(
                    f"{self._source}:{start}", f"bad CSV: {error}; a quotation mark may never close; the rest was not read"
                )
        return self._reader.line_num, self._refusal(row, start) or row

    def _refusal(self, row: list[str], start: int) -> InputError | None:
        end = self._reader.line_num
        if self._ended and end > start and self._quotes % 2:
            return InputError(
                f"{self._source}:{start}",
                f"bad CSV: a quotation mark on line {start} never closes, and lines {start} to {end} run together",
            )
        if sum(map(len, row)) > self._max:
            return InputError(f"{self._source}:{end}", f"too large: a row of over {self._max:,} characters; split it, or raise max_bytes")
        return self._failed

"""WARC archives, compressed or not: every page and plain text in them a report, streamed record by record.

Pictures, style sheets, scripts and redirects are the furniture of a page and are passed over; an error page or a document in another format
that may hold a report is a row with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, BinaryIO

from casus.ingest.columns import text_columns
from casus.ingest.document import Document, Found
from casus.ingest.feed import read_feed
from casus.ingest.html import read_html
from casus.ingest.kind import Kind, by_content, by_media_type, charset_of, is_warc
from casus.ingest.options import Options
from casus.ingest.stream import peeked
from casus.ingest.text import read_text
from casus.records import InputError

_CARRIERS = ("response", "resource", "conversion")
_FURNITURE = re.compile(
    r"(image|audio|video|font)/|text/(css|javascript)|application/(x-)?(javascript|ecmascript|json|font|octet-stream|manifest)"
)
_READERS = {Kind.HTML: read_html, Kind.FEED: read_feed, Kind.TEXT: read_text}


def read_warc(document: Document, options: Options) -> Iterator[Found]:
    """Yield one item for each record with a text, named `crawl.warc.gz#5` by its place; a truncated archive ends in an `InputError`."""
    from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]

    source, number, silent = document.source, 0, True
    head, stream = peeked(document.stream)
    if not is_warc(head):
        raise InputError(source, "not a WARC: expected WARC records, compressed or not; set the format if it is something else")
    try:  # AttributeError: warcio meets a response without a URI that way
        for number, record in enumerate(_records(stream), start=1):
            for found in _record(record, f"{source}#{number}", options):
                silent = False
                yield found
            if _cut_short(record):
                yield source, InputError(source, f"the archive ends in the middle of record {number}; the records before it were read")
                return
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, AttributeError) as error:
        yield (
            source,
            InputError(source, f"not a whole WARC: record {number + 1} is broken ({_reason(error)}); the records before it were read"),
        )
        return
    if silent:
        yield source, InputError(source, f"empty: expected archived pages or texts, found none in {number} records")


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:80]


def _records(stream: BinaryIO) -> Iterator[Any]:
    from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]

    class Quiet(ArchiveIterator):  # type: ignore[misc]
        """Says nothing on standard error; what is wrong becomes a row."""

        INC_RECORD = ""

    return iter(Quiet(stream, verify_http=False))


def _record(record: Any, source: str, options: Options) -> Iterator[Found]:
    if record.rec_type not in _CARRIERS:
        return
    headers, url = record.http_headers or record.rec_headers, record.rec_headers.get_header("WARC-Target-URI")
    content_type, status = headers.get_header("Content-Type") or "", headers.get_statuscode() if record.http_headers else "200"
    if status.startswith("3") or _FURNITURE.match(content_type.strip().lower()):
        return
    if not status.startswith("2"):
        yield source, InputError(source, f"the server answered {status} when {url} was archived; there is no report in it")
        return
    head, stream = peeked(record.content_stream())
    kind = by_content(head, by_media_type(content_type), text_columns(options.columns))
    reader = _READERS.get(kind, read_text)
    try:
        yield from reader(Document(source, stream, url, charset_of(content_type)), options)
    except InputError as error:
        yield source, error


def _cut_short(record: Any) -> bool:
    """Whether fewer bytes came than the record's header promised."""
    while record.raw_stream.read(1 << 16):
        pass
    return getattr(record.raw_stream, "limit", 0) > 0

"""What kind of input this is: what its name or its server says, and what its first bytes show."""

from __future__ import annotations

import json
import re
import zlib
from collections.abc import Iterable
from enum import StrEnum

from casus.ingest.decode import decode
from casus.records import InputError


class Kind(StrEnum):
    """The formats that there is a reader for; the values are those of `Options.format`."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    FEED = "feed"
    JSONL = "jsonl"
    CSV = "csv"
    WARC = "warc"


_SUFFIXES = {
    ".txt": Kind.TEXT,
    ".md": Kind.MARKDOWN,
    ".markdown": Kind.MARKDOWN,
    ".html": Kind.HTML,
    ".htm": Kind.HTML,
    ".xhtml": Kind.HTML,
    ".xml": Kind.FEED,
    ".rss": Kind.FEED,
    ".atom": Kind.FEED,
    ".json": Kind.JSONL,
    ".jsonl": Kind.JSONL,
    ".ndjson": Kind.JSONL,
    ".csv": Kind.CSV,
    ".tsv": Kind.CSV,
    ".warc": Kind.WARC,
    ".warc.gz": Kind.WARC,
}
SUFFIXES = tuple(_SUFFIXES)
"""The file names that a folder's reports have; a file without a suffix is looked into."""

_MEDIA = (
    (re.compile(r"application/(x-)?(ndjson|jsonl?|json-?lines|json-seq)|text/json|application/json"), Kind.JSONL),
    (re.compile(r"text/(csv|tab-separated-values)|application/csv"), Kind.CSV),
    (re.compile(r"application/(rss|atom|rdf)\+xml|(application|text)/xml"), Kind.FEED),
    (re.compile(r"text/html|application/xhtml\+xml"), Kind.HTML),
    (re.compile(r"text/(x-)?markdown"), Kind.MARKDOWN),
    (re.compile(r"application/(x-)?warc"), Kind.WARC),
)

_FEED = re.compile(r"<(?:\w+:)?(?:rss|feed|rdf)[\s>]", re.IGNORECASE)
_HTML = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!doctype\s+html|<html[\s>])", re.IGNORECASE | re.DOTALL)


def by_name(name: str) -> Kind | None:
    """Return the kind that a file name or the path of a URL tells, or None.

    >>> by_name("crawl.warc.gz").value, by_name("notes")
    ('warc', None)
    """
    return next((kind for suffix, kind in _SUFFIXES.items() if name.lower().endswith(suffix)), None)


def by_media_type(content_type: str) -> Kind | None:
    """Return the kind that an HTTP `Content-Type` tells; None for plain text and bytes, which servers say of anything."""
    essence = content_type.split(";", maxsplit=1)[0].strip().lower()
    return next((kind for pattern, kind in _MEDIA if pattern.fullmatch(essence)), None)


def charset_of(content_type: str) -> str | None:
    """Return the charset that an HTTP `Content-Type` declares: `charset_of("text/html; charset=koi8-r")` is `"koi8-r"`."""
    match = re.search(r"""charset\s*=\s*["']?([\w.:-]+)""", content_type, re.IGNORECASE)
    return match[1] if match else None


def by_content(head: bytes, named: Kind | None, text_columns: Iterable[str]) -> Kind:
    """Return the kind of an input that begins with `head`; `named` is what its name says, `text_columns` what a table may call its text.

    Names yield only to what cannot be mistaken: an archive, a feed's root, an HTML doctype.
    """
    if is_warc(head):
        return Kind.WARC
    text = _readable(head)
    if _HTML.match(text) and named not in (Kind.MARKDOWN, Kind.JSONL, Kind.CSV):
        return Kind.HTML
    if text.lstrip().startswith("<") and _FEED.search(text) and named in (None, Kind.TEXT, Kind.HTML, Kind.FEED):
        return Kind.FEED
    return named or _unnamed(text, text_columns)


def is_warc(head: bytes) -> bool:
    """Whether `head` begins a WARC archive, compressed or not."""
    return head.startswith(b"WARC/") or _unzipped(head).startswith(b"WARC/")


def _unnamed(text: str, text_columns: Iterable[str]) -> Kind:
    start = text.lstrip()
    if start.startswith("<?xml"):
        return Kind.FEED
    if re.match(r'\{\s*"|\[\s*\{\s*"', start) or _is_object(start):
        return Kind.JSONL
    cells = {cell.strip().strip('"').lower() for cell in re.split(r"[,;\t|]", start.splitlines()[0])} if start else set()
    return Kind.CSV if len(cells) > 1 and cells & {name.lower() for name in text_columns} else Kind.TEXT


def _is_object(text: str) -> bool:
    try:
        return text.startswith("{") and isinstance(json.loads(text.splitlines()[0]), dict)
    except (ValueError, RecursionError):
        return False


def _readable(head: bytes) -> str:
    try:
        return decode(head, "")
    except InputError:
        return head.decode("latin-1")


def _unzipped(head: bytes) -> bytes:
    if not head.startswith(b"\x1f\x8b"):
        return b""
    try:
        return zlib.decompressobj(wbits=31).decompress(head, 64)
    except zlib.error:
        return b""

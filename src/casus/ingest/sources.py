"""Where reports come from: files, folders, globs, standard input and URLs, each handed to the reader of its kind."""

from __future__ import annotations

import glob
import os
import stat
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from casus.ingest.columns import text_columns
from casus.ingest.document import Document, Found
from casus.ingest.kind import SUFFIXES, Kind, by_content, by_media_type, by_name, charset_of
from casus.ingest.options import Options
from casus.ingest.stream import peeked
from casus.records import FetchError, InputError, Report

_DEFAULTS = Options()


def ingest(source: str | Path, options: Options = _DEFAULTS, stdin: BinaryIO | None = None) -> Iterator[Report | InputError]:
    """Yield, in order, one item for each report in `source` and one `InputError` for each input or record that gave none.

    `source` is a file, a folder (read recursively, sorted), a glob, an http(s) URL, or `-` for standard input (`stdin`).
    Everything is streamed. Bad data raises nothing: an error says in one line what was expected and what to do,
    and its `source` where it lies.
    """
    return (item for _, item in ingest_named(source, options, stdin))


def ingest_named(source: str | Path, options: Options = _DEFAULTS, stdin: BinaryIO | None = None) -> Iterator[Found]:
    """Yield what `ingest` does, each item with the name of the input or record that it came from: `("feeds.jsonl:17", report)`."""
    for name, item in _found(source, options, stdin):
        if isinstance(item, Report) and item.published is None and options.published is not None:
            yield name, item.model_copy(update={"published": options.published})
        else:
            yield name, item


def _found(source: str | Path, options: Options, stdin: BinaryIO | None) -> Iterator[Found]:
    name = str(source)
    if name == "-":
        return _guarded("-", lambda: _read(Document("-", stdin or sys.stdin.buffer), None, options))
    if isinstance(source, str) and (scheme := _scheme(source)):
        if scheme in ("http", "https"):
            return _guarded(name, lambda: _url(name, options))
        return iter([(name, FetchError(name, f"the scheme {scheme!r} is not read; give an http or https address, or a file"))])
    if not name:
        return iter([(name, InputError(name, "expected a file, a folder, an address or -, found an empty name"))])
    return _path(Path(source), options)


def _scheme(source: str) -> str | None:
    scheme, mark, _ = source.partition("://")
    return scheme.lower() if mark and scheme.isalnum() else None


def _guarded(name: str, read: Callable[[], Iterator[Found]]) -> Iterator[Found]:
    """Yield what `read` does; an error that ends it becomes its last row."""
    try:
        yield from read()
    except InputError as error:
        yield error.source, error
    except OSError as error:
        yield name, InputError(name, f"cannot be read: {error.strerror or error}; check the name and the permissions")


def _path(path: Path, options: Options) -> Iterator[Found]:
    name = str(path)
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError) as error:
        # Not Path.glob: it takes no absolute pattern.
        matches = sorted(glob.glob(name, recursive=True)) if glob.has_magic(name) and "\0" not in name else []  # noqa: PTH207
        if not matches:
            yield name, InputError(name, _not_there(name, error))
        for match in matches:
            yield from _path(Path(match), options)
        return
    if stat.S_ISDIR(mode):
        yield from _folder(path, options)
    else:
        yield from _guarded(name, lambda: _file(path, options))


def _not_there(name: str, error: OSError | ValueError) -> str:
    if glob.has_magic(name):
        return "no file matches this pattern; check it, or quote it so that the shell leaves it alone"
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder; check the name, or give - to read standard input"
    return f"cannot be read: {getattr(error, 'strerror', None) or error}; check the name and the permissions"


def _file(path: Path, options: Options) -> Iterator[Found]:
    with path.open("rb") as stream:
        yield from _read(Document(str(path), stream), by_name(path.name), options)


def _folder(path: Path, options: Options) -> Iterator[Found]:
    """Hidden files and folders are left out; a file of an unknown kind is a row, so that nothing is passed over in silence."""
    empty, unread = True, list[OSError]()
    for place, folders, names in os.walk(path, onerror=unread.append):
        folders[:] = sorted(folder for folder in folders if not folder.startswith("."))
        for name in sorted(name for name in names if not name.startswith(".")):
            empty = False
            yield from _member(Path(place) / name, options)
        for link in (str(Path(place) / folder) for folder in folders if (Path(place) / folder).is_symlink()):
            yield link, InputError(link, "a link to a folder, which is not followed: it may lead in a circle; give it by name")
    for error in unread:
        yield str(error.filename), InputError(str(error.filename), f"cannot be read: {error.strerror}; check the permissions")
    if empty and not unread:
        yield str(path), InputError(str(path), "empty: there is no file in this folder")


def _member(path: Path, options: Options) -> Iterator[Found]:
    name = str(path)
    if not path.is_file():
        yield name, InputError(name, "not a regular file (a broken link, a pipe or a device); it was not opened")
    elif path.suffix and by_name(path.name) is None and options.format is None:
        known = " ".join(SUFFIXES)
        yield (
            name,
            InputError(name, f"files of the kind {path.suffix!r} are not read in a folder (known: {known}); rename it, or give it by name"),
        )
    else:
        yield from _guarded(name, lambda: _file(path, options))


def _url(url: str, options: Options) -> Iterator[Found]:
    from casus.ingest.fetch import fetch

    page = fetch(url, options.fetch)
    named = by_media_type(page.content_type) or by_name(urlsplit(page.url).path)
    yield from _read(Document(url, BytesIO(page.data), page.url, charset_of(page.content_type)), named, options)


def _read(document: Document, named: Kind | None, options: Options) -> Iterator[Found]:
    head, stream = peeked(document.stream)
    kind = Kind(options.format) if options.format else by_content(head, named, text_columns(options.columns))
    return _reader(kind)(Document(document.source, stream, document.url, document.charset), options)


def _reader(kind: Kind) -> Callable[[Document, Options], Iterator[Found]]:
    """Return the reader of a kind, loading what it needs: a plain text must not wait for an HTML parser."""
    match kind:
        case Kind.HTML:
            from casus.ingest.html import read_html as reader
        case Kind.FEED:
            from casus.ingest.feed import read_feed as reader
        case Kind.JSONL:
            from casus.ingest.table import read_jsonl as reader
        case Kind.CSV:
            from casus.ingest.table import read_csv as reader
        case Kind.WARC:
            from casus.ingest.warc import read_warc as reader
        case _:
            from casus.ingest.text import read_text as reader
    return reader

from __future__ import annotations

import gzip as zipped
from pathlib import Path

import pytest

from casus.ingest import ingest
from casus.records import InputError, Report

from .conftest import the_error
from .samples import BODY, TITLE, feed, item, page


def archive(path: Path, *records: tuple[str, str, str, bytes], gzip: bool = True) -> Path:
    """Write records of `(uri, status, content type, body)`."""
    parts = [record("warcinfo", path.name, "application/warc-fields", b"software: test\r\n")]
    for uri, status, content_type, body in records:
        head = f"HTTP/1.1 {status}\r\nContent-Type: {content_type}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        parts.append(record("response", uri, "application/http; msgtype=response", head + body))
    path.write_bytes(b"".join(zipped.compress(part) if gzip else part for part in parts))
    return path


def record(kind: str, uri: str, content_type: str, block: bytes) -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:0>\r\nWARC-Date: 2024-03-04T08:30:00Z\r\n"
        f"WARC-Target-URI: {uri}\r\nContent-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


PAGES = [
    ("https://g.example/1", "200 OK", "text/html; charset=utf-8", page().encode()),
    ("https://g.example/a.png", "200 OK", "image/png", b"\x89PNG"),
    ("https://g.example/2", "200 OK", "text/plain", BODY.encode()),
    ("https://g.example/3", "404 Not Found", "text/html", b"<p>gone</p>"),
    ("https://g.example/4", "301 Moved", "text/html", b""),
    ("https://g.example/5", "200 OK", "application/pdf", b"%PDF-1.4"),
    (
        "https://g.example/6",
        "200 OK",
        "text/html; charset=koi8-r",
        page("Вооружённые люди ночью напали на пост у переправы через реку, сообщили власти.").encode("koi8-r", "ignore"),
    ),
    ("https://g.example/7", "200 OK", "application/rss+xml", feed(item()).encode()),
]


@pytest.mark.parametrize("gzip", [True, False])
def test_pages_texts_and_feeds_are_reports_and_what_may_hold_one_is_an_error(tmp_path: Path, gzip: bool) -> None:
    path = archive(tmp_path / ("a.warc.gz" if gzip else "a.warc"), *PAGES, gzip=gzip)
    found = list(ingest(path))
    assert [isinstance(item, Report) for item in found] == [True, True, False, False, True, True]
    first, second, missing, document, russian, entry = found
    assert isinstance(first, Report)
    assert (first.title and first.title.quote, first.url) == (TITLE, "https://g.example/1")
    assert isinstance(second, Report)
    assert second.text == BODY
    assert isinstance(missing, InputError)
    assert (missing.source, missing.reason) == (
        f"{path}#5",
        "the server answered 404 when https://g.example/3 was archived; there is no report in it",
    )
    assert isinstance(document, InputError)
    assert document.reason.startswith("binary: this is a PDF")
    assert isinstance(russian, Report)
    assert "люди ночью напали" in russian.text
    assert isinstance(entry, Report)


@pytest.mark.parametrize("gzip", [True, False])
@pytest.mark.parametrize("keep", [0.99, 0.75, 0.55])
def test_a_truncated_archive_gives_its_good_records_and_an_error(tmp_path: Path, gzip: bool, keep: float) -> None:
    path = archive(tmp_path / "a.warc.gz", *PAGES[:1], *PAGES[2:3] * 3, gzip=gzip)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * keep)])
    *good, last = list(ingest(path))
    assert good
    assert isinstance(good[0], Report)
    assert isinstance(last, InputError)
    assert "the records before it were read" in last.reason


@pytest.mark.parametrize(
    "data",
    [b"", b"Guards waited at the gate.\n" * 20, b"\x1f\x8b\x08\x00abc", zipped.compress(b"Guards waited.")],
    ids=["empty", "text", "cut", "zipped"],
)
def test_what_is_no_archive_is_an_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.warc").write_bytes(data)
    assert the_error(tmp_path / "a.warc").reason.startswith("not a WARC: ")


def test_an_archive_without_pages_is_an_error(tmp_path: Path) -> None:
    assert the_error(archive(tmp_path / "a.warc.gz", PAGES[1])).reason == "empty: expected archived pages or texts, found none in 2 records"


def test_a_record_without_an_address_is_an_error_and_the_records_before_it_are_read(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.warc", *PAGES[2:3] * 2, gzip=False)
    head, _, tail = path.read_bytes().rpartition(b"WARC-Target-URI")
    path.write_bytes(head + b"WARC-Other" + tail)
    good, last = list(ingest(path))
    assert isinstance(good, Report)
    assert isinstance(last, InputError)
    assert "record 3 is broken" in last.reason


def test_a_record_over_the_bound_is_an_error(tmp_path: Path) -> None:
    from casus.ingest import Options

    path = archive(tmp_path / "a.warc.gz", ("u", "200 OK", "text/plain", b"word " * 5000), PAGES[2])
    error, report = list(ingest(path, Options(max_bytes=10_000)))
    assert isinstance(error, InputError)
    assert "too large: over 10,000 bytes" in error.reason
    assert isinstance(report, Report)

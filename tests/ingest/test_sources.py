from __future__ import annotations

import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

import casus.ingest
from casus.ingest import Options, ingest, ingest_named
from casus.records import InputError, Report

from .conftest import reports, the_error, the_report
from .samples import BODY, TITLE, feed, item, page

SAMPLES = {
    "text": BODY,
    "html": page(),
    "feed": feed(item()),
    "jsonl": '{"text": "Guards waited at the gate."}\n',
    "csv": "url,text\nu,Guards waited at the gate.\n",
}


def test_the_public_names() -> None:
    names = ["Fetch", "Options", "afresh", "body_start", "dateline_end", "ingest", "ingest_named", "report_from_text"]
    assert casus.ingest.__all__ == names


@pytest.mark.parametrize(
    ("name", "kind"), [(name, kind) for name in ("a", "a.log") for kind in SAMPLES] + [("a.txt", "html"), ("a.txt", "feed")]
)
def test_a_file_given_by_name_is_looked_into(tmp_path: Path, name: str, kind: str) -> None:
    (tmp_path / name).write_text(SAMPLES[kind], encoding="utf-8")
    assert "at" in the_report(tmp_path / name).text
    assert "<" not in the_report(str(tmp_path / name)).text


@pytest.mark.parametrize("kind", SAMPLES)
def test_standard_input_is_looked_into(kind: str) -> None:
    stream = io.BytesIO(SAMPLES[kind].encode())
    (report,) = list(ingest("-", stdin=stream))
    assert isinstance(report, Report)
    assert not stream.closed
    (error,) = list(ingest("-", stdin=io.BytesIO(b"")))
    assert isinstance(error, InputError)
    assert (error.source, error.reason[:6]) == ("-", "empty:")


def test_a_pipe_is_read_line_by_line_as_it_comes() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb", buffering=0) as sink:
        filler = b'{"text": "' + b"word " * 2000 + b'"}\n'
        sink.write(filler)
        items = ingest("-", Options(format="jsonl"), stdin=stream)
        assert isinstance(next(items), Report)
        sink.write(b'{"text": "Guards left."}\n')
        second = next(items)
        assert isinstance(second, Report)
        assert second.text == "Guards left."


def test_a_folder_is_read_in_order_without_hidden_files_and_with_a_row_for_what_is_not_read(tmp_path: Path) -> None:
    for name, data in {
        "b.txt": BODY,
        "a/z.jsonl": '{"text": "Guards waited."}\n{"text": 1}\n',
        "a/note": "Guards left.",
        "c.png": "x",
        "d.docx": "x",
        ".hidden.txt": "x",
        ".git/a.txt": "x",
        "e.html": "",
    }.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(data, encoding="utf-8")
    found = [(name.removeprefix(f"{tmp_path}/"), type(item).__name__) for name, item in ingest_named(tmp_path)]
    assert found == [
        ("b.txt", "Report"),
        ("c.png", "InputError"),
        ("d.docx", "InputError"),
        ("e.html", "InputError"),
        ("a/note", "Report"),
        ("a/z.jsonl:1", "Report"),
        ("a/z.jsonl:2", "InputError"),
    ]
    errors = [item.reason for item in ingest(tmp_path) if isinstance(item, InputError)]
    assert errors[0].startswith("files of the kind '.png' are not read in a folder (known: .txt .md")


def test_a_broken_link_a_pipe_and_a_looping_link_in_a_folder_do_not_hang_it(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to(tmp_path / "none")
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "b.txt")
    (tmp_path / "c.txt").write_text(BODY, encoding="utf-8")
    kinds = [(name.rpartition("/")[2], isinstance(item, Report)) for name, item in ingest_named(tmp_path)]
    assert kinds == [("a.txt", False), ("b.txt", False), ("c.txt", True), ("loop", False)]  # links last


def test_an_empty_folder_is_an_error(tmp_path: Path) -> None:
    assert the_error(tmp_path).reason == "empty: there is no file in this folder"


def test_a_pattern_is_expanded_and_one_without_a_match_is_an_error(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md", "deep/d.txt", "odd[1].txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"Guards waited at {name}.", encoding="utf-8")
    assert [report.text[17:-1] for report in reports(f"{tmp_path}/[ab].txt")] == ["a.txt", "b.txt"]
    assert len(reports(f"{tmp_path}/**/*.txt")) == 4
    assert the_report(f"{tmp_path}/odd[1].txt").text == "Guards waited at odd[1].txt."
    assert the_error(f"{tmp_path}/*.csv").reason.startswith("no file matches this pattern")


def test_an_empty_name_is_an_error() -> None:
    assert "found an empty name" in the_error("").reason


@pytest.mark.parametrize("name", ["none.txt", "no/such/folder", "nul\0byte", "x" * 5000])
def test_a_source_that_is_not_there_is_an_error_that_names_it(tmp_path: Path, name: str) -> None:
    error = the_error(str(tmp_path / name))
    assert error.source == str(tmp_path / name)
    assert "check the name" in error.reason


def test_a_file_without_permission_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(BODY, encoding="utf-8")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)  # a mode of 000 would not stop root
    assert "Permission denied" in the_error(tmp_path / "a.txt").reason


def test_a_text_over_the_bound_is_refused(tmp_path: Path) -> None:
    with (tmp_path / "a.txt").open("wb") as out:
        out.truncate(50_000_000)
        out.write(BODY.encode())
    assert the_error(tmp_path / "a.txt").reason == "too large: over 20,000,000 bytes for one report; split it, or raise max_bytes"


def test_the_format_may_be_forced(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text('{"text": "Guards waited."}', encoding="utf-8")
    assert the_report(tmp_path / "a.txt", Options(format="jsonl")).text == "Guards waited."
    assert the_report(tmp_path / "a.txt").text == '{"text": "Guards waited."}'
    (tmp_path / "b.png").write_text(BODY, encoding="utf-8")
    assert len(reports(tmp_path / "b.png", Options(format="markdown"))) == 1


def test_the_caller_s_date_is_for_reports_without_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"text": "Guards waited.", "date": "2024-01-01"}\n{"text": "Guards left."}\n', encoding="utf-8")
    days = [report.published for report in reports(tmp_path / "a.jsonl", Options(published=datetime(2024, 3, 5, tzinfo=UTC)))]
    assert days == [datetime(2024, 1, 1, tzinfo=UTC), datetime(2024, 3, 5, tzinfo=UTC)]


def test_a_plain_text_loads_nothing_that_it_does_not_need(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{TITLE}\n\nKABUL – {BODY}", encoding="utf-8")
    heavy = {"trafilatura", "feedparser", "httpx", "warcio", "py3langid", "charset_normalizer", "lxml", "asyncio"}
    code = (
        "import sys; import casus.records; before = set(sys.modules); from casus.ingest import ingest\n"
        f"(report,) = ingest({str(tmp_path / 'a.txt')!r}); assert report.language == 'en' and report.dateline\n"
        f"print(sorted({heavy!r} & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

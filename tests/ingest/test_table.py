from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.ingest import Options, ingest
from casus.records import InputError, Report, UsageError, storable

from .conftest import reports, the_error, the_report
from .samples import BODY, RUSSIAN, TITLE


def write(folder: Path, name: str, data: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def rows(*cells: list[str], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(cells)
    return out.getvalue()


def errors(source: Path, options: Options | None = None) -> list[tuple[str, str]]:
    found = ingest(source, options or Options())
    return [(item.source.removeprefix(str(source)), item.reason) for item in found if isinstance(item, InputError)]


def test_a_json_line_is_a_report_with_its_usual_columns(tmp_path: Path) -> None:
    row = {
        "Title": TITLE,
        "body": BODY,
        "author": ["Mira Tal", {"name": "Odo Renn"}],
        "source": "Orsa Gazette",
        "link": "https://g.example/1",
    }
    report = the_report(write(tmp_path, "a.jsonl", json.dumps(row | {"date": "2024-03-04T08:30:00Z", "lang": "en", "id": 7}) + "\n"))
    assert report.text == f"{TITLE}\n\nMira Tal, Odo Renn\n\n{BODY}"
    assert (report.publisher, report.url, report.published) == (
        "Orsa Gazette",
        "https://g.example/1",
        datetime(2024, 3, 4, 8, 30, tzinfo=UTC),
    )


def test_columns_may_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", json.dumps({"story": BODY, "head": TITLE, "text": "no"}))
    assert the_report(path, Options(columns={"text": "story", "title": "head"})).text == f"{TITLE}\n\n{BODY}"


def test_bad_lines_are_errors_with_their_numbers_between_the_reports(tmp_path: Path) -> None:
    lines = [
        json.dumps({"text": BODY}),
        '{"text": "cut',
        "",
        "[1, 2]",
        json.dumps({"text": 5}),
        json.dumps({"text": None}),
        json.dumps({"text": "  "}),
        json.dumps({"txt": BODY, "url": "u"}),
        "[" * 100_000,
        json.dumps({"text": "lone \ud800 surrogate"}),
    ]
    path = write(tmp_path, "feeds.jsonl", "\r\n".join(lines))
    found = list(ingest(path))
    assert [isinstance(item, Report) for item in found] == [True, False, False, False, False, False, False, False, True]
    assert isinstance(found[-1], Report)
    assert found[-1].text == "lone \ufffd surrogate"
    assert errors(path)[:6] == [
        (":2", 'bad JSON at column 10: Unterminated string starting at; expected an object such as {"text": "…"}'),
        (":4", 'bad JSON: expected an object such as {"text": "…"}, found a list'),
        (":5", "column 'text': expected the text of a report, found a int"),
        (":6", "column 'text': expected the text of a report, found nothing"),
        (":7", "empty: expected the text of a report, found nothing but white space"),
        (":8", "no column 'text' for the text; the nearest is 'txt': map it with columns text=txt (columns: txt, url)"),
    ]


@pytest.mark.parametrize("data", [[{"text": BODY}, {"text": BODY}], [{"text": BODY, "x": 1}] * 2])
@pytest.mark.parametrize("indent", [None, 2])
def test_a_json_array_is_read(tmp_path: Path, data: list[dict[str, object]], indent: int | None) -> None:
    assert len(reports(write(tmp_path, "a.json", json.dumps(data, indent=indent)))) == 2


def test_one_json_object_over_several_lines_is_read_and_a_bad_one_has_its_line(tmp_path: Path) -> None:
    text = json.dumps({"title": TITLE, "text": BODY}, indent=2)
    assert the_report(write(tmp_path, "a.json", text)).text == f"{TITLE}\n\n{BODY}"
    assert "bad JSON at line 3" in the_error(write(tmp_path, "b.json", text.replace('\n  "text"', "\n  text"))).reason


def test_an_empty_table_is_an_error(tmp_path: Path) -> None:
    assert the_error(write(tmp_path, "a.jsonl", "\n\n")).reason == "empty: expected one JSON object a line"
    assert the_error(write(tmp_path, "a.csv", "")).reason == "empty: expected a header line and rows"
    assert the_error(write(tmp_path, "b.csv", "text,title\n")).reason == "empty: the table has a header and no rows"


def test_a_line_over_the_bound_is_an_error_and_the_next_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", json.dumps({"text": "word " * 100}) + "\n" + json.dumps({"text": "Guards waited."}))
    error, report = list(ingest(path, Options(max_bytes=200)))
    assert isinstance(error, InputError)
    assert (error.source, error.reason) == (f"{path}:1", "too large: a line of over 200 bytes; split it, or raise max_bytes")
    assert isinstance(report, Report)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_csv_row_is_a_report_whatever_parts_the_cells(tmp_path: Path, delimiter: str) -> None:
    table = rows(["url", "Headline", "text"], ["u", TITLE, f'He said "no", {BODY}'], ["v", "", BODY], delimiter=delimiter)
    first, second = reports(write(tmp_path, "a.csv", table))
    assert first.text == f'{TITLE}\n\nHe said "no", {BODY}'
    assert second.text == BODY


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_csv_in_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    text = f"The guards said “no” to the café owner. {BODY}"
    path = write(tmp_path, "a.csv", rows(["title", "text"], *([TITLE, text] for _ in range(3))).encode(encoding))
    assert [report.text for report in reports(path)] == [f"{TITLE}\n\n{text}"] * 3


def test_a_csv_in_another_script_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", rows(["id", "text"], *(["1", text] for text in (RUSSIAN, "Границу закрыли."))).encode("cp1251"))
    assert [report.text for report in reports(path)] == [RUSSIAN, "Границу закрыли."]


def test_a_line_separator_inside_a_cell_does_not_end_the_row(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-16"):
        assert the_report(write(tmp_path, "a.csv", "id,text\n1,Guards\u2028waited\n".encode(encoding))).text == "Guards\u2028waited"


def test_a_csv_without_the_column_names_the_nearest(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", rows(["id", "txet", "url"], ["1", BODY, "u"]))
    assert errors(path) == [
        ("", "no column 'text' for the text; the nearest is 'txet': map it with columns text=txet (columns: id, txet, url)")
    ]
    assert the_report(path, Options(columns={"text": "txet"})).text == BODY
    assert "no column 'Titel' for the title" in errors(path, Options(columns={"text": "txet", "title": "Titel"}))[0][1]


def test_a_huge_field_is_read_and_one_over_the_bound_is_an_error(tmp_path: Path) -> None:
    huge = BODY * 600
    path = write(tmp_path, "a.csv", rows(["id", "text"], ["1", huge], ["2", BODY]))
    assert [report.text for report in reports(path)] == [huge, BODY]
    first, second = list(ingest(path, Options(max_bytes=100_000)))
    assert isinstance(first, InputError)
    assert "too large: a row of over 100,000 characters" in first.reason
    assert isinstance(second, Report)


def test_cells_too_many_and_an_open_quotation_mark_are_errors(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "a.csv",
        'id,text\n1,"Guards waited."\n2,Guards waited, they said\n\n4,"Guards\nwaited."\n5,"Guards waited\n6,Guards left\n',
    )
    assert [isinstance(item, Report) for item in ingest(path)] == [True, False, True, False]
    assert errors(path) == [
        (":3", "expected 2 cells, found 3: a text that holds the separator must stand in quotation marks"),
        (":7", "bad CSV: a quotation mark on line 7 never closes, and lines 7 to 8 run together"),
    ]


def test_a_quotation_mark_that_never_closes_does_not_swallow_a_large_file(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", 'id,text\n1,"Guards\n' + "2,Guards waited.\n" * 1000)
    ((_, reason),) = errors(path, Options(max_bytes=1000))
    assert reason.startswith("bad CSV: ")


def test_a_row_in_no_known_encoding_is_an_error_and_the_others_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", b"id,text\n1,Guards waited.\n2,\x81\x8d\xfe\xc3\n3,Guards left.\n")
    assert [isinstance(item, Report) for item in ingest(path)] == [True, False, True]
    assert errors(path)[0][0] == ":3"


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_characters="\x00\r"), max_size=30).map("a{}".format), max_size=5))
def test_what_a_csv_writer_writes_comes_back(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path = write(tmp_path_factory.mktemp("t"), "a.csv", rows(["n", "text"], *([str(n), text] for n, text in enumerate(texts))))
    found = [item for item in ingest(path) if isinstance(item, Report)]
    assert [report.text for report in found] == [storable(text) for text in texts]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
@pytest.mark.parametrize("name", ["a.jsonl", "a.csv", "a.txt", "a.xml", "a.warc", "a"])
def test_any_bytes_give_rows_and_never_an_exception(tmp_path_factory: pytest.TempPathFactory, name: str, data: bytes) -> None:
    path = write(tmp_path_factory.mktemp("t"), name, b"text,title\n" + data if name == "a.csv" else data)
    assert list(ingest(path))


def test_options_that_do_not_exist_are_refused() -> None:
    with pytest.raises(UsageError, match="did you mean 'title'"):
        Options(columns={"titel": "t"})
    with pytest.raises(UsageError, match="did you mean 'jsonl'"):
        Options(format="json")
    with pytest.raises(UsageError, match="no time zone"):
        Options(published=datetime(2024, 1, 1))

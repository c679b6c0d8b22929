import csv
import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from casus.cli.formats import COLUMNS
from casus.records import schema
from tests.cli.conftest import TEXT, Ran

Casus = Callable[..., Ran]


def test_jsonl_is_what_the_schema_says(casus: Casus, report: Path) -> None:
    ran = casus("read", report)
    (row,) = ran.rows
    assert (ran.code, ran.err) == (0, "")
    jsonschema.validate(row, schema())
    assert row["report"]["dateline"]["quote"] == "PORT SELA, May 4, 2026 (Sound Wire)"
    assert row["report"]["published"].startswith("2026-05-04")
    assert row["claims"][0]["kind"] == "allege"
    assert row["events"][0]["type"] == "ACCUSE"
    assert ran.out.isascii()


def test_no_event_reports_what_is_only_alleged(casus: Casus, report: Path) -> None:
    """The ramming is the content of an accusation: it may not come out as having happened."""
    (row,) = casus("read", report).rows
    told = [e for e in row["events"] if "ramming" in e["trigger"]["quote"]]
    assert {e["voice"] for e in told} <= {"alleged"}


def test_stdin_and_published(report: Path) -> None:
    command = [sys.executable, "-m", "casus", "read", "-", "--published", "2026-05-05"]
    done = subprocess.run(command, input=b"The union accused the port of theft.", capture_output=True, check=True)
    assert json.loads(done.stdout)["report"]["published"] == "2026-05-05T00:00:00Z"


def test_table(casus: Casus, report: Path) -> None:
    ran = casus("read", report, "--format", "table")
    assert ran.code == 0
    assert "Ferry company blames coast guard for collision" in ran.out
    assert "ACCUSE/allege" in ran.out
    assert "unanswered here" in ran.out
    assert max(map(len, ran.out.splitlines())) <= 100


def test_csv(casus: Casus, report: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(casus("read", report, "--format", "csv").out)))
    assert tuple(rows[0]) == COLUMNS
    assert {row["record"] for row in rows} >= {"mention", "attribution", "claim", "event"}
    assert all(TEXT[int(r["start"]) : int(r["end"])] == r["quote"] for r in rows if r["record"] == "mention")


def test_json_and_geojson(casus: Casus, report: Path) -> None:
    assert len(json.loads(casus("read", report, report, "--format", "json").out)) == 2
    found = json.loads(casus("read", report, "--format", "geojson").out)
    assert found["type"] == "FeatureCollection"
    assert [f["geometry"] for f in found["features"]] == [None] * len(found["features"])
    assert found["features"][0]["properties"]["type"] == "ACCUSE"


def test_parquet_into_a_file(casus: Casus, report: Path, tmp_path: Path) -> None:
    ran = casus("read", report, "--format", "parquet", "-o", tmp_path / "out.parquet")
    table = pq.read_table(tmp_path / "out.parquet")
    assert (ran.code, ran.out) == (0, "")
    assert tuple(table.column_names) == COLUMNS
    assert table.num_rows == len(casus("read", report, "--format", "csv").out.splitlines()) - 1


def test_rejected_inputs_keep_their_place_and_make_the_exit_code_three(casus: Casus, report: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text(" \n")
    ran = casus("read", report, tmp_path / "empty.txt", tmp_path / "none.txt", report)
    assert ran.code == 3
    assert ["rejected" in row for row in ran.rows] == [False, True, True, False]
    assert ran.rows[1]["rejected"]["stage"] == "ingest"
    assert "empty.txt" in ran.err
    assert "none.txt" in ran.err
    assert "Traceback" not in ran.err
    for row in ran.rows:
        jsonschema.validate(row, schema())


RUSSIAN = (
    "Министр заявил во вторник, что соседняя страна поддерживает повстанцев на границе. "
    "Посольство отказалось от комментариев и призвало к переговорам. "
) * 3
PASHTO = "د بهرنیو چارو وزارت ویلي چې ګاونډی هېواد د سرحد په اوږدو کې له وسله والو ملاتړ کوي او باید دا کار ودروي. " * 4


@pytest.mark.parametrize(("language", "text"), [("ru", RUSSIAN), ("ps", PASHTO)])
def test_a_language_that_is_not_read_is_said_and_the_report_kept(casus: Casus, tmp_path: Path, language: str, text: str) -> None:
    (tmp_path / "foreign.txt").write_text(text, "utf-8")
    ran = casus("read", tmp_path / "foreign.txt")
    (row,) = ran.rows
    assert ran.code == 3
    assert row["rejected"]["stage"] == "language"
    assert f"the language is {language}; the models read en only" in ran.err
    assert row["report"]["text"] == text
    assert row["report"]["language"] == language


ODD = {
    "nul": b"The port said \x00 it closed.\x00 Workers denied it.",
    "binary": bytes(range(256)) * 40,
    "controls": b"The port said \x07\x1b[31m it closed\x08. Workers denied it.",
    "right_to_left": "The port said \u202eit closed\u202c. \u200fWorkers denied it.".encode(),
    "emoji": "The port said 👩‍🚒🇰🇪 it closed. Workers denied it.".encode(),
    "accents": "The po\u0301rt said it clo\u0308sed. Workers denied it.".encode(),
    "line_separator": "The port said it closed.\u2028Workers denied it.".encode(),
    "utf_16": "The port said it closed. Workers denied it. The minister agreed on Monday.".encode("utf-16"),
    "one_line_of_2_mb": b"x" * 2_000_000,
    "html_without_article": b"<html><head><title>Log in</title></head><body><form><input name=q></form></body></html>",
    "not_a_feed": b"<rss version='2.0'><channel><title>Cut",
    "fifty_mb": b"The port said it closed. " * 2_000_000,
}


@pytest.mark.parametrize("name", ODD)
def test_no_input_ends_in_a_traceback_and_offsets_stay_true(casus: Casus, tmp_path: Path, name: str) -> None:
    suffix = {"html_without_article": ".html", "not_a_feed": ".rss"}.get(name, ".txt")
    (tmp_path / (name + suffix)).write_bytes(ODD[name])
    ran = casus("read", tmp_path / (name + suffix))
    assert ran.code in (0, 3)
    assert "Traceback" not in ran.err
    assert len(ran.rows) == 1
    for row in ran.rows:
        if "rejected" in row:
            assert row["rejected"]["reason"]
            assert len(ran.err.splitlines()) == 1
            continue
        for span in [*row["sentences"], *(m["span"] for m in row["mentions"])]:
            assert row["report"]["text"][span["start"] : span["end"]] == span["quote"]
    assert ("rejected" in ran.rows[0]) == (name in {"binary", "html_without_article", "not_a_feed", "fifty_mb"})


def test_surrogates_in_json(casus: Casus, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"text": "The port said \\ud800 it closed, workers denied it."}\n')
    (row,) = casus("read", tmp_path / "x.jsonl").rows
    assert "\ufffd" in row["report"]["text"]


def test_columns_and_their_errors(casus: Casus, tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("body,outlet\nThe union accused the port of theft.,Wire\n")
    (row,) = casus("read", tmp_path / "x.csv", "--columns", "text=body,publisher=outlet").rows
    assert row["report"]["publisher"] == "Wire"
    assert "body" in casus("read", tmp_path / "x.csv", "--columns", "text=bdy").err
    assert casus("read", tmp_path / "x.csv", "--columns", "texts=body").code == 2


@pytest.mark.parametrize(
    "arguments", [["read"], ["raed", "x"], ["read", "x", "--format", "xml"], ["read", "x", "--published", "soon"], ["--nonsense"]]
)
def test_wrong_usage_is_two(casus: Casus, arguments: list[str]) -> None:
    ran = casus(*arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_the_nearest_command_is_named(casus: Casus) -> None:
    assert "Did you mean 'read'?" in casus("raed").err


def test_a_reader_that_leaves_early_is_no_failure(report: Path) -> None:
    command = f"{sys.executable} -m casus read {' '.join([str(report)] * 30)} | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr


def test_an_output_that_cannot_be_written_is_a_failure(casus: Casus, report: Path, tmp_path: Path) -> None:
    ran = casus("read", report, "-o", tmp_path / "no" / "folder.jsonl")
    assert ran.code == 1
    assert "Traceback" not in ran.err


def test_an_interrupt_is_130(casus: Casus, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("casus.pipeline.Pipeline.read", interrupted)
    ran = casus("read", report)
    assert (ran.code, ran.err) == (130, "casus: interrupted\n")

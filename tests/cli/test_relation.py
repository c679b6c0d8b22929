from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from casus.cli import run
from casus.ledger import open_ledger
from tests.relations.unravelling import readings


@pytest.fixture(scope="module")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("cli") / "unravelling.db"
    with open_ledger(path) as ledger:
        for reading in readings():
            ledger.add(reading)
    return str(path)


def test_relation_is_json_in_a_pipe(ledger_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["relation", "ZMB", "MWI", "--ledger", ledger_file, "--alone"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["state"]["trend"] == "worsening"
    assert found["n"] == 56
    assert found["read"]["panel"]
    assert len(found["periods"]) == 10


def test_relation_on_a_terminal_says_why(ledger_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    picture = tmp_path / "it.png"
    code = run(["relation", "ZMB", "MWI", "--ledger", ledger_file, "--alone", "--format", "table", "--why", "--plot", str(picture)])
    out, err = capsys.readouterr()
    assert code == 0
    assert picture.stat().st_size > 10_000
    assert "Worsening" in out
    assert "“A Zambian drone struck" in out.replace("\n", " ")
    assert "drawn to" in err


def test_relation_as_csv_keeps_the_raw_counts(ledger_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["relation", "ZMB", "MWI", "--ledger", ledger_file, "--alone", "--by", "month", "--format", "csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [row["start"] for row in rows] == ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert sum(int(row["conflict_report"]) + int(row["conflict_attributed"]) for row in rows) == 40


@pytest.mark.parametrize("format_", ["table", "json", "jsonl", "csv"])
def test_relations_ranks_in_every_format(ledger_file: str, capsys: pytest.CaptureFixture[str], format_: str) -> None:
    assert run(["relations", "--ledger", ledger_file, "--alone", "--format", format_]) == 0
    assert "Zambia" in capsys.readouterr().out


def test_brief_writes_markdown_and_html(ledger_file: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["brief", "ZMB", "MWI", "--since", "2026-02-01", "--ledger", ledger_file, "--alone"]) == 0
    assert capsys.readouterr().out.startswith("# Zambia – Malawi")
    page = tmp_path / "page.html"
    assert run(["brief", "ZMB", "MWI", "--since", "2026-02-01", "--ledger", ledger_file, "--alone", "-o", str(page)]) == 0
    assert page.read_text("utf-8").startswith("<!doctype html>")


@pytest.mark.parametrize("words", [
    ["relation", "ZMB", "ZMB"], ["relation", "ZMB", "Nowhere"], ["brief", "ZMB", "MWI", "--since", "2026-01-01", "-o", "x.doc"],
    ["relation", "ZMB", "MWI", "--since", "2030-01-01"],
])  # fmt: skip
def test_what_cannot_be_ends_in_one_line_and_exit_code_two(ledger_file: str, capsys: pytest.CaptureFixture[str], words: list[str]) -> None:
    assert run([*words, "--ledger", ledger_file, "--alone"]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)

"""The commands that write and ask a ledger."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Casus = Callable[..., Ran]


@pytest.fixture
def ledger(casus: Casus, report: Path, tmp_path: Path) -> Path:
    """A ledger with one report, and one input that could not be read."""
    path = tmp_path / "ledger.db"
    (tmp_path / "empty.txt").write_text(" \n")
    assert casus("read", report, tmp_path / "empty.txt", "--ledger", path).code == 3
    return path


def test_reading_into_a_ledger_twice_changes_nothing(casus: Casus, ledger: Path, report: Path) -> None:
    before = casus("events", "--ledger", ledger).rows
    assert casus("read", report, "--ledger", ledger).code == 0
    assert casus("events", "--ledger", ledger).rows == before
    assert "ACCUSE" in {row["type"] for row in before}


def test_claims_open_to_words_speaker_and_report(casus: Casus, ledger: Path) -> None:
    rows = casus("claims", "--ledger", ledger, "--kind", "allege", "--text", "boats").rows
    row = rows[-1]
    assert "ramming one of its boats" in row["words"][0]["quote"]
    assert "ferry company" in row["speaker"]["words"]
    assert row["report"]["title"] == "Ferry company blames coast guard for collision"
    table = casus("claims", "--ledger", ledger, "--kind", "allege", "--text", "boats", "--format", "table").out
    assert table.startswith(f"Claims: {len(rows)}")


def test_reports_are_read_on_the_fly_and_filtered(casus: Casus, report: Path) -> None:
    assert {row["kind"] for row in casus("claims", report, "--kind", "allege").rows} == {"allege"}
    assert casus("events", report, "--type", "MOBILIZE").rows == []
    row = next(csv.DictReader(io.StringIO(casus("events", report, "--type", "ACCUSE", "--format", "csv").out)))
    assert (row["type"], row["rating"]) == ("ACCUSE", "F6")
    assert json.loads(casus("events", report, "--format", "geojson").out)["features"][0]["geometry"] is None


def test_search_pages(casus: Casus, ledger: Path) -> None:
    assert casus("search", "radar track", "--ledger", ledger, "--format", "table").out.startswith("Reports: 1")
    assert casus("search", "radar", "-track", "--ledger", ledger).rows == []
    assert casus("search", "radar", "--ledger", ledger, "--in", "claims", "--filter", "kind=deny").rows == []


def test_decide_undo_and_list(casus: Casus, ledger: Path) -> None:
    event = casus("events", "--ledger", ledger, "--type", "ACCUSE", "--status", "actual").rows[0]
    signed = ("--ledger", ledger, "--who", "ana", "--why", "misread")
    assert casus("decide", "correct", event["id"], "status=negated", *signed).code == 0
    assert event["id"] in [row["id"] for row in casus("events", "--ledger", ledger, "--status", "negated").rows]
    (made,) = casus("decide", "list", "--ledger", ledger).rows
    assert (made["number"], made["who"], made["set"]) == (1, "ana", {"status": "negated"})
    assert casus("decide", "undo", "1", *signed).code == 0
    assert event["id"] not in [row["id"] for row in casus("events", "--ledger", ledger, "--status", "negated").rows]
    refused = casus("decide", "correct", event["id"], "status=perhaps", *signed)
    assert (refused.code, "does not fit" in refused.err) == (2, True)


def test_retry_check_backup_and_forget(casus: Casus, ledger: Path, tmp_path: Path) -> None:
    assert casus("retry", "--ledger", ledger).code == 3
    (tmp_path / "empty.txt").write_text("The harbour union accused the port of theft on Monday, its leader said.")
    assert casus("retry", "--ledger", ledger).code == 0
    assert "0 read" in casus("retry", "--ledger", ledger).err
    assert casus("check", "--ledger", ledger).code == 0
    assert casus("backup", tmp_path / "copy.db", "--ledger", ledger).code == 0
    ran = casus("forget", "Imra Tolle", "--yes", "--ledger", ledger)
    assert (ran.code, "nothing is left" in ran.err) == (0, True)
    assert casus("search", "tolle", "--ledger", ledger, "--in", "claims").rows == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["events", "--ledger", "none.db"], "there is no ledger"),
        (["events"], "give reports to read"),
        (["events", "--ledger", "LEDGER", "--type", "ASALT"], "did you mean 'ASSAULT'"),
        (["search", "x", "--ledger", "LEDGER", "--filter", "sorce=x"], "did you mean 'source'"),
        (["claims", "--ledger", "LEDGER", "--after", "x"], "no place in a list"),
        (["forget", "report:none", "--yes", "--ledger", "LEDGER"], "no report"),
        (["decide", "rate", "X", "Z9", "--why", "x", "--ledger", "LEDGER"], "no rating"),
    ],
)
def test_what_is_wrong_is_said_in_one_line(casus: Casus, ledger: Path, arguments: list[str], message: str) -> None:
    ran = casus(*[str(ledger) if a == "LEDGER" else a for a in arguments])
    assert ran.code == 2
    assert message in ran.err
    assert "Traceback" not in ran.err

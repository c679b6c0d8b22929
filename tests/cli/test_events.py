import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Ran

Casus = Callable[..., Ran]

TEXT = "PORT SELA — Gunmen shelled the harbour on Monday, killing four dockers.\n\nKenya condemned the attack."


@pytest.fixture
def shelling(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    return tmp_path / "a.txt"


def shelled(rows: list[dict[str, Any]]) -> str:
    """The id of the event that the word "shelled" names."""
    return next(str(row["id"]) for row in rows if row["trigger"]["quote"] == "shelled")


def test_events_are_listed_with_what_an_id_begins_with(casus: Casus, shelling: Path) -> None:
    rows = casus("events", shelling).rows
    assert "ASSAULT" in {row["type"] for row in rows}
    table = casus("events", shelling, "--format", "table").out
    assert all(row["id"].partition(":")[2][:6] in table for row in rows)


def test_an_event_is_explained(casus: Casus, shelling: Path) -> None:
    id_ = shelled(casus("events", shelling, "--type", "assault").rows)
    ran = casus("events", shelling, "--explain", id_.partition(":")[2][:6])
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert (found["event"], found["type"]) == (id_, "ASSAULT")
    assert max(found["words"], key=lambda word: word["act"])["span"]["quote"] == "shelled"
    assert found["second"] != "ASSAULT"
    assert next(iter(found["types"])) == "ASSAULT"
    table = casus("events", shelling, "--explain", id_, "--format", "table").out
    assert "names an act" in table
    assert "█" in table


def test_an_event_of_a_ledger_is_explained(casus: Casus, shelling: Path, tmp_path: Path) -> None:
    ledger = tmp_path / "l.db"
    casus("read", shelling, "--ledger", ledger)
    id_ = shelled(casus("events", "--ledger", ledger, "--type", "assault").rows)
    ran = casus("events", "--ledger", ledger, "--explain", id_.partition(":")[2][:6], "--format", "json")
    assert ran.code == 0
    assert json.loads(ran.out)["trigger"]["quote"] == "shelled"
    assert "no event has the id 'zz'" in casus("events", "--ledger", ledger, "--explain", "zz").err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["FILE", "--explain", "zz"], "no event has the id 'zz'; events: "),
        (["FILE", "--explain", "event:"], "begins the ids of several events"),
        (["--explain", "zz"], "give the report that the event is in"),
        (["FILE", "--explain", "zz", "--format", "csv"], "a table or JSON, not csv"),
    ],
)
def test_what_is_wrong_is_said(casus: Casus, shelling: Path, arguments: list[str], message: str) -> None:
    ran = casus("events", *[str(shelling) if a == "FILE" else a for a in arguments])
    assert (ran.code, message in ran.err, "Traceback" in ran.err) == (2, True, False)

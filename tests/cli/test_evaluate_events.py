import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Ran

Casus = Callable[..., Ran]

TABLE = """sentence_id\tgold_penta\tgold_root\tsentence\tmarked_sentence\tsource\ttarget
11\t4\tASSAULT\t\t<s>Oro</s> shelled a village held by <t>Ebe</t>.\tOro\tEbe
12\t3\tACCUSE\t\t<t>Ebe</t> was condemned by <s>Oro</s>.\tOro\tEbe
13\t1\tYIELD\t\t<s>Oro</s> released forty prisoners.\tOro\ta recipient
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    (tmp_path / "set.tsv").write_text(TABLE)
    return tmp_path / "set.tsv"


def test_scores_and_predictions(casus: Casus, table: Path, tmp_path: Path) -> None:
    ran = casus("evaluate", "events", "--data", table, "--format", "plv", "--predictions", tmp_path / "out.jsonl")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert (found["type"]["n"], set(found["type"]["classes"])) == (3, {"ASSAULT", "ACCUSE", "YIELD"})
    assert {"value", "low", "high"} <= set(found["type"]["macro_f1"])
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [(row["id"], row["gold"], row["predicted"]) for row in rows] == [
        ("11", "ASSAULT", "ASSAULT"),
        ("12", "ACCUSE", "ACCUSE"),
        ("13", "YIELD", "YIELD"),
    ]
    assert [row["gold_quad"] for row in rows] == [4, 3, 1]


def test_a_table_for_people(casus: Casus, table: Path) -> None:
    ran = casus("evaluate", "events", "--data", table, "--as", "table")
    assert ran.out.startswith("3 pairs; macro-F1")
    assert "YIELD " in ran.out
    assert "quad 4 " in ran.out


def test_contrast_rows(casus: Casus, tmp_path: Path) -> None:
    told = {"type": "ASSAULT", "trigger": "shelled", "actors": ["Oro"], "recipients": ["Ebe"]}
    (tmp_path / "set.jsonl").write_text(json.dumps({"id": "a", "split": "tune", "text": "Oro shelled Ebe.", "events": [told]}))
    ran = casus("evaluate", "events", "--data", tmp_path / "set.jsonl", "--split", "tune")
    assert json.loads(ran.out)["type"]["macro_f1"]["value"] == 1.0


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--data", "none.tsv"], 1, "none.tsv: expected a table"),
        (["--data", "SET", "--split", "tune"], 2, "--split goes with contrast rows"),
        (["--data", "SET", "--format", "contrast"], 1, "expected JSON lines"),
        (["--data", "SET", "--floor", "typ=0.5"], 2, "no score named 'typ'; did you mean 'type'?"),
        (["--data", "SET", "--floor", "type=1.1"], 4, "is below its floor"),
    ],
)
def test_what_is_wrong_is_said(casus: Casus, table: Path, arguments: list[str], code: int, message: str) -> None:
    ran = casus("evaluate", "events", *[str(table) if a == "SET" else a for a in arguments])
    assert (ran.code, message in ran.err, "Traceback" in ran.err) == (code, True, False)
    assert len(ran.err.splitlines()) == 1

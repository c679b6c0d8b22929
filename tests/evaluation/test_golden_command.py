import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casus.cli import run
from casus.evaluation.keys import Key
from casus.records import Reading, Report
from tests.evaluation.conftest import Example

Golden = Callable[..., tuple[int, str, str]]


@pytest.fixture
def golden(tmp_path: Path, example: Example, worked: Example, capfdbinary: pytest.CaptureFixture[bytes]) -> Golden:
    """Run `casus evaluate golden` on the two reports of these tests, `andes` and `lake`."""
    (tmp_path / "tune").mkdir()
    (tmp_path / "other").mkdir()
    for name, one in (("andes", example), ("lake", worked)):
        (tmp_path / f"tune/{name}.txt").write_bytes(one.text.encode())
        (tmp_path / f"tune/{name}.yaml").write_bytes(one.yaml.encode())
    (tmp_path / "other/andes.yaml").write_bytes(example.yaml.replace("kind: demand", "kind: threaten").encode())

    def call(*arguments: str | Path) -> tuple[int, str, str]:
        code = run(["evaluate", "golden", "--split", "tune", "--golden", str(tmp_path), *map(str, arguments)])
        out, err = capfdbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return call


def written(path: Path, *readings: Reading | dict[str, Any]) -> Path:
    rows = [r.model_dump(mode="json") if isinstance(r, Reading) else r for r in readings]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def test_readings_are_matched_by_text_in_any_order(golden: Golden, key: Key, worked: Example, tmp_path: Path) -> None:
    file = written(tmp_path / "r.jsonl", worked.key().reading(), key.reading())
    code, out, err = golden("--readings", file, "--predictions", tmp_path / "out.jsonl")
    assert (code, err) == (0, "")
    assert json.loads(out)["scores"]["event strict"]["f1"] == {"value": 1.0, "low": 1.0, "high": 1.0}
    rows = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [row["id"] for row in rows] == ["andes", "lake"]
    assert rows[0]["gold"]["events"] == rows[0]["predicted"]["events"]
    assert rows[1]["aligned"]["claims"]["c1"] == "claim:c1"


def test_a_missing_reading_counts_as_empty_and_is_named(golden: Golden, key: Key, tmp_path: Path) -> None:
    rejected = {"input": "lake.txt", "rejected": {"stage": "ingest", "reason": "no"}}
    code, out, err = golden("--readings", written(tmp_path / "r.jsonl", rejected, key.reading()))
    assert (code, err) == (0, "casus: no reading, counted as empty: lake\n")
    assert json.loads(out)["scores"]["event found"]["n"] == 16
    assert json.loads(out)["scores"]["event found"]["right"] == 9


def test_readings_that_do_not_belong_are_refused(golden: Golden, key: Key, tmp_path: Path) -> None:
    stranger = Reading(report=Report(text="Another  report."))
    same_id = Reading(report=Report(id=key.report.id, text=key.report.text.replace("Friday", "Monday")))
    broken = {"report": {"text": "x"}, "events": [{"id": "e"}]}
    for readings, message in (
        ([stranger], "a reading of none of the golden reports"),
        ([same_id], "the reading of andes is of another text"),
        ([key.reading(), key.reading()], "a second reading of andes"),
        ([broken], "no reading in the shape of"),
    ):
        code, _, err = golden("--readings", written(tmp_path / "r.jsonl", *readings))
        assert code == 1
        assert message in err
        assert "r.jsonl:" in err
        assert len(err.splitlines()) == 1
    (tmp_path / "r.jsonl").write_text("[1]\n")
    assert golden("--readings", tmp_path / "r.jsonl")[0] == 1
    assert golden("--readings", tmp_path / "none.jsonl")[0] == 1


def test_one_labeller_against_another(golden: Golden, tmp_path: Path) -> None:
    """One kind of the four differs; the other labeller has no key for the lake."""
    code, out, err = golden("--against", tmp_path / "other")
    assert (code, err) == (0, "casus: no reading, counted as empty: lake\n")
    assert json.loads(out)["scores"]["claim kind"]["agreement"]["value"] == 0.75
    code, out, err = golden("--keys", tmp_path / "other", "--against", tmp_path / "tune", "--format", "table")
    assert (code, err) == (0, "casus: no key, not scored: lake\n")
    assert out.startswith("1 reports (few: intervals say little)")


@pytest.mark.parametrize("by", ["field", "status", "voice"])
def test_scores_by_field_status_and_voice(golden: Golden, tmp_path: Path, by: str) -> None:
    code, table, _ = golden("--against", tmp_path / "tune", "--by", by, "--format", "table")
    names = json.loads(golden("--against", tmp_path / "tune", "--by", by)[1])["scores"]
    assert code == 0
    assert all(f"\n{name} " in table for name in names)
    assert {"field": "event moment overlaps", "status": "event status=future joint", "voice": "event voice=alleged found"}[by] in names


def test_a_table_shows_what_is_not_defined(golden: Golden, tmp_path: Path, key: Key) -> None:
    (tmp_path / "empty.jsonl").write_text("")
    _, out, _ = golden("--readings", tmp_path / "empty.jsonl", "--format", "table")
    (line,) = [line for line in out.splitlines() if line.startswith("event joint")]
    assert line.split() == ["event", "joint", "–", "0.000", "0.000", "0.000–0.000", "few", "16"]


def test_floors(golden: Golden, tmp_path: Path) -> None:
    assert golden("--against", tmp_path / "tune", "--floor", "event voice=alleged joint=1")[0] == 0
    code, _, err = golden("--against", tmp_path / "other", "--floor", "event joint=0.99", "--floor", "event killed=0.5")
    assert code == 4
    assert err.splitlines()[-1] == "casus: event joint: F1 0.7200 is below its floor 0.99"
    code, _, err = golden("--against", tmp_path / "tune", "--floor", "event joined=0.9")
    assert code == 2
    assert "did you mean 'event joint'?" in err


def test_what_is_wrong_with_the_folders_is_said(golden: Golden, tmp_path: Path) -> None:
    (tmp_path / "none").mkdir()
    (tmp_path / "tune/lone.yaml").write_text("key: 1\n")
    for arguments, code, message in (
        (["--golden", tmp_path / "none"], 1, "no golden reports there"),
        (["--keys", tmp_path / "none"], 1, "no keys there"),
        (["--against", tmp_path / "none", "--keys", tmp_path / "tune"], 1, "no keys there"),
        (["--against", tmp_path / "tune"], 1, "a key without its text: lone"),
        (["--against", tmp_path, "--readings", tmp_path / "r"], 2, "two things to score"),
    ):
        found = golden(*arguments)
        assert (found[0], message in found[2]) == (code, True), found


def test_every_problem_of_every_key_is_said(golden: Golden, tmp_path: Path) -> None:
    for name in ("andes", "lake"):
        path = tmp_path / f"tune/{name}.yaml"
        path.write_bytes(path.read_bytes().replace(b"voice: report", b"voice: rumour"))
    code, _, err = golden("--against", tmp_path / "tune")
    assert code == 1
    assert len(err.splitlines()) == 8 + 4
    assert "Traceback" not in err


def test_casus_reads_the_reports_itself(golden: Golden) -> None:
    """The machine sees the text, the publisher and the date; what it finds is scored, and the same in every run."""
    code, out, err = golden()
    assert (code, err) == (0, "")
    assert json.loads(out)["scores"]["attribution found"]["right"] > 0
    assert golden()[1] == out

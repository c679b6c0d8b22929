from pathlib import Path

import pytest
import yaml

from bench import floors
from bench.floors import ROOT, Gate, check, gates

ENTRY = {"task": "attribution", "set": "s.jsonl", "floors": {"cue exact": 0.6}}


def test_the_last_entry_is_the_floor() -> None:
    assert gates([ENTRY, {**ENTRY, "floors": {"cue exact": 0.7}}]) == [Gate("attribution", "s.jsonl", {"cue exact": 0.7})]


def test_a_floor_is_lowered_in_the_open_or_not_at_all() -> None:
    lower = {**ENTRY, "floors": {"cue exact": 0.5}}
    with pytest.raises(SystemExit, match=r"lowered to 0\.5 without lowered_because"):
        gates([ENTRY, lower])
    assert gates([ENTRY, {**lower, "lowered_because": "the key was wrong"}])[0].floors == {"cue exact": 0.5}


def test_a_score_below_its_floor_fails_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    sample = "bench/samples/attribution.jsonl"
    assert check(Gate("attribution", sample, {"cue exact": 0.999}), Path("none")) == 4
    assert "is below its floor 0.999" in capsys.readouterr().err
    assert check(Gate("attribution", sample, {"cue exact": 0.001}), Path("none")) == 0


def test_data_that_is_not_here_is_said_to_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert check(Gate("entities", "DATA/x.conll", {}), Path("none")) == 0
    assert "left out, no such data here" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("gate", "command"),
    [
        (Gate("neutrality", "tune", {"mirror": 0.98}), "audit neutrality --format table --split tune --floor 0.98"),
        (Gate("invented", "invented", {"event joint": 0.97}), "audit invented --format table --ceiling 0.03"),
        (Gate("events", "a.tsv", {"type": 0.6}), f"evaluate events --data {ROOT / 'a.tsv'} --as table --floor type=0.6"),
    ],
)
def test_each_task_is_asked_in_its_own_way(gate: Gate, command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def run(arguments: list[str]) -> int:
        asked.append(" ".join(arguments))
        return 4

    monkeypatch.setattr(floors, "run", run)
    assert check(gate, Path("none")) == 4
    assert asked == [command]


def test_the_log_is_sound_and_our_own_samples_are_in_it() -> None:
    found = gates(yaml.safe_load((ROOT / "bench/floors.yaml").read_text("utf-8")))
    assert {g.task for g in found if not g.set_.startswith("DATA/")} == {
        *("attribution", "entities", "golden", "events", "neutrality", "invented")
    }
    assert all(0 < floor < 1 for g in found for floor in g.floors.values())

"""The golden reports: enough of them, of the promised lengths and kinds, each with its key, and the two labellings beside."""

from pathlib import Path

import pytest
import yaml

from casus.evaluation.keys import read_key

FOLDER = Path(__file__).parent
REPORTS = yaml.safe_load((FOLDER / "reports.yaml").read_text("utf-8"))


def test_sets_and_kinds() -> None:
    sets = [about["set"] for about in REPORTS.values()]
    assert (sets.count("tune"), sets.count("final")) == (12, 27)
    assert sum(not about["violence"] for about in REPORTS.values()) * 3 >= len(REPORTS)
    assert len({about["conflict"] for about in REPORTS.values()}) == len(REPORTS)


@pytest.mark.parametrize("name", REPORTS)
def test_each_report_has_its_text_and_a_sound_key(name: str) -> None:
    folder = FOLDER / REPORTS[name]["set"]
    assert 200 <= len((folder / f"{name}.txt").read_text("utf-8").split()) <= 610
    assert read_key(folder / f"{name}.yaml").reading().claims


@pytest.mark.parametrize("hand", ["hand1", "hand2"])
def test_two_labellings_of_all_of_final(hand: str) -> None:
    final = {name for name, about in REPORTS.items() if about["set"] == "final"}
    assert {path.stem for path in (FOLDER / "keys" / hand).glob("*.yaml")} == final

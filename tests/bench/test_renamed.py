from pathlib import Path

import pytest
import yaml

from bench.renamed import GOLDEN, made, main
from casus.evaluation.neutrality import renamed

MAPS = yaml.safe_load((GOLDEN / "renamed.yaml").read_text("utf-8"))


def test_names_change_places_at_once_and_longer_ones_first() -> None:
    names = {"North Oro": "South Ebe", "Oro": "Ebe", "Ebe": "Oro"}
    assert renamed("North Oro left Oro for Ebe, not Orot.", names) == "South Ebe left Ebe for Oro, not Orot."


def test_the_sets_are_what_their_maps_make_of_the_reports(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 0, capsys.readouterr().err
    assert {name: len(reports) for name, reports in MAPS.items()} == {"invented": 10, "swapped": 10}


@pytest.mark.parametrize("report", MAPS["swapped"])
def test_a_report_swapped_twice_is_the_report(report: str) -> None:
    text = next(Path(GOLDEN).glob(f"*/{report}.txt")).read_text("utf-8")
    names = MAPS["swapped"][report]
    assert renamed(renamed(text, names), names) == text
    assert renamed(text, names) != text


@pytest.mark.parametrize("name_of_set", MAPS)
def test_no_two_names_become_one(name_of_set: str) -> None:
    for names in MAPS[name_of_set].values():
        assert len(set(names.values())) == len(names)


def test_every_text_has_its_key() -> None:
    paths = {path for path, _ in made()}
    assert {p.with_suffix(".yaml") for p in paths} == {p for p in paths if p.suffix == ".yaml"}

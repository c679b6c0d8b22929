import json
from collections.abc import Callable
from pathlib import Path

import pytest

from casus.records import Reading
from tests.cli.conftest import Ran
from tests.evaluation.conftest import TEXT, YAML

Casus = Callable[..., Ran]


@pytest.fixture
def golden(tmp_path: Path) -> Path:
    """One report, the same in `tune`, `final` and with an invented name."""
    for split in ("tune", "final", "invented"):
        (tmp_path / split).mkdir()
        name = "swaps" if split == "final" else "andes"
        for suffix, content in ((".txt", TEXT), (".yaml", YAML)):
            changed = content.replace("Bolivia", "Velmaria") if split == "invented" else content
            (tmp_path / split / f"{name}{suffix}").write_text(changed, "utf-8", newline="")
    return tmp_path


@pytest.fixture
def perfect(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coder that reads what the key of the Andes says, whoever is named."""
    from casus.cli import audit
    from casus.evaluation.golden import Coded

    monkeypatch.setattr(audit, "_read", lambda pipeline, key: Coded(key.reading()))


@pytest.fixture
def blind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A coder that finds nothing where Peru is named first."""
    from casus.cli import audit
    from casus.evaluation.golden import Coded

    def read(pipeline: object, key: object) -> Coded:
        reading: Reading = key.reading()  # type: ignore[attr-defined]
        return Coded(reading if reading.report.text.startswith("Peru") else reading.model_copy(update={"events": ()}))

    monkeypatch.setattr(audit, "_read", read)


@pytest.mark.usefixtures("perfect")
def test_a_coder_that_mirrors(casus: Casus, golden: Path) -> None:
    ran = casus("audit", "neutrality", "--split", "tune", "--golden", golden, "--floor", "0.98")
    assert (ran.code, ran.err) == (0, "")
    found = json.loads(ran.out)
    assert found["mirror"]["value"] == 1.0
    assert found["mirror"]["n"] > 0
    assert {"one", "other", "kind", "changed"} <= set(found["swaps"][0])


@pytest.mark.usefixtures("blind")
def test_a_coder_that_goes_by_names_fails(casus: Casus, golden: Path) -> None:
    (golden / "renamed.yaml").write_text("swapped: {andes: {Chile: Peru, Peru: Chile}}\n")
    ran = casus("audit", "neutrality", "--split", "tune", "--listed", "--golden", golden, "--floor", "0.98", "--format", "table")
    assert ran.code == 4
    assert "casus: mirror 0.0000 is below its floor 0.98" in ran.err
    assert "not found" in ran.out
    assert "as listed" in ran.out


@pytest.mark.usefixtures("perfect")
def test_nothing_to_swap_is_no_pass(casus: Casus, golden: Path) -> None:
    ran = casus("audit", "neutrality", "--split", "tune", "--listed", "--golden", golden, "--floor", "0")
    assert ran.code == 4
    assert "not defined" in ran.err


def test_invented_names(casus: Casus, golden: Path) -> None:
    """The machine reads both; one report says little, and the drop is shown all the same."""
    ran = casus("audit", "invented", "--golden", golden, "--ceiling", "1")
    assert ran.code == 0
    found = json.loads(ran.out)
    assert found["reports"] == 1
    assert found["event joint"]["drop"] == pytest.approx(found["event joint"]["before"] - found["event joint"]["after"], abs=1e-3)


@pytest.mark.usefixtures("perfect")
def test_a_drop_above_the_ceiling(casus: Casus, golden: Path) -> None:
    assert casus("audit", "invented", "--golden", golden, "--ceiling", "0", "--format", "table").code == 0


def test_no_golden_reports(casus: Casus, tmp_path: Path) -> None:
    ran = casus("audit", "neutrality", "--golden", tmp_path)
    assert (ran.code, "no golden reports there" in ran.err) == (1, True)

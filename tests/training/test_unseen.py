from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from training.unseen import AS_SHIPPED, folds, options, ship


@dataclass(frozen=True)
class One:
    file: str
    number: int


def test_each_file_is_told_by_what_the_others_teach() -> None:
    found = [One("b", 1), One("a", 2), One("b", 3)]
    assert list(folds(found)) == [([One("b", 1), One("b", 3)], [One("a", 2)]), ([One("a", 2)], [One("b", 1), One("b", 3)])]


def test_files_are_read_with_the_weights_that_are_named_for_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("sys.argv", ["fit"])
    found = options("Fit.", 3.0)
    assert (found.models, found.penalty, found.write) == (AS_SHIPPED, 3.0, False)
    monkeypatch.setattr("sys.argv", ["fit", "--models", f"reports_a={tmp_path}", "--models", f"reports_b={tmp_path}", "--write"])
    found = options("Fit.", 3.0)
    assert (found.models, found.write) == ([("reports_a", tmp_path), ("reports_b", tmp_path)], True)


def test_a_folder_of_weights_that_is_not_there_is_an_error(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("sys.argv", ["fit", "--models", "reports_a=nowhere"])
    with pytest.raises(SystemExit):
        options("Fit.", 3.0)
    assert "expected PATTERN=FOLDER" in capsys.readouterr().err


def test_weights_are_written_and_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ship(tmp_path / "kept.json", {"été": 1.5}, 1)
    assert json.loads((tmp_path / "kept.json").read_text("utf-8")) == {"été": 1.5}
    assert capsys.readouterr().out == "kept.json: 1 features, 0 kB\n"

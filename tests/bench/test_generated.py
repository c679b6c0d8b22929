from pathlib import Path

import pytest

from bench.generated import settle


def test_stale_files_fail_until_they_are_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = [(tmp_path / "set" / "a.txt", "one"), (tmp_path / "set" / "b.txt", "two")]
    assert settle(made, False, "set", "make set") == 1
    assert "set/a.txt, set/b.txt: stale; run `make set`" in capsys.readouterr().err
    assert not (tmp_path / "set").exists()
    assert settle(made, True, "set", "make set") == 0
    assert settle(made, False, "set", "make set") == 0
    assert capsys.readouterr().out.endswith("set: up to date\n")
    (tmp_path / "set" / "b.txt").write_text("three")
    assert settle(made, False, "set", "make set") == 1

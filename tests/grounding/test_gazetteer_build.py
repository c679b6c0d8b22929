"""The compiled file: made when it is missing or old, whole for every reader."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from casus.grounding import gazetteer_build
from casus.grounding.gazetteer_build import DATABASE, FORMAT, ready
from casus.grounding.gazetteer_sources import Entry


def test_the_shipped_file_is_small_and_says_where_it_comes_from() -> None:
    path = ready()
    assert path == DATABASE
    assert path.stat().st_size <= 25_000_000
    with closing(sqlite3.connect(path)) as database:
        meta = dict(database.execute("SELECT key, value FROM meta").fetchall())
    assert "GeoNames" in meta["source"]
    assert int(meta["places"]) > 200_000


def test_it_is_built_when_missing_or_older_than_its_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[Path] = []

    def build(out: Path) -> Path:
        built.append(out)
        out.unlink(missing_ok=True)
        with closing(sqlite3.connect(out)) as database:
            database.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
            database.execute("INSERT INTO meta VALUES ('format', ?)", (str(FORMAT),))
            database.commit()
        return out

    monkeypatch.setattr(gazetteer_build, "build", build)
    out = tmp_path / "gazetteer.db"
    assert ready(out) == out
    ready(out)
    assert built == [out]
    os.utime(out, (0, 0))
    ready(out)
    assert built == [out, out]
    out.write_bytes(b"no database")
    ready(out)
    assert built == [out, out, out]


def test_the_old_file_serves_while_another_process_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "gazetteer.db"
    out.write_bytes(b"old")
    monkeypatch.setattr(gazetteer_build, "build", lambda _: pytest.fail("built twice"))
    with gazetteer_build._alone(out, wait=True) as mine:
        assert mine
        assert ready(out) == out


def test_a_failed_build_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "gazetteer.db"
    out.write_bytes(b"old")
    left = tmp_path / ".gazetteer-left.db"
    left.write_bytes(b"half")
    os.utime(left, (0, 0))

    def fail(_: sqlite3.Connection) -> None:
        raise ValueError("no sources")

    monkeypatch.setattr(gazetteer_build, "_fill", fail)
    with pytest.raises(ValueError, match="no sources"):
        gazetteer_build.build(out)
    assert out.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [out]


def test_an_addition_to_nothing_is_refused() -> None:
    stray = Entry(id="plc.stray", name="", kind="region", lat=float("nan"), lon=0, km=0)
    with pytest.raises(ValueError, match=r"plc\.stray names no place"):
        gazetteer_build._merge([], [stray])

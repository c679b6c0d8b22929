from __future__ import annotations

import os
from pathlib import Path

import pytest

from casus.ledger import open_ledger
from casus.records import CasusError, UsageError
from tests.ledger.conftest import told


def test_a_ledger_is_its_owners_alone(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        with open_ledger(tmp_path / "ledger.db") as ledger:
            ledger.add(told())
            files = list(tmp_path.iterdir())
            modes = {file.stat().st_mode & 0o777 for file in files}
    finally:
        os.umask(before)
    assert {file.name for file in files} >= {"ledger.db", "ledger.db-wal"}
    assert modes == {0o600}


def test_connections_have_what_is_promised(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger, ledger.read() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "foreign_keys", "synchronous")}
        assert connection.exec_driver_sql("PRAGMA busy_timeout").scalar() == 60_000
    assert found == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ("", "name a file"),
        ("mysql://x/y", "postgresql://"),
        ("postgresql://nobody@127.0.0.1:1/none", "cannot be opened"),
        ("sqlite://", "name a file"),
    ],
)
def test_what_is_no_ledger_is_refused_in_one_line(target: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        open_ledger(target)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_no_ledger_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("not a database at all, but somebody's notes")
    with pytest.raises(UsageError, match="no SQLite file"):
        open_ledger(path)
    assert path.read_text().startswith("not a database")
    with pytest.raises(UsageError, match="folder"):
        open_ledger(tmp_path)


def test_a_password_is_not_shown() -> None:
    with pytest.raises(UsageError) as caught:
        open_ledger("postgresql://ana:geheim@127.0.0.1:1/none")
    assert "geheim" not in str(caught.value)


def test_a_temporary_ledger_goes_when_it_is_closed() -> None:
    with open_ledger() as ledger:
        path = Path(str(ledger.engine.url.database))
        assert path.is_file()
    assert not path.parent.exists()


def test_what_keeps_the_database_from_working_is_one_line(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        with ledger.write() as connection:
            connection.exec_driver_sql("DROP TABLE event_places")
        with pytest.raises(CasusError, match="no such table: event_places"):
            ledger.events({"place": "plc.x"})

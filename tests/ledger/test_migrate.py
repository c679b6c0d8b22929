"""Migrations make what the schema says, once, on both databases."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bench import ledger_schema
from casus.ledger import connect, open_ledger, schema
from casus.ledger.migrate import HEAD, migrate, version
from casus.records import UsageError
from tests.ledger.conftest import empty_database


def test_migrations_make_the_tables_of_the_schema(target: str) -> None:
    with open_ledger(target) as ledger, ledger.read() as connection:
        assert version(connection) == HEAD
        context = MigrationContext.configure(connection, opts={"include_object": lambda o, name, *_: not str(name).startswith("ix_")})
        ours = [d for d in compare_metadata(context, schema.metadata) if not _search(d)]
    assert ours == []


def _search(difference: object) -> bool:
    """Full-text search stands beside the schema: a column on PostgreSQL, tables on SQLite."""
    return "search" in str(difference) or "_words" in str(difference)


@pytest.mark.parametrize("name", ["sqlite", "postgresql"])
def test_the_first_migration_is_the_schema(name: str) -> None:
    """Holds until a second migration comes; then the frozen SQL stays, and this test goes."""
    frozen = Path(ledger_schema.__file__).parents[1] / f"src/casus/ledger/migrations/0001_{name}.sql"
    assert frozen.read_text("utf-8") == ledger_schema.ddl(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def nowhere(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where there is no ledger yet: a path, then the URL of an empty database."""
    if request.param == "sqlite":
        yield str(tmp_path / "new.db")
        return
    with empty_database(request.getfixturevalue("server")) as url:
        yield url


def test_a_ledger_may_be_opened_by_several_at_once(nowhere: str) -> None:
    failed: list[BaseException] = []

    def open_it() -> None:
        try:
            open_ledger(nowhere).close()
        except BaseException as error:  # noqa: BLE001 - told below
            failed.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    engine = connect.connect(tmp_path / "other.db")
    with connect.writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(UsageError, match="recipes"):
        migrate(engine)
    engine.dispose()


def test_a_ledger_of_a_newer_casus_is_refused(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger, ledger.write() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(UsageError, match="newer"):
        open_ledger(tmp_path / "ledger.db")

"""Bring a ledger's tables up to date."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text

from casus.ledger import connect
from casus.ledger.schema import metadata
from casus.records import UsageError

HEAD = "0001"
"""The newest migration. A ledger that stands there needs no Alembic, which takes long to import."""


def migrate(engine: Engine) -> None:
    """Create the tables, or bring them up to date; raise `UsageError` for a ledger of a newer casus, or for somebody else's database."""
    with connect.reading(engine) as connection:
        if version(connection) == HEAD:
            return
    with connect.writing(engine) as connection:
        if connection.dialect.name == "postgresql":
            # Two processes may open a new ledger at once.
            connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('casus migrate'))"))
        if version(connection) != HEAD:
            _upgrade(connection)


def version(connection: Connection) -> str | None:
    """Return the migration at which a ledger stands, None for a database without tables."""
    names = set(inspect(connection).get_table_names())
    if "alembic_version" in names:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found is not None else None
    if names:
        raise UsageError(f"this database holds other tables ({', '.join(sorted(names)[:3])} …) and is no casus ledger")
    return None


def _upgrade(connection: Connection) -> None:
    from alembic.config import Config
    from alembic.runtime.environment import EnvironmentContext
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    scripts, at = ScriptDirectory.from_config(config), version(connection)
    if at is not None and at not in {script.revision for script in scripts.walk_revisions()}:
        raise UsageError(f"this ledger stands at migration {at}, which this casus does not know: it was written by a newer one")
    # SQLite alters tables by copying them, in batch mode.
    with EnvironmentContext(config, scripts, fn=lambda revision, _: scripts._upgrade_revs("head", revision)) as environment:
        environment.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
        environment.run_migrations()

"""A copy of the ledger, taken while it is in use."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from casus.records import CasusError, UsageError


def backup(engine: Engine, path: Path) -> None:
    """Write a copy for its owner alone (mode 0600): a ledger in SQLite, or the output of `pg_dump` for a ledger in PostgreSQL.

    The copy appears under its name when it is complete. Raise `UsageError` where there is a file of that name already.
    """
    if path.exists():
        raise UsageError(f"{path} exists already: name a new file for the backup")
    part = path.with_name(f".{path.name}.part")
    os.close(os.open(part, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600))
    try:
        _sqlite(engine, part) if engine.dialect.name == "sqlite" else _postgres(engine, part)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _sqlite(engine: Engine, part: Path) -> None:
    import sqlite3
    from contextlib import closing

    with engine.connect() as connection, closing(sqlite3.connect(part)) as copy:
        connection.rollback()
        driver: Any = connection.connection.driver_connection
        # In one step, hence from one state of the ledger; with a write-ahead log others go on writing meanwhile.
        driver.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")


def _postgres(engine: Engine, part: Path) -> None:
    found = shutil.which("pg_dump") or next((str(p) for p in sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))[::-1]), None)
    if found is None:
        raise UsageError("a backup of a ledger in PostgreSQL takes pg_dump, which is not here: install postgresql-client")
    url = engine.url.set(drivername="postgresql")
    environment = {**os.environ, **({"PGPASSWORD": str(url.password)} if url.password else {})}
    shown = url.set(password=None).render_as_string(hide_password=False)
    command = [found, "--format=custom", "--no-owner", f"--file={part}", f"--dbname={shown}"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise CasusError(f"pg_dump failed: {(done.stderr.strip() or 'no output').splitlines()[-1]}")

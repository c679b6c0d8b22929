"""Connections: one engine a ledger, the same transactions on SQLite and PostgreSQL."""

from __future__ import annotations

import math
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError

from casus.records import CasusError, UsageError

EARTH_KM = 6371.0

BUSY_MS = 60_000
"""How long a writer waits for another before it gives up. Readers never wait: they see the state of the last commit."""

CACHE_KIB = 65_536
"""SQLite's page cache for each connection; its own default of 2 MiB makes large indexes crawl."""

PAGE_BYTES = 8_192
"""Of a new file: flatter trees for the rows of long words that we keep."""

CHECKPOINT_PAGES = 8_000
"""Pages of the write-ahead log between checkpoints, eight times SQLite's default: bulk imports then write each page less often."""


def connect(target: str | Path) -> Engine:
    """Return an engine for a path or a PostgreSQL URL. A new SQLite file gets mode 0600 before anything is written."""
    name = str(target)
    if "://" not in name:
        return _sqlite(name)
    url = _url(name)
    if url.get_backend_name() == "sqlite":
        return _sqlite(url.database or "")
    if url.get_backend_name() != "postgresql":
        raise UsageError(f"{_shown(url)}: a ledger is a file (SQLite) or postgresql://USER@HOST/NAME")
    try:
        import psycopg  # noqa: F401 - only to say in time that it is missing
    except ImportError as error:
        raise UsageError("a ledger in PostgreSQL needs psycopg: pip install 'casus-ledger[postgres]'") from error
    return create_engine(url.set(drivername="postgresql+psycopg"), pool_size=8, connect_args={"connect_timeout": 20})


def _url(name: str) -> URL:
    try:
        return make_url(name.replace("postgres://", "postgresql://", 1))
    except ArgumentError as error:
        raise UsageError(f"{name!r} is no URL of a ledger: give a path, or postgresql://USER@HOST/NAME") from error


def _shown(url: URL) -> str:
    return url.render_as_string(hide_password=True)


def _sqlite(name: str) -> Engine:
    if name in ("", ":memory:"):
        raise UsageError("a ledger in memory has one connection and no readers: name a file")
    _make_private(Path(name))
    engine = create_engine(URL.create("sqlite", database=name))
    event.listen(engine, "connect", _settle_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _make_private(path: Path) -> None:
    """Create the file for its owner alone; SQLite gives its -wal and -shm files the same mode."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder: name a file for the ledger")
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        with path.open("rb") as stream:
            head = stream.read(16)
        if head and head != b"SQLite format 3\0":
            raise UsageError(f"{path} is no ledger: it exists, and is no SQLite file") from None


def _settle_sqlite(connection: Any, _record: Any) -> None:
    # We say BEGIN ourselves: the driver's own is deferred, and a reader that turns writer halfway cannot wait for another.
    connection.isolation_level = None
    connection.create_function("casus_km", 4, kilometres, deterministic=True)
    with closing(connection.cursor()) as cursor:
        for pragma in (
            f"busy_timeout = {BUSY_MS}",
            f"page_size = {PAGE_BYTES}",
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
            f"cache_size = -{CACHE_KIB}",
            f"wal_autocheckpoint = {CHECKPOINT_PAGES}",
        ):
            cursor.execute(f"PRAGMA {pragma}")


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Return the distance between two points in degrees on a sphere of 6,371 km (haversine).

    >>> round(kilometres(34.53, 69.17, 33.69, 73.06))
    370
    """
    one, other, step = math.radians(lat), math.radians(other_lat), math.radians(other_lon - lon)
    half = math.sin((other - one) / 2) ** 2 + math.cos(one) * math.cos(other) * math.sin(step / 2) ** 2
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("casus_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection that sees one state of the ledger throughout."""
    level = {} if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with _told(engine), engine.connect().execution_options(**level) as connection, connection.begin():
        yield connection


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Yield a connection in a transaction that commits at the end, or rolls back where an exception leaves the block."""
    with _told(engine), engine.connect().execution_options(casus_writes=True) as connection, connection.begin():
        yield connection


@contextmanager
def _told(engine: Engine) -> Iterator[None]:
    """Say in one line what keeps a database from doing its work: a full disk, a lost server, a lock that does not end."""
    try:
        yield
    except OperationalError as error:
        raise CasusError(f"the ledger {_shown(engine.url)}: {str(error.orig).strip().splitlines()[0]}") from error


def reachable(engine: Engine) -> None:
    """Raise `UsageError` where the ledger cannot be opened."""
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql("SELECT 1")
    except (DBAPIError, sqlite3.Error) as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        raise UsageError(f"the ledger {_shown(engine.url)} cannot be opened: {reason}") from error

"""Proving that something is gone: every column that can hold words is searched, and on SQLite the files themselves, byte by byte."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import JSON, Connection, Engine, String, cast, func, or_, select
from sqlalchemy import Text as AsText

from casus.ledger.schema import metadata

_CHUNK = 1 << 24


@dataclass(frozen=True)
class Probe:
    """What must not be found any more: names of people, ids, passages of a text."""

    names: tuple[str, ...]
    ids: tuple[str, ...]
    passages: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """All of them."""
        return (*self.names, *self.ids, *self.passages)


@dataclass(frozen=True)
class Forgotten:
    """What was searched after something was erased, and where it was still found: nowhere, if all went well."""

    columns: int
    rows: int
    files: int
    left: tuple[str, ...]

    @property
    def proven(self) -> bool:
        """Whether nothing is left."""
        return not self.left

    def __str__(self) -> str:
        searched = f"searched {self.columns} columns of {self.rows:,} rows" + (f" and {self.files} files" if self.files else "")
        return f"{searched}: " + ("nothing is left" if self.proven else f"still found in {', '.join(self.left)}")


def prove(connection: Connection, probe: Probe) -> Forgotten:
    """Search every column that can hold words."""
    columns = rows = 0
    left: list[str] = []
    for table in metadata.sorted_tables:
        texts = [column for column in table.c if isinstance(column.type, (String, JSON))]
        if not texts:
            continue
        columns += len(texts)
        found = [func.count().filter(or_(*(func.lower(cast(c, AsText)).like(p, escape="\\") for p in likes(probe.words)))) for c in texts]
        total, *hits = connection.execute(select(func.count(), *found).select_from(table)).one()
        rows += total
        left += [f"{table.name}.{column.name} ({hit})" for column, hit in zip(texts, hits, strict=True) if hit]
    return Forgotten(columns, rows, 0, tuple(left))


def likes(words: Iterable[str]) -> Iterator[str]:
    """Yield patterns for LIKE on lower-case columns, for words as they are and as JSON writes them."""
    for word in words:
        for written in dict.fromkeys((word, json.dumps(word)[1:-1])):
            # SQLite folds ASCII letters only: whatever is not ASCII may stand in either case.
            folded = "".join(c if c.isascii() else "_" for c in written.lower().replace("\\", "\\\\").replace("%", "\\%"))
            yield f"%{folded}%"


def prove_files(engine: Engine, probe: Probe, forgotten: Forgotten) -> Forgotten:
    """Search the files of a ledger in SQLite too, after its write-ahead log was folded in; PostgreSQL's files are the server's."""
    if engine.dialect.name != "sqlite":
        return forgotten
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.rollback()
        busy = connection.connection.driver_connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]  # type: ignore[union-attr]
    left = list(forgotten.left)
    if busy:
        left.append("the write-ahead log, which somebody is still reading: run `casus forget` again")
    path = Path(str(engine.url.database))
    files = [file for file in (path, path.with_name(f"{path.name}-wal")) if file.exists()]
    left += [file.name for file in files if _holds(file, probe)]
    return Forgotten(forgotten.columns, forgotten.rows, len(files), tuple(left))


def _holds(file: Path, probe: Probe) -> bool:
    words = [form.encode() for word in probe.words for form in {word, json.dumps(word)[1:-1]}]
    longest, before = max(map(len, words), default=1), b""
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            if any(word in before + chunk for word in words):
                return True
            before = chunk[-longest:]
    return False

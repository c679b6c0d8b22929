"""The compiled file: one SQLite database, written beside and moved into place, so that no reader ever sees half of it."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Iterable
from pathlib import Path

from .entries import Entry
from .names import fold, is_acronym

VERSION = "1"

_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE actor (id TEXT PRIMARY KEY, name TEXT NOT NULL, kind TEXT NOT NULL, sector TEXT, country TEXT, of_ TEXT,
                    since TEXT, until TEXT, source TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE alias (key TEXT NOT NULL, surface TEXT NOT NULL, actor TEXT NOT NULL, use TEXT NOT NULL, since TEXT, until TEXT,
                    rank INTEGER NOT NULL);
CREATE TABLE role (actor TEXT NOT NULL, what TEXT NOT NULL, of_ TEXT, since TEXT, until TEXT, recognition TEXT, by_ TEXT NOT NULL,
                   approx INTEGER NOT NULL, source TEXT NOT NULL);
CREATE TABLE agent (noun TEXT PRIMARY KEY, sector TEXT NOT NULL, kind TEXT NOT NULL, organ TEXT, level TEXT, name TEXT) WITHOUT ROWID;
"""

_INDEXES = """
CREATE INDEX alias_key ON alias (key);
CREATE INDEX alias_actor ON alias (actor);
CREATE INDEX role_actor ON role (actor);
CREATE INDEX role_of ON role (of_, what);
"""

Row = tuple[str, str, str, str, "str | None", "str | None", int]
"""Key, surface, actor, use, since, until, rank."""

Agent = tuple[str, str, str, "str | None", "str | None", "str | None"]
"""Noun, sector, kind, organ, level, name."""


def write(entries: Iterable[Entry], agents: Iterable[Agent], out: Path) -> None:
    """Write the knowledge to `out`, replacing what is there in one step; safe when several processes do it at once."""
    handle, name = tempfile.mkstemp(prefix=out.name, suffix=".part", dir=out.parent)
    os.close(handle)
    draft = Path(name)
    try:
        _fill(draft, list(entries), list(agents))
        draft.chmod(0o644)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)


def _fill(path: Path, entries: list[Entry], agents: list[Agent]) -> None:
    connection = sqlite3.connect(path)
    try:
        connection.executescript(_SCHEMA)
        connection.executemany("INSERT INTO agent VALUES (?, ?, ?, ?, ?, ?)", agents)
        connection.executemany("INSERT INTO meta VALUES (?, ?)", [("version", VERSION), ("actors", str(len(entries)))])
        for e in entries:
            actor = (e.id, e.name, e.kind, e.sector, e.country, e.of, e.since, e.until, e.source)
            connection.execute("INSERT INTO actor VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", actor)
            connection.executemany("INSERT INTO alias VALUES (?, ?, ?, ?, ?, ?, ?)", _aliases(e))
            roles = [(e.id, r.what, r.of, r.since, r.until, r.recognition, " ".join(r.by), int(r.approx), r.source) for r in e.roles]
            connection.executemany("INSERT INTO role VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", roles)
        connection.executescript(_INDEXES)
        connection.commit()
        connection.execute("VACUUM")
    finally:
        connection.close()


def _aliases(e: Entry) -> list[Row]:
    """One row a name; a name in capitals is of use `acronym`, since it matches only capitals."""
    rows: dict[tuple[str, str, str | None, str | None], Row] = {}
    for a in e.aliases:
        use = "acronym" if a.use == "name" and is_acronym(a.surface) else a.use
        key = fold(a.surface)
        rows.setdefault((key, use, a.since, a.until), (key, a.surface, e.id, use, a.since, a.until, a.rank))
    return [row for row in rows.values() if row[0]]

"""The knowledge base: who there is, under which names, in which roles, and when. One SQLite file, opened read-only.

In a source checkout the file is compiled from the YAML beside it when it is missing or older; a wheel carries it compiled.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from casus.grounding.compiling import KnowledgeError, compile_knowledge, sources
from casus.grounding.compiling.names import fold, is_acronym, unpossessed
from casus.records import Actor, ModelError, Role

__all__ = ["COMPILED", "SOURCE", "Agent", "Alias", "Knowledge", "Profile", "fold", "is_acronym", "open_knowledge", "unpossessed"]

SOURCE = Path(__file__).parent / "knowledge"
COMPILED = Path(__file__).parent / "knowledge.db"

REMEMBERED = 50_000
"""Look-ups kept in memory, about 10 MB."""

_BATCH = 500
"""Keys a query: SQLite takes at least 999 variables."""


class Alias(NamedTuple):
    """A name of an actor. `use`: name, acronym, adjective, demonym, capital, byname; dates are ISO text, `until` exclusive."""

    key: str
    surface: str
    actor: str
    use: str
    since: str | None
    until: str | None
    rank: int

    def holds(self, on: date) -> bool:
        """Whether the actor went by this name on that day."""
        iso = on.isoformat()
        return (self.since is None or self.since <= iso) and (self.until is None or iso < self.until)


class Agent(NamedTuple):
    """What an agent noun says of whoever it names; see `knowledge/agents.yaml`."""

    noun: str
    sector: str
    kind: str
    organ: str | None
    level: str | None
    name: str | None


@dataclass(frozen=True)
class Profile:
    """The fields of an actor that resolving asks for, without its names."""

    id: str
    name: str
    kind: str
    sector: str | None
    country: str | None
    of: str | None
    since: str | None
    until: str | None
    roles: tuple[Role, ...]


class Knowledge:
    """Look-ups in a compiled knowledge file. Threads may share one: each has a connection of its own."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._local = threading.local()
        self._profiles: dict[str, Profile | None] = {}
        self._aliases: dict[str, tuple[Alias, ...]] = {}
        self.agents = {row[0]: Agent(*row) for row in self._rows("SELECT * FROM agent")}
        self.agent_openings = frozenset(noun.split(" ", maxsplit=1)[0] for noun in self.agents)

    def _rows(self, query: str, values: Iterable[str] = ()) -> Iterator[tuple[Any, ...]]:
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"{self.path.as_uri()}?mode=ro&immutable=1", uri=True)
            self._local.connection = connection
        yield from connection.execute(query, tuple(values))

    def lookup(self, key: str) -> tuple[Alias, ...]:
        """Return every actor that goes, or went, by a name; `key` is `fold` of the name."""
        return self.lookup_many([key]).get(key, ())

    def lookup_many(self, keys: Iterable[str]) -> dict[str, tuple[Alias, ...]]:
        """Return the names among `keys` that the knowledge has, with whom they name."""
        cache = self._aliases
        found = {key: cache.get(key) for key in keys}
        missing = [key for key, rows in found.items() if rows is None]
        for start in range(0, len(missing), _BATCH):
            found.update(self._named(missing[start : start + _BATCH]))
        if len(cache) > REMEMBERED:
            self._aliases = {}
        self._aliases.update({key: rows for key in missing if (rows := found[key]) is not None})
        return {key: rows for key, rows in found.items() if rows}

    def _named(self, keys: list[str]) -> dict[str, tuple[Alias, ...]]:
        """Return the aliases of each key, none where it names nobody."""
        named: dict[str, tuple[Alias, ...]] = dict.fromkeys(keys, ())
        marks = ",".join("?" * len(keys))
        for row in self._rows(f"SELECT key, surface, actor, use, since, until, rank FROM alias WHERE key IN ({marks})", keys):
            alias = Alias(*row)
            named[alias.key] += (alias,)
        return named

    def profile(self, actor: str) -> Profile | None:
        """Return an actor with its dated roles, or None where the knowledge does not have it."""
        if actor not in self._profiles:
            row = next(self._rows("SELECT id, name, kind, sector, country, of_, since, until FROM actor WHERE id = ?", [actor]), None)
            self._profiles[actor] = Profile(*(*row, self._roles(actor))) if row else None
        return self._profiles[actor]

    def _roles(self, actor: str) -> tuple[Role, ...]:
        rows = self._rows("SELECT what, of_, since, until, recognition, by_, source FROM role WHERE actor = ? ORDER BY rowid", [actor])
        return tuple(_role(row) for row in rows)

    def actor(self, actor: str) -> Actor | None:
        """Return the whole record of an actor, or None."""
        known = self.profile(actor)
        if known is None:
            return None
        names = tuple(surface for (surface,) in self._rows("SELECT surface FROM alias WHERE actor = ? ORDER BY rowid", [actor]))
        return Actor(
            id=known.id, name=known.name, kind=known.kind, country=known.country, sector=known.sector, aliases=names, roles=known.roles
        )

    def adjective(self, actor: str) -> str | None:
        """Return the adjective of a state: "Kenyan"."""
        rows = self._rows("SELECT surface FROM alias WHERE actor = ? AND use = 'adjective' ORDER BY rowid", [actor])
        return next((surface for (surface,) in rows), None)

    def offices(self, of: str, what: str, on: date | None) -> tuple[str, ...]:
        """Return who held an office of a body on a day; without a day, whoever took it last."""
        rows = list(self._rows("SELECT actor, since, until FROM role WHERE of_ = ? AND what = ? ORDER BY since", [of, what]))
        if on is None:
            return tuple(actor for actor, _, until in rows if until is None) or tuple(row[0] for row in rows[-1:])
        day = on.isoformat()
        return tuple(dict.fromkeys(a for a, since, until in rows if since is not None and since <= day and (until is None or day < until)))

    def ids(self) -> Iterator[str]:
        """Yield the id of every actor."""
        for (actor,) in self._rows("SELECT id FROM actor ORDER BY id"):
            yield actor


def _role(row: tuple[Any, ...]) -> Role:
    what, of, since, until, recognition, by, source = row
    return Role.model_validate(
        {
            "what": what,
            "of": of,
            "since": date.fromisoformat(since) if since else None,
            "until": date.fromisoformat(until) if until else None,
            "recognition": recognition,
            "by": tuple(by.split()),
            "source": source,
        }
    )


def is_stale(compiled: Path, folder: Path) -> bool:
    """Whether the compiled file is missing, or older than a readable file that it is made from; never in an installed wheel."""
    if not (folder / "states").is_dir():
        return False
    built = compiled.stat().st_mtime if compiled.is_file() else 0.0
    return any(path.stat().st_mtime > built for path in (*sources(folder), *(Path(__file__).parent / "compiling").glob("*.py")))


@cache
def open_knowledge() -> Knowledge:
    """Return the knowledge that ships, compiled first where the YAML is newer; one per process.

    >>> open_knowledge().profile("KEN").name
    'Government of Kenya'
    """
    if is_stale(COMPILED, SOURCE):
        try:
            compile_knowledge(SOURCE, COMPILED)
        except (KnowledgeError, OSError) as error:
            raise ModelError(f"the knowledge cannot be compiled: {error}") from error
    if not COMPILED.is_file():
        raise ModelError(f"{COMPILED.name} is missing: run `python -m casus.grounding.build`")
    return Knowledge(COMPILED)

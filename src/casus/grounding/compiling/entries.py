"""The YAML as it is written: reading the files, dates, aliases, roles. Standard library and PyYAML only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

UNVERIFIED = "general knowledge, unverified"
NOT_ENTRIES = ("places", "states", "times")
"""Folders that other compilers read."""

NOT_ENTRY_FILES = ("agents.yaml", "bynames.yaml")


class KnowledgeError(ValueError):
    """The knowledge is written in a way that cannot be compiled; the message names file, entry and field."""


@dataclass(frozen=True)
class Alias:
    """A name of an actor, and when it was one. `use`: name, adjective, demonym, capital, byname. Dates are ISO text or None."""

    surface: str
    use: str = "name"
    since: str | None = None
    until: str | None = None
    rank: int = 0


@dataclass(frozen=True)
class Role:
    """What an actor is, of whom, from when to when. `shared`: held together with others, or in somebody's place."""

    what: str
    of: str | None = None
    since: str | None = None
    until: str | None = None
    recognition: str | None = None
    by: tuple[str, ...] = ()
    approx: bool = False
    source: str = UNVERIFIED
    shared: bool = False


@dataclass(frozen=True)
class Entry:
    """One actor, ready to be stored."""

    id: str
    name: str
    kind: str
    sector: str | None = None
    country: str | None = None
    of: str | None = None
    since: str | None = None
    until: str | None = None
    source: str = UNVERIFIED
    aliases: tuple[Alias, ...] = ()
    roles: tuple[Role, ...] = ()
    file: str = field(default="", compare=False)


def load(path: Path) -> list[dict[str, Any]]:
    """Return the entries of one file; raise `KnowledgeError` where it is not a list of mappings."""
    with path.open(encoding="utf-8") as stream:
        rows = yaml.load(stream, Loader=_Loader)
    if rows is None:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise KnowledgeError(f"{path.name}: expected a list of entries")
    return rows


def files(folder: Path) -> Iterator[Path]:
    """Yield the files of actors below a knowledge folder, in a fixed order."""
    for path in sorted(folder.rglob("*.yaml")):
        parts = path.relative_to(folder).parts
        if parts[0] not in NOT_ENTRIES and parts[-1] not in NOT_ENTRY_FILES:
            yield path


def day(value: object, where: str) -> str | None:
    """Return a date as ISO text; `2012` and `2012-05` read as their first day.

    >>> day("2012-05", "x"), day(2012, "x"), day(None, "x")
    ('2012-05-01', '2012-01-01', None)
    """
    if value is None:
        return None
    if isinstance(value, datetime):
        value = value.date()
    if isinstance(value, date):
        return value.isoformat()
    text = str(value) + "-01-01"[3 * str(value).count("-") :] if str(value).count("-") < 2 else str(value)
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise KnowledgeError(f"{where}: {value!r} is no date (2012, 2012-05 or 2012-05-06)") from error


def listed(value: object) -> list[Any]:
    """Return a list, whether one was written or a single value."""
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def alias(value: object, where: str, use: str = "name") -> Alias:
    """Return an alias, written as a string or as `{name, since, until, rank}`."""
    if isinstance(value, dict):
        name = str(value["name"])
        return Alias(name, use, day(value.get("since"), where), day(value.get("until"), where), int(value.get("rank", 0)))
    return Alias(str(value), use)


def role(value: dict[str, Any], where: str) -> Role:
    """Return a role as written in an entry."""
    return Role(
        what=value["what"],
        of=value.get("of"),
        since=day(value.get("since"), where),
        until=day(value.get("until"), where),
        recognition=value.get("recognition"),
        by=tuple(listed(value.get("by"))),
        approx=bool(value.get("approx", False)),
        source=value.get("source", UNVERIFIED),
    )


def entry(row: dict[str, Any], file: str) -> Entry:
    """Return the entry that a mapping describes; its name, bynames and adjectives are aliases too."""
    where = f"{file}: {row.get('id', row)}"
    for key in ("id", "name", "kind"):
        if not row.get(key):
            raise KnowledgeError(f"{where}: {key} is missing")
    names = [alias(value, where) for value in [row["name"], *listed(row.get("aliases"))]]
    names += [alias(value, where, "byname") for value in listed(row.get("bynames"))]
    names += [alias(value, where, "adjective") for value in listed(row.get("adjectives"))]
    return Entry(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        sector=row.get("sector"),
        country=row.get("country"),
        of=row.get("of"),
        since=day(row.get("since"), where),
        until=day(row.get("until"), where),
        source=row.get("source", UNVERIFIED),
        aliases=tuple(dict.fromkeys(names)),
        roles=(*(role(value, where) for value in listed(row.get("roles"))), *_ties(row)),
        file=file,
    )


def _ties(row: dict[str, Any]) -> list[Role]:
    """Return the roles of a community that are written short: `lives_in` states, `kin` across borders."""
    return [Role("lives in", state) for state in listed(row.get("lives_in"))] + [Role("kin of", kin) for kin in listed(row.get("kin"))]


def memberships(row: dict[str, Any], file: str) -> list[tuple[str, Role]]:
    """Return the roles that the `members` of an organisation have in it, with whose they are."""
    where = f"{file}: {row.get('id')}"
    written = [value if isinstance(value, dict) else {"state": value} for value in listed(row.get("members"))]
    return [(value["state"], role({"what": "member", "of": row["id"], **_dates(value)}, where)) for value in written]


def _dates(value: dict[str, Any]) -> dict[str, Any]:
    return {key: held for key, held in value.items() if key != "state"}

"""Compiling the readable knowledge into one indexed file. Relative imports only: the build hook loads this folder without casus."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from .agents import agents
from .database import VERSION, write
from .entries import NOT_ENTRY_FILES, Entry, KnowledgeError, Role, alias, entry, files, load, memberships
from .offices import holders, is_office, merged, with_countries
from .states import spread

__all__ = ["VERSION", "Entry", "KnowledgeError", "compile_knowledge", "read_entries", "sources"]


def sources(folder: Path) -> list[Path]:
    """Return every file that the compiled knowledge is made from."""
    more = [folder / name for name in NOT_ENTRY_FILES if (folder / name).is_file()]
    return [*sorted((folder / "states").glob("*.yaml")), *files(folder), *more]


def read_entries(folder: Path) -> list[Entry]:
    """Return every actor that the knowledge folder describes; raise `KnowledgeError` where one cannot be read or an id occurs twice."""
    found = [e for path in sorted((folder / "states").glob("*.yaml")) for row in load(path) for e in spread(row, path.name)]
    ties: list[tuple[str, Role]] = []
    people: list[Entry] = []
    for path in files(folder):
        name = str(path.relative_to(folder))
        for row in load(path):
            if is_office(row):
                people += holders(row, name)
                continue
            found.append(entry(row, name))
            ties += memberships(row, name)
    known = _by_id(found)
    known = {**known, **with_countries(merged([*(known[e.id] for e in people if e.id in known), *people]), known)}
    for actor, role in ties:
        if actor not in known:
            raise KnowledgeError(f"{role.of}: its member {actor} is nobody in the knowledge")
        known[actor] = replace(known[actor], roles=(*known[actor].roles, role))
    return list(_with_bynames(known, folder / "bynames.yaml").values())


def _by_id(entries: list[Entry]) -> dict[str, Entry]:
    seen: dict[str, Entry] = {}
    for e in entries:
        if e.id in seen:
            raise KnowledgeError(f"{e.file}: {e.id} is also in {seen[e.id].file}")
        seen[e.id] = e
    return seen


def _with_bynames(known: dict[str, Entry], path: Path) -> dict[str, Entry]:
    """Hang place words on bodies that are written elsewhere: `{name: Brussels, of: org.european-commission}`."""
    for row in load(path) if path.is_file() else ():
        owner = known.get(row["of"])
        if owner is None:
            raise KnowledgeError(f"{path.name}: {row['name']} stands for {row['of']}, who is nobody in the knowledge")
        known[owner.id] = replace(owner, aliases=(*owner.aliases, alias(row, path.name, "byname")))
    return known


def compile_knowledge(folder: Path, out: Path) -> int:
    """Compile the YAML below `folder` into the database `out`; return how many actors it holds."""
    entries = read_entries(folder)
    write(entries, agents(folder / "agents.yaml"), out)
    return len(entries)

"""Offices as they are written: an office, its body, and who held it from when to when -> persons with dated roles."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .entries import UNVERIFIED, Alias, Entry, Role, alias, day, listed


def is_office(row: dict[str, Any]) -> bool:
    """Whether a row of a file lists the holders of an office, and is no actor itself."""
    return "office" in row


def holders(row: dict[str, Any], file: str) -> list[Entry]:
    """Return the persons who held one office, each with this one role; `merged` joins what several offices say of a person."""
    where = f"{file}: {row['office']} of {row['of']}"
    return [_holder(row, held, f"{where}: {held['person']}", file) for held in row["holders"]]


def _holder(row: dict[str, Any], held: dict[str, Any], where: str, file: str) -> Entry:
    role = Role(
        what=row["office"],
        of=row["of"],
        since=day(held.get("since"), where),
        until=day(held.get("until"), where),
        recognition=held.get("recognition", row.get("recognition")),
        approx=bool(held.get("approx", False)),
        source=held.get("source", UNVERIFIED),
        shared=bool(row.get("collective", False)) or bool(held.get("acting", False)),
    )
    names = (Alias(held["person"]), *(alias(value, where) for value in listed(held.get("aliases"))))
    return Entry(held["id"], held["person"], "person", aliases=names, roles=(role,), file=file)


def merged(entries: list[Entry]) -> dict[str, Entry]:
    """Return one entry a person: all names and roles; the first file names it."""
    people: dict[str, Entry] = {}
    for e in entries:
        known = people.get(e.id)
        people[e.id] = e if known is None else replace(known, aliases=_joined(known.aliases, e.aliases), roles=(*known.roles, *e.roles))
    return people


def _joined(one: tuple[Alias, ...], other: tuple[Alias, ...]) -> tuple[Alias, ...]:
    return tuple(dict.fromkeys((*one, *other)))


def with_countries(people: dict[str, Entry], known: dict[str, Entry]) -> dict[str, Entry]:
    """Return the persons with the country of the first body in whose office they are known to have been."""
    return {i: replace(e, country=e.country or _country(e, known)) for i, e in people.items()}


def _country(e: Entry, known: dict[str, Entry]) -> str | None:
    bodies = [known[r.of] for r in e.roles if r.of in known]
    return next((body.country for body in bodies if body.country), None)

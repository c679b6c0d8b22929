"""States as they are written, spread out into a government, its organs, and all their names."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .entries import Alias, Entry, Role, alias, day, listed, role

ORGANS = {
    "mil": (
        "MIL",
        "military",
        "Armed Forces of {x}",
        ("{a} Armed Forces", "{n} Armed Forces", "{a} military", "{a} army", "{n} Army", "{n} military"),
    ),
    "cop": ("COP", "police", "Police of {x}", ("{a} police", "{n} police", "{a} National Police")),
    "spy": ("SPY", "intelligence", "Intelligence services of {x}", ("{a} intelligence",)),
    "leg": ("LEG", "parliament", "Parliament of {x}", ("{a} parliament", "{n} parliament", "Parliament of {n}", "{a} Parliament")),
    "jud": (
        "JUD",
        "court",
        "Supreme Court of {x}",
        ("{a} Supreme Court", "Supreme Court of {n}", "Constitutional Court of {n}", "{a} Constitutional Court"),
    ),
    "mfa": (
        "GOV",
        "government",
        "Ministry of Foreign Affairs of {x}",
        ("{a} Foreign Ministry", "{n} Foreign Ministry", "Foreign Ministry of {n}", "{a} Ministry of Foreign Affairs"),
    ),
    "mod": (
        "GOV",
        "government",
        "Ministry of Defence of {x}",
        ("{a} Defence Ministry", "{n} Defence Ministry", "{a} Ministry of Defence", "Defence Ministry of {n}"),
    ),
    "moi": (
        "GOV",
        "government",
        "Ministry of the Interior of {x}",
        (
            "{a} Interior Ministry",
            "{n} Interior Ministry",
            "{a} Ministry of Interior",
            "Ministry of Interior of {n}",
            "Interior Ministry of {n}",
        ),
    ),
}
"""Organs of a state: sector, kind, name where none is written, and the names that every such organ goes by.

{x} is the state with its article, {n} without, {a} its adjective.
"""

PREFIX = {
    "mil": ("MIL", "military"),
    "cop": ("COP", "police"),
    "spy": ("SPY", "intelligence"),
    "leg": ("LEG", "parliament"),
    "jud": ("JUD", "court"),
    "gov": ("GOV", "government"),
    "prm": ("PRM", "military"),
}
"""Sector and kind of a further organ, by the word before the slash of its key."""

ALWAYS = ("mfa", "mod", "moi", "jud")
"""Organs that a state has even where the file is silent."""


def spread(row: dict[str, Any], file: str) -> list[Entry]:
    """Return the entries of one state: its government first, then its organs."""
    where = f"{file}: {row['id']}"
    government = _government(row, where, file)
    organs = [_organ(row, key, where, file) for key in ORGANS if key in row or key in row.get("organs", {}) or _always(row, key)]
    organs += [_further(row, key, names, where, file) for key, names in row.get("organs", {}).items() if "/" in key]
    entries = [government, *organs]
    return _with_bynames(entries, row, where)


def _always(row: dict[str, Any], key: str) -> bool:
    return key in ALWAYS and "level" not in row


def _article(row: dict[str, Any]) -> str:
    return f"the {row['name']}" if row.get("the") else str(row["name"])


def _adjectives(row: dict[str, Any], where: str) -> list[Alias]:
    return [alias(value, where, "adjective") for value in listed(row.get("adj"))]


def _people(row: dict[str, Any], adjectives: list[Alias], where: str) -> list[Alias]:
    """Return the words for its people: as written, or by the rule of English for adjectives in -n, -i, -k, -t."""
    if "people" in row:
        return [alias(value, where, "demonym") for value in listed(row["people"])]
    found = [replace(a, use="demonym") for a in adjectives]
    return found + [replace(a, use="demonym", surface=a.surface + "s") for a in adjectives if a.surface[-1] in "nirtke"]


def _government(row: dict[str, Any], where: str, file: str) -> Entry:
    name, of = row["name"], _article(row)
    full = row.get("full", f"Government of {of}")
    adjectives = _adjectives(row, where)
    names = [Alias(full), *(alias(v, where) for v in [name, *listed(row.get("official")), *listed(row.get("names"))])]
    names += [Alias(f"Government of {name}"), *(replace(a, use="name", surface=f"{a.surface} government") for a in adjectives)]
    names += [replace(a, surface=f"Government of {a.surface}") for a in names[1:] if a.use == "name" and "overnment" not in a.surface]
    names += adjectives + _people(row, adjectives, where)
    names += [alias(value, where, "capital") for value in listed(row.get("capital"))]
    since, until = day(row.get("since"), where), day(row.get("until"), where)
    country = row.get("country", row["id"])
    recognition = row.get("recognition", "recognised" if "level" not in row else None)
    written = tuple(role(value, where) for value in row.get("roles", ()))
    roles = written or (Role("government of", row["id"], since, until, recognition),)
    if row.get("of"):
        roles = (*roles, Role("part of", row["of"]))
    unique = tuple(dict.fromkeys(names))
    return Entry(row["id"], full, "government", "GOV", country, row.get("of"), since, until, aliases=unique, roles=roles, file=file)


def _organ(row: dict[str, Any], key: str, where: str, file: str) -> Entry:
    sector, kind, default, generic = ORGANS[key]
    written = [alias(v, where) for v in listed(row.get(key) or row.get("organs", {}).get(key))]
    words = {"x": _article(row), "n": row["name"]}
    name = written[0].surface if written else default.format(**words)
    adjectives = [a for a in _adjectives(row, where) if a.since is None and a.until is None]
    names = [*written, Alias(name), Alias(default.format(**words))]
    for pattern in generic:
        for a in adjectives if "{a}" in pattern else [Alias("")]:
            names.append(Alias(pattern.format(**words, a=a.surface), rank=a.rank - 1))  # a name of its own goes first
    return Entry(
        id=f"{row['id']}.{key.upper()}",
        name=name,
        kind=kind,
        sector=sector,
        country=row.get("country", row["id"]),
        of=row["id"],
        since=day(row.get("since"), where),
        until=day(row.get("until"), where),
        aliases=tuple(dict.fromkeys(names)),
        file=file,
    )


def _further(row: dict[str, Any], key: str, names: list[Any], where: str, file: str) -> Entry:
    """Return an organ written as `mil/army: [Pakistan Army]`: part of the armed forces where there are any."""
    prefix, slug = key.split("/")
    sector, kind = PREFIX[prefix]
    above = f"{row['id']}.{prefix.upper()}" if prefix in row else row["id"]
    aliases = tuple(alias(value, where) for value in names)
    return Entry(f"{row['id']}.{slug}", aliases[0].surface, kind, sector, row.get("country", row["id"]), above, aliases=aliases, file=file)


def _with_bynames(entries: list[Entry], row: dict[str, Any], where: str) -> list[Entry]:
    """Hang each by-name on the body that it stands for: the government, unless `organ` names another."""
    by_id = {e.id: e for e in entries}
    for value in listed(row.get("bynames")):
        organ = value.get("organ") if isinstance(value, dict) else None
        target = f"{row['id']}.{organ}" if organ else row["id"]
        entry = by_id[target]
        by_id[target] = replace(entry, aliases=(*entry.aliases, alias(value, where, "byname")))
    return list(by_id.values())

"""Agent nouns: "troops", "foreign ministry", "villagers" -> the sector and kind of whoever they name."""

from __future__ import annotations

from pathlib import Path

from .database import Agent
from .entries import KnowledgeError, load
from .names import fold


def agents(path: Path) -> list[Agent]:
    """Return the agent nouns of a file; plurals by the rule of English are added."""
    rows: dict[str, Agent] = {}
    for row in load(path):
        for noun in row["nouns"]:
            for form in _forms(noun):
                rows.setdefault(fold(form), (fold(form), row["sector"], row["kind"], row.get("organ"), row.get("level"), row.get("name")))
    if not rows:
        raise KnowledgeError(f"{path.name} names no agents")
    return list(rows.values())


def _forms(noun: str) -> tuple[str, ...]:
    """Return a noun and its regular plural; `=` before a noun says that it has none.

    >>> _forms("ministry"), _forms("coach"), _forms("=troops")
    (('ministry', 'ministries'), ('coach', 'coaches'), ('troops',))
    >>> _forms("head of state"), _forms("gunman")
    (('head of state', 'heads of state'), ('gunman', 'gunmen'))
    """
    if noun.startswith("="):
        return (noun[1:],)
    for joint in (" of ", "-in-", " for "):
        if joint in noun:
            first, rest = noun.split(joint, 1)
            return noun, _forms(first)[-1] + joint + rest
    if noun.endswith("man") and not noun.endswith(("human", "german", "roman")):
        return noun, noun[:-3] + "men"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return noun, noun[:-1] + "ies"
    return noun, noun + ("es" if noun.endswith(("s", "x", "ch", "sh")) else "s")

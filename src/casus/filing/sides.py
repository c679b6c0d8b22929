"""Whose organs and state media publishers are: from the ledger's sources, else from the knowledge of actors."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Connection, select

from casus.ledger import schema

OFFICIAL = frozenset({"government", "military", "police", "intelligence", "court", "parliament", "party", "armed group"})
"""Kinds of actors that publish for themselves."""


def belonging(connection: Connection, publishers: Iterable[str], on: date) -> dict[str, str | None]:
    """Return the actor to whose side each publisher belongs on a day, null where it is known to be nobody's; unknown ones are left out.

    What the ledger says of a source wins over the knowledge base.
    """
    names, sources = sorted(set(publishers)), schema.sources.c
    found: dict[str, str | None] = {}
    for name in names:
        owner = _known_owner(name, on)
        if owner is not None:
            found[name] = owner or None
    asked = select(sources.name, sources.country, sources.state_media_of).where(sources.name.in_(names))
    for row in connection.execute(asked):
        if row.state_media_of or row.country:
            found[row.name] = row.state_media_of
    return found


def _known_owner(name: str, on: date) -> str | None:
    """Return whose publisher this is by the knowledge base: '' for a medium of nobody's, None where it is not known."""
    from casus.grounding.knowledge import fold, open_knowledge

    knowledge = open_knowledge()
    for alias in knowledge.lookup(fold(name)):
        actor = knowledge.actor(alias.actor) if alias.holds(on) else None
        if actor is None or alias.use in ("adjective", "demonym", "capital", "byname"):
            continue
        if actor.kind in OFFICIAL:
            return actor.id
        if actor.kind == "media":
            return next((role.of for role in actor.roles if role.what == "state media of" and role.of and role.holds(on)), "")
    return None

"""`casus claims`: who says what about whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casus.cli.ledgers import lister

command = lister(
    "claims",
    """List claims, newest first, each with its words, speaker and report: of a ledger, or of reports that are read on the fly.

    A filter given twice must hold twice; values with a comma between them are any of them. Actors are given by id (AFG, AFG.MIL, grp.m23)
    or by name. --has-evidence yes shows the claims for which something is offered; --answer denied what the accused's side denies.
    """,
)

ACTORS = ("filter_actor", "filter_by", "filter_on", "filter_speaker", "filter_accused")
"""Options that take an actor."""

_list: Any = command.callback


def actor_id(value: str) -> str:
    """Return the id of an actor given by id or by name; the value itself where no actor, or more than one, is called so."""
    from casus.grounding.knowledge import fold, open_knowledge

    knowledge = open_knowledge()
    if knowledge.profile(value) is not None:
        return value
    found = {alias.actor for alias in knowledge.lookup(fold(value))}
    return found.pop() if len(found) == 1 else value


def _by_name(**given: Any) -> int:
    """List claims, with the names of actors turned into ids."""
    for option in ACTORS:
        named: Sequence[str] = given.get(option, ())
        given[option] = tuple(",".join(actor_id(part.strip()) for part in value.split(",")) for value in named)
    code: int = _list(**given)
    return code


command.callback = _by_name

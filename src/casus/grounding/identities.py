"""Ids of actors that the knowledge does not hold: provisional groups, private people of one report, composed actors."""

from __future__ import annotations

from hashlib import blake2b

from casus.grounding.knowledge import fold


def new_group(name: str, country: str | None = None) -> str:
    """Return the provisional id of an unknown group: the same over reports for the same folded name and country.

    >>> new_group("the Ruritanian Front", "RUR") == new_group("Ruritanian  Front", "RUR")
    True
    """
    return f"new.{_hash(f'{fold(name)}|{country or str()}')}"


def private_person(report: str, name: str) -> str:
    """Return the id of somebody who stays in one report.

    >>> private_person("report:1", "Ana Duarte") == private_person("report:2", "Ana Duarte")
    False
    """
    return f"one.{_hash(f'{report}|{fold(name)}')}"


def _hash(key: str) -> str:
    return blake2b(key.encode(), digest_size=8).hexdigest()

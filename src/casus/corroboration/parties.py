"""Who is the same as, or part of, whom: a state and its organs act as one party where one report names the army and another the country."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from casus.records import Basis

_STATE = re.compile(r"[A-Z]{3}(?:\.(?P<organ>[A-Za-z0-9-]+))?$")

ORGANS = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD", "MFA", "MOD"})
"""What after a country's code names an organ of its state. Other capitals (REB, REF, CVL) are sorts of people of that country."""

HARD = ("stated", "admitted")
"""Bases on which a party is given as fact: two different ones are a contradiction, a suspicion is none."""

Fit = Literal["same", "open", "other"]


@dataclass(frozen=True)
class Who:
    """A party of a happening: the actor's id where it is known, and what says that it was they."""

    actor: str | None
    basis: Basis = "stated"


def state_of(actor: str) -> str | None:
    """Return the state that an actor is, or is an organ of; None for everybody else.

    >>> state_of("AFG"), state_of("AFG.MIL"), state_of("AFG.border-police"), state_of("AFG.REB"), state_of("grp.m23")
    ('AFG', 'AFG', 'AFG', None, None)
    """
    found = _STATE.match(actor)
    organ = found["organ"] if found else None
    if found is None or (organ is not None and organ.isupper() and organ not in ORGANS):
        return None
    return actor[:3]


def is_sort(actor: str) -> bool:
    """Whether an id says only what sort of people they are: people of a country, or private people of one report.

    >>> is_sort("AFG.CVL"), is_sort("one.1f"), is_sort("AFG.MIL")
    (True, True, False)
    """
    return actor.startswith("one.") or (_STATE.match(actor) is not None and state_of(actor) is None)


def same_party(one: str, other: str) -> bool:
    """Whether two actors are the same, or one is the state of which the other is an organ. Two different organs are two."""
    if one == other:
        return not one.startswith("one.")
    state = state_of(one)
    return state is not None and state == state_of(other) and state in (one, other)


def fit(one: Sequence[Who], other: Sequence[Who]) -> Fit:
    """Return whether two sides of happenings are the `same`, `other` people, or leave it `open`: somebody is unknown or suspected.

    >>> fit([Who("AFG.MIL")], [Who("AFG")]), fit([Who("AFG")], [Who("PAK")]), fit([Who("AFG", "alleged")], [Who("PAK")])
    ('same', 'other', 'open')
    """
    left, right = [w for w in one if w.actor], [w for w in other if w.actor]
    if any(same_party(a.actor, b.actor) for a in left for b in right if a.actor and b.actor):
        return "same"
    known = [[w.actor for w in side if w.actor and w.basis in HARD and not is_sort(w.actor)] for side in (left, right)]
    whole = all(side and len(side) == len(group) for side, group in zip(known, (one, other), strict=True))
    return "other" if whole else "open"

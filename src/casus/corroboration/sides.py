"""On whose side a publisher stands in a dyad: state media and organs of a party belong to that party."""

from __future__ import annotations

from collections.abc import Mapping

from casus.corroboration.parties import state_of
from casus.records import Dyad, Side

Belonging = Mapping[str, str | None]
"""Publisher to the actor that it is an organ or state medium of; null for one that is known to be nobody's. Others are unknown."""


def side_of(publisher: str | None, dyad: Dyad | None, belonging: Belonging) -> Side:
    """Return the side of a publisher: `A`, `B`, `third`, or `unknown`. A private paper of A's country is not `A` (codebook, section 7).

    >>> belonging = {"Ruritania Today": "RUR", "The Ledger": None}
    >>> dyad = Dyad.of("RUR.MIL", "SYL")
    >>> [side_of(name, dyad, belonging) for name in ("Ruritania Today", "The Ledger", "A blog", None)]
    ['A', 'third', 'unknown', 'unknown']
    """
    if publisher is None or publisher not in belonging:
        return "unknown"
    owner = belonging[publisher]
    if owner is None or dyad is None:
        return "third"
    own = state_of(owner) or owner
    sides: tuple[tuple[Side, str], ...] = (("A", dyad.a), ("B", dyad.b))
    return next((side for side, actor in sides if (state_of(actor) or actor) == own), "third")

"""The events that claims themselves are: to accuse, to demand, to threaten is to do something to somebody."""

from __future__ import annotations

from collections.abc import Mapping

from casus.records import ClaimKind, EventType

SPEECH_ACTS: dict[ClaimKind, tuple[EventType, str | None]] = {
    "allege": ("ACCUSE", "allege"),
    "condemn": ("ACCUSE", "disapprove"),
    "demand": ("REQUEST", None),
    "promise": ("AGREE", None),
    "threaten": ("THREATEN", None),
    "reject": ("REJECT", None),
    "recognise": ("SUPPORT", None),
}
"""The PLOVER type and mode that a claim of this kind expresses. Stating, denying, admitting and assessing are no events."""

_OWN_WORDS = ("assess", "admit")
"""Kinds of claims that are an act only where they praise, endorse or apologise: SUPPORT."""


def speech_type(kind: ClaimKind, types: Mapping[str, float], sure: float) -> EventType | None:
    """Return the PLOVER type of the act that a claim of this kind is, by the model's chances of types; None for what is no act.

    >>> speech_type("promise", {"AGREE": 0.2, "CONCEDE": 0.7}, 0.9), speech_type("deny", {"REJECT": 1.0}, 0.9)
    ('CONCEDE', None)
    """
    if kind in _OWN_WORDS:
        return "SUPPORT" if sure >= 0.5 and max(types, key=lambda name: types[name]) == "SUPPORT" else None
    found = SPEECH_ACTS.get(kind)
    if kind == "promise" and types.get("CONCEDE", 0.0) > types.get("AGREE", 0.0):
        return "CONCEDE"
    return found[0] if found else None


def mode_of_accusation(kind: ClaimKind, mode: str | None) -> str | None:
    """Return the mode of a speech act: of an accusation by the kind of its claim, unless the words say that somebody investigates."""
    found = SPEECH_ACTS.get(kind)
    return mode if found is None or found[1] is None or mode == "investigate" else found[1]

"""The events that claims themselves are: to accuse, to demand, to threaten is to do something to somebody."""

from __future__ import annotations

import re
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


_SILENT = re.compile(
    r"(?:\b(?:not|never|yet to|declin\w+|refus\w+|fail\w+|unavailable|without)\b|n[’']t\b)[^.;]{0,40}?"
    r"\b(?:respon\w+|repl\w+|answer\w*|comment\w*|return\w* (?:\w+ ){0,3}calls?|be reached)\b"
    r"(?:[^.;]{0,30}\b(?:request\w*|comment\w*|questions?|calls?|messages?)\b)*",
    re.IGNORECASE,
)


def keeps_silent(sentence: str, at: int) -> bool:
    """Whether the word at an offset tells that somebody was asked and said nothing, which is no act.

    >>> told = "The embassy did not immediately respond to a request for comment."
    >>> keeps_silent(told, told.index("respond")), keeps_silent(told, told.index("embassy"))
    (True, False)
    """
    return any(match.start() <= at < match.end() for match in _SILENT.finditer(sentence))


_TURNED_DOWN = re.compile(r"reject|dismiss|refut|disput|rebuff|brush|discount", re.IGNORECASE)
_SAID = re.compile(
    r"\s*(?:as \w+\s+)?(?:(?:the|this|that|these|those|his|her|its|their|such|all|any|both|an?)\s+)?(?:[\w’'-]+\s+){0,2}?"
    r"(?:accounts?|charges?|claims?|allegations?|accusations?|reports?|suggestions?|stor(?:y|ies)|versions?|rumou?rs?|notion)\b",
    re.IGNORECASE,
)


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


def disputes_truth(word: str, after: str) -> bool:
    """Whether words turn down what is said and not what is wanted: to reject an account is to deny it, and no act.

    >>> disputes_truth("rejected", " that account"), disputes_truth("rejected", " the offer")
    (True, False)
    """
    return _TURNED_DOWN.match(word) is not None and _SAID.match(after) is not None


def mode_of_accusation(kind: ClaimKind, mode: str | None) -> str | None:
    """Return the mode of a speech act: of an accusation by the kind of its claim, unless the words say that somebody investigates."""
    found = SPEECH_ACTS.get(kind)
    return mode if found is None or found[1] is None or mode == "investigate" else found[1]

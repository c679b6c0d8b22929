"""The mode of an event (codebook, section 6): which of its type's modes the words name, if one does.

The type is the frame. Three things speak for a mode, from `modes.yaml`: the trigger itself, what stands near it in the clause,
and for violence the weapon. What follows the trigger at once counts more than what stands far off or before: it is the object.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from casus.coding.lexicon import Hit, Lexicon, read_lists, words
from casus.records import EventType

TRIGGER, OBJECT, WEAPON, VICTIM = 3.0, 2.0, 3.4, 8.0
"""What a hit is worth: a trigger beats any object, a weapon beats a trigger (codebook: the weapon wins over the aim),
and a chosen person beats both."""
LETTER = 0.03
"""A longer phrase is the more exact one: "cut off" says more than "cut"."""
NEAR = 40.0
"""Characters after which an object is worth half."""
BEFORE = 0.5
"""What stands before the trigger is seldom its object, save in the passive."""
FITS, MARGIN = 0.45, 0.12
"""The least that a mode must score, and by how much it must win: otherwise none fits, or two fit equally."""
REACH = 45
"""Characters between violence and its victim, in one clause."""

Label = tuple[str, str]
"""Mode and part: `trigger`, `object`, `weapon` or `victim`."""

_USUAL = {"ACCUSE": "allege"}
"""Where no word decides: who accuses mostly asserts a fact, and the accusing verb may be any verb of speaking."""

_CONDITION = re.compile(r"\b(?:unless|if|until|as long as)\b[^,;]*,?", re.IGNORECASE)


@cache
def _lexicons() -> dict[str, Lexicon[Label]]:
    return {
        type: Lexicon({(mode, part): phrases for mode, parts in modes.items() for part, phrases in parts.items()})
        for type, modes in read_lists("modes.yaml").items()
    }


def mode_of(type: EventType, trigger: str, clause: str, weapons: Sequence[str] = (), trigger_at: int | None = None) -> str | None:
    """Return the mode that the words name; None where the type has no modes, none is named, or two fit equally.

    `clause` is the smallest clause around the trigger, `trigger_at` the trigger's offset in it (the first occurrence if not given),
    `weapons` the words for weapons used in the clause.

    >>> mode_of("SANCTION", "recalled", "Rome recalled its ambassador")
    'withdraw'
    >>> mode_of("ASSAULT", "clashed", "They clashed near Abyei") is None
    True
    """
    lexicon = _lexicons().get(type)
    if lexicon is None:
        return None
    start = max(0, clause.find(trigger)) if trigger_at is None else trigger_at
    scores = _scores(type, lexicon, clause, (start, start + len(trigger)))
    for weapon in weapons:
        _add(scores, ((hit.label[0], WEAPON + LETTER * hit.letters) for hit in lexicon.find(words(weapon)) if hit.label[1] == "weapon"))
    return _best(scores) or _USUAL.get(type)


def _scores(type: str, lexicon: Lexicon[Label], clause: str, trigger: tuple[int, int]) -> dict[str, float]:
    """Return for each mode the sum over its parts of the part's best hit."""
    best: dict[Label, float] = {}
    text = words(clause)
    aside = [m.span() for m in _CONDITION.finditer(clause)] if type == "THREATEN" else []
    for hit in lexicon.find(text):
        if any(a <= hit.start < b for a, b in aside) and not trigger[0] <= hit.start < trigger[1]:
            continue
        worth = _worth(hit, trigger, clause)
        best[hit.label] = max(best.get(hit.label, 0.0), worth)
    scores: dict[str, float] = {}
    for (mode, _), worth in best.items():
        scores[mode] = scores.get(mode, 0.0) + worth
    return scores


def _worth(hit: Hit[Label], trigger: tuple[int, int], clause: str) -> float:
    part, exact = hit.label[1], LETTER * hit.letters
    inside = trigger[0] <= hit.start < trigger[1]
    if part == "trigger":
        return TRIGGER + exact if inside else 0.0
    if part == "weapon":
        return WEAPON + exact
    after, before = hit.start - trigger[1], trigger[0] - hit.end
    if part == "victim":
        return VICTIM if 0 <= after <= REACH or 0 <= before <= REACH // 2 else 0.0
    if inside:
        return OBJECT + exact
    return (OBJECT + exact) * (1 / (1 + after / NEAR) if after >= 0 else BEFORE / (1 + max(0, before) / NEAR))


def _add(scores: dict[str, float], told: Iterator[tuple[str, float]]) -> None:
    for mode, worth in told:
        scores[mode] = max(scores.get(mode, 0.0), worth)


def _best(scores: dict[str, float]) -> str | None:
    ranked = sorted(scores.items(), key=lambda item: -item[1])
    if not ranked or ranked[0][1] < FITS:
        return None
    second = ranked[1][1] if len(ranked) > 1 else 0.0
    return ranked[0][0] if ranked[0][1] - second >= MARGIN else None

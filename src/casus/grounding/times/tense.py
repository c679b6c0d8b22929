"""The tense of the clause that holds a time: a weekday with a past tense is the last one, with a future one the next.

No parser: the nearest verb that tells, to the left in the sentence, else to the right. Words in `knowledge/times/tense.yaml`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from casus.grounding.times.knowledge import load
from casus.grounding.times.words import Word

REACH = 40
"""Words to look for a verb on either side."""


@cache
def _lists() -> dict[str, frozenset[str]]:
    return {name: frozenset(words) for name, words in load("tense.yaml").items()}


def tense_at(words: Sequence[Word], first: int, last: int) -> int:
    """Return -1 for past, 1 for future, 0 where no verb tells, for the words `[first, last)`."""
    at = first - 1
    while at >= 0 and words[at].kind in ("the", "early", "late", "mid", "about"):
        at -= 1
    preposition = words[at].text.lower() if at >= 0 else ""
    for index in range(first - 1, max(first - REACH, 0) - 1, -1):
        if _ends(words, index):
            break
        if (tense := _tense(words, index, preposition)) is not None:
            return tense
    for index in range(last, min(last + REACH, len(words))):
        if _ends(words, index):
            break
        if (tense := _tense(words, index, "")) is not None:
            return tense
    return 0


def _ends(words: Sequence[Word], at: int) -> bool:
    """Whether a sentence or paragraph ends at a word."""
    word = words[at]
    if word.kind == "break":
        return True
    if word.kind != "stop" or word.text not in ".!?":
        return False
    initial = at > 0 and words[at - 1].end == word.start and (len(words[at - 1].text) == 1 or words[at - 1].text in _lists()["titles"])
    return not initial and not (at + 1 < len(words) and words[at + 1].text[0].islower())


def _tense(words: Sequence[Word], at: int, preposition: str) -> int | None:
    """Return what a word tells of the tense of a time that stands behind a preposition; None where it tells nothing."""
    lists, lower = _lists(), words[at].text.lower()
    before = _before(words, at)
    if words[at].kind == "doubtful_month":
        return None
    if lower in lists["future"] or (lower == "to" and _intends(words, at)):
        return 0 if before in ("was", "were") else 1
    if lower not in lists["past"] | lists["arranging"] and not _regular(words, at):
        return None
    if before == "be":
        return None
    if lower in lists["arranging"] and (preposition in DEADLINES or before in ("is", "are")):
        return 1
    return -1


DEADLINES = ("for", "by", "until", "till", "to", "through")
"""Prepositions behind which stands what was arranged: "called a strike for Friday", "put off until May"."""


def _before(words: Sequence[Word], at: int) -> str:
    """Return the word before, adverbs passed over."""
    at -= 1
    while at >= 0 and (words[at].text.lower() in _lists()["adverbs"] or words[at].text.endswith("ly")):
        at -= 1
    return words[at].text.lower() if at >= 0 else ""


def _intends(words: Sequence[Word], at: int) -> bool:
    """Whether "to" opens what somebody means to do: "is to meet", "plans to visit", "due to expire"."""
    before = words[at - 1].text.lower() if at else ""
    follows = words[at + 1].text if at + 1 < len(words) else ""
    return before in _lists()["intent"] and follows.islower() and follows not in _lists()["determiners"]


def _regular(words: Sequence[Word], at: int) -> bool:
    """Whether a word is a past form in -ed, and no adjective ("an unspecified date")."""
    lower = words[at].text.lower()
    if not lower.endswith("ed") or len(lower) < 5 or lower in _lists()["not_past"]:
        return False
    return _before(words, at) not in _lists()["determiners"]

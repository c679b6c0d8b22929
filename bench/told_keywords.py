"""A keyword baseline for how an act is told: word lists before the trigger, in its sentence. A floor to stand beside a score; not tuned."""

from __future__ import annotations

import re

from casus.records import Status, Voice

STATUSES: tuple[tuple[Status, re.Pattern[str]], ...] = (
    ("negated", re.compile(r"\b(?:not|never|no|without|nobody)\b|n[’']t\b", re.IGNORECASE)),
    ("hypothetical", re.compile(r"\b(?:if|unless|could|might|may|would)\b", re.IGNORECASE)),
    ("future", re.compile(r"\b(?:will|shall|plans? to|expected to|due to|is to|are to)\b", re.IGNORECASE)),
    ("historical", re.compile(r"\b(?:1[5-9]\d\d|decades? ago|once|during the|centur)", re.IGNORECASE)),
    ("habitual", re.compile(r"\b(?:every|each|often|regularly|routinely|usually)\b", re.IGNORECASE)),
)

ACCUSING = re.compile(r"\b(?:accus|alleg|blam|claim)\w*", re.IGNORECASE)
SAYING = re.compile(r"\b(?:sa(?:id|ys?)|according|told|report(?:ed|s|edly)|statement)\b", re.IGNORECASE)


def sentence_around(text: str, at: int) -> str:
    """Return the sentence that holds a character, cut at full stops."""
    start = max(text.rfind(mark, 0, at) for mark in (". ", "! ", "? ", "\n"))
    ends = [end for mark in (". ", "! ", "? ", "\n") if (end := text.find(mark, at)) >= 0]
    return text[start + 1 : min(ends, default=len(text))]


def keyword_status(text: str, at: int) -> Status:
    """Return the status of an act whose word begins at a character.

    >>> keyword_status("They did not attack.", 13), keyword_status("They attacked.", 5)
    ('negated', 'actual')
    """
    sentence = sentence_around(text, at)
    return next((status for status, words in STATUSES if words.search(sentence)), "actual")


def keyword_voice(text: str, at: int) -> Voice:
    """Return the voice of an act whose word begins at a character.

    >>> keyword_voice("He accused them of attacking.", 19), keyword_voice("They attacked, he said.", 5)
    ('alleged', 'attributed')
    """
    sentence = sentence_around(text, at)
    return "alleged" if ACCUSING.search(sentence) else "attributed" if SAYING.search(sentence) else "report"

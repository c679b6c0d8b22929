"""Whether an act is told as having happened: by the words of its verb group where they decide, else by the model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import cast

from casus.records import Moment, Status

RECENT = timedelta(days=30)
"""What is over for longer, counted from publication, is history (DESIGN.md, section 2)."""

USUAL = 0.4
"""How much the model's chance of `actual` counts: most acts that it learned from are, and it says so of too many others."""

REACH = 6
"""Words before an act in which its auxiliaries stand."""

_WORDS = re.compile(r"[\w’']+|[,;:.()“”\"–—]")
_STOPS = frozenset(',;:.()“”"–—') | {"that", "which", "who", "and", "but", "while", "after", "before"}
_NOT = re.compile(r"^(?:not|never|no|neither|nor|none|without|nobody|cannot|\w+n[’']t|failed|fails|refrained)$", re.IGNORECASE)
_NOT_DONE = re.compile(
    r"\b(?:rather than|instead of|(?:stop|stops|stopped|stopping|fell|falls?) short of"
    r"|(?:keep|keeps|kept|prevent|prevents|prevented|stopped|deterred|dissuaded|barred|blocked)\s+(?:[\w’'-]+\s+){1,4}from)"
    r"\s+(?:being\s+|having\s+)?(?:\w+ly\s+)?$",
    re.IGNORECASE,
)
_MIGHT = re.compile(r"^(?:would|could|might|may|should|can)$")  # "May" is a month
_WILL = re.compile(r"^(?:will|shall|[’']ll|planned|plans?|scheduled|upcoming|intends?|going)$", re.IGNORECASE)
_TO_BE = re.compile(
    r"\b(?:is|are|was|were)(?:\s+(?:due|set|about|going|expected|scheduled|planned|poised|supposed))?\s+to(?:\s+be)?\s*$", re.IGNORECASE
)
_USED_TO = re.compile(r"\bused to\s+(?:\w+ly\s+)?$", re.IGNORECASE)
_IF = re.compile(r"\b(?:if|unless|lest|whether|should|in case|in the event)\b[^.;:]*$", re.IGNORECASE)
_IF_NEAR = re.compile(r"(?<!even )(?<!as )\b(?:if|unless|lest|in case)\s+(?:[\w’'-]+\s+){0,5}$", re.IGNORECASE)


def status_of(clause: str, at: int, shares: Mapping[str, float], *, over: bool = False, reported: bool = False) -> Status:
    """Return the status of an act whose word begins at character `at` of a clause.

    `shares` are the model's chances by status; `over` tells that the act's own moment is (`long_over`). The verb group decides, then the
    date, then the model. `reported`: the clause is what somebody said, in which "would" is the future of what was said.

    >>> sure = {"actual": 1.0}
    >>> [status_of(c, c.index("attack"), sure) for c in ("They did not attack.", "They could attack.", "They will attack.")]
    ['negated', 'hypothetical', 'future']
    """
    before = clause[:at]
    group = _group(before)
    by_model = max(shares, key=lambda name: shares[name] * (USUAL if name == "actual" else 1.0), default="actual")
    if any(_NOT.match(word) for word in group) or _NOT_DONE.search(before):
        return "negated"
    if _IF_NEAR.search(before) or (_IF.search(before) and by_model != "actual"):
        return "hypothetical"
    might = [word for word in group if _MIGHT.match(word)]
    if might:
        return "future" if reported and might == ["would"] and not _IF.search(clause) else "hypothetical"
    if any(_WILL.match(word) for word in group) or _TO_BE.search(before):
        return "future" if by_model != "hypothetical" else "hypothetical"
    if over or _USED_TO.search(before):
        return "historical"
    return cast("Status", by_model)


def long_over(moment: Moment | None, published: datetime | None) -> bool:
    """Whether a moment was over for longer than `RECENT` when a report was published; not where either is unknown."""
    return moment is not None and moment.end is not None and published is not None and published - moment.end > RECENT


def _group(before: str) -> list[str]:
    """Return the words of the verb group before an act: back to the clause's edge, and at most `REACH`."""
    found: list[str] = []
    for word in reversed(_WORDS.findall(before)):
        if word.lower() in _STOPS or len(found) == REACH:
            break
        found.append(word)
    return found

"""Articles that change: what a later text at the same URL has more, and what it has no longer."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from pydantic import Field

from casus.records import Record

ANOTHER = 0.2
"""Share of common passages below which a URL holds another article (a front page, a feed of the day), not a changed one."""

LONGEST = 400
"""Characters of a passage that are shown."""


class Change(Record):
    """What changed from one version of an article to the next, by passages (lines of the text)."""

    previous: str = Field(description="id of the report that was changed")
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    kept: float = Field(ge=0, le=1, description="share of the words of the shorter version that stand in both")


def compare(previous: str, before: str, after: str) -> Change:
    r"""Return what changed between two texts.

    >>> compare("report:1", "A wall fell.\nTwo died.", "A wall fell.\nThree died.").removed
    ('Two died.',)
    """
    one, other = _passages(before), _passages(after)
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    added, removed = [], []
    for tag, i, j, k, m in matcher.get_opcodes():
        if tag != "equal":
            removed += one[i:j]
            added += other[k:m]
    return Change(previous=previous, added=_shown(added), removed=_shown(removed), kept=_kept(before, after))


def _passages(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


def _shown(passages: Sequence[str]) -> tuple[str, ...]:
    return tuple(p if len(p) <= LONGEST else p[: LONGEST - 1] + "…" for p in passages)


def _kept(before: str, after: str) -> float:
    """Return the share of the shorter text's word triples that the other has too: robust to re-wrapped lines, and quick."""
    one, other = _triples(before), _triples(after)
    return len(one & other) / min(len(one), len(other))


def _triples(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[i : i + 3]) for i in range(max(1, len(words) - 2))}

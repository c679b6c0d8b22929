"""Whom a claim is about, and where a relation is said to be going (codebook, section 5, `about` and `direction`)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from casus.coding.named import Named
from casus.coding.wordlists import listed, pattern
from casus.records import Attribution, ClaimKind, Direction, Mention, Party

_SUBJECTS = frozenset({"they", "it", "he", "she", "them", "him", "her", "us"})
_CLAIMED = ("reject", "recognise", "allege", "promise")
"""Kinds of claims that may be about a place itself: claimed, refused, recognised or handed over."""

_OF_PLACE = re.compile(
    r"(?:[’']s)?\s+(?:line|border|island|islands|reef|shoal|strait|port|town|hill|valley|province|territory|waters|sovereignty|bridge|crossing)\b"
)


def about_in(named: Named, attribution: Attribution, kind: ClaimKind, speaker: Party | None, accused: Iterable[Party]) -> tuple[str, ...]:
    """Return the ids of the mentions that a claim is about: each actor of the content once, other than speaker and accused."""
    left_out = {actor for party in (speaker, *accused) if party for actor in (party.actor, party.mention) if actor}
    found: dict[str, str] = {}
    for mention in _told(named, attribution):
        actor = named.actor(mention) or mention.id
        if {actor, mention.id, named.body(mention)} & left_out or not _takes_part(named, mention, kind):
            continue
        found.setdefault(actor, mention.id)
    return tuple(found.values())


def _told(named: Named, attribution: Attribution) -> Iterable[Mention]:
    """Yield the mentions in a content, and those that its pronouns go back to."""
    yield from named.in_spans(attribution.content)
    for span in attribution.content:
        yield from (m for pronoun, m in named.pronouns(*span.offsets) if pronoun.quote.lower() in _SUBJECTS)


def _takes_part(named: Named, mention: Mention, kind: ClaimKind) -> bool:
    """Whether a mention names somebody, or a place that is itself claimed or refused: never the scene."""
    if mention.type != "place" or mention.acts_for is not None:
        return True
    return kind in _CLAIMED and _OF_PLACE.match(named.text, mention.span.end) is not None


def direction_of(text: str) -> Direction | None:
    """Return where a relation is going by the words of an assessment; None where they name no relation or no movement.

    >>> direction_of("ties between the two capitals have soured"), direction_of("relations are bad"), direction_of("the thaw holds")
    ('down', None, 'steady')
    >>> direction_of("tension between the two villages eased"), direction_of("the quarrel has deepened")
    ('up', 'down')
    """
    found = listed("relations", text)
    if "relation" not in found:
        return None
    if "quarrel" in found and found & {"less", "more"}:
        return "down" if "more" in found else "up"
    moves = [name for name in ("down", "steady", "up") if name in found]
    if "ended" in found and moves == ["up"]:
        return "down"
    return moves[0] if moves else None


def two_words(text: str) -> bool:
    """Whether a relation and its movement are two words: "reconciliation" alone judges nothing.

    >>> two_words("relations have soured"), two_words("the reconciliation")
    (True, False)
    """
    nouns = [m.span() for m in pattern("relations", "relation").finditer(text)]
    moves = [m.span() for name in ("down", "up", "steady", "less", "more") for m in pattern("relations", name).finditer(text)]
    return any(a[1] <= b[0] or b[1] <= a[0] for a in nouns for b in moves)

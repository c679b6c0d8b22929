"""From attributions to claims: what kind of statement, by whom, against whom, and whether the accused is heard.

A first coder: the cue decides the kind (`cues.yaml`), the nearest mention is the accused. docs/models.md says how it scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import Any, cast

import yaml

from casus.records import Attribution, Claim, ClaimKind, Mention, Party, Reading, Span, identify

ACTING = ("actor", "person", "place")
"""Types of mentions that can speak or be accused: a capital speaks for its government."""

_ACCUSING = ("allege", "condemn")

_NEEDS_SUBJECT = ("state", "assess")
"""Kinds whose cue alone makes no claim: "she said it rained" is about no actor, place or event. To deny or to demand always is."""

_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being|stands?|stood)\b(?:\s+\w+)*?\s+(?:\w+ed|blamed|held)\b|\bfac\w+\b", re.IGNORECASE
)
"""Cues whose accused stands before them: "was accused of", "has faced accusations"."""

_DEED = re.compile(r"\b(?:of|for|over|with)\b")
"""Where the deed begins: who is named after it ("accused X of backing Y") is not the accused."""


def code_claims(reading: Reading) -> Reading:
    """Return the reading with a claim for each attribution that does more than state, or states something of an actor, person or place."""
    named = [m for m in reading.mentions if m.type in ACTING]
    claims = [claim for attribution in reading.attributions if (claim := _claim(reading, attribution, named))]
    return reading.model_copy(update={"claims": tuple(_answered(reading, claims))})


def kind_of(cue: str) -> ClaimKind:
    """Return the kind of claim that a cue makes.

    >>> kind_of("has repeatedly denied"), kind_of("accused"), kind_of("told reporters")
    ('deny', 'allege', 'state')
    """
    folded = cue.casefold()
    return next((kind for kind, pattern in _cues() if pattern.search(folded)), "state")


@cache
def _cues() -> tuple[tuple[ClaimKind, re.Pattern[str]], ...]:
    rows = yaml.safe_load(resources.files("casus.coding").joinpath("cues.yaml").read_text("utf-8"))
    return tuple((cast("ClaimKind", row["kind"]), re.compile(rf"\b(?:{'|'.join(row['stems'])})")) for row in rows)


def _claim(reading: Reading, attribution: Attribution, named: list[Mention]) -> Claim | None:
    if not attribution.cue:
        return None
    about = [m for m in named if any(part.covers(m.span) for part in attribution.content)]
    cue = attribution.cue[0]
    kind = kind_of(cue.quote)
    if kind in _NEEDS_SUBJECT and not about:
        return None
    accused = _accused(reading, attribution, named) if kind in _ACCUSING else None
    return Claim(
        id=identify(reading.report.id, "claim", [cue.offsets, *(part.offsets for part in attribution.content)]),
        attribution=attribution.id,
        speaker=_speaker(attribution, named),
        kind=kind,
        accused=(Party(mention=accused.id, basis="alleged"),) if accused else (),
        about=tuple(m.id for m in about),
    )


def _speaker(attribution: Attribution, named: list[Mention]) -> Party | None:
    if not attribution.source:
        return None
    inside = [m for m in named if attribution.source[0].overlaps(m.span)]
    widest = max(inside, key=lambda m: len(m.span.quote), default=None)
    return Party(mention=widest.id if widest else None)


def _accused(reading: Reading, attribution: Attribution, named: list[Mention]) -> Mention | None:
    """Return who is accused: before a passive cue ("X was accused of"), else the first named before "of" or "for", or as subject."""
    cue, content = attribution.cue[0], attribution.content[0]
    others = [m for m in named if not any(s.overlaps(m.span) for s in attribution.source)]
    if _PASSIVE.search(cue.quote):
        sentence = next((s for s in reading.sentences if s.covers(cue)), cue)
        before = [m for m in others if sentence.covers(m.span) and m.span.end <= cue.start]
        return before[-1] if before else None
    deed = _DEED.search(reading.report.text, cue.end, content.end)
    limit = deed.start() if deed else content.end
    return next((m for m in others if cue.end <= m.span.start < limit), None)


def _answered(reading: Reading, claims: list[Claim]) -> Iterator[Claim]:
    """Mark accusations that the accused denies or admits in this report; speakers and accused are matched by the names they share."""
    mentions = {m.id: m.span for m in reading.mentions}
    replies = [c for c in claims if c.kind in ("deny", "admit")]
    answers: dict[str, list[str]] = {}
    status: dict[str, str] = {}
    for claim in claims:
        for reply in replies if claim.kind == "allege" else ():
            if reply.id != claim.id and _same_name(mentions, claim.accused, reply.speaker):
                answers.setdefault(reply.id, []).append(claim.id)
                status[claim.id] = {"deny": "denied", "admit": "admitted"}[reply.kind]
    for claim in claims:
        update: dict[str, Any] = {"status": status.get(claim.id, claim.status), "answers": tuple(answers.get(claim.id, ()))}
        yield claim.model_copy(update=update)


def _same_name(mentions: dict[str, Span], accused: tuple[Party, ...], speaker: Party | None) -> bool:
    if speaker is None or speaker.mention is None:
        return False
    said_by = _names(mentions[speaker.mention].quote)
    return any(said_by & _names(mentions[p.mention].quote) for p in accused if p.mention)


def _names(quote: str) -> set[str]:
    """Capitalised words of a mention, cut to five letters, so that "Pakistani" meets "Pakistan"."""
    return {word[:5].casefold() for word in re.findall(r"\w+", quote) if word[0].isupper() and len(word) > 3}

"""Answers within one report: each accusation gets its status, each answer names what it answers; by the rule that holds across reports."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from casus.corroboration.answering import ACCUSING, answers, aside, combined, content_words, cue_words, speaks_for, stance
from casus.corroboration.parties import state_of
from casus.records import Answer, Claim, Reading

REACH = 500
"""Characters between an accusation and words that point back to it without naming it: "denies it", "rejected that account"."""

_POINTING = re.compile(
    r"\W*(?:that\s+)?(?:it|this|that|so|(?:the|that|this|those|these|any|all|such|his|her|its|their)\s+(?:\w+\s+)?"
    r"(?:accusations?|allegations?|charges?|claims?|reports?|account|version|description|suggestion|criticism|note|complaint|link|wrongdoing|part"
    r"|role|involvement))\b[^.]{0,60}",
    re.IGNORECASE,
)


def code_answers(reading: Reading) -> Reading:
    """Return the reading with `status` on the claims that accuse somebody and `answers` on the claims of the accused's side."""
    given: dict[str, list[Answer]] = defaultdict(list)
    answering: dict[str, list[str]] = defaultdict(list)
    for claim, candidate, found in (*_matched(reading), *_pointing(reading)):
        if claim.id not in answering[candidate.id]:
            given[claim.id].append(found)
            answering[candidate.id].append(claim.id)
    claims = []
    for claim in reading.claims:
        update: dict[str, Any] = {"status": combined(given.get(claim.id, ())), "answers": tuple(answering.get(claim.id, ()))}
        claims.append(claim.model_copy(update=update))
    return reading.model_copy(update={"claims": tuple(claims)})


def _matched(reading: Reading) -> Iterator[tuple[Claim, Claim, Answer]]:
    """Yield each accusation with each claim that answers it, and how."""
    for claim in reading.claims:
        for candidate in reading.claims if claim.kind in ACCUSING and claim.accused else ():
            found = answers(claim, reading, candidate, reading)
            if found is not None and found != "unanswered here":
                yield claim, candidate, found


def _pointing(reading: Reading) -> Iterator[tuple[Claim, Claim, Answer]]:
    """Yield each denial that only points back, or that an office gives, with the accusation right before it.

    Who denies "it", and the spokesman who answers at once, are heard as the accused's side; not so where the accused is known to be of
    another state, nor where the speaker is of the opposition or out of office.
    """
    at = {a.id: a.cue[0].start for a in reading.attributions if a.cue}
    placed = sorted((c for c in reading.claims if c.attribution in at), key=lambda c: at[str(c.attribution)])
    for number, candidate in enumerate(placed):
        points = candidate.kind == "deny" and _POINTING.fullmatch(content_words(candidate, reading).rstrip(' .,”"')) is not None
        official = candidate.kind in ("deny", "admit") and candidate.source_type == "official"
        if not (points or official) or aside(candidate, reading):
            continue
        here = at[str(candidate.attribution)]
        before = [c for c in placed[:number] if c.kind in ACCUSING and c.accused and here - at[str(c.attribution)] < REACH]
        if before and _may_speak(reading, before[-1], candidate):
            found = stance(f"{cue_words(candidate, reading)} {content_words(candidate, reading)}", candidate.kind)
            if found is not None:
                yield before[-1], candidate, found


def _may_speak(reading: Reading, claim: Claim, candidate: Claim) -> bool:
    """Whether nothing known speaks against the speaker being of the accused's side."""
    if candidate.speaker is None or (
        claim.speaker is not None and claim.speaker.actor is not None and claim.speaker.actor == candidate.speaker.actor
    ):
        return False
    if any(speaks_for(candidate, reading, accused, reading) for accused in claim.accused):
        return True
    own = state_of(candidate.speaker.actor) if candidate.speaker.actor else None
    others = {state for accused in claim.accused if accused.actor and (state := state_of(accused.actor)) is not None}
    return own is None or not others

"""Whoever answers an accusation is the accused: replies tell what an accusation left open (codebook, section 5, `allege` or `state`, c)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from casus.coding.named import Named
from casus.records import Attribution, Claim, Party

REACH = 700
"""Characters between an accusation and the reply that points back to it."""

POINTING = re.compile(
    r"[“\"]?(?:that\s+)?(?:it|this|that|so|(?:the|that|this|those|these|any|all|such|his|her|its|their)\s+(?:\w+\s+)?(?:accusations?|allegations?|charges?|claims?|reports?|account|"
    r"version|description|suggestion|figures?|criticism|note|statement|complaint|link|wrongdoing|part|role|involvement))\b[^.]{0,60}",
    re.IGNORECASE,
)
"""A content that points back to what was said before: "the charge", "that account", "it"."""


def heard(named: Named, claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims; an accusation against nobody, or a deed that somebody at once denies, is laid at the door of whoever replies."""
    attributions = {a.id: a for a in named.reading.attributions}
    placed = sorted((claim for claim in claims if claim.attribution in attributions), key=lambda c: _at(attributions[str(c.attribution)]))
    revised = {claim.id: claim for claim in claims}
    for number, reply in enumerate(placed):
        if reply.kind not in ("deny", "admit") or reply.speaker is None or not (reply.speaker.actor or reply.speaker.mention):
            continue
        pointing = _points(attributions[str(reply.attribution)])
        for claim in reversed([revised[c.id] for c in placed[:number]]):
            if _at(attributions[str(reply.attribution)]) - _at(attributions[str(claim.attribution)]) > REACH:
                break
            if _one(named, claim.speaker, reply.speaker):
                continue
            found = _laid_on(named, claim, reply, pointing)
            if found is not None:
                revised[claim.id] = found
            if claim.kind in ("allege", "condemn") or found is not None:
                break
    return [revised[claim.id] for claim in claims]


def _at(attribution: Attribution) -> int:
    return attribution.cue[0].start


def _points(attribution: Attribution) -> bool:
    return POINTING.fullmatch(" ".join(s.quote for s in attribution.content).rstrip(' .,”"')) is not None


def _laid_on(named: Named, claim: Claim, reply: Claim, pointing: bool) -> Claim | None:
    """Return the claim with whoever replies as its accused; None where the reply tells nothing new."""
    accused: Any = (reply.speaker.model_copy(update={"basis": "alleged"}),) if reply.speaker else ()
    known = [p for p in claim.accused if p.basis != "inferred"]
    if claim.kind in ("allege", "condemn") and not known and reply.kind == "deny":
        return claim.model_copy(update={"accused": accused})
    if claim.kind == "state" and (pointing or reply.kind == "admit") and _told_of(named, claim, reply.speaker):
        return claim.model_copy(update={"kind": "allege", "accused": accused, "about": _without(named, claim, reply.speaker)})
    return None


def _told_of(named: Named, claim: Claim, party: Party | None) -> bool:
    """Whether a claim tells of a party or of another body of its state."""
    return any(_one(named, Party(mention=m, actor=named.body(named.mentions.get(m))), party) for m in claim.about)


def _without(named: Named, claim: Claim, party: Party | None) -> tuple[str, ...]:
    return tuple(m for m in claim.about if named.body(named.mentions.get(m)) != (party.actor if party else None))


def _one(named: Named, one: Party | None, other: Party | None) -> bool:
    """Whether two parties are of one side."""
    if one is None or other is None:
        return False
    if one.actor is None or other.actor is None:
        return one.mention is not None and one.mention == other.mention
    country = named.country(one.actor)
    return one.actor == other.actor or (
        country is not None and country == named.country(other.actor) and "." not in one.actor + other.actor
    )

"""Whoever answers an accusation is the accused: replies tell what an accusation left open (codebook, section 5, `allege` or `state`, c)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from casus.coding.accused import Accused
from casus.coding.named import Named
from casus.records import Attribution, Claim, Party

REACH = 700
"""Characters between an accusation and the reply that points back to it."""

AT_ONCE = 300
"""Characters after a statement in which whoever does the deed in it contradicts it."""

_NOT_SO = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|untrue|false|lies?|fooled|forge\w*|invent\w*|fabricat\w*|nonsense)\b|n[’']t\b",
    re.IGNORECASE,
)

POINTING = re.compile(
    r"[“\"]?(?:that\s+)?(?:(?:it|this|that|so)(?:\s+(?:is|was)(?:\s+[\w’'-]+){1,3}|\s+(?:on|in|at|as|all|again|too|\w+ly)\b[^.]{0,40})?"
    r"|(?:the|that|this|those|these|any|all|such|his|her|its|their)\s+(?:\w+\s+)?(?:accusations?|allegations?|charges?|claims?|reports?|account"
    r"|version|description|suggestion|figures?|criticism|note|statement|complaint|link|wrongdoing|part|role|involvement)\b[^.]{0,60}"
    r"|(?:any|no) such\s[^.]{0,60})",
    re.IGNORECASE,
)
"""A content that points back to what was said before: "the charge", "that account", "it"."""

_CALLS_IT = re.compile(
    r"\b(?:the|that|this|these|those|such|any|all) (?:\w+ )?(?:accusations?|allegations?|charges?|claims?)\b", re.IGNORECASE
)
"""What a reply calls an accusation that the report words as a statement."""


def heard(named: Named, claims: Sequence[Claim], accused: Accused) -> list[Claim]:
    """Return the claims; an accusation against nobody, or a deed that somebody at once denies, is laid at the door of whoever replies."""
    attributions = {a.id: a for a in named.reading.attributions}
    placed = sorted((claim for claim in claims if claim.attribution in attributions), key=lambda c: _at(attributions[str(c.attribution)]))
    revised = {claim.id: claim for claim in claims}
    for number, reply in enumerate(placed):
        contradicts = reply.kind == "state" and _contradicts(attributions[str(reply.attribution)])
        if (
            not (contradicts or reply.kind in ("deny", "admit"))
            or reply.speaker is None
            or not (reply.speaker.actor or reply.speaker.mention)
        ):
            continue
        answer = attributions[str(reply.attribution)]
        pointing = _points(answer)
        for claim in reversed([revised[c.id] for c in placed[:number]]):
            if _at(attributions[str(reply.attribution)]) - _at(attributions[str(claim.attribution)]) > REACH:
                break
            if _one(named, claim.speaker, reply.speaker):
                continue
            said = (attributions[str(claim.attribution)], answer)
            if contradicts:
                if (found := _contradicted(named, claim, reply, said, accused)) is not None:
                    revised[claim.id], revised[reply.id] = found, reply.model_copy(update={"kind": "deny", "direction": None})
                break
            found = _laid_on(named, claim, reply, pointing) or _denied(named, claim, reply, said, accused)
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


def _denied(named: Named, claim: Claim, reply: Claim, said: tuple[Attribution, Attribution], accused: Accused) -> Claim | None:
    """Return a statement as an accusation of whoever does the deed in it, where the reply takes up its words or calls it an accusation."""
    if claim.kind != "state" or claim.accused:
        return None
    doers = accused.doers(said[0], claim.speaker)
    if not doers:
        return None
    one, other = (named.stems(a.content) for a in said)
    taken_up = bool(one & other) and any(named.one_side(doer, reply.speaker) for doer in doers)
    if not taken_up and not (reply.kind == "deny" and _CALLS_IT.search(" ".join(s.quote for s in said[1].content))):
        return None
    return _imputed(named, claim, doers)


def _imputed(named: Named, claim: Claim, doers: tuple[Party, ...]) -> Claim:
    """Return a statement as an accusation of those who do the deed in it; they are not also what it is about."""
    left_out = {party.actor for party in doers if party.actor} | {party.mention for party in doers}
    about = tuple(m for m in claim.about if m not in left_out and named.body(named.mentions.get(m)) not in left_out)
    return claim.model_copy(update={"kind": "allege", "accused": doers, "about": about})


def _contradicts(attribution: Attribution) -> bool:
    """Whether a content says that something is not so."""
    return _NOT_SO.search(" ".join(s.quote for s in attribution.content)) is not None


def _contradicted(named: Named, claim: Claim, reply: Claim, said: tuple[Attribution, Attribution], accused: Accused) -> Claim | None:
    """Return a statement as an accusation where whoever does the deed in it says at once that it is not so."""
    if _at(said[1]) - _at(said[0]) > AT_ONCE or claim.kind not in ("state", "allege"):
        return None
    if claim.kind == "allege":
        return claim if any(named.one_side(party, reply.speaker) for party in claim.accused) else None
    doers = accused.doers(said[0], claim.speaker)
    if not any(named.one_side(doer, reply.speaker) for doer in doers):
        return None
    return _imputed(named, claim, doers)


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

"""Answers within one report: each accusation gets its status, each answer names what it answers.

Which claim answers which is told by a model over pairs of claims (`casus.corroboration.replying`). What the accused's side answers is an
accusation, and what answers it denies or admits, whatever the words told by themselves (codebook, section 5, `allege` or `state`, c).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from casus.corroboration.answering import ACCUSING, combined, stance
from casus.corroboration.replying import FITTING, Pair, pairs, shipped_weights
from casus.corroboration.tellings import acting
from casus.records import Answer, Claim, Party, Reading

LIKELY, SURE = 0.25, 0.45
"""The chances from which a claim answers another: an accusation that is met with words or a claim of denying or owning, and all else.

Out of fold F1 is flat from 0.25 to 0.4 of the first and from 0.3 to 0.6 of the second. Statements that turn out to be accusations, and
answers that take no stand, are far rarer in the press than in the reports that the model was fitted on: they need the second.
"""

SHARE = 0.5
"""Of the chance of the likeliest accusation: others with less of it are not meant by the same answer."""

TURNED = ("state", "assess")
"""Kinds of claims that are denials or admissions where they answer."""


def code_answers(reading: Reading) -> Reading:
    """Return the reading with `status` on claims that are answered and `answers` on claims of the accused's side.

    A statement that is answered becomes an accusation of those who answer, one that answers a denial or an admission.
    """
    claims = {claim.id: claim for claim in reading.claims}
    given: dict[str, list[Answer]] = defaultdict(list)
    answering: dict[str, list[str]] = defaultdict(list)
    for pair in chosen(pairs(reading), shipped_weights()):
        accusation, reply = pair.accusation.claim, pair.reply.claim
        accused = _accused(claims[accusation.id], pair, reading)
        if not accused:
            continue
        how = stance(pair.reply.words, reply.kind) or "denied"
        given[accusation.id].append(how)
        answering[reply.id].append(accusation.id)
        claims[accusation.id] = _accusing(claims[accusation.id], accused)
        claims[reply.id] = _replying(claims[reply.id], how)
    coded = []
    for claim in claims.values():
        update = {"status": combined(given.get(claim.id, ())), "answers": tuple(answering.get(claim.id, ()))}
        coded.append(claim.model_copy(update=update))
    return reading.model_copy(update={"claims": tuple(coded)})


def chosen(found: Iterable[Pair], weights: Mapping[str, float]) -> Iterator[Pair]:
    """Yield the pairs that are likely enough by some weights, the likeliest first. No claim both is answered and answers."""
    likely = sorted(((pair.chance(weights), pair) for pair in found), key=lambda one: -one[0])
    best: dict[str, float] = {}
    answered: set[str] = set()
    for chance, pair in likely:
        accusation, reply = pair.accusation.claim.id, pair.reply.claim.id
        if chance < max(LIKELY if _plain(pair) else SURE, SHARE * best.get(reply, 0.0)) or accusation in best or reply in answered:
            continue
        best.setdefault(reply, chance)
        answered.add(accusation)
        yield pair


def _plain(pair: Pair) -> bool:
    """Whether a pair is an accusation and a reply that takes a stand."""
    return pair.accusation.claim.kind in ACCUSING and stance(pair.reply.words, pair.reply.claim.kind) is not None


def _accused(claim: Claim, pair: Pair, reading: Reading) -> tuple[Party, ...]:
    """Return whom a claim accuses that is answered: those it names, else whom it tells of and who answer, else whoever answers."""
    if claim.accused:
        return claim.accused
    speaker, actor = pair.reply.claim.speaker, acting(reading)
    fitting = [(FITTING.index(fit), m) for m, side in pair.accusation.told_of if (fit := side.fit(pair.reply.speaker)) in FITTING]
    if fitting:
        mention = min(fitting, key=lambda one: one[0])[1]
        return (Party(mention=mention.id, actor=actor(Party(mention=mention.id)), basis="alleged"),)
    return () if speaker is None else (speaker.model_copy(update={"basis": "alleged"}),)


def _accusing(claim: Claim, accused: tuple[Party, ...]) -> Claim:
    """Return what is answered as an accusation; whom it accuses is not also what it is about."""
    left_out = {name for party in accused for name in (party.mention, party.actor)}
    update: dict[str, Any] = {"accused": accused, "about": tuple(name for name in claim.about if name not in left_out)}
    return claim.model_copy(update=update | ({} if claim.kind in ACCUSING else {"kind": "allege", "direction": None}))


def _replying(claim: Claim, how: Answer) -> Claim:
    """Return what answers as a denial or an admission."""
    if claim.kind not in TURNED:
        return claim
    return claim.model_copy(update={"kind": "deny" if how == "denied" else "admit", "direction": None})

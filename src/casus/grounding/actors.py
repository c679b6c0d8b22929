"""Actors of a report: who its mentions name on the day of publication, and which capitals act for their governments.

`ground_actors` mends what the reader marked where the knowledge is certain, adds names that it missed, and resolves; what stays
unknown (surnames, "the group", names that the knowledge lacks) is left to the chains. `describe_actors` then lists who takes part.
"""

from __future__ import annotations

import re
from datetime import date

from casus.grounding.descriptions import describe
from casus.grounding.evidence import Evidence, weigh
from casus.grounding.knowledge import Knowledge, fold, open_knowledge
from casus.grounding.listing import describe_actors
from casus.grounding.marking import Mark, mark
from casus.grounding.metonyms import stands_for
from casus.grounding.resolution import Context, Resolution, resolve
from casus.grounding.scanning import scan, tokens
from casus.grounding.speaking_in import sender, stated
from casus.records import Candidate, Mention, Reading, identify

__all__ = ["Context", "Resolution", "describe_actors", "ground_actors", "published_on", "resolve"]

PHRASE = 9
"""Words of such a phrase."""

_OF_A_NAME = re.compile(r"\s+of\s+(?:the\s+)?[A-Z]\w{3,}")
"""An owner named after a mention: where nobody knows it, the mention is nobody else's either ("the coast guard of Maridia")."""

REACH = 80
"""Characters after a mention in which a phrase may name its owner: "the Defence Ministry in Yerevan"."""


def published_on(reading: Reading) -> date | None:
    """Return the day of publication, in the report's own zone."""
    return reading.report.published.date() if reading.report.published else None


def ground_actors(reading: Reading) -> Reading:
    """Return the reading with its actor, person and acting place mentions mended, completed and resolved."""
    knowledge, report = open_knowledge(), reading.report
    words = tokens(report.text)
    names = scan(report.text, words, knowledge)
    evidence = weigh(reading, names, knowledge)
    marks = mark(reading, words, names, knowledge)
    on = published_on(reading)
    mentions = [_ground(m, reading, evidence, on, knowledge) for m in marks]
    return reading.model_copy(update={"mentions": tuple(sorted(mentions, key=lambda m: (m.span.offsets, m.type)))})


def _ground(found: Mark, reading: Reading, evidence: Evidence, on: date | None, knowledge: Knowledge) -> Mention:
    mention = _mention(found, reading)
    if mention.type == "place":
        return stands_for(mention, reading, evidence, on, knowledge)
    if mention.type not in ("actor", "person"):
        return mention
    answer = _resolve(found, reading, evidence, on, knowledge)
    return mention.model_copy(update={"resolved": answer.actor, "candidates": answer.candidates})


def _mention(found: Mark, reading: Reading) -> Mention:
    """Return the reader's mention as it was, or one made anew where its bounds or type changed."""
    if found.mention is not None and found.mention.span.offsets == (found.start, found.end) and found.mention.type == found.type:
        return found.mention
    span = reading.report.span(found.start, found.end)
    return Mention(id=identify(reading.report.id, found.type, [span.offsets]), span=span, type=found.type)


def _resolve(found: Mark, reading: Reading, evidence: Evidence, on: date | None, knowledge: Knowledge) -> Resolution:
    told = None
    text, context = f"{reading.report.text[found.start : found.end]} {found.borrowed}".strip(), evidence.near(found.start)
    if found.type == "actor" and not found.owned:
        whole, away = reading.report.text, _is_force(text, knowledge)
        told = stated(whole, found.start, found.end, knowledge) or (sender(whole, found.start, knowledge) if away else None)
        context = Context((told, *context.countries), told, certain=True) if told else context
    answer = resolve(text, on, context, knowledge)
    if found.type == "actor" and not found.owned and not told:
        following = reading.report.text[found.end : found.end + REACH]
        longer = _with_owner(text, following, away=away)
        owned = resolve(longer, on, context, knowledge) if longer else answer
        strange = longer is not None and owned.actor is None and _OF_A_NAME.match(following) and not _known_in(longer, text, knowledge)
        answer = Resolution() if strange else owned if owned.actor else answer
    return _checked(answer, evidence, knowledge)


def _is_force(text: str, knowledge: Knowledge) -> bool:
    """Whether a description is of people in arms who may be away from home: "troops in South Ossetia" are not its own."""
    described = describe(text, knowledge)
    return described is not None and described.head.organ == "MIL" and described.head.noun.split()[-1] not in ("army", "military", "navy")


def _known_in(longer: str, text: str, knowledge: Knowledge) -> bool:
    """Whether the knowledge has any name in what follows a mention."""
    words = longer[len(text) :].split()[1:]
    return any(knowledge.lookup(fold(" ".join(words[i:j]))) for i in range(len(words)) for j in range(i + 1, len(words) + 1))


def _with_owner(text: str, following: str, *, away: bool = False) -> str | None:
    """Return the mention with the phrase after it that may name its owner, up to the next mark; where people may be `away`, not "in"."""
    words = following.split()
    if away and words[:1] == ["in"]:
        return None
    if not words or words[0] not in ("of", "in", "from", "for") or len(words) < 2:
        return None
    phrase = []
    for word in words[:PHRASE]:
        phrase.append(word.rstrip(".,;:"))
        if word != phrase[-1]:
            break
    return f"{text} {' '.join(phrase)}"


def _checked(answer: Resolution, evidence: Evidence, knowledge: Knowledge) -> Resolution:
    """Return the answer, weakened where a person's name stands alone: outside a report that names their country they stay a candidate."""
    if answer.actor is None or answer.kind != "person":
        return answer
    known = knowledge.profile(answer.actor)
    if known is None or known.country is None or known.country in evidence.weights:
        return answer
    return Resolution(candidates=tuple(Candidate(id=c.id, score=c.score / 2) for c in answer.candidates))

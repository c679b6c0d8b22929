"""`Reading.actors`: everybody whom a mention resolves to, with role and recognition on the day of publication."""

from __future__ import annotations

import re

from casus.grounding.chains.nodes import nouns, singular
from casus.grounding.composing import compose
from casus.grounding.descriptions import Description, describe
from casus.grounding.knowledge import Knowledge, fold, open_knowledge
from casus.grounding.offices import Office, offices
from casus.grounding.resolution import clean, role_title
from casus.grounding.roles import standing
from casus.records import ActorInReport, Mention, Reading

PLACE = "plc."
CODE = 3
"""Letters of the id of a state."""


def describe_actors(reading: Reading) -> Reading:
    """Return the reading with one entry for each actor that its mentions name or act for, in the order of their first mention."""
    knowledge, named = open_knowledge(), _named(reading)
    held = offices(reading, knowledge)
    found = {actor: _listed(actor, own, reading, knowledge) for actor, own in named.items()}
    states = {one.country for one in found.values() if one.country is not None}
    home = states.pop() if len(states) == 1 else None
    actors = tuple(_in_office(_at_home(actor, home), held.get(actor.id)) for actor in found.values())
    return reading.model_copy(update={"actors": actors})


def _named(reading: Reading) -> dict[str, list[Mention]]:
    """Return the mentions of each actor."""
    found: dict[str, list[Mention]] = {}
    for mention in reading.mentions:
        for actor in (mention.resolved, mention.acts_for):
            if actor is not None and not actor.startswith(PLACE):
                found.setdefault(actor, []).append(mention)
    return found


def _at_home(actor: ActorInReport, home: str | None) -> ActorInReport:
    """Return unnamed people with the one country that a report tells of."""
    return actor.model_copy(update={"country": home}) if actor.kind == "people" and actor.country is None else actor


def _in_office(actor: ActorInReport, office: Office | None) -> ActorInReport:
    """Return a person with the role in the report's words, and the body for which they act."""
    if office is None:
        return actor
    return actor.model_copy(update={"role": office.role or actor.role, "acts_for": office.acts_for or actor.acts_for})


def _listed(actor: str, own: list[Mention], reading: Reading, knowledge: Knowledge) -> ActorInReport:
    on = reading.report.published.date() if reading.report.published else None
    known = knowledge.profile(actor)
    if known is None:
        return _composed(actor, own, knowledge) or _unknown(actor, own, reading, knowledge)
    now = standing(known, on)
    return ActorInReport(
        id=known.id,
        name=known.name,
        kind=known.kind,
        country=known.country,
        sector=known.sector,
        role=role_title(now.role, now.of, knowledge) if now.of or now.role != known.kind else None,
        recognition=now.recognition,
        acts_for=now.of if known.kind == "person" and not now.former else None,
    )


def _composed(actor: str, own: list[Mention], knowledge: Knowledge) -> ActorInReport | None:
    """Describe a part of an actor of the knowledge by what its mentions make together with the owner: "Refugees from Sudan"."""
    owner = knowledge.profile(actor.rsplit(".", 1)[0])
    if owner is None:
        return None
    for mention in own:
        described = describe(clean(mention.span.quote), knowledge)
        made = compose(owner, described, knowledge) if described else None
        if made is not None and made.id == actor:
            return ActorInReport(id=actor, name=made.name, kind=made.kind, country=made.country, sector=made.sector)
    part = actor.rsplit(".", 1)[1]
    name = max((m.span.quote for m in own), key=len)
    return ActorInReport(id=actor, name=name, kind="other", country=owner.country, sector=part if part.isupper() else None)


def _unknown(actor: str, own: list[Mention], reading: Reading, knowledge: Knowledge) -> ActorInReport:
    """Describe an actor that the knowledge lacks by its own words: the longest name, else a description with what it is of."""
    mention = max(own, key=lambda m: _telling(m, actor))
    if actor.startswith("one.") and mention.type == "person":
        return ActorInReport(id=actor, name=mention.span.quote, kind="person")
    described = describe(clean(mention.span.quote), knowledge)
    kind, sector = _kind(mention.span.quote, described)
    states = {o.actor for o in described.owners if len(o.actor) == CODE} if described else set()
    country = states.pop() if len(states) == 1 else None
    return ActorInReport(id=actor, name=_with_complement(mention, reading), kind=kind, country=country, sector=sector)


def _telling(mention: Mention, actor: str) -> tuple[bool, bool, int]:
    """Weigh how well a mention tells who an actor is: a person's name for a person, a longer name before a shorter."""
    words = mention.span.quote.split()
    named = words[-1][0].isupper() and not mention.span.quote.isupper()
    return (mention.type == "person") == actor.startswith("one."), named, len(words) if named else 0


def _kind(words: str, described: Description | None) -> tuple[str, str | None]:
    """Return kind and sector of an actor by its head noun (codebook, section 7): unnamed people are `people`, whatever their sector."""
    written = [fold(word) for word in words.split()]
    if words.rsplit(maxsplit=1)[-1][0].isupper() and len(written) > 1:
        kinds = nouns()["kind_of_name"]
        kind = next((kinds[word] for word in reversed(written) if word in kinds), None)
        if kind is not None:
            return kind, SECTORS.get(kind)
    if described is not None:
        head = described.head
        return (head.kind if head.level == "body" and head.kind != "person" else "people"), head.sector
    noun = singular(written[-1])[0]
    return ("people" if noun in nouns()["person"] or noun in nouns()["crowd"] else "other"), None


SECTORS = {
    "armed group": "REB", "party": "PTY", "government": "GOV", "court": "JUD", "company": "BUS", "ngo": "SOC", "media": "JRN",
    "police": "COP", "military": "MIL",
}  # fmt: skip
"""The sector of a named body that the knowledge lacks, by its kind."""

_OF = re.compile(r"\s+(?:of|among|in|from|for|at)\s+(?:the\s+)?")


def _with_complement(mention: Mention, reading: Reading) -> str:
    """Return a description with the place or body that it is of: "residents of Armel", "community leaders among the refugees"."""
    words = mention.span.quote
    match = _OF.match(reading.report.text, mention.span.end) if words.split()[-1][0].islower() else None
    other = next((m for m in reading.mentions if match and m.span.start == match.end() and m.type in ("place", "actor")), None)
    return reading.report.text[mention.span.start : other.span.end] if other else words

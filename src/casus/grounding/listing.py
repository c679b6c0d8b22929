"""`Reading.actors`: everybody whom a mention resolves to, with role and recognition on the day of publication."""

from __future__ import annotations

from casus.grounding.composing import Composed
from casus.grounding.knowledge import Knowledge, open_knowledge
from casus.grounding.resolution import Context, resolve, role_title
from casus.grounding.roles import standing
from casus.records import ActorInReport, Mention, Reading

PLACE = "plc."


def describe_actors(reading: Reading) -> Reading:
    """Return the reading with one entry for each actor that its mentions name or act for, in the order of their first mention."""
    knowledge = open_knowledge()
    found: dict[str, ActorInReport] = {}
    for mention in reading.mentions:
        for actor in (mention.resolved, mention.acts_for):
            if actor is not None and not actor.startswith(PLACE) and actor not in found:
                found[actor] = _listed(actor, mention, reading, knowledge)
    return reading.model_copy(update={"actors": tuple(found.values())})


def _listed(actor: str, mention: Mention, reading: Reading, knowledge: Knowledge) -> ActorInReport:
    on = reading.report.published.date() if reading.report.published else None
    known = knowledge.profile(actor)
    if known is None:
        return _unknown(actor, mention, knowledge)
    now = standing(known, on)
    return ActorInReport(
        id=known.id,
        name=known.name,
        kind=known.kind,
        country=known.country,
        sector=known.sector,
        role=role_title(now.role, now.of, knowledge) if now.of or now.role != known.kind else None,
        recognition=now.recognition,
    )


def _unknown(actor: str, mention: Mention, knowledge: Knowledge) -> ActorInReport:
    """Describe an actor that the knowledge lacks by its own words: composed from a description, or provisional."""
    described = _composed(actor, mention, knowledge)
    if described is not None:
        return ActorInReport(id=actor, name=described.name, kind=described.kind, country=described.country, sector=described.sector)
    kind = "person" if mention.type == "person" else "other"
    return ActorInReport(id=actor, name=mention.span.quote, kind=kind)


def _composed(actor: str, mention: Mention, knowledge: Knowledge) -> Composed | None:
    owner = knowledge.profile(actor.rsplit(".", 1)[0])
    if owner is None:
        return None
    again = resolve(mention.span.quote, None, Context((owner.id,), certain=True), knowledge)
    if again.actor == actor and again.name and again.kind:
        return Composed(actor, again.name, again.kind, again.country, again.sector, owner.id)
    return Composed(
        actor, mention.span.quote, "other", owner.country, actor.rsplit(".", 1)[1] if actor.rsplit(".", 1)[1].isupper() else None, owner.id
    )

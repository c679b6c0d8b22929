"""Composed actors: a description and its owner -> an id, a name, a kind, a sector. "Afghan rebels" -> AFG.REB."""

from __future__ import annotations

from dataclasses import dataclass

from casus.grounding.descriptions import Description
from casus.grounding.knowledge import Agent, Knowledge, Profile, fold

STATE_ORGANS = ("MIL", "COP", "SPY", "LEG", "JUD", "MFA", "MOD", "MOI")
ITSELF = frozenset(
    {"armed group", "igo", "ngo", "coalition", "company", "party", "media", "military", "police", "intelligence", "court", "parliament"}
)
"""Bodies whose fighters, officials and members act as the body."""

MINISTRY = frozenset({"ministry", "ministries", "ministery", "department", "government", "of", "the", "and"})
"""Words of a ministry's name that do not say what it is for."""

BODIES = frozenset(
    {"office", "election-commission", "central-bank", "commission", "constitutional-court", "prosecution", "courts", "ombudsman", "customs"}
)
"""Organs of which a state has several or calls them by names of its own: a name in capitals is one of its own."""

Made = tuple[str, str, str]
"""Name, kind and sector of a part that the knowledge does not have."""

PEOPLE = frozenset({"CVL", "ELI"})
"""Sectors of a community's people who are the community itself: "Rohingya villagers", "Hazara elders"."""


@dataclass(frozen=True)
class Composed:
    """Whom a description names. `of` is the body it belongs to; `level` how it belongs: office, official, member, body, people."""

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    of: str | None = None
    level: str | None = None


def compose(owner: Profile, found: Description, knowledge: Knowledge) -> Composed:
    """Return the actor that an owner and a description make together; organs that the knowledge has keep their own name.

    A name in capitals for one body among many ("Central Election Commission") is kept.
    """
    head, former = found.head, found.former
    if former and head.level in ("office", "official", "member"):
        return _part(owner, "ELI", (f"Former officials of {title(owner)}", "people", "ELI"), "people", knowledge)
    if owner.kind == "government" and (owner.of is None or owner.id == owner.country or "." in owner.id) and owner.sector == "GOV":
        return _of_state(_state(owner, knowledge), head, knowledge, found.slug, found.name)
    if owner.kind in ITSELF or owner.kind == "person" or (owner.kind == "community" and head.sector in PEOPLE):
        return Composed(owner.id, owner.name, owner.kind, owner.country, owner.sector, owner.of, head.level)
    return _part(owner, head.sector, (f"{owner.name}: {head.noun}", head.kind, head.sector), head.level, knowledge)


def _state(owner: Profile, knowledge: Knowledge) -> Profile:
    """Return the state of an organ; regions with a government of their own stand for themselves."""
    if owner.of and "." in owner.id and any(c.isupper() for c in owner.id.split(".")[1]):
        return knowledge.profile(owner.of) or owner
    return owner


def _of_state(state: Profile, head: Agent, knowledge: Knowledge, slug: str, proper: str = "") -> Composed:
    if head.level == "body" and head.organ in BODIES and (proper or (slug and head.organ == "office")):
        words = proper or f"{slug.replace('-', ' ')} {head.noun}".capitalize()
        return _part(state, slug_of(words), (f"{words} of {title(state)}", head.kind, head.sector), head.level, knowledge)
    if head.organ in ("self", "office"):
        return Composed(state.id, state.name, state.kind, state.country, state.sector, state.of, head.level)
    if head.organ == "ministry":
        subject = slug or "-".join(word for word in head.noun.split() if word not in MINISTRY)
        part, name = (f"ministry-{subject}", f"Ministry of {_capitals(subject)} of") if subject else ("ministry", "A ministry of")
        return _part(state, part, (f"{name} {title(state)}", "government", "GOV"), head.level, knowledge)
    name = (head.name or f"{head.noun.capitalize()} of {{x}}").format(x=title(state), a=knowledge.adjective(state.id) or title(state))
    kind = "government" if head.kind == "person" else head.kind
    return _part(state, head.organ or head.sector, (name, kind, head.sector), head.level, knowledge)


def _part(owner: Profile, part: str, made: Made, level: str | None, knowledge: Knowledge) -> Composed:
    known = knowledge.profile(f"{owner.id}.{part}")
    if known is not None:
        return Composed(known.id, known.name, known.kind, known.country, known.sector, known.of, level)
    name, kind, sector = made
    return Composed(f"{owner.id}.{part}", name, kind, owner.country, sector, owner.id, level)


def slug_of(words: str) -> str:
    """Return the last part of the id of a named body.

    >>> slug_of("State Committee for National Security")
    'state-committee-national-security'
    """
    return "-".join(word for word in fold(words).split() if word not in MINISTRY | {"for", "on"} or word == "ministry")


def _capitals(subject: str) -> str:
    return " ".join(word.capitalize() for word in subject.split("-"))


def title(owner: Profile) -> str:
    """Return the owner's name for use inside another: "Kenya" for its government."""
    return owner.name.removeprefix("Government of ")

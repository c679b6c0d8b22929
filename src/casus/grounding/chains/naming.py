"""What a chain resolves to: an actor of the knowledge, or a provisional id where nobody knows it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from casus.grounding.chains.entities import Entity
from casus.grounding.chains.nodes import Node
from casus.grounding.identities import new_group, private_person
from casus.grounding.knowledge import Knowledge

HALF = 0.5
"""Share from which the best candidate of a description counts."""

LONG = 10
"""How many mentions a full name outweighs where the report shortens it: what the acronym means elsewhere is of no weight."""

AGREED = 0.8
"""Share of the descriptions without an owner whose best candidates must be of one country for the report to be about it."""


def name(entities: Sequence[Entity], report: str, knowledge: Knowledge) -> None:
    """Give every chain its id: that of the knowledge, else a provisional one; null where several are left open."""
    about, known = _country(entities), {entity.id for entity in entities if entity.id}
    for entity in entities:
        if entity.first.several:
            continue
        entity.id = _by_knowledge(entity) or _by_report(entity, about, known) or _unknown(entity, report, knowledge)


def _by_knowledge(entity: Entity) -> str | None:
    """Return what most of the mentions resolve to; for a name, descriptions that only took the report's country do not count."""
    sure: Counter[str] = Counter()
    for node in entity.nodes:
        if node.id and not node.weak and (node.own or not entity.named):
            sure[node.id] += 1
            sure[node.id] += LONG * (node.named and len(node.words) > 1 and bool(entity.short))
    weak = Counter(node.id for node in entity.nodes if node.id)
    found = sure or (weak if not entity.named else sure)
    return found.most_common(1)[0][0] if found else None


def _by_report(entity: Entity, about: str | None, known: Collection[str]) -> str | None:
    """Return the best candidate of a description: of the country that the report is about, or an actor that it tells of elsewhere."""
    if entity.named or entity.sort == "person":
        return None
    best = Counter(node.mention.candidates[0].id for node in entity.nodes if _owner(node))
    homely = any(node.homely for node in entity.nodes)
    for candidate, _ in best.most_common():
        if candidate in known and (homely or "." in candidate):
            return candidate
        if homely and entity.sort == "body" and candidate.split(".")[0] == about:
            return candidate
    return None


def _unknown(entity: Entity, report: str, knowledge: Knowledge) -> str | None:
    """Return a provisional id, null for one mention of a body that may be of several countries ("the army")."""
    single = len(entity.nodes) == 1 and not entity.named and entity.first.sort not in ("person", "people")
    if single and entity.first.mention.candidates and (entity.first.homely or len(entity.first.words) == 1):
        return None
    longest = max((node for node in entity.nodes if node.named), key=lambda node: len(node.words), default=None)
    if longest is None:
        return private_person(report, f"{entity.first.mention.span.quote} {entity.first.start}")
    words = longest.mention.span.quote
    if entity.sort == "person":
        return private_person(report, words)
    best = next((_owner(node) for node in entity.nodes if _owner(node)), None)
    profile = knowledge.profile(best) if best else None
    return new_group(words, profile.country if profile else None)


def _country(entities: Sequence[Entity]) -> str | None:
    """Return the country that the descriptions of a report without an owner of their own agree on ("police", "the opposition")."""
    votes = Counter(owner for entity in entities for node in entity.nodes if not node.id and (owner := _owner(node)))
    if not votes:
        return None
    best, count = votes.most_common(1)[0]
    return best if count >= AGREED * votes.total() else None


def _owner(node: Node) -> str | None:
    """Return the country, or other owner, of a mention's best candidate where that is likely enough."""
    best = node.mention.candidates[0] if node.mention.candidates else None
    return best.id.split(".")[0] if best is not None and best.score >= HALF else None

"""Entities: the chains of a report while they grow, and by what a mention joins one."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from casus.grounding.chains.nodes import Node, Sort, nouns

SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "a", "an", "de", "la", "al", "el", "du", "des"})
"""Words that an acronym may pass over."""

LIGHT = frozenset({"same", "smaller", "larger", "new", "other", "own", "whole", "main", "armed", "rebel", "militant", "islamist", "local"})
"""Words before "group" that leave open which one is meant."""

OF_KIND = 0.7
"""How well a description fits that is the name of its kind: "the armed group"."""

PART = 0.55
"""How well a body's people or parts fit it by its kind alone: "soldiers" an army, "fighters" an armed group."""

UNTOLD = 0.3
"""How well they fit a body of which the report does not tell what it is."""

FOREIGN = 0.6
"""By how much less a description fits a body of another country than the one that the report suggests for it."""

FADING = ((0.75, 0.03), (PART, 0.05), (0.3, 0.1), (0.0, 0.25))
"""By how much a description that shares a noun, or only the kind, fits an entity less with each sentence that lies between."""

FAIR, CLEAR = 0.25, 0.15
"""A description joins the best entity from this score on, and only when it leads the next by so much."""


@dataclass(eq=False)
class Entity:
    """What the report says of one actor so far. `body` is whom a person speaks and acts for, `topic` the last sentence with its pronoun."""

    nodes: list[Node] = field(default_factory=list)
    names: set[tuple[str, ...]] = field(default_factory=set)
    short: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)
    gender: str | None = None
    id: str | None = None
    body: Entity | None = None
    told: int = 0
    topic: int = -9
    sort: Sort = "body"
    kinds: set[str] = field(default_factory=set)
    described: dict[str, list[Node]] = field(default_factory=dict)
    name_words: set[str] = field(default_factory=set)
    sorts: Counter[Sort] = field(default_factory=Counter)

    @property
    def first(self) -> Node:
        """The mention that opened the chain."""
        return self.nodes[0]

    @property
    def last(self) -> Node:
        """The latest mention."""
        return self.nodes[-1]

    @property
    def named(self) -> bool:
        """Whether a name is among its mentions."""
        return bool(self.names)

    @property
    def told_kinds(self) -> set[str]:
        """The kinds that the nouns beside its names tell: "the rebel group Oru Dawn"."""
        known = nouns()
        return {kind for role in self.roles for kind in (*known["anaphors"].get(role, ()), *known["part_of"].get(role, ()))}

    def take(self, node: Node) -> None:
        """Add a mention. The chain is of the sort of most of its names, else of its first mention."""
        self.nodes.append(node)
        if node.named:
            self.names.add(node.words)
            self.name_words |= set(node.words)
        else:
            self.described.setdefault(node.head, []).append(node)
        self.roles |= node.roles
        self.kinds |= {node.kind} if node.kind and (node.named or not self.kinds or not self.named) else set()
        self.gender = self.gender or node.gender
        self.id = self.id or (None if node.weak and self.named else node.id)
        self.sorts.update([node.sort] if node.named else ())
        self.sort = self.sorts.most_common(1)[0][0] if self.sorts else self.first.sort
        if self.sort == "person" and self.named:
            self.id = next((n.id for n in self.nodes if n.id and n.own), None)


def is_acronym_of(short: str, words: tuple[str, ...]) -> bool:
    """Whether a word is made of the initials of a name, small words passed over or not.

    >>> is_acronym_of("rsf", ("rapid", "support", "forces")), is_acronym_of("icj", ("international", "court", "of", "justice"))
    (True, True)
    """
    if len(short) < 2 or len(words) < 2:
        return False
    parts = [piece for word in words for piece in word.split()]
    return short in ("".join(w[0] for w in parts if w not in SMALL), "".join(w[0] for w in parts))


def same_name(node: Node, entity: Entity) -> float:
    """Return how surely a name is one of an entity's: 1 for the same name or its acronym, less for a part of it, 0 for another."""
    if not node.named or not entity.named:
        return 0.0
    if (node.sort == "person") != (entity.sort == "person"):
        return 0.7 if not (node.id and entity.id) and (node.words in entity.names or _mistaken(node, entity)) else 0.0
    best = 0.0
    if node.words in entity.names:
        return 1.0
    if entity.sort == "state" or node.sort == "state" or _extends(node, entity):
        return 0.0
    for name in entity.names:
        best = max(best, _part(node, name, person=node.sort == "person"))
    if len(node.words) == 1 and node.mention.span.quote.isupper():
        quick = node.words[0] in entity.short or any(is_acronym_of(node.words[0], name) for name in entity.names)
        best = max(best, 0.95 if quick else 0.0)
    elif any(len(name) == 1 and is_acronym_of(name[0], node.words) for name in entity.names):
        best = max(best, 0.9)
    return best


def _mistaken(node: Node, entity: Entity) -> bool:
    """Whether a short name that a reader took for a person's, or not for one, is that of an entity: "Bereke" the Bereke Party."""
    if node.id is not None or node.roles or node.kind not in (None, "person"):
        return False
    if entity.sort == "person":
        return len(node.words) == 1 and any(len(name) > 1 and name[-1] == node.words[0] for name in entity.names)
    kinds, size = nouns()["anaphors"], len(node.words)
    rests = [
        name[:-size] if name[-size:] == node.words else name[size:] for name in entity.names if node.words in (name[-size:], name[:size])
    ]
    return any(rest and any(word in kinds for word in rest) for rest in rests)


def _extends(node: Node, entity: Entity) -> bool:
    """Whether a name goes on from that of a known body to something else: "European Union patrol", no "Hamas movement"."""
    if node.sort == "person" or entity.id is None or entity.id.startswith(("new.", "one.")):
        return False
    return (
        any(len(name) < len(node.words) and node.words[: len(name)] == name for name in entity.names)
        and node.head not in nouns()["anaphors"]
    )


def _part(node: Node, name: tuple[str, ...], person: bool) -> float:
    """Return how surely two names are one by what they share."""
    short, long = sorted((node.words, name), key=len)
    if person:
        if len(short) == 1:
            return 0.9 if short[0] == long[-1] else 0.8 if short[0] in long else 0.0
        return 0.9 if set(short) <= set(long) or (short[-1] == long[-1] and short[0] == long[0]) else 0.0
    if len(short) < len(long) and short in (long[-len(short) :], long[: len(short)]):
        return 0.75 if len(short) > 1 or (len(short[0]) > 3 and short[0] not in nouns()["anaphors"]) else 0.5
    return 0.0


def describes(node: Node, entity: Entity) -> float:
    """Return how well a description fits an entity, from 0 to 1: the same words, its office, a noun of its name, or its kind."""
    described = [n for n in entity.described.get(node.head, ()) if _alike(n, node)]
    if node.sort == "person" and any(n.sort == "person" for n in described):
        return 0.9
    if (node.sort == "person") != (entity.sort == "person") or not agrees(node.gender, entity.gender):
        return as_part(node, entity)
    if node.weak and node.id == entity.id:
        return 0.9
    if any(n.words == node.words for n in described):
        return 0.95
    return _described_again(node, entity, as_part(node, entity), again=bool(described))


def _described_again(node: Node, entity: Entity, part: float, *, again: bool) -> float:
    """Return how well a description fits an entity that has not been called by the same words."""
    if not entity.named:
        known = _by_kind(node, entity) if entity.id is not None and entity.kinds and node.sort != "person" else 0.0
        return 0.75 if again else max(part, known, _as_crowd(node, entity))
    if node.head in entity.roles or _ends_name(node, entity):
        return 0.9
    body = entity.sort not in ("person", "state")
    scores = (
        0.85 * (body and node.head in entity.name_words),
        0.75 * again,
        _by_kind(node, entity) if node.sort != "person" else 0.0,
        part,
    )
    return max(scores)


def as_part(node: Node, entity: Entity) -> float:
    """Return how well a description of people or of a part ("fighters", "a corporal") fits a body by the body's kind, 0 for no body."""
    kinds = nouns()["part_of"].get(node.head, frozenset())
    if not kinds or node.named or entity.sort != "body":
        return 0.0
    if not entity.kinds and entity.named and kinds & entity.told_kinds:
        return PART
    if not kinds & entity.kinds:
        return UNTOLD if entity.named and not entity.kinds and not entity.told_kinds else 0.0
    mine, theirs = (one.split(".")[0] if one and "." in one else None for one in (node.id, entity.id))
    foreign = mine is not None and theirs is not None and theirs.isupper() and mine != theirs
    return PART * (FOREIGN if foreign else 1.0)


def _as_crowd(node: Node, entity: Entity) -> float:
    """Return how well "the men" or "the marchers" fit people who were told of by another noun."""
    if not node.definite or (node.sort != "people" and node.head not in nouns()["crowd"]) or entity.sort == "person":
        return 0.0
    mine = nouns()["crowd"].get(node.head, frozenset())
    return PART if any(mine & nouns()["crowd"].get(head, frozenset()) for head in entity.described) else 0.0


def _ends_name(node: Node, entity: Entity) -> bool:
    """Whether several words of a description are the end of a name: "Cree nation" of "Minago Narrows Cree Nation"."""
    return len(node.words) > 1 and any(name[-len(node.words) :] == node.words for name in entity.names)


def _by_kind(node: Node, entity: Entity) -> float:
    """Return how well "the group" fits a name by what kind of body it is; a name of unknown kind may be any."""
    anaphors = nouns()["anaphors"]
    if len(node.words) > 1 and not set(node.words[:-1]) <= LIGHT | entity.name_words:
        return 0.0
    if " ".join(node.words) in entity.kinds:
        return OF_KIND
    kinds = set(anaphors.get(node.mention.span.quote.split()[-1].lower(), ()) or anaphors.get(node.head, ()))
    if entity.sort == "state":
        return 0.5 if "state" in kinds else 0.0
    told = entity.kinds | {kind for role in entity.roles for kind in anaphors.get(role, ())}
    return 0.5 if told & kinds else 0.4 if kinds and not told else 0.0


_APPOSED = re.compile(r",\s+(?:(?:an?|the|its|his|her|their|our)\s+)?(?:[\w’'-]+\s+){0,4}")


_PARTING = re.compile(r"\b(?:and|or|of|in|to|said|by|with|for|from|at|on|that|who|whose|which|where)\b")


def apposed(one: Node, other: Node, text: str) -> bool:
    """Whether two neighbouring mentions are one by apposition: "X, the minister," or "a local group, X,"; no list."""
    if one.named == other.named or one.sentence != other.sentence:
        return False
    plain = other if one.named else one
    if (one.sort == "person") != (other.sort == "person") and (plain.kind is not None or plain.sort == "person"):
        return False
    between = text[one.end : other.start]
    if not _APPOSED.fullmatch(between) or re.search(
        r"\b(?:and|or|of|in|to|said|by|with|for|from|at|on|that|who|whose|which|where)\b", between
    ):
        return False
    return re.match(r"[’'s]*\s*(?:[,.;:)]|who\b|which\b|that\b|of\b|in\b|for\b|from\b|$)", text[other.end : other.end + 12]) is not None


def _alike(one: Node, other: Node) -> bool:
    """Whether the words before two like heads do not contradict: "the army", "the Chadian army", but not "the Malian army"."""
    mine, theirs = set(one.words[:-1]), set(other.words[:-1])
    return not mine or not theirs or bool(mine & theirs)


def agrees(one: str | None, other: str | None) -> bool:
    """Whether two genders may be one."""
    return one is None or other is None or one == other

"""Reading a report from its beginning to its end, as people do: each mention finds its chain, each pronoun whom it goes back to."""

from __future__ import annotations

import re
from collections.abc import Collection

from casus.grounding.chains.entities import CLEAR, FADING, FAIR, Entity, agrees, apposed, as_part, describes, same_name
from casus.grounding.chains.nodes import Node, is_office, nouns
from casus.grounding.chains.pronouns import Word, leads, pronouns, ranked
from casus.grounding.chains.setting import Setting
from casus.grounding.knowledge import fold

AGAIN, LIKE = 0.9, 0.75
"""A description without an article goes back to the same words from the first score on ("police … police"), one in the plural to the same
noun from the second ("polling clerks … clerks")."""

NAMED = 0.85
"""From this score on a description in the title is the actor that the body names."""

TWO = 2
"""Actors that "both sides" are."""

NEAR = 6
"""Sentences back to which another state may be the neighbour of one."""

KEPT = 4
"""Candidates that are kept of each."""

OWNED = 40
"""Characters before a description in which its owner stands."""

OWN, SET_BACK = 1.4, 0.5
"""How much better a description fits the speaker's own body, and how much worse a body of another kind than its noun names."""

SUBJECT = 1.15
"""How much more present the subject of the sentence before is."""

Ranked = list[tuple[Entity, float]]

_BRACKETED = re.compile(r"\s*\((?:the\s+)?([A-Z][A-Za-z’'&.-]{1,14})\)")
_OF = re.compile(
    r",?\s+(?:(?:an?|the|who)\s+)?(?:[\w-]+\s+){0,4}(?:of|for|from|at|with)\s+(?:the\s+)?"
    r"|,?\s+who\s+(?:leads|led|heads|headed|commands|commanded|chairs|chaired|runs|represents|directs)\s+(?:(?:an?|the|its|their)\s+)?(?:[\w-]+\s+){0,2}"
)
"""What stands between a person and their body."""

_OWNING = re.compile(r"(?:[’']s?|\b(its|their|whose|his|her|our|my))\s+(?:\d+\s+)?(?:[\w-]+\s+){0,2}$", re.IGNORECASE)


class Chains:
    """The chains of one report. `of` gives the entity of a mention by id, `open` those between which a description stays undecided."""

    def __init__(self, setting: Setting, proposed: Collection[str] = ()) -> None:
        self.setting, self.proposed = setting, proposed
        self.entities: list[Entity] = []
        self.of: dict[str, Entity] = {}
        self.open: dict[str, Ranked] = {}
        self.several = {node.mention.id for node in setting.nodes if node.several}
        self.words: list[tuple[Word, Ranked]] = []
        self._latest: Entity | None = None

    def read(self) -> None:
        """Take mentions and pronouns in text order."""
        items: list[Node | Word] = sorted([*self.setting.nodes, *pronouns(self.setting)], key=lambda item: (item.start, item.end))
        for item in items:
            if isinstance(item, Node):
                self._take(item)
            else:
                self._follow(item)
        self._join_title()
        self._join_own()

    def _join_title(self) -> None:
        """Join what the title describes to the name that the body gives for it: "Cree nation", "Minago Narrows Cree Nation"."""
        for entity in [e for e in self.entities if not e.named and self.setting.in_title(e.last.end)]:
            fitting = [
                e for e in self.entities if e.named and e is not entity and _may(entity.first, e) and describes(entity.first, e) >= NAMED
            ]
            if len(fitting) == 1:
                fitting[0].nodes[:0] = entity.nodes
                self.of.update({node.mention.id: fitting[0] for node in entity.nodes})
                self.entities.remove(entity)

    def _join_own(self) -> None:
        """Join "our patrol" to the body of whoever says so, which a report may name only after the quotation."""
        for node in self.setting.nodes:
            old = self.of.get(node.mention.id)
            if node.named or node.head not in nouns()["members"] or (old is not None and len(old.nodes) > 1):
                continue
            match = _OWNING.search(self.setting.text[max(0, node.start - OWNED) : node.start])
            speaker = self._speaking(node) if match and (match[1] or "").lower() in ("our", "my") else None
            if speaker is not None and speaker is not old and speaker.sort == "body":
                speaker.nodes = sorted([*speaker.nodes, node], key=lambda n: n.start)
                self.of[node.mention.id] = speaker
                self.open.pop(node.mention.id, None)
                self.entities = [entity for entity in self.entities if entity is not old]

    def _take(self, node: Node) -> None:
        entity = self._entity(node)
        if entity is None and ((node.mention.id in self.open and not node.several) or node.mention.id in self.proposed):
            return
        if entity is None:
            entity = Entity()
            self.entities.append(entity)
        self._affiliate(node, entity)
        entity.take(node)
        entity.told += self.setting.is_source(node)
        self.of[node.mention.id] = entity
        self._latest = entity
        if bracket := _BRACKETED.match(self.setting.text, node.end):
            entity.short.add(fold(bracket[1]))

    def _follow(self, word: Word) -> None:
        found = [] if word.form == "we" else ranked(word, self.entities, self.setting)
        self.words.append((word, found))
        if found and leads(word, found):
            entity = found[0][0]
            if word.form in ("m", "f"):
                entity.gender = entity.gender or word.form
            entity.topic = word.sentence

    # Which entity a mention belongs to

    def _entity(self, node: Node) -> Entity | None:
        """Return the entity of a mention, None for a new one or, where several fit alike, for none (they are kept in `open`)."""
        short = self._by_short(node)
        if short is not None:
            return short
        if node.several:
            self.open[node.mention.id] = self._sides(node)
            return None
        if node.id is not None and not node.weak and (known := self._with_id(node.id)):
            return known
        beside = self._beside(node) or self._owner(node) or self._other_state(node)
        if beside is not None:
            return beside
        return self._by_name(node) if node.named else self._by_description(node)

    def _sides(self, node: Node) -> Ranked:
        """Return the two actors that "both governments" or "the two armies" are: of those that it may describe, the ones told last."""
        told = [e for e in self.entities if e.id and e.sort in ("state", "body")]
        fitting = [e for e in told if node.kind in e.kinds] if node.kind in ("military", "police", "armed group") else []
        if len(fitting) < TWO:
            fitting = [e for e in told if e.sort == "state"]
        last = sorted(fitting, key=lambda entity: (-len(entity.nodes), -entity.last.start))[:TWO]
        return [(entity, 1.0) for entity in last]

    def _by_short(self, node: Node) -> Entity | None:
        """Return the entity whose name the report itself shortens to the first word: "Oru Forces (OF) ... an OF corporal".

        What the report says here is surer than the knowledge, in which one acronym stands for many.
        """
        first = node.mention.span.quote.split()[0]
        alone = len(node.words) == 1 or (not node.named and node.head in nouns()["members"])
        if not first.isupper() or not alone:
            return None
        return next((entity for entity in self.entities if fold(first) in entity.short), None)

    def _with_id(self, wanted: str | None) -> Entity | None:
        return next((entity for entity in self.entities if entity.id == wanted), None) if wanted else None

    def _beside(self, node: Node) -> Entity | None:
        """Return the entity that was told last, where the mention is its apposition."""
        last = self._latest
        return last if last and apposed(last.last, node, self.setting.text) and _may(node, last) else None

    def _by_name(self, node: Node) -> Entity | None:
        fitting = [(entity, score) for entity in self.entities if _may(node, entity) and (score := same_name(node, entity)) > 0]
        return max(fitting, key=lambda pair: (pair[1], pair[0].last.start))[0] if fitting else None

    def _by_description(self, node: Node) -> Entity | None:
        weighed = self._fitting(node)
        lead = weighed[0][1] - (weighed[1][1] if len(weighed) > 1 else 0.0) if weighed else 0.0
        if weighed and weighed[0][1] >= FAIR and lead >= CLEAR * weighed[0][1]:
            return weighed[0][0]
        if node.id is None and weighed and weighed[0][1] >= FAIR:
            self.open[node.mention.id] = weighed[:KEPT]
        return self._with_id(node.id) if node.weak else None

    def _fitting(self, node: Node) -> Ranked:
        """Return the entities that a description may go back to, weighed by how present they are, best first."""
        weigh = as_part if node.indefinite else describes
        if (node.indefinite and self.setting.is_source(node)) or (node.id is not None and not node.weak):
            return []
        asked = self.entities if node.indefinite or _may_be_any(node) else [e for e in self.entities if _shares_noun(node, e)]
        fitting = [(entity, score) for entity in asked if (score := weigh(node, entity)) > 0 and _may(node, entity)]
        if node.mention.id in self.proposed:
            fitting = [(entity, score) for entity, score in fitting if score >= LIKE]
        if not node.definite:
            fitting = [(e, score) for e, score in fitting if _without_article(node, score) or as_part(node, e) == score]
        fitting = self._without_title(node, fitting)
        speaking = self._speaking(node) if fitting else None
        weighed = [(e, score * _presence(node, e, score) * (OWN if e is speaking else 1.0)) for e, score in _by_kind(node, fitting)]
        return sorted(weighed, key=lambda pair: -pair[1])

    def _without_title(self, node: Node, fitting: Ranked) -> Ranked:
        """Return the fitting entities, those that only the title describes left out where the body tells of others."""
        if self.setting.in_title(node.end):
            return fitting
        told = [(e, score) for e, score in fitting if e.named or not self.setting.in_title(e.last.end)]
        return told or fitting

    def _speaking(self, node: Node) -> Entity | None:
        """Return the body of whoever is made to say a description, for people speak of their own."""
        bounds = self.setting.speaker_at(node.start)
        if bounds is None:
            return None
        inside = next((self.of[n.mention.id] for n in self.setting.nodes if _within(n, bounds) and n.mention.id in self.of), None)
        if inside is None:
            inside = next((found[0][0] for word, found in self.words if bounds[0] <= word.start < bounds[1] and found), None)
        return inside.body or inside if inside else None

    # Whose people, whose spokesman

    def _owner(self, node: Node) -> Entity | None:
        """Return the body whose people a description names, for they act as the body: "the OSCE's observers", "its men"."""
        if node.named or (node.id is not None and not node.weak) or node.head not in nouns()["members"]:
            return None
        before = self.setting.text[max(0, node.start - OWNED) : node.start]
        match = _OWNING.search(before)
        if match is None:
            return None
        at = node.start - len(before) + match.start()
        owner = self._latest if match[1] == "whose" else self._owning(at) if match[1] else self._ending(at)
        owner = owner.body if owner and owner.sort == "person" else owner
        return owner if owner and owner.sort == "body" else None

    def _other_state(self, node: Node) -> Entity | None:
        """Return whom "its neighbour" means: the one other state that the report has told of near by."""
        if node.named or node.many or node.head not in nouns()["relations"]:
            return None
        before = self.setting.text[max(0, node.start - OWNED) : node.start]
        match = _OWNING.search(before)
        at = node.start - len(before) + match.start() if match else 0
        owner = (self._owning(at) if match[1] else self._ending(at)) if match else None
        if owner is None:
            return None
        others = [e for e in self.entities if e.sort == "state" and e is not owner and node.sentence - e.last.sentence <= NEAR]
        return others[0] if owner.sort == "state" and len(others) == 1 else None

    def _ending(self, at: int) -> Entity | None:
        return next((entity for entity in self.entities if entity.last.end == at), None)

    def _owning(self, at: int) -> Entity | None:
        """Return whom the pronoun at an offset goes back to."""
        word, found = next(((word, found) for word, found in reversed(self.words) if word.start == at), (None, []))
        if word is None:
            return None
        if word.form == "we":
            return self._speaker(word)
        return found[0][0] if found and leads(word, found) else None

    def _speaker(self, word: Word) -> Entity | None:
        """Return who says "our", of those told so far."""
        bounds = self.setting.speaker_at(word.start)
        inside = (n for n in self.setting.nodes if bounds and bounds[0] <= n.start < bounds[1] and n.mention.id in self.of)
        return next((self.of[n.mention.id] for n in inside), None)

    def _affiliate(self, node: Node, entity: Entity) -> None:
        """Note the body that a person is of: "UPDF spokesman Ana Duarte", "Ana Duarte of the UPDF"."""
        if node.state is not None and entity.body is None:
            entity.body = self._with_id(node.state)
        last = self._latest
        if last is None or last is entity or last.last.end > node.start:
            return
        between = self.setting.text[last.last.end : node.start]
        own = node.sort if not entity.nodes else entity.sort
        if (own, last.sort) == ("person", "body") and entity.body is None and between.strip() and is_office(between):
            entity.body = last
        elif (own, last.sort) == ("body", "person") and last.body is None and _OF.fullmatch(between):
            last.body = entity


def _may(node: Node, entity: Entity) -> bool:
    """Whether neither the knowledge nor gender keeps a mention and an entity apart."""
    if node.id is not None and not node.weak and entity.id is not None and node.id != entity.id:
        return False
    if entity.first.several:
        return False
    return agrees(node.gender, entity.gender)


def _may_be_any(node: Node) -> bool:
    """Whether a noun may go back to somebody who was never called so: "the group", "soldiers", "the men"."""
    known, word = nouns(), node.mention.span.quote.split()[-1].lower()
    return node.weak or any(node.head in known[listed] for listed in ("part_of", "crowd", "anaphors")) or word in known["anaphors"]


def _shares_noun(node: Node, entity: Entity) -> bool:
    return node.head in entity.described or node.head in entity.roles or not entity.name_words.isdisjoint((node.head, *node.words[-1:]))


def _within(node: Node, bounds: tuple[int, int]) -> bool:
    return bounds[0] <= node.start and node.end <= bounds[1]


def _by_kind(node: Node, fitting: Ranked) -> Ranked:
    """Return the fitting entities, those of another kind than the noun names set back where one of its kind is among them."""
    own = nouns()["anaphors"].get(node.mention.span.quote.split()[-1].lower(), ())
    kinds = set(own or nouns()["anaphors"].get(node.head, ())) | (frozenset() if own else nouns()["part_of"].get(node.head, frozenset()))
    if not any(kinds & entity.kinds for entity, _ in fitting):
        return fitting
    return [(entity, score if kinds & entity.kinds or not entity.kinds else score * SET_BACK) for entity, score in fitting]


def _without_article(node: Node, score: float) -> bool:
    """Whether a description without an article may go back: headlines and notes leave articles out."""
    plural = score >= LIKE and node.many and node.head not in nouns()["general"]
    return score >= AGAIN or plural or (node.head in nouns()["anaphors"] and not node.many)


def _presence(node: Node, entity: Entity, score: float) -> float:
    """Return how present an entity is where a description stands: less with each sentence, more for who acts and speaks."""
    fading = next(by for least, by in FADING if score >= least)
    far = max(0, node.sentence - entity.last.sentence)
    near = SUBJECT if far <= 1 and entity.last.subject else 1.0
    return near * (1.0 / (1.0 + fading * far)) * (1.0 if entity.last.subject or entity.told else 0.9)


def named_before(entity: Entity, at: int) -> Node:
    """Return the mention that a pronoun goes back to: the last name before it, else the last description."""
    before = [node for node in entity.nodes if node.end <= at]
    return next((node for node in reversed(before) if node.named), before[-1])

"""Pronouns: which entity each goes back to, by number and gender, by who speaks, and by how present an entity is there.

The weights are set by hand on golden reports that may be studied; salience follows Lappin and Leass (1994) in kind.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp

from casus.grounding.chains.entities import Entity, agrees
from casus.grounding.chains.nodes import Node, nouns
from casus.grounding.chains.setting import Setting, Speech

FORMS = {
    "he": "m", "him": "m", "his": "m", "himself": "m", "she": "f", "her": "f", "hers": "f", "herself": "f",
    "it": "it", "its": "it", "itself": "it", "they": "they", "them": "they", "their": "they", "theirs": "they", "themselves": "they",
    "i": "we", "me": "we", "my": "we", "we": "we", "us": "we", "our": "we", "ours": "we", "myself": "we", "ourselves": "we",
}  # fmt: skip
"""Pronouns by what they agree with: a gender, one body, many, or whoever speaks."""

PRONOUN = re.compile(rf"(?<![\w’'-])(?:{'|'.join(sorted(FORMS, key=len, reverse=True))})(?![\w-])", re.IGNORECASE)

WINDOW = {"m": 8, "f": 8, "it": 3, "they": 4}
"""Sentences back to which a pronoun may go."""

CLEAR = {"m": 0.02, "f": 0.02, "it": 0.01, "they": 0.01}
"""By how much of its score the first candidate must lead: below, the pronoun stays open and keeps its candidates."""


NOBODY = 0.8
"""How much less a noun for things is the antecedent of a pronoun, though a reader took it for a party."""

LATEST, FAR = 0.6, 150.0
"""What is said in quotation marks of "them" is said of whom the report told last: how much that weighs, and over how many characters."""

OWN = 0.35
"""How much less a pronoun in somebody's own words is the body that they speak for: they would say "we"."""


@dataclass(frozen=True)
class Word:
    """A pronoun in the text."""

    start: int
    end: int
    text: str
    form: str
    sentence: int


def pronouns(setting: Setting) -> list[Word]:
    """Return the pronouns of a report. "US" and "IT" in capitals are none, and `we` outside of speech is the outlet's own."""
    found = []
    for match in PRONOUN.finditer(setting.text):
        word = match.group()
        known = word.lower() in FORMS  # "İ" is none, though a pattern that ignores case takes it for "i"
        if not known or (word.isupper() and len(word) > 1) or setting.inside_mention(match.start()):
            continue
        found.append(Word(match.start(), match.end(), word.lower(), FORMS[word.lower()], setting.sentence(match.start())))
    return found


def ranked(word: Word, entities: Sequence[Entity], setting: Setting) -> list[tuple[Entity, float]]:
    """Return the entities that a pronoun may go back to with their scores, best first."""
    if word.form == "it" and _empty(word, setting):
        return []
    speech = setting.speech_of(word.start, word.end)
    own = _own(speech, entities)
    scored = [(entity, _score(word, entity, setting, speech) - OWN * (entity in own)) for entity in entities if _fits(word, entity)]
    return sorted([pair for pair in scored if pair[1] > 0], key=lambda pair: -pair[1])


def _own(speech: Speech, entities: Sequence[Entity]) -> list[Entity]:
    """Return who speaks and for whom, in their own words: they would say "we"."""
    if not speech.direct:
        return []
    speaking = [entity for entity in entities if any(node in speech.speakers for node in entity.nodes)]
    return [*speaking, *(entity.body for entity in speaking if entity.body)]


def _fits(word: Word, entity: Entity) -> bool:
    if word.form in ("m", "f"):
        return entity.sort == "person" and not entity.last.many and agrees(word.form, entity.gender)
    if word.form == "it":
        return entity.sort in ("body", "state") and (entity.named or not entity.last.many)
    return entity.sort in ("people", "body") or entity.last.many or (entity.sort == "state" and entity.told > 0)


def _score(word: Word, entity: Entity, setting: Setting, speech: Speech) -> float:
    node = _before(word, entity)
    if node is None:
        return 0.0
    far = word.sentence - max(node.sentence, min(entity.topic, word.sentence))
    if far > WINDOW[word.form]:
        return 0.0
    if speech.direct and node in speech.speakers and word.form in ("m", "f"):
        return 0.0
    score = (
        1.0 / (1.0 + 0.6 * far)
        + 0.15 * (node.start / word.start)
        + 0.04 * min(len(entity.nodes), 5)
        - 0.15 * min(setting.paragraphs(node.end, word.start), 2)
    )
    score -= NOBODY * (not node.somebody)
    said = speech.direct and word.form == "they"
    score += 0.45 * (node.subject and not said) + 0.15 * (entity.named and word.form in ("m", "f"))
    score -= 0.7 * setting.aside(node) + 0.4 * (entity.kinds == {"media"})
    score += 0.25 * (word.form == "it" and entity.sort == "body" and entity.named)
    score += 0.3 * (word.form == "they") * (node.many or entity.sort == "people") - 0.3 * (word.form == "they" and entity.sort == "state")
    score += 0.45 * (entity.topic >= word.sentence - 1 and not said)
    score += LATEST * exp(-(word.start - node.end) / FAR) * said
    if setting.is_source(node):
        score += 0.15 if far <= 2 else 0.05
    if speech.speakers and not speech.direct and node in speech.speakers:
        score += 0.8
    if speech.own and any(part[0] <= node.start < part[1] for part in speech.own):
        score -= 0.9
    if not setting.quoted(word.start) and setting.quoted(node.start):
        score -= 0.4
    if far == 0 and node.subject and _is_object(word, setting) and not setting.clause_between(node.end, word.start):
        score -= 0.6
    return score


def _is_object(word: Word, setting: Setting) -> bool:
    """Whether a pronoun is an object: then it is not the subject of its own clause."""
    if word.text == "it":
        return setting.word_before(word.start) in nouns()["addressing"]
    return word.text in ("him", "her", "them")


def _before(word: Word, entity: Entity) -> Node | None:
    return next((node for node in reversed(entity.nodes) if node.end <= word.start and not node.title), None)


_BE = re.compile(r"(?:\s+(?:not|also|still|now|only|just|probably|likely|then|again))*\s*(’s|'s|\w+)(?:\s+(\w+))?(?:\s+(\w+))?")


def _empty(word: Word, setting: Setting) -> bool:
    """Whether "it" stands for no party: before "is clear that", as the object of a verb, for the weather."""
    if word.text != "it" or setting.word_before(word.start) in nouns()["addressing"]:
        return False
    after = _BE.match(setting.text, word.end)
    if after is None:
        return True
    verb = after[1].lower().replace("’", "'")
    if verb in nouns()["empty_it"]:
        return not (after[2] or "").endswith(("ing", "ed")) or (after[3] or "") == "that"
    return not setting.opens_clause(word.start)


def leads(word: Word, found: Sequence[tuple[Entity, float]]) -> bool:
    """Whether the first of ranked entities is clear enough to be the one."""
    return len(found) == 1 or (len(found) > 1 and found[0][1] - found[1][1] >= CLEAR[word.form] * found[0][1])

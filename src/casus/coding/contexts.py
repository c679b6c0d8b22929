"""The contexts of an event (codebook, section 6): what the act is about, if the clause or its paragraph says so.

Word lists with stems, and phrases that only look alike (`contexts.yaml`). A word in the clause decides; the rest of the paragraph must
say it several times over, and may only for subjects that are not also doers or places (an army, a river).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from casus.coding.lexicon import Hit, Lexicon, read_lists, words
from casus.records import EventType, ontology

Label = tuple[str, bool]
"""Context, and whether the phrase speaks for it or only looks alike."""


@dataclass(frozen=True)
class _Rule:
    """When a context's words count: for which types of act, for which modes by definition, and how many hits around the clause do."""

    types: frozenset[str]
    modes: frozenset[str]
    around: int | None


@cache
def _lists() -> tuple[Lexicon[Label], dict[str, _Rule]]:
    data = read_lists("contexts.yaml")
    known = frozenset(ontology().types)
    ontology().check("AGREE", None, data)
    phrases = {(name, speaks): entry.get(key, ()) for name, entry in data.items() for key, speaks in (("words", True), ("not", False))}
    rules = {
        name: _Rule(
            frozenset(entry.get("types", known - frozenset(entry.get("except", ())))),
            frozenset(entry.get("modes", ())),
            entry.get("around"),
        )
        for name, entry in data.items()
    }
    return Lexicon(phrases), rules


def contexts_of(type: EventType, mode: str | None, clause: str, paragraph: str) -> tuple[str, ...]:
    """Return the contexts that the words say, in the ontology's order; none by habit.

    `clause` is the clause that tells of the act, `paragraph` the paragraph around it (the clause may be left in).

    >>> contexts_of("PROTEST", "strike", "Shipyard workers in Gdynia struck over pay", "")
    ('economic',)
    """
    _, rules = _lists()
    inside = _hits(clause)
    around = _hits(paragraph) if paragraph else {}
    found = {name for name, rule in rules.items() if mode in rule.modes}
    for name in {*inside, *around}:
        rule = rules[name]
        if type not in rule.types:
            continue
        more = around.get(name, 0) - inside.get(name, 0)
        if inside.get(name) or (rule.around is not None and more >= rule.around):
            found.add(name)
    return tuple(name for name in ontology().contexts if name in found)


@lru_cache(maxsize=64)
def _hits(text: str) -> dict[str, int]:
    """Return for each context how many phrases speak for it, those that lie in a phrase that only looks alike left out."""
    lexicon, _ = _lists()
    speaking: dict[str, set[tuple[int, int]]] = {}
    alike: list[Hit[Label]] = []
    for hit in lexicon.find(words(text)):
        if hit.label[1]:
            speaking.setdefault(hit.label[0], set()).add((hit.start, hit.end))
        else:
            alike.append(hit)
    for other in alike:
        bounds = speaking.get(other.label[0], set())
        bounds -= {b for b in bounds if other.start <= b[0] and b[1] <= other.end}
    return {name: len({start for start, _ in bounds}) for name, bounds in speaking.items() if bounds}

"""Mentions as chains see them: whether a name or a description, one or many, person or body, and where in the sentence."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources
from typing import Any, Literal, NamedTuple

import yaml

from casus.grounding.composing import STATE_ORGANS
from casus.grounding.descriptions import Description, describe
from casus.grounding.knowledge import Agent, Knowledge, fold
from casus.grounding.resolution import GOVERNING
from casus.grounding.speaking_in import stated
from casus.grounding.wordlists import wordlist
from casus.records import Mention, Reading

Sort = Literal["person", "people", "body", "state"]
"""Somebody alone, several unnamed people, an organisation, a country that acts."""

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_CUTS = frozenset({"of", "in", "for", "from", "at", "on", "against", "to", "with", "near", "under", "by", "who", "that", "which"})
_PREPOSITIONS = _CUTS | {"between", "among", "over", "into", "despite", "about", "after", "before", "and", "or"}
_DETERMINED = frozenset({"the", "this", "that", "these", "those", "both", "its", "their", "his", "her", "our", "such"})
_INDEFINITE = frozenset({"a", "an", "another", "one", "some", "several", "two", "three", "many", "other", "any", "no"})
WIDE = 3
"""Words from which a capitalised row that ends in a noun for a person is a name and no office ("Prefect", "Deputy Governor")."""

_TITLED = 60
"""Characters before a name in which its title stands."""


@cache
def nouns() -> Mapping[str, Any]:
    """Return the words that chains are made by (`nouns.yaml`)."""
    text = resources.files("casus.grounding.chains").joinpath("nouns.yaml").read_text("utf-8")
    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data: dict[str, Any] = yaml.load(text, loader)
    data |= {name: frozenset(data[name]) for name in ("person", "members", "general", "empty_it", "addressing", "relations", "sides")}
    data["part_of"] = _turned(data["parts"])
    data["crowd"] = _turned(dict(enumerate(data["crowds"])))
    data["gender"] = {word: gender for gender, words in data["gendered"].items() for word in words}
    data["title"] = {word: gender for gender, words in data["titles"].items() for word in words}
    data["kind_of_name"] = {word: kind for kind, words in data["name_kinds"].items() for word in words}
    data["office"] = (
        data["person"] | data["gender"].keys() | {"deputy", "prime", "foreign", "defence", "defense", "interior", "chief", "top", "senior"}
    )
    data["office_heads"] = (data["person"] | data["gender"].keys() | {"counterpart"}) - {"person"}
    return data


def _turned(listed: Mapping[Any, Sequence[str]]) -> dict[str, frozenset[Any]]:
    """Return the keys under which each word is listed."""
    return {word: frozenset(key for key, words in listed.items() if word in words) for words in listed.values() for word in words}


@dataclass(frozen=True)
class Node:
    """A mention that may belong to a chain. `head` is folded and singular, `sentence` its number, `roles` the nouns beside a name.

    `homely`: every country has one of these. `several`: it is of more than one state ("both governments").
    `somebody`: its noun is one for people or bodies, or it is a name; no "rift" or "rule" that a reader took for a party.
    `state`: the one whose adjective or name opens the title of a person ("Tajik Energy Minister").
    `title`: it is part of the title of the person named next. `weak`: its id comes from the report's country alone, not from its own
    words ("the ministry"); a chain may know better.
    """

    mention: Mention
    words: tuple[str, ...]
    head: str
    named: bool
    definite: bool
    indefinite: bool
    many: bool
    sort: Sort
    gender: str | None
    kind: str | None
    id: str | None
    sentence: int
    subject: bool
    roles: frozenset[str] = frozenset()
    weak: bool = False
    title: bool = False
    homely: bool = False
    several: bool = False
    state: str | None = None
    somebody: bool = True

    @property
    def own(self) -> bool:
        """Whether its id is its own, not that of a body that a person belongs to ("Kenya's former minister", beside a name)."""
        return self.mention.type == "person" or self.kind != "person"

    @property
    def start(self) -> int:
        """First code point."""
        return self.mention.span.start

    @property
    def end(self) -> int:
        """One past the last code point."""
        return self.mention.span.end


def nodes(reading: Reading, knowledge: Knowledge, seen: Iterable[Node] = ()) -> list[Node]:
    """Return the mentions of actors, persons and acting places, in text order; those of `seen` mentions are taken over."""
    starts = [s.start for s in reading.sentences]
    found: list[Node] = []
    known = {node.mention.id: node for node in seen}
    moments = {at for m in reading.mentions if m.type == "moment" for at in range(m.span.start, m.span.end)}
    for mention in sorted(reading.mentions, key=lambda m: m.span.offsets):
        acting = mention.type in ("actor", "person") or (mention.type == "place" and mention.acts_for)
        if acting and moments.isdisjoint(range(mention.span.start, mention.span.end)):
            found.append(known.get(mention.id) or _node(mention, reading, starts, knowledge))
    text = reading.report.text
    return [replace(one, title=True) if _is_title(text, one, other) else one for one, other in zip(found, [*found[1:], None], strict=False)]


def _determiner(before: str, written: Sequence[str]) -> str:
    """Return the article or pronoun that opens the noun group of a mention: up to two small words before it, or its first word."""
    if written and written[0].lower() in _DETERMINED | _INDEFINITE:
        return written[0].lower()
    for word in reversed((re.split(r"[^\w’' -]", before)[-1].split())[-2:]):
        if word.lower() in _DETERMINED | _INDEFINITE:
            return word.lower()
        if not word.islower() or word in _PREPOSITIONS:
            break
    return ""


def _is_title(text: str, one: Node, other: Node | None) -> bool:
    """Whether a mention is part of the title of the person named next: "Mines" in "Mines Minister Ana Duarte"."""
    if other is None or other.sort != "person" or not other.named or one.end > other.start:
        return False
    return is_office(text[one.end : other.start])


_TITLE = re.compile(r"(?:[’']s)?\.?((?:\s+[\w.-]+){0,4})\s+")


def is_office(words: str) -> bool:
    """Whether words between two names are an office: nouns for persons and capitals only (" Minister ", "’s deputy spokesman ").

    >>> is_office(" Minister "), is_office(" met ")
    (True, False)
    """
    match = _TITLE.fullmatch(words)
    return match is not None and all(word[0].isupper() or singular(word)[0] in nouns()["office"] for word in match[1].split())


def _node(mention: Mention, reading: Reading, starts: Sequence[int], knowledge: Knowledge) -> Node:
    text, span = reading.report.text, mention.span
    written = tuple(_WORD.findall(span.quote))
    cut = next((i for i, word in enumerate(written) if word.lower() in _CUTS and i), len(written))
    group = written[:cut] or written
    last = group[-1] if group else span.quote
    sentence = bisect_right(starts, span.start) - 1
    before = text[max(0, span.start - _TITLED) : span.start]
    leading = _WORD.findall(before)[-1:] or [""]
    determiner = _determiner(before, written)
    identity = mention.acts_for if mention.type == "place" else mention.resolved
    head, many = singular(last.lower())
    named = last[:1].isupper() or mention.type == "place"
    if (
        named
        and mention.type == "actor"
        and len(written) == 1
        and _common(mention, text[starts[sentence] if sentence >= 0 else 0 : span.start], text, knowledge)
    ):
        named = False
    described = describe(span.quote, knowledge) if mention.type == "actor" else None
    sort, kind = _sort(mention, _Noun(head, many, named), identity, knowledge)
    named = named and not (mention.type == "actor" and sort == "person") and not _is_plain(described, identity)
    roles = _roles(text, mention) if sort != "state" else frozenset()
    return Node(
        mention=mention,
        words=tuple(fold(word) for word in written),
        head=head,
        named=named,
        indefinite=determiner in _INDEFINITE,
        definite=determiner in _DETERMINED,
        many=many and not (named and sort != "people"),
        sort=sort,
        gender=_gender(text, span.start, head, roles) if sort == "person" else None,
        kind=kind,
        id=identity,
        sentence=sentence,
        subject=not text.startswith(("'s", "’s"), span.end)
        and _opens(text, starts[sentence] if sentence >= 0 else 0, span.start)
        and leading[0].lower() not in _PREPOSITIONS,
        roles=roles,
        weak=not named and identity is not None and not _is_owned(mention, described, written, text, knowledge),
        homely=described is not None and is_homely(described.head),
        several=_is_several(described, written, before, many=many),
        state=_state_of_title(before, knowledge) if mention.type == "person" else None,
        somebody=named or sort != "body" or kind is not None or identity is not None or _names_somebody(head, last.lower()),
    )


def _names_somebody(head: str, word: str) -> bool:
    """Whether a noun is listed as one for people or bodies."""
    known = nouns()
    return any(
        noun in known[listed] for noun in (head, word) for listed in ("anaphors", "person", "members", "part_of", "crowd", "kind_of_name")
    )


def _state_of_title(before: str, knowledge: Knowledge) -> str | None:
    """Return the state whose adjective opens the title before a name: "Tajik Energy Minister", "Nepal's Commerce Secretary"."""
    match = _TITLE_OF.search(before)
    if match is None or not any(singular(word.lower())[0] in nouns()["office"] for word in match[2].split()):
        return None
    rows = knowledge.lookup(fold(match[1])) or knowledge.lookup(fold(match[1].split()[-1]))
    states = {row.actor for row in rows if row.use in ("adjective", "name", "acronym") and len(row.actor) == STATE}
    return states.pop() if len(states) == 1 else None


_TITLE_OF = re.compile(r"([A-Z][\w.-]+(?:\s[A-Z][\w.-]+)??)(?:[’']s?)?\s+((?:[\w-]+\s+){0,3}[\w-]+),?\s+$")
STATE = 3
"""Letters of the id of a state."""


def _is_plain(described: Description | None, identity: str | None) -> bool:
    """Whether a mention in capitals names a body as its country alone would ("Defence Ministry"), so that it is no name of one body."""
    if described is None or described.owners or described.proper or described.head.level != "body" or described.head.organ is None:
        return False
    return not described.slug if identity is None else "." in identity


def _is_owned(mention: Mention, described: Description | None, written: Sequence[str], text: str, knowledge: Knowledge) -> bool:
    """Whether the words of a description, or those beside it, tell whose it is: "Malian soldiers", "ministry in Bamako"."""
    start, end = mention.span.offsets
    if stated(text, start, end, knowledge) is not None:
        return True
    if described is None:
        return _owned(written, knowledge)
    following = _OWNER_AFTER.match(text, end)
    beside = following is not None and bool(knowledge.lookup(fold(following[1])))
    return bool(described.owners) or bool(described.after) or beside


_OWNER_AFTER = re.compile(r"\s+(?:of|in|from|for)\s+(?:the\s+)?([A-Z][\w’'-]+(?:\s[A-Z][\w’'-]+)?)")


def is_homely(head: Agent) -> bool:
    """Whether every country has one of these bodies: its army, its foreign ministry, its government, but no "mission" or "company".

    Bare drones and jets are nobody's: others fly them too.
    """
    noun = head.noun.split()[-1]
    if noun in wordlist("units") or noun in wordlist("craft"):
        return False
    return head.level == "body" and (head.noun in GOVERNING or (head.organ is not None and head.organ not in _ANY))


_ANY = frozenset({"self", "local", "ministry", "office", "commission", "peacekeepers"})
"""Organs of which a noun alone names no one body."""


def _is_several(described: Description | None, written: Sequence[str], before: str, *, many: bool) -> bool:
    """Whether a noun without an owner is of several states: "both governments", "the two armies", "neither capital"."""
    if described is not None and described.owners:
        return False
    lower, lead = written[-1].lower() if written else "", _WORD.findall(before.lower())[-2:]
    paired = bool({"both", "two", "neither", "either", "each"} & {*lead, *(w.lower() for w in written[:-1])})
    if singular(lower)[0] in nouns()["sides"]:
        return paired or (many and singular(lower)[0] in ("country", "nation", "capital", "side"))
    one = described is not None and described.head.level == "body" and described.head.organ in ("self", *STATE_ORGANS)
    return one and (paired or (many and lower not in _ALONE and singular(lower)[0] != lower))


_ALONE = frozenset({"authorities", "forces", "police", "troops", "negotiators", "representatives", "officers", "rulers", "services"})
"""Plurals for one body."""


def _owned(written: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether a description names its owner: "Malian soldiers", "senior Chad officials", but not "Soldiers"."""
    return any(word[:1].isupper() for word in written[1:]) or (
        len(written) > 1 and written[0][:1].isupper() and bool(knowledge.lookup(fold(written[0])))
    )


def _common(mention: Mention, lead: str, text: str, knowledge: Knowledge) -> bool:
    """Whether a single word has its capital from the beginning of a sentence: "Protesters", "Refugees"."""
    if any(c.isalnum() for c in lead):
        return False
    lower = mention.span.quote.lower()
    head, known = singular(lower)[0], nouns()
    listed = head in known["person"] or head in known["general"] or head in known["members"] or lower in known["anaphors"]
    return listed or head in knowledge.agents or lower in knowledge.agents or re.search(rf"\b{re.escape(lower)}\b", text) is not None


_PLURALS = {
    "men": "man", "women": "woman", "people": "people", "police": "police", "children": "child", "troops": "troops", "forces": "forces",
}  # fmt: skip


def singular(word: str) -> tuple[str, bool]:
    """Return a noun in the singular, and whether it was a plural.

    >>> singular("ministries"), singular("police"), singular("men"), singular("press")
    (('ministry', True), ('police', True), ('man', True), ('press', False))
    """
    for ending in ("men", "women"):
        if word.endswith(ending) and word not in ("women", "men") and len(word) > len(ending) + 2:
            return word[: -len(ending)] + _PLURALS[ending], True
    if word in _PLURALS:
        return _PLURALS[word], True
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y", True
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2], True
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1], True
    return word, False


class _Noun(NamedTuple):
    """The head of a mention: singular, whether it was a plural, and whether it is a name."""

    head: str
    many: bool
    named: bool


def _sort(mention: Mention, noun: _Noun, identity: str | None, knowledge: Knowledge) -> tuple[Sort, str | None]:
    """Return what sort of actor a mention is, and its kind where it is known."""
    if mention.type == "person":
        return "person", "person"
    profile = knowledge.profile(identity) if identity else None
    if mention.type == "place" or (identity and len(identity) == 3 and noun.named):
        return "state", "state"
    agent = knowledge.agents.get(fold(mention.span.quote)) or knowledge.agents.get(noun.head)
    alone = noun.head in nouns()["person"] or (agent is not None and agent.level in ("office", "official", "member", "people"))
    if (not noun.named and alone) or (noun.head in nouns()["person"] and identity is None and len(mention.span.quote.split()) < WIDE):
        return ("people", "people") if noun.many else ("person", "person")
    if profile is not None:
        return ("person", "person") if profile.kind == "person" else ("body", profile.kind)
    if noun.named:
        kinds = nouns()["kind_of_name"]
        kind = next((kinds[word] for word in reversed([fold(w) for w in _WORD.findall(mention.span.quote)]) if word in kinds), None)
        return "body", kind
    return ("people" if noun.many and agent is None else "body"), agent.kind if agent else None


def _gender(text: str, start: int, head: str, roles: frozenset[str]) -> str | None:
    before = _WORD.findall(text[max(0, start - _TITLED) : start])
    title = nouns()["title"].get(before[-1].lower()) if before else None
    gendered = nouns()["gender"]
    return title or gendered.get(head) or next((gendered[role] for role in sorted(roles) if role in gendered), None)


def _opens(text: str, sentence: int, start: int) -> bool:
    """Whether a mention stands near the beginning of its sentence or clause, where subjects stand."""
    lead = text[sentence:start].lower()
    return len(lead) < 50 or lead.rstrip().endswith((" that", " and", ",", " but", " while", " as", " when", " because", "“", '"'))


def _roles(text: str, mention: Mention) -> frozenset[str]:
    """Return the nouns beside a name that say what it is: before it ("Defence Minister X", "rebel group Y"), behind it between commas."""
    start, end = mention.span.offsets
    before = re.split(r"[.,;:“”\"()]|\s[–—-]\s|’s\s|'s\s", text[max(0, start - _TITLED) : start])[-1]
    behind = _BEHIND.match(text, end, end + 130)
    found = set()
    beside = re.split(r"\b(?:of|to|for|in|at|from|with|who)\b", behind[1], maxsplit=1)[0] if behind else ""
    for part in (_adjoining(before), beside, mention.span.quote):
        for word in _WORD.findall(part):
            noun, known = singular(word.lower())[0], nouns()
            if noun in known["person"] or noun in known["gender"] or noun in known["anaphors"]:
                found.add(noun)
    return frozenset(found)


def _adjoining(before: str) -> str:
    """Return the words before a name back to the first that is no part of a title: "Defence Minister", none of "gunmen hit"."""
    words = before.split()[-4:]
    if not words or not _is_noun_of_office(words[-1]):
        return ""
    first = next((i for i in range(len(words) - 1, -1, -1) if not (words[i][0].isupper() or _is_noun_of_office(words[i]))), -1)
    return " ".join(words[first + 1 :])


def _is_noun_of_office(word: str) -> bool:
    lower, known = word.lower(), nouns()
    noun = singular(lower)[0]
    return noun in known["office"] or noun in known["anaphors"] or lower in known["anaphors"]


_BEHIND = re.compile(r",\s+(?:who\s+\w+\s+)?((?:an?|the|his|her|its|their)?\s*[^,.;“”\"]{3,90}?)(?:[,.;]|\swho\s|\sthat\s|\swhich\s)")

"""`resolve`: the words of a mention, and a day, -> the actor that they name then, with candidates and its standing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from casus.grounding.composing import BODIES, STATE_ORGANS, Composed, compose
from casus.grounding.descriptions import FORMER, WORD, Description, describe, written_so
from casus.grounding.knowledge import Agent, Alias, Knowledge, Profile, fold, open_knowledge, unpossessed
from casus.grounding.roles import Standing, exists, standing
from casus.grounding.wordlists import wordlist
from casus.records import Candidate, Recognition

SURE = 0.6
"""Share of the weight that the best candidate needs to be the resolution; below it stays a candidate."""

_EDGES = ' \t\r\n"“”„«»‘‹›,;:.!?'
_BRACKETS = re.compile(r"^(.*?)\s*\(([^()]+)\)\s*$")
_DETERMINERS = re.compile(
    r"(?i)^(?:(?:the|a|an|some|several|many|all|both|these|those|this|that|more|other|two|three|four|five|six|seven|eight|nine|ten|"
    r"dozens of|hundreds of|thousands of|a group of|groups of|group of|at least|so-called|self-proclaimed|alleged|suspected)\s+|"
    r"\d[\d,.]*\s+)+"
)
INTRODUCING = frozenset(
    {"group", "movement", "party", "militia", "organisation", "organization", "network", "faction", "alliance", "bloc", "outfit"}
)
"""Nouns after which a name follows: "the Islamist group Hamas"."""

GOVERNING = frozenset({"government", "authorities", "cabinet", "regime", "junta", "leadership", "ruling junta", "military government"})
"""Nouns for the government that need no name beside them."""

MINISTRIES = ("MFA", "MOD", "MOI")

PARTICLES = frozenset(
    [
        "da",
        "de",
        "del",
        "della",
        "di",
        "do",
        "dos",
        "das",
        "du",
        "la",
        "le",
        "van",
        "von",
        "der",
        "den",
        "bin",
        "ibn",
        "al",
        "el",
        "ul",
        "y",
        "e",
    ]
)
"""Words of personal names that stand between first and last name."""

_PLACE_USES = ("capital", "byname")


@dataclass(frozen=True)
class Context:
    """What the report around a mention says of countries: ids of states, the likeliest first.

    `certain`: the report as a whole is about the first of them, so that "the army" is its army. `home` is the state that a body without
    an owner belongs to where the report is about several: that of the dateline.
    """

    countries: tuple[str, ...] = ()
    home: str | None = None
    certain: bool = False


@dataclass(frozen=True)
class Resolution:
    """Whom a mention names. `actor` is null where no candidate is sure enough; `role` and `recognition` are of that day.

    `undated`: no day was given, and the role is the newest one known.
    """

    actor: str | None = None
    candidates: tuple[Candidate, ...] = ()
    name: str | None = None
    kind: str | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None
    of: str | None = None
    recognition: Recognition | None = None
    undated: bool = False
    level: str | None = None

    @property
    def title(self) -> str | None:
        """The role in words: "foreign minister of Pakistan"."""
        return role_title(self.role, self.of, open_knowledge()) if self.role else None


UNKNOWN = Resolution()


def resolve(text: str, on: date | None = None, context: Context | None = None, knowledge: Knowledge | None = None) -> Resolution:
    """Return whom the words name on a day: a name of the knowledge, else what a description says; unknown names stay unresolved.

    >>> from datetime import date
    >>> found = resolve("a senior Afghan official", date(2019, 5, 1))
    >>> found.actor, found.level
    ('AFG', 'official')
    """
    knowledge, context = knowledge or open_knowledge(), context or Context()
    words, whole = clean(text), unpossessed(text.strip(_EDGES))
    if not words:
        return UNKNOWN
    if whole != words and (found := _by_name(whole, on, context, knowledge)).actor:
        return found
    for attempt in (_by_name, _in_brackets, _by_ending, _by_description, _by_outer_names, _by_place_name):
        found = attempt(words, on, context, knowledge)
        if found.actor or found.candidates:
            return found
    return UNKNOWN


def clean(text: str) -> str:
    """Return the words of a mention without articles, counts, quotation marks and genitive.

    >>> clean("the “Houthis”,"), clean("dozens of Iran’s")
    ('Houthis', 'Iran')
    """
    bare = text.strip(_EDGES)
    return unpossessed(_DETERMINERS.sub("", bare)).strip(_EDGES) or bare


def _by_name(words: str, on: date | None, context: Context, knowledge: Knowledge) -> Resolution:
    rows = [a for a in knowledge.lookup(fold(words)) if a.use not in _PLACE_USES and written_so(a, words)]
    if not rows and " " in words:
        rows = [a for a in knowledge.lookup(f"{fold(words)} party") if words[0].isupper()]
    return choose(rows, on, context, knowledge)


def _in_brackets(words: str, on: date | None, context: Context, knowledge: Knowledge) -> Resolution:
    """Resolve a name with its short form in brackets, or a description with its country: "Civil Guard (Spain)"."""
    match = _BRACKETS.match(words)
    if not match:
        return UNKNOWN
    outer, inner = match[1], match[2]
    owners = [a for a in knowledge.lookup(fold(inner)) if written_so(a, inner)]
    owner = choose([a for a in owners if a.use in ("name", "acronym")], on, context, knowledge)
    if owner.actor and owner.kind != "person":
        within = Context((owner.actor, *context.countries), context.home, certain=True)
        named = choose([a for a in knowledge.lookup(fold(outer)) if _of_country(a, owner.country, knowledge)], on, within, knowledge)
        described = describe(outer, knowledge)
        return named if named.actor or described is None else _composed(described, [(owner.actor, 1.0)], on, knowledge)
    for part in (outer, inner):
        found = resolve(part, on, context, knowledge)
        if found.actor:
            return found
    return UNKNOWN


def _of_country(alias: Alias, country: str | None, knowledge: Knowledge) -> bool:
    known = knowledge.profile(alias.actor)
    return known is not None and known.country == country and alias.use in ("name", "acronym")


def _by_ending(words: str, on: date | None, context: Context, knowledge: Knowledge) -> Resolution:
    """Resolve a name after titles and nouns: "Russian President Vladimir Putin", "the Islamist group Hamas"."""
    tokens = WORD.findall(words)
    for start in range(1, len(tokens)):
        tail = " ".join(tokens[start:])
        lead = tokens[start - 1]
        if not tail[0].isupper() or lead.lower() in ("of", "in", "from", "for", "to", "and", "against", "with", "by", "at", "on", "near"):
            continue
        rows = [a for a in knowledge.lookup(fold(tail)) if a.use in ("name", "acronym") and written_so(a, tail)]
        rows = [a for a in rows if _fits_ending(a, tokens[:start], knowledge)]
        found = choose(rows, on, context, knowledge)
        if found.actor:
            return found
    return UNKNOWN


def _fits_ending(alias: Alias, before: Sequence[str], knowledge: Knowledge) -> bool:
    """Accept a person after any title; a body only after a noun that can introduce it; never a state ("North" + "Korea")."""
    known = knowledge.profile(alias.actor)
    if known is None or known.kind == "government":
        return False
    if known.kind == "person":
        return " " in alias.key or fold(before[-1]) in knowledge.agents
    return before[-1].islower() and (before[-1] in INTRODUCING or fold(before[-1]) in knowledge.agents)


def _by_description(words: str, on: date | None, context: Context, knowledge: Knowledge) -> Resolution:
    found = describe(words, knowledge)
    if found is None or found.stranger or (found.proper and not _civic(found)):
        return UNKNOWN
    owner = _owner(found, on, context, knowledge)
    return _composed(found, owner, on, knowledge) if owner else UNKNOWN


def _civic(found: Description) -> bool:
    """Whether a name that the knowledge lacks is one of a state's civil bodies: "Central Election Commission", but no "People's Army"."""
    return bool(found.name) and found.head.level == "body" and found.head.organ in BODIES


def _composed(found: Description, owner: list[tuple[str, float]], on: date | None, knowledge: Knowledge) -> Resolution:
    ranked = [(_compose(found, knowledge.profile(actor), on, knowledge), score) for actor, score in owner]
    candidates: dict[str, tuple[Composed, float]] = {}
    for composed, score in ranked:
        if composed is not None:
            candidates.setdefault(composed.id, (composed, score))
    return settle([(c, s) for c, s in candidates.values()], on, knowledge)


def _owner(found: Description, on: date | None, context: Context, knowledge: Knowledge) -> list[tuple[str, float]]:
    """Return who may own a description, with shares: by its own words, by the words that follow, by the report."""
    if found.owners:
        return [(c.id, c.score) for c in choose(found.owners, on, context, knowledge).candidates]
    if found.after:
        after = clean(found.after)
        rows = [a for a in knowledge.lookup(fold(after)) if written_so(a, after)]
        inner = choose(rows, on, context, knowledge) if rows else UNKNOWN
        if not inner.candidates:
            inner = _by_parts(after, on, context, knowledge)
        if inner.candidates:
            return [(c.id, c.score) for c in inner.candidates]
    one = _one_in_a_country(found.head) or _civic(found)
    if one and not context.certain and context.home is not None and _at_home(found.head, context):
        return [(context.home, 1.0)]
    share = 1.0 if context.certain and one else 0.5
    return [(country, share / 2**i) for i, country in enumerate(context.countries[:3])]


def _at_home(head: Agent, context: Context) -> bool:
    """Whether a body without an owner is one of the dateline's state: a ministry is, another body where no other state stands before it."""
    if head.organ in MINISTRIES:
        return True
    return head.organ is not None and context.countries[:1] == (context.home,)


def _one_in_a_country(head: Agent) -> bool:
    """Whether a country has one of these, so that without a name it is the one of the country that a report is about."""
    if head.noun.split()[-1] in wordlist("units"):
        return False
    return head.level == "body" and (head.organ in STATE_ORGANS or head.noun in GOVERNING or head.sector in ("REB", "OPP"))


def _by_parts(text: str, on: date | None, context: Context, knowledge: Knowledge) -> Resolution:
    """Return whom the first known name inside some words names: "the north of Mali", "the Congolese army's 11th brigade"."""
    tokens = WORD.findall(text)
    spans = [(i, j) for i in range(len(tokens)) for j in range(min(len(tokens), i + 6), i, -1)]
    keys = {span: fold(unpossessed(" ".join(tokens[slice(*span)]))) for span in spans}
    named = knowledge.lookup_many(keys.values())
    for span in spans:
        words = " ".join(tokens[slice(*span)])
        rows = [a for a in named.get(keys[span], ()) if a.use != "byname" and written_so(a, words)]
        if rows:
            return choose(rows, on, context, knowledge)
    return UNKNOWN


def _compose(found: Description, owner: Profile | None, on: date | None, knowledge: Knowledge) -> Composed | None:
    if owner is None:
        return None
    if found.head.level == "office" and not found.former and owner.kind == "government":
        holders = knowledge.offices(owner.id, found.head.name or "", on)
        holder = knowledge.profile(holders[0]) if len(holders) == 1 else None
        if holder is not None:
            return Composed(holder.id, holder.name, holder.kind, holder.country, holder.sector, owner.id, "office")
    return compose(owner, found, knowledge)


def _by_outer_names(words: str, on: date | None, context: Context, knowledge: Knowledge) -> Resolution:
    """Resolve a person with middle names that the knowledge does not have: "Malcolm Bligh Turnbull" by first and last name."""
    tokens = [t for t in words.split() if t.lower() not in PARTICLES]
    if not 3 <= len(words.split()) <= 7 or len(tokens) < 2 or not all(t[:1].isupper() for t in tokens) or fold(tokens[0]) in FORMER:
        return UNKNOWN
    for key in dict.fromkeys((f"{tokens[0]} {tokens[-1]}", f"{tokens[0]} {tokens[1]}", f"{tokens[-2]} {tokens[-1]}")):
        rows = [a for a in knowledge.lookup(fold(key)) if a.use == "name" and a.actor.startswith("per.")]
        if rows:
            return choose(rows, on, context, knowledge)
    return UNKNOWN


def _by_place_name(words: str, on: date | None, context: Context, knowledge: Knowledge) -> Resolution:
    """Resolve a place word that the press uses for a body ("the Kremlin"), where it was marked as an actor."""
    rows = [a for a in knowledge.lookup(fold(words)) if a.use == "byname" and written_so(a, words)]
    return choose(rows, on, context, knowledge)


def choose(rows: Iterable[Alias], on: date | None, context: Context, knowledge: Knowledge) -> Resolution:
    """Return the best reading of a name among those who bear it, by date, country, rank and use."""
    weights: dict[str, float] = {}
    for alias in rows:
        known = knowledge.profile(alias.actor)
        if known is not None:
            weights[alias.actor] = max(weights.get(alias.actor, 0.0), _weight(alias, known, on, context))
    total = sum(weights.values())
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return settle([(_plain(knowledge.profile(actor)), weight / total) for actor, weight in ranked], on, knowledge)


def _plain(known: Profile | None) -> Composed:
    if known is None:
        raise LookupError("an alias names an actor that the knowledge lacks")
    return Composed(known.id, known.name, known.kind, known.country, known.sector, known.of)


_USE = {"name": 1.0, "acronym": 1.0, "demonym": 1.0, "adjective": 0.9, "capital": 0.5, "byname": 0.5}
_KIND = {"government": 3.0, "igo": 2.0, "armed group": 2.0, "person": 1.0, "party": 0.8, "community": 0.8}


def _weight(alias: Alias, known: Profile, on: date | None, context: Context) -> float:
    """Weigh one reading of a name. The factors only order readings: a name of one actor is that actor whatever its weight."""
    weight = _USE.get(alias.use, 1.0) * _KIND.get(known.kind, 1.2) * 4.0**alias.rank * (2.0 if alias.key == fold(known.name) else 1.0)
    if known.country is not None and known.country in (country.split(".")[0] for country in context.countries):
        weight *= 4.0
    if on is None:
        return weight * (0.2 if alias.until or known.until else 1.0)
    if not alias.holds(on):
        weight *= 0.1
    if not exists(known, on):
        weight *= 0.1
    if known.kind == "person" and not standing(known, on).former and standing(known, on).role != "person":
        weight *= 2.0
    return weight


def settle(ranked: Sequence[tuple[Composed, float]], on: date | None, knowledge: Knowledge) -> Resolution:
    """Return the resolution of ranked readings: the first where it is sure enough, and its standing on the day."""
    if not ranked:
        return UNKNOWN
    candidates = tuple(Candidate(id=c.id, score=min(1.0, round(score, 4))) for c, score in ranked)
    best, share = ranked[0]
    if share < SURE:
        return Resolution(candidates=candidates, undated=on is None)
    now = _standing(best, on, knowledge)
    return Resolution(
        actor=best.id,
        candidates=candidates,
        name=best.name,
        kind=best.kind,
        country=best.country,
        sector=best.sector,
        role=now.role,
        of=now.of or (best.of if now.role == best.kind else None),
        recognition=now.recognition,
        undated=now.undated,
        level=best.level,
    )


def _standing(composed: Composed, on: date | None, knowledge: Knowledge) -> Standing:
    known = knowledge.profile(composed.id)
    return standing(known, on) if known is not None else Standing(composed.kind, composed.of, undated=on is None)


def role_title(role: str, of: str | None, knowledge: Knowledge) -> str:
    """Return a role in words: "foreign minister of Pakistan".

    >>> role_title("former head of state", "KEN", open_knowledge())
    'former head of state of Kenya'
    """
    known = knowledge.profile(of) if of else None
    return f"{role} of {known.name.removeprefix('Government of ')}" if known else role

"""Descriptions: "a senior Afghan official", "Pashtun refugees", "rebels in the east" -> whose, what kind, which sector.

A description has a head, an agent noun of `knowledge/agents.yaml`, and an owner: the state, group or community that a word beside it
names. Nobody is guessed: without an owner the caller decides from the report.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from casus.grounding.knowledge import Agent, Alias, Knowledge, fold, is_acronym, unpossessed
from casus.grounding.wordlists import wordlist

WORD = re.compile(r"\w[\w.’'&/-]*")

PREPOSITIONS = wordlist("prepositions")
"""Words that end the noun group in which head and owner stand."""

ATTACHED = re.compile(
    r"(?i)^(?:pro|anti|non|ex|former)-|-(?:backed|led|allied|aligned|funded|supported|trained|armed|sponsored|linked|based|born|speaking|"
    r"controlled|held|occupied|administered|mediated|brokered|friendly|leaning|run|owned|made|flagged|dominated|majority|affiliated|style|"
    r"inspired|imposed|registered|educated)$"
)
"""Words that name somebody beside the party, never the party: "Iranian-backed", "pro-Russian"."""

_DEMONYM = re.compile(r"[A-Z]\w{2,}(?:[ie]an|ese|ish|ari|ani|eni|ili|ali|oni|ivi|[ao]ni|ite)")

OWNED = frozenset({"countrys", "nations", "kingdoms", "republics", "islands", "its", "their", "his", "her", "our", "home"})
"""Words that point to a country named before."""

FORMER = frozenset({"former", "ex", "retired", "ousted", "deposed", "erstwhile", "onetime"})
LONGEST = 6
"""Words of the longest agent noun."""


@dataclass(frozen=True)
class Description:
    """A described actor: its head noun, who owns it by the words themselves, and the words that follow.

    `owners` holds the readings of the owning word, empty where none is named; `borrowed` says that a word points to a country named before;
    `proper` that head and modifiers have capitals, as in the name of a body that the knowledge lacks ("Ruritanian Liberation Army");
    `name` is then that name without its owner, "for" and "of" and what follows them in capitals included;
    `stranger` says that a demonym which the knowledge lacks owns it ("Maridian army"): it is nobody else's.
    """

    head: Agent
    owners: tuple[Alias, ...] = ()
    after: str = ""
    slug: str = ""
    former: bool = False
    borrowed: bool = False
    proper: bool = False
    name: str = ""
    stranger: bool = False


@lru_cache(maxsize=20_000)
def describe(text: str, knowledge: Knowledge) -> Description | None:
    """Return the description that a noun group is, None where its head is no agent noun.

    >>> from casus.grounding.knowledge import open_knowledge
    >>> found = describe("a senior Afghan official", open_knowledge())
    >>> found.head.sector, [owner.actor for owner in found.owners][:1]
    ('GOV', ['AFG'])
    """
    words = WORD.findall(text)
    cut = next((i for i, word in enumerate(words) if word in PREPOSITIONS and i > 0), len(words))
    span = _head(words, cut, knowledge)
    if span is None:
        return None
    start, end = span
    head = knowledge.agents[fold(" ".join(words[start:end]))]
    of_body = head.level in ("official", "member") or head.noun.split()[-1] in wordlist("units")
    if of_body and (body := _body(words[:start], knowledge)) is not None:
        start, head = body[0], body[1]._replace(level=head.level)
    before = [w for w in words[:start] if not ATTACHED.search(w)]
    keys = [fold(unpossessed(w)) for w in before]
    owners, used = _owner(before, knowledge)
    rest = [fold(w) for i, w in enumerate(before) if i not in used]
    after = words[end:]
    capitals = [w for i, w in enumerate(before) if i not in used] + words[start:end]
    return Description(
        head=head,
        owners=owners,
        after=" ".join(after[1:]) if after and after[0] in PREPOSITIONS else "",
        slug="-".join([*(w for w in rest if w not in _LOOSE), *(_subject(after) if head.organ == "ministry" else ())][:5]),
        proper=words[end - 1][0].isupper()
        and (
            (bool(owners) and all(o.use == "capital" for o in owners))
            or any(w[0].isupper() and not _known(w, knowledge) for i, w in enumerate(before) if i not in used)
        ),
        name=_name(capitals, after),
        stranger=not owners and any(_DEMONYM.fullmatch(w) and not _known(w, knowledge) for i, w in enumerate(before) if i not in used),
        former=any(w in FORMER for w in (k for w in words[:start] for k in fold(w).split()[:1])),
        borrowed=any(fold(w) in OWNED or k in OWNED for w, k in zip(before, keys, strict=True)),
    )


def _name(words: list[str], after: list[str]) -> str:
    """Return a name of two words or more in capitals, "" where they are none: "State Committee for National Security"."""
    if after[:1] in (["for"], ["of"], ["on"]) and after[1:2] and after[1][0].isupper():
        ends = next((i for i, word in enumerate(after[1:], 1) if not word[0].isupper() and word not in ("and", "of", "the")), len(after))
        words = [*words, *after[:ends]]
    named = len(words) > 1 and all(w[0].isupper() or w in ("of", "for", "and", "the", "on") for w in words)
    return unpossessed(" ".join(words)) if named else ""


def _known(word: str, knowledge: Knowledge) -> bool:
    """Whether a capitalised modifier is an ordinary word of titles, not part of a name."""
    return fold(word) in _LOOSE or fold(word) in knowledge.agents or fold(word) in FORMER


_LOOSE = wordlist("loose")


def _subject(after: list[str]) -> list[str]:
    """Return what a ministry is for: "of Agriculture (of India)"."""
    if after[:1] not in (["of"], ["for"]):
        return []
    ends = next((i for i, word in enumerate(after[1:], 1) if word in PREPOSITIONS), len(after))
    return [fold(word) for word in after[1:ends]]


def _head(words: list[str], cut: int, knowledge: Knowledge) -> tuple[int, int] | None:
    """Return the bounds of the head: the longest agent noun that ends the noun group, or runs on over its preposition."""
    best: tuple[int, int] | None = None
    for start in range(cut):
        for end in range(min(len(words), start + LONGEST), start, -1):
            if end < cut and best is not None and end < best[1]:
                break
            if fold(" ".join(words[start:end])) in knowledge.agents:
                if best is None or end > best[1]:
                    best = (start, end)
                break
    return best


def _body(before: list[str], knowledge: Knowledge) -> tuple[int, Agent] | None:
    """Return the body whose officials a noun names, and where it begins: "Coast Guard commanders", "Defence Ministry spokeswoman"."""
    for start in range(max(0, len(before) - LONGEST), len(before)):
        agent = knowledge.agents.get(fold(" ".join(before[start:])))
        if agent is not None and agent.level == "body" and agent.organ not in (None, "self"):
            return start, agent
    return None


def _owner(before: list[str], knowledge: Knowledge) -> tuple[tuple[Alias, ...], set[int]]:
    """Return who owns the head by the words before it: the longest name nearest to the head, and the positions of its words."""
    spans = [(i, j) for j in range(len(before), 0, -1) for i in range(max(0, j - LONGEST), j)]
    keys = {(i, j): fold(unpossessed(" ".join(before[i:j]))) for i, j in spans}
    named = knowledge.lookup_many(keys.values())
    for i, j in spans:
        found = tuple(a for a in named.get(keys[i, j], ()) if a.use not in ("byname",) and written_so(a, " ".join(before[i:j])))
        if found:
            return found, set(range(i, j))
    return (), set()


def written_so(alias: Alias, text: str) -> bool:
    """Whether words are written as a name is: capitals for an acronym ("US", never "us"), a capital letter for every other name.

    >>> us = Alias("us", "US", "USA", "acronym", None, None, 0)
    >>> written_so(us, "US"), written_so(us, "us"), written_so(us, "U.S.’s")
    (True, False, True)
    """
    bare = unpossessed(text)
    if alias.use == "acronym" or is_acronym(alias.surface):
        capitals = sum(c.isupper() for c in bare)
        return capitals >= max(1, sum(c.isupper() for c in alias.surface) - 1) and capitals > sum(c.islower() for c in bare)
    return any(c.isupper() for c in bare)

"""Marks: the reader's mentions mended by names that are certain, and what it missed.

Rules of the codebook: a name in full; nouns with the words before them that narrow them down; a demonym alone only where it stands for a
party ("Kenyan shelling"); inside an actor's or a person's mention nothing else; no title in a person's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from casus.grounding.acting import acts
from casus.grounding.descriptions import ATTACHED, LONGEST, PREPOSITIONS, describe
from casus.grounding.knowledge import Alias, Knowledge, fold
from casus.grounding.scanning import Named, Token, token_at
from casus.grounding.wordlists import wordlist
from casus.records import Mention, MentionType, Reading

DEEDS = wordlist("deeds")
"""Deeds: a demonym before one of them is the party that does it."""

BODIES = frozenset(
    {
        "government",
        "military",
        "police",
        "intelligence",
        "court",
        "parliament",
        "armed group",
        "igo",
        "ngo",
        "coalition",
        "party",
        "media",
        "company",
        "community",
        "other",
    }
)
NOUNS = frozenset({"MIL", "COP", "REB", "UAF", "CRM", "PRM", "SPY", "OPP", "GOV", "REF"})
"""Sectors whose bare nouns are added where the reader missed them."""

TITLES = ("office", "official", "member")
BETWEEN = 3
"""Words that may stand between an owner and its noun: "Afghan border security forces"."""


@dataclass(frozen=True)
class Mark:
    """A mention to be: offsets, type, the reader's mention behind it, and whether its own words name its owner.

    `noun`: the noun of a description; `borrowed`: the one that a coordinated adjective shares ("Ugandan and South Sudanese **soldiers**").
    """

    start: int
    end: int
    type: MentionType
    mention: Mention | None = None
    owned: bool = False
    noun: str = ""
    borrowed: str = ""

    def overlaps(self, other: Mark) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


def mark(reading: Reading, words: list[Token], names: Sequence[Named], knowledge: Knowledge) -> list[Mark]:
    """Return the marks of a report, in text order; of actor and person marks none overlaps another."""
    text = reading.report.text
    read = [Mark(m.span.start, m.span.end, m.type, m) for m in reading.mentions]
    fixed = [m for m in read if m.type in ("moment", "weapon")]
    moments = {(m.start, m.end) for m in fixed if m.type == "moment"}
    others = [m for m in read if m.type not in ("moment", "weapon") and (m.start, m.end) not in moments]
    trimmed = [_trimmed(m, text, words, names, knowledge) for m in others]
    marks = _settled(trimmed)
    skip = [s for s in (reading.report.byline,) if s is not None]
    shared: Mark | None = None
    for named in reversed(names):
        if any(s.start <= named.start < s.end for s in skip):
            continue
        found = _marks_of(named, reading, words, knowledge) or _coordinated(named, shared, text)
        for new in found:
            marks = _insert(marks, new, text)
        shared = found[0] if found and (found[0].noun or found[0].borrowed) else None
        if not found and not _names_place(named):
            marks = [m for m in marks if m.type != "place" or (m.start, m.end) != (named.start, named.end)]
    for new in _bare_nouns(text, words, knowledge):
        if not any(new.overlaps(m) for m in (*marks, *fixed)):
            marks.append(new)
    return sorted([*marks, *fixed], key=lambda m: (m.start, m.end))


def _settled(marks: list[Mark]) -> list[Mark]:
    """Drop marks inside an actor's or person's mark; the reader may nest them."""
    outer = [(m.start, m.end) for m in marks if m.type in ("actor", "person")]
    return [m for m in marks if not any(a <= m.start and m.end <= b and b - a > m.end - m.start for a, b in outer)]


def _trimmed(found: Mark, text: str, words: list[Token], names: Sequence[Named], knowledge: Knowledge) -> Mark:
    """Mend one of the reader's marks: a person without the title, a described person as an actor, no genitive at the end."""
    start, end = found.start, found.end
    for genitive in ("'s", "’s"):
        if text[start:end].endswith(genitive):
            end -= len(genitive)
    if found.type == "person":
        end = start + len(text[start:end].split(",", maxsplit=1)[0])
        start = _after_title(text, start, end, words, knowledge)
        head = text[start:end].split()[-1:]
        if head and head[0].islower() and fold(head[0]) in knowledge.agents:
            return replace(found, start=_without_article(text, start, end), end=end, type="actor")
    if found.type == "actor":
        start = _without_article(text, start, end)
    return replace(found, start=start, end=end) if start < end else found


def _without_article(text: str, start: int, end: int) -> int:
    for article in ("The ", "the ", "A ", "a ", "An ", "an "):
        if text[start:end].startswith(article):
            return start + len(article)
    return start


def _after_title(text: str, start: int, end: int, words: list[Token], knowledge: Knowledge) -> int:
    """Return where a person's name begins: after titles, which are agent nouns, and their adjectives."""
    first = token_at(words, start)
    last = first
    while last < len(words) and words[last].start < end:
        last += 1
    begin = first
    for split in range(first + 1, last):
        phrase = fold(text[words[max(first, split - 3)].start : words[split - 1].bare_end])
        single = words[split - 1].key
        titled = single in knowledge.agents or phrase in knowledge.agents or single in RANKS or single == "chief"
        if titled and words[split].capital:
            begin = split
    return words[begin].start if begin < last else start


RANKS = wordlist("ranks")


def _marks_of(named: Named, reading: Reading, words: list[Token], knowledge: Knowledge) -> list[Mark]:
    """Return what a name in the text marks: itself, the description that it owns, or nothing."""
    text = reading.report.text
    if ATTACHED.search(words[named.last - 1].word) or ATTACHED.search(words[named.first].word):
        return []
    described = _described(named, text, words, knowledge) or _body_of(named, text, words, knowledge)
    return [described] if described is not None else _itself(named, reading, words, knowledge)


def _itself(named: Named, reading: Reading, words: list[Token], knowledge: Knowledge) -> list[Mark]:
    """Return the mark of a name that owns no description."""
    rows = [r for r in named.rows if r.use in ("name", "acronym")]
    kinds = {p.kind for r in rows if (p := knowledge.profile(r.actor))}
    if kinds and kinds <= {"person"}:
        return [Mark(named.start, named.end, "person")]
    if any(_is_country(r, knowledge) for r in rows):
        return [_country(named, reading)]
    if kinds & BODIES and not _loose(named, rows, reading.report.text):
        return [Mark(named.start, named.end, "actor", owned=True)]
    if named.uses <= {"capital", "byname"} and any(m.span.offsets == (named.start, named.end) for m in reading.mentions):
        return [Mark(named.start, named.end, "place")]
    if named.uses & {"demonym", "adjective"} and not rows:
        return _demonym(named, words)
    return []


def _coordinated(named: Named, following: Mark | None, text: str) -> list[Mark]:
    """Return the mark of an adjective that shares the noun of the next one: "Ugandan, South Sudanese troops"."""
    if (
        following is None
        or not named.uses & {"adjective", "demonym"}
        or text[named.end : following.start].strip() not in ("and", ",", "or", "/")
    ):
        return []
    noun = following.noun or following.borrowed
    return [Mark(named.start, named.end, "actor", owned=True, borrowed=noun)]


def _names_place(named: Named) -> bool:
    return bool(named.uses & {"name", "acronym", "capital", "byname"})


def _is_country(row: Alias, knowledge: Knowledge) -> bool:
    known = knowledge.profile(row.actor)
    return known is not None and known.kind == "government" and "." not in known.id and "government" not in row.key


def _country(named: Named, reading: Reading) -> Mark:
    """Return the mark of a country: an actor where it acts or is acted upon, a place where things happen."""
    kind: MentionType = "actor" if acts(reading.report.text, named.start, named.end) else "place"
    dateline = reading.report.dateline
    if dateline is not None and dateline.start <= named.start < dateline.end:
        kind = "place"
    return Mark(named.start, named.end, kind, owned=True)


def _loose(named: Named, rows: list[Alias], text: str) -> bool:
    """Whether a name is one plain word that opens a sentence, where every word has a capital: "Dawn", "Unity"."""
    if named.last - named.first > 1 or any(r.use == "acronym" for r in rows):
        return False
    before = text[max(0, named.start - 2) : named.start].strip(" \"“‘'")
    opens = named.start == 0 or before == "" or before[-1] in ".!?\n:"
    return opens and not any(r.actor.startswith("grp.") for r in rows)


def _described(named: Named, text: str, words: list[Token], knowledge: Knowledge) -> Mark | None:
    """Return the mark of a description that the name owns ("Afghan" + "border police"), None where none follows."""
    nouns = _noun_after(named, text, words, knowledge)
    if nouns is None:
        return None
    last = nouns
    follows = last < len(words) and words[last].capital and text[words[last - 1].end : words[last].start] == " "
    found = describe(text[named.start : words[last - 1].bare_end], knowledge)
    if found is None:
        return None
    by_name = bool(named.uses & {"name", "acronym"})
    if found.head.level in TITLES[:2] and by_name and words[named.last - 1].end != words[named.last - 1].bare_end:
        return Mark(named.start, named.end, "actor", owned=True)
    if follows and found.head.level in TITLES:
        return Mark(named.start, named.end, "actor", owned=True) if by_name else None
    end = words[last - 1].bare_end
    return Mark(named.start, end, "actor", owned=True, noun=text[words[named.last - 1].end : end].strip())


def _body_of(named: Named, text: str, words: list[Token], knowledge: Knowledge) -> Mark | None:
    """Return the mark of a body named before its owner: "Ministry of Defence of the Russian Federation", "army of Chad"."""
    before = named.first - 1
    if before > 0 and words[before].key == "the":
        before -= 1
    if before < 1 or words[before].key != "of" or not named.uses & {"name", "acronym"}:
        return None
    for first in range(max(0, before - LONGEST), before):
        agent = knowledge.agents.get(" ".join(w.key for w in words[first:before]))
        if (
            agent is not None
            and agent.level == "body"
            and agent.organ is not None
            and text[words[first].start : named.start].count("\n") == 0
        ):
            return Mark(words[first].start, named.end, "actor", owned=True)
    return None


def _noun_after(named: Named, text: str, words: list[Token], knowledge: Knowledge) -> int | None:
    """Return the index after the agent noun that ends the noun group which a name opens, None where there is none."""
    best = None
    beside = named.uses & {"adjective", "demonym"} or words[named.last - 1].end != words[named.last - 1].bare_end
    between = BETWEEN if beside else 0
    for last in range(named.last, min(len(words), named.last + between + 3)):
        word = words[last]
        gap = text[words[last - 1].end : word.start]
        if gap.strip(" ") or word.key in PREPOSITIONS or word.key in _STOP or (word.capital and best is not None):
            break
        if word.capital and " ".join(w.key for w in words[last : last + 2]) not in knowledge.agents and word.key not in knowledge.agents:
            break
        for first in range(named.last, last + 1):
            phrase = " ".join(w.key for w in words[first : last + 1])
            if phrase in knowledge.agents and first - named.last <= between:
                best = last + 1
                break
        if word.end != word.bare_end:
            break
    return best


_STOP = wordlist("stops")


def _demonym(named: Named, words: list[Token]) -> list[Mark]:
    """Mark a demonym alone: a party before a deed, a people where it is a plural noun; an adjective otherwise marks nothing."""
    following = words[named.last].key if named.last < len(words) else ""
    next_word = words[named.last + 1].key if named.last + 1 < len(words) else ""
    plural = words[named.last - 1].word.endswith("s") and any(r.use == "demonym" and r.surface.endswith("s") for r in named.rows)
    if following in DEEDS or (next_word in DEEDS and following not in PREPOSITIONS and following not in _STOP) or plural:
        return [Mark(named.start, named.end, "actor", owned=True)]
    return []


def _insert(marks: list[Mark], new: Mark, text: str) -> list[Mark]:
    """Return the marks with a certain one among them: wider than what it covers, inside what covers it."""
    touching = [m for m in marks if m.overlaps(new)]
    for old in touching:
        covers = old.start <= new.start and new.end <= old.end
        same = (old.start, old.end) == (new.start, new.end)
        if covers and not same and (old.type != "place" or new.type == "place" or text[old.start : old.end].count(" ") > 3):
            return [replace(m, owned=True) if m is old and old.type == "actor" else m for m in marks]
        if covers and not same and old.type == "place":
            return marks
    joined = _union(new, touching)
    return [*(m for m in marks if m not in touching), joined]


def _union(new: Mark, touching: list[Mark]) -> Mark:
    """Take the bounds of the name, widened by actor marks that run on to its right or begin before it."""
    actors = [m for m in touching if m.type == new.type == "actor"]
    start = min([new.start, *(m.start for m in actors)])
    end = max([new.end, *(m.end for m in actors)])
    same = next((m.mention for m in touching if m.mention and (m.start, m.end, m.type) == (start, end, new.type)), None)
    return replace(new, start=start, end=end, mention=same)


def _bare_nouns(text: str, words: list[Token], knowledge: Knowledge) -> list[Mark]:
    """Return nouns for parties that stand alone, with a word after them that no noun group runs on with."""
    found = []
    for i, word in enumerate(words):
        if word.key not in knowledge.agent_openings:
            continue
        if not word.word[0].islower() and i > 0 and text[words[i - 1].end : word.start] == " ":
            continue
        for last in range(min(len(words), i + 3), i, -1):
            agent = knowledge.agents.get(" ".join(w.key for w in words[i:last]))
            if agent is not None and agent.sector in NOUNS and agent.kind != "person" and agent.organ not in ("ministry", "office"):
                if _closed(text, words, last) and _opened(words, i) and agent.noun not in _WEAK:
                    found.append(Mark(word.start, words[last - 1].bare_end, "actor"))
                break
    return found


_WEAK = wordlist("weak")
_OPENERS = wordlist("openers")
_CLOSERS = _STOP | PREPOSITIONS | wordlist("past")


def _opened(words: list[Token], first: int) -> bool:
    return first == 0 or words[first - 1].word.lower() in _OPENERS


def _closed(text: str, words: list[Token], last: int) -> bool:
    """Whether the noun group ends here: at a mark, a function word, or a verb in the past."""
    if last >= len(words):
        return True
    gap = text[words[last - 1].end : words[last].start]
    following = words[last].word
    return bool(gap.strip(" ")) or following in _CLOSERS or following.lower() in DEEDS or (following.endswith("ed") and following.islower())

"""Offices: what the report says that a person is, by the words beside the name, and the body for which they speak and act.

"Deputy Interior Minister Kubat Asanov", "Ana Duarte, a spokeswoman for the navy", "its state secretary, Jan Novák", "Lund, who heads the
mission". A minister acts for the government, anybody else in office for the body that their words name (codebook, section 5, speaker).
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from casus.grounding.chains.nodes import nouns, singular
from casus.grounding.composing import compose
from casus.grounding.descriptions import FORMER, describe
from casus.grounding.knowledge import Knowledge, fold
from casus.grounding.speaking_in import stated
from casus.grounding.wordlists import wordlist
from casus.records import Mention, Reading

REACH = 160
"""Characters beside a name in which its office stands."""

HOME, LEAD = 0.45, 2
"""Share of what a report names of countries from which a minister without a country is that country's, and how often more than the next."""

BACK, OPENS = 3, 40
"""Sentences back in which a state may be told of, and characters from the beginning of one in which its subject stands."""

NEAR = 4
"""Words before a body that a phrase may open with."""

SUBJECT = 5
"""Letters of a word that says what an office is for: "Commerce", "Interior"."""

_BODY = frozenset({"ministry", "department", "office", "council", "commission", "agency", "authority", "court", "secretariat"})
_LOCAL = frozenset({"district", "provincial", "regional", "city", "town", "village", "county", "state", "local", "municipal"})
_STATES = frozenset({"GOV", "MIL", "COP", "SPY", "LEG", "JUD"})

_PHRASE = r"[^,;:.!?“”\"()\n]{3,140}"
_AFTER = re.compile(rf"\s*,\s+(?P<words>{_PHRASE})")
_CLAUSE = re.compile(rf"\s*,?\s*(?:who\s+(?P<verb>\w+)\s+|speaking (?:for|on behalf of)\s+)(?P<words>{_PHRASE})")
_OF = re.compile(rf"\s+(?:of|from|at|with)\s+(?P<words>{_PHRASE})")
_BREAKS = re.compile(r"[,;:!?“”\"()\n]|\.(?=\s+[“\"A-Z])|\s[–—-]\s|[’']s(?=\s)")
_LISTED = re.compile(r"^(?:and|or|but)\b")
_FOLLOWED = re.compile(r"(?P<lead>\s+(?:for|of|from|at)\s+(?:the\s+)?)(?P<name>(?:[A-Z][\w’'-]+\s?)*(?<=\w))")
_FOR = re.compile(r"\b(?:for|of|from|at|in|behalf of)\s+(?:the\s+)?$")
_GOVERNED = re.compile(
    r"\b(?:of|on|in|at|from|by|to|with|against|for|about|near|over|after|before|since|until|into|under)\b", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:[.’'-][^\W_]+)*\.?")
_OWNER = re.compile(r"^.*[’']s?\s+(?=\w)")
_ARTICLE = re.compile(r"^(?:(?:a|an|the|his|her|their|its|our|my|one|another)\s+)+", re.IGNORECASE)


@dataclass(frozen=True)
class Office:
    """`role` is the report's words without article and owner; `acts_for` the id of the body, null for whoever speaks for nobody else."""

    role: str | None = None
    acts_for: str | None = None


def offices(reading: Reading, knowledge: Knowledge) -> dict[str, Office]:
    """Return the office of each person (by actor id) whom the report names or describes with one."""
    found: dict[str, Office] = {}
    beside = _Beside(reading, knowledge, found)
    for mention in reading.mentions:
        person = mention.resolved
        if person is None or not person.startswith(("one.", "per.")):
            continue
        known = found.get(person, Office())
        if mention.type != "person" and not _is_holder(mention):
            continue
        if known.role is None or known.acts_for is None or _is_rank_only(known.role):
            found[person] = _joined(known, beside.of(mention))
    return {person: office for person, office in found.items() if office != Office()}


def _is_holder(mention: Mention) -> bool:
    """Whether a noun names one person in office: "sub-prefect"."""
    noun, many = singular(mention.span.quote.split()[-1].lower())
    return not many and noun in _heads() and noun not in wordlist("private")


class _Beside:
    """One reading, asked for the office beside a mention."""

    def __init__(self, reading: Reading, knowledge: Knowledge, known: Mapping[str, Office]) -> None:
        self.reading, self.knowledge, self.text, self.known = reading, knowledge, reading.report.text, known
        self._starts = [s.start for s in reading.sentences]
        self._acting = sorted((m for m in reading.mentions if m.type in ("actor", "person", "place")), key=lambda m: m.span.offsets)
        self._firsts = [m.span.start for m in self._acting]
        self._of = {m.id: m for m in reading.mentions}
        self._pronouns = {p.span.start: p for p in reading.pronouns}
        self._countries = {p.id: p.country for p in reading.places}
        self._home = self._about()

    def of(self, mention: Mention) -> Office:
        """Return the office that the words beside one mention tell."""
        start, end = mention.span.offsets
        opens, closes = self._sentence(start)
        best, stranger = Office(), not (mention.resolved or "").startswith("per.")
        for phrase in self._phrases(mention, start, end, opens, closes):
            found = self._office(*phrase, stranger=stranger)
            best = _joined(best, found) if found is not None else best
        return best

    def _sentence(self, at: int) -> tuple[int, int]:
        number = bisect_right(self._starts, at) - 1
        if number < 0:
            return max(0, at - REACH), min(len(self.text), at + REACH)
        return self._starts[number], self.reading.sentences[number].end

    def _phrases(self, mention: Mention, start: int, end: int, opens: int, closes: int) -> Iterator[tuple[int, int, str]]:
        """Yield the phrases beside a name that may be an office: bounds, and whether it is a title, a clause or "of" a body."""
        if mention.type != "person":
            yield start, self._with_body(end, closes), "title"
            return
        low, title = max(opens, start - REACH), self._title(max(opens, start - REACH), start)
        if title is not None:
            if _is_rank_only(self.text[title:start]) and (apposed := self._title(low, title)) is not None:
                yield apposed, title, "title"
            yield title, start, "title"
        for shape, sort in ((_CLAUSE, "clause"), (_AFTER, "title"), (_OF, "of")):
            match = shape.match(self.text, end, min(closes, end + REACH))
            if match is None:
                continue
            if sort == "clause":
                if match["verb"] is None or match["verb"] in wordlist("leading"):
                    yield match.start("words"), match.end("words"), f"clause {match['verb'] or ''}"
            elif not (sort == "title" and _LISTED.match(match["words"])):
                yield match.start("words"), match.end("words"), sort

    def _with_body(self, end: int, closes: int) -> int:
        """Return where "spokesperson for India's food authority" ends: with the body, else with the name that follows."""
        match = _FOLLOWED.match(self.text, end, closes)
        if match is None:
            return end
        body = next((m for m in self._acting[bisect_left(self._firsts, end) :] if m.span.start - match.end("lead") <= 4), None)
        if body is not None and body.span.start < match.end("lead") + 5:
            return body.span.end
        return match.end() if match["name"] else end

    def _title(self, opens: int, start: int) -> int | None:
        """Return where the title before a name begins, None where there is none: "Iranian naval spokesman Captain", "the BRN's leader,"."""
        lead = self.text[opens:start]
        body = lead.rstrip()
        apposed = body.endswith(",")
        body = body.removesuffix(",")
        words = list(_WORD.finditer(body))
        if not words or (not apposed and body != lead.rstrip()):
            return None
        head = next((i for i in range(len(words) - 1, max(-1, len(words) - 5), -1) if _is_office(words[i][0])), None)
        if head is None or _BREAKS.search(body, words[head].end()) or any(not _is_rank(w[0]) for w in words[head + 1 :]):
            if not apposed:
                return None
            head = self._apposed(body, words)
            if head is None:
                return None
        first = head
        while (
            first > 0
            and words[first - 1][0].lower() not in wordlist("no_title")
            and not _BREAKS.search(body, words[first - 1].start(), words[first].start())
        ):
            first -= 1
        return opens + words[first].start()

    def _apposed(self, body: str, words: list[re.Match[str]]) -> int | None:
        """Return the head of "a spokesman for the army" where it stands before the comma that a name follows."""
        begin = max((m.end() for m in _BREAKS.finditer(body) if not m[0].startswith(("’", "'"))), default=0)
        for i, word in enumerate(words):
            if word.start() >= begin and _is_office(word[0]) and i + 1 < len(words) and words[i + 1][0] in ("for", "of", "at", "from"):
                return i
        return None

    def _office(self, start: int, end: int, sort: str, *, stranger: bool) -> Office | None:
        words = self.text[start:end].strip(" ,")
        if sort == "of":
            return Office(None, self._first(start, end))
        if sort.startswith("clause"):
            verb = sort.partition(" ")[2]
            return Office(f"{verb} {words}".strip() if verb else None, self._first(start, end))
        head = _head(words)
        if head is None:
            return None
        former = any(word in FORMER for word in fold(words).split()[:3])
        role = _ARTICLE.sub("", _OWNER.sub("", words[: head[1]]) + words[head[1] :]).strip(" ,")
        if former or head[0] in wordlist("private"):
            return Office(role or None, None)
        role = _ranks_off(role)
        return Office(
            role or None,
            self._body(start, end, start + len(self.text[start:end]) - len(self.text[start:end].lstrip(" ,")) + head[1], head[0], stranger),
        )

    # The body

    def _body(self, start: int, end: int, head_end: int, head: str, stranger: bool) -> str | None:
        """Return whom an office acts for: its owner before the head, the body after it, or the country that the report is about.

        An unknown minister without a country is of the state that the report tells of at that point.
        """
        owner = self._owner(start, head_end) or self._named(head_end, end, head)
        words = self.text[start:end].strip(" ,")
        if owner is None:
            owned = re.search(r"[’']s?\s+(?:[\w-]+\s+){0,2}$", self.text[max(0, start - REACH // 4) : start]) or _OWNER.match(words)
            owner = (
                None
                if owned or not self._of_state(words)
                else self._by_subject(words)
                or stated(self.text, end, end, self.knowledge)
                or (self._told_of(start) if stranger and _is_minister(words) else None)
                or self._home
            )
        if owner is None:
            return None
        state = owner.split(".")[0]
        if _is_minister(words) and self._governs(owner):
            return state
        return self._organ(words, owner) if _is_state(owner) else owner

    def _owner(self, start: int, head_end: int) -> str | None:
        """Return the body that owns an office: before its noun, or in the possessive before the phrase ("Libya's ambassador")."""
        low = bisect_left(self._firsts, start - REACH // 2)
        for mention in reversed(self._acting[low : bisect_left(self._firsts, head_end)]):
            inside = mention.span.start >= start and mention.span.end <= head_end
            owning = mention.span.end < start and re.fullmatch(r"[’']s?\s+(?:[\w-]+\s+){0,2}", self.text[mention.span.end : start])
            if (inside or owning) and (found := self._id(mention)) is not None:
                return found
        return self._by_pronoun(start) or self._by_adjective(start, head_end)

    def _told_of(self, start: int) -> str | None:
        """Return the state of which the report tells before an office: the subject of its sentence so far, or of one shortly before."""
        number = bisect_right(self._starts, start) - 1
        for first in range(number, max(-1, number - BACK - 1), -1):
            low, high = self._starts[first], min(start, self.reading.sentences[first].end)
            subject = next((m for m in self._acting[bisect_left(self._firsts, low) : bisect_left(self._firsts, high)]), None)
            if subject is None or _GOVERNED.search(self.text, low, subject.span.start) or subject.span.start - low > OPENS:
                continue
            state = (self._id(subject, home=False) or "").split(".")[0]
            if _is_state(state):
                return state
        return None

    def _by_subject(self, words: str) -> str | None:
        """Return the body of the report whose name has the subject of an office: the Ministry of Commerce for a "Commerce Secretary"."""
        subject = {fold(w) for w in _WORD.findall(words) if len(w) >= SUBJECT and not _is_office(w)} - wordlist("loose")
        named = ((self._id(m), {fold(w) for w in _WORD.findall(m.span.quote)}) for m in self._acting if m.type == "actor")
        found = {
            body for body, name in named if body is not None and self._governs(body) and "." in body and subject & name and _BODY & name
        }
        return found.pop() if len(found) == 1 else None

    def _by_pronoun(self, start: int) -> str | None:
        """Return the body that "its", "his" or "our" before an office goes back to."""
        before = re.search(r"\b\w+\s+(?:\w+\s+)?$", self.text[max(0, start - 30) : start])
        spots = [start, *([start - len(before[0])] if before else [])]
        for at in spots:
            pronoun = self._pronouns.get(at)
            if pronoun is not None and pronoun.mention:
                return self._id(self._of[pronoun.mention])
        return None

    def _by_adjective(self, start: int, head_end: int) -> str | None:
        """Return the state whose adjective stands before an office: "Her Nicaraguan counterpart"."""
        for word in _WORD.findall(self.text[start:head_end]):
            if not word[0].isupper():
                continue
            rows = [row for row in self.knowledge.lookup(fold(word)) if row.use in ("adjective", "name", "acronym", "demonym")]
            states = {row.actor for row in rows if _is_state(row.actor)}
            if len(states) == 1:
                return states.pop()
        return None

    def _named(self, head_end: int, end: int, head: str) -> str | None:
        """Return the body after the noun of an office: "spokesman for the army", no body for an "envoy for Yemen"."""
        for mention in self._acting[bisect_left(self._firsts, head_end) : bisect_left(self._firsts, end)]:
            lead = _FOR.search(self.text[head_end : mention.span.start])
            if lead and not (head in wordlist("sent") and lead[0].startswith(("for", "in"))):
                return self._id(mention)
        return None

    def _first(self, start: int, end: int) -> str | None:
        """Return the first body in a phrase, if it opens it: "the Forward Command", "the Thai side"."""
        for mention in self._acting[bisect_left(self._firsts, start) : bisect_left(self._firsts, end)]:
            if len(self.text[start : mention.span.start].split()) <= NEAR:
                return self._id(mention, home=False)
            break
        return None

    def _id(self, mention: Mention, *, home: bool = True) -> str | None:
        """Return the body that a mention beside an office names; a country that is only a place there is its state."""
        found = mention.acts_for or (mention.resolved if mention.type != "place" else None)
        if found is None and home and mention.type == "place" and (mention.resolved or "").startswith("plc."):
            country = (mention.resolved or "").removeprefix("plc.").upper()
            found = country if _is_state(country) and self.knowledge.profile(country) else None
        if found is not None and found.startswith(("one.", "per.")):
            return self.known.get(found, Office()).acts_for
        return found

    def _organ(self, words: str, state: str) -> str:
        """Return the organ of a state that an office belongs to; ministers and heads of state act for the government."""
        described = describe(_ARTICLE.sub("", words), self.knowledge)
        if described is None or described.head.level == "office":
            return state
        owner = self.knowledge.profile(state)
        return compose(owner, replace(described, name=""), self.knowledge).id if owner else state

    def _governs(self, owner: str) -> bool:
        """Whether a body is a state's government, or an organ of it."""
        known = self.knowledge.profile(owner)
        return _is_state(owner.split(".", maxsplit=1)[0]) and (known.kind == "government" if known else ".ministry" in owner)

    def _of_state(self, words: str) -> bool:
        """Whether an office without an owner is one of a state."""
        described = describe(_ARTICLE.sub("", words), self.knowledge)
        if described is None or described.head.organ in (None, "local") or described.head.sector not in _STATES:
            return False
        return (
            described.head.noun.split()[-1] not in wordlist("sent") and not _is_rank_only(words) and not _LOCAL & set(fold(words).split())
        )

    def _about(self) -> str | None:
        """Return the state that the report is about: of its dateline where that state is named too, else the one most named."""
        named: Counter[str] = Counter()
        for mention in self.reading.mentions:
            actor = mention.acts_for or mention.resolved
            country = self._countries.get(actor) if actor in self._countries else (actor or "").split(".")[0]
            if country and _is_state(country):
                named[country] += 1
        dateline = self.reading.report.dateline
        if dateline is not None:
            inside = [m for m in self.reading.mentions if m.type == "place" and dateline.overlaps(m.span) and m.resolved]
            home = next((c for m in inside if (c := self._countries.get(m.resolved or ""))), None)
            if home is not None and named[home] > 1:
                return home
        best = named.most_common(2)
        if not best or best[0][1] < HOME * named.total() or (len(best) > 1 and best[0][1] < LEAD * best[1][1]):
            return None
        return best[0][0]


def _joined(one: Office, other: Office) -> Office:
    """Return what two phrases tell together; an office says more than a rank."""
    role = other.role if one.role is None or (other.role and _is_rank_only(one.role) and not _is_rank_only(other.role)) else one.role
    return Office(role, one.acts_for or other.acts_for)


def _is_rank_only(role: str) -> bool:
    return all(_is_rank(word) for word in role.split())


def _is_state(actor: str) -> bool:
    return len(actor) == 3 and actor.isupper()


def _is_minister(words: str) -> bool:
    lower = fold(words).split()
    return any(w in ("minister", "premier", "president", "chancellor") for w in lower) and not {"deputy", "vice", "junior"} & set(lower)


def _is_office(word: str) -> bool:
    noun = singular(word.lower().strip("."))[0]
    return noun in _heads() or noun in wordlist("ranks") or noun in wordlist("rank_nouns")


def _is_rank(word: str) -> bool:
    noun = word.lower().strip(".")
    return noun in wordlist("ranks") or noun in wordlist("rank_nouns")


def _ranks_off(role: str) -> str:
    """Return an office without the ranks that follow it: "naval spokesman" of "naval spokesman Captain"."""
    words = role.split()
    while len(words) > 1 and _is_rank(words[-1]) and not _is_rank_only(role):
        words.pop()
    return " ".join(words)


def _heads() -> frozenset[str]:
    heads: frozenset[str] = nouns()["office_heads"]
    return heads


def _head(words: str) -> tuple[str, int] | None:
    """Return the noun of an office and where it ends: the last office before a preposition."""
    found = None
    for match in _WORD.finditer(words):
        if match[0] in ("for", "of", "from", "at", "in", "who", "with", "on", "to") and match.start():
            break
        if _is_office(match[0]) and not (found and _is_rank(match[0])):
            found = singular(match[0].lower().strip("."))[0], match.end()
    return found

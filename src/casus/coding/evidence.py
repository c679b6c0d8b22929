"""What a speaker offers for a claim, or is said not to offer (codebook, section 5, `evidence`).

A noun of `evidence.yaml` counts only where it is offered: after a verb of showing or holding, or before a verb by which it speaks for
the claim. The span is the noun phrase with its `of`, without what tells its content.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from casus.coding.named import Named
from casus.coding.wordlists import pattern, wordlists
from casus.records import Attribution, ClaimKind, Evidence, EvidenceType, Span

TYPES: tuple[EvidenceType, ...] = tuple(t for t in get_args(EvidenceType) if t != "refused")

AFTER = 300
"""Characters between a claim and the words that do nothing but offer proof for it."""

_RANK = {"allege": 0, "condemn": 1, "deny": 1, "state": 2, "assess": 2}

HEARER = 4
"""Words between the verb that offers and what is offered: "laid out for the press"."""

NEAR = 45
"""Characters between the verb that offers and the first noun that is offered."""

_WORDS = re.compile(r"[^\s“”\"()]+")
_NUMBER = re.compile(r"\d[\d,.]*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|some|dozens|hundreds", re.IGNORECASE)
_ARTICLE = re.compile(r"an?|the|its|his|her|their|our|my|this|that|these|those|more|half", re.IGNORECASE)
LONGEST = 6
"""Words of a noun phrase before its noun."""

_OF = re.compile(
    r"\s+of\s+(?:(?!(?:and|but|that|which|who|showing|taken|from|to|in|on|at|by|for|with|said|says|was|were|is|are|has|had|as)\b)[\w’'-]+\s*){1,6}",
    re.IGNORECASE,
)
_AND = re.compile(r"(?:[^.;:“”\"()]{0,60}?)(?:,\s+(?:and\s+)?|\s+and\s+|\s+or\s+)", re.IGNORECASE)
_HAS = re.compile(
    r"(?:that\s+)?(?:we|it|they|he|she|(?:our|its|his|her|their|the)\s+\w+)\s+(?:also\s+|now\s+)?(?:has|have|had|holds?|held|knows?|possess\w*)\b",
    re.IGNORECASE,
)
_RECEIVES = re.compile(r"\b(?:been|be|being|was|were|is|are|to)\s+$", re.IGNORECASE)
"""Before a verb of offering or holding: somebody else offers, or nobody does yet."""

_NEGATED = re.compile(
    r"\b(?:no|any|without|little|not a|nothing|lack of|seek\w*|look\w* for|need\w*|await\w*|ask\w* for|demand\w*|want\w*|search\w* for)"
    r"\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
_OFFICE = re.compile(
    r"\s+(?:office|bureau|agenc|service|officer|chief|official|minister|committee|agent|head|source|unit|director|branch|law|book|film|case)",
    re.IGNORECASE,
)
"""What makes a noun of evidence the beginning of another noun: "statistics office", "intelligence chief"."""


@dataclass(frozen=True)
class Offer:
    """Evidence found: bounds (code points), type."""

    start: int
    end: int
    type: EvidenceType


def evidence_of(
    named: Named, coded: Sequence[tuple[Attribution, ClaimKind]], proof: Sequence[Attribution]
) -> dict[str, tuple[Evidence, ...]]:
    """Return the evidence that is offered with each attribution, by its id; each offer belongs to one, an accusation before a statement.

    It stands in the sentences of the attribution, in the next one of the paragraph where that reports nothing else, or in an attribution
    of `proof`, which does nothing but offer it.
    """
    found: dict[Offer, list[tuple[int, int, str]]] = {}
    for attribution, kind in coded:
        at = attribution.cue[0].start
        for start, end in _windows(named, attribution, [a for a, _ in coded], proof):
            for offer in _offers(named.text, start, end):
                found.setdefault(offer, []).append((_RANK.get(kind, 2), abs(offer.start - at), attribution.id))
    given: dict[str, list[Offer]] = {}
    for offer, wanted in sorted(found.items(), key=lambda item: (item[0].start, -item[0].end)):
        owner = min(wanted)[2]
        if not any(o.start < offer.end and offer.start < o.end for offers in given.values() for o in offers):
            given.setdefault(owner, []).append(offer)
    return {owner: tuple(_record(named, offer) for offer in offers) for owner, offers in given.items()}


def offers_only(text: str) -> bool:
    """Whether words do nothing but say that the speaker's side has proof: "We have the recordings".

    >>> offers_only("“We have photographs of every boat,”"), offers_only("We have closed the border")
    (True, False)
    """
    words = text.strip(' “”"‘’.,!')
    has = _HAS.match(words)
    first = next(iter(_offers(f"{words}.", 0, len(words) + 1)), None) if has else None
    return has is not None and first is not None and first.type != "refused" and first.start - has.end() <= 1 and "." not in words


def _windows(
    named: Named, attribution: Attribution, others: Sequence[Attribution], proof: Sequence[Attribution]
) -> Iterator[tuple[int, int]]:
    """Yield the stretches of text in which evidence for an attribution may stand."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    start, end = named.sentence(min(s.start for s in spans)).start, named.sentence(max(s.end for s in spans) - 1).end
    yield start, end
    after = [a for a in proof if 0 <= min(s.start for s in (*a.content, *a.cue)) - end < AFTER]
    for offering in after[:1]:
        yield min(s.start for s in offering.content), max(s.end for s in offering.content)
    following = named.sentence(end + 1) if end + 1 < len(named.text) else None
    if following is None or following.start < end or "\n\n" in named.text[end : following.start]:
        return
    taken = any(following.overlaps(s) for a in others if a.id != attribution.id for s in (*a.cue, *a.content))
    if not taken:
        yield following.start, following.end


@cache
def _noun() -> re.Pattern[str]:
    """Return one pattern for all nouns, a group for each type; longer ones first."""
    return re.compile(
        "|".join(rf"(?P<{t}>\b(?:{'|'.join(sorted(wordlists('evidence')[t], key=len, reverse=True))})\b)" for t in TYPES), re.IGNORECASE
    )


@cache
def _offering() -> re.Pattern[str]:
    offers, holds = ("|".join(wordlists("evidence")[name]) for name in ("offers", "holds"))
    return re.compile(rf"\b(?:(?P<holds>{holds})|{offers})(?=\s|$)", re.IGNORECASE)


def _offers(text: str, start: int, end: int) -> Iterator[Offer]:
    for match in pattern("evidence", "refused").finditer(text, start, end):
        yield Offer(match.start(), match.end(), "refused")
    for match in _noun().finditer(text, start, end):
        type_: EvidenceType = match.lastgroup  # type: ignore[assignment]  # the groups are the types
        left = _left(text, start, match.start())
        if _NEGATED.search(text, max(start, left - 30), match.start()) or _OFFICE.match(text, match.end()):
            continue
        if _offered(text, start, left) or _speaks(text, match.end(), end):
            right = _right(text, match.end(), end)
            yield Offer(left, right, type_)


def _left(text: str, start: int, at: int) -> int:
    """Return where the noun phrase around a noun begins: at its article or number, else after the verb, preposition or mark before it."""
    left = at
    for word in reversed(list(_WORDS.finditer(text, max(start, at - 90), at))[-LONGEST:]):
        bare = word.group()
        if not text[word.end() : left].isspace() or bare[-1] in ",;:.!?–—" or pattern("evidence", "outside", whole=True).fullmatch(bare):
            break
        if _offering().fullmatch(f"{bare}") and not bare.endswith(("’s", "'s")):
            break
        left = word.start()
        if (_ARTICLE.fullmatch(bare) or _NUMBER.fullmatch(bare)) and not _after_article(text, start, left):
            break
    return left


def _after_article(text: str, start: int, at: int) -> bool:
    """Whether an article or number right before belongs to the phrase too: "her two", "the three"."""
    before = _WORDS.findall(text, max(start, at - 12), at)
    return bool(before) and _ARTICLE.fullmatch(before[-1]) is not None and text[at - 1].isspace()


def _right(text: str, at: int, end: int) -> int:
    """Return where the noun phrase ends: after its `of`."""
    match = _OF.match(text, at, end)
    stop = match.end() if match else at
    while stop > at and text[stop - 1] in " ,;:":
        stop -= 1
    return stop


def _offered(text: str, start: int, left: int) -> bool:
    """Whether a verb of offering or holding stands right before a noun phrase, or before one that it is coordinated with."""
    low = max(start, left - 110)
    before = [m for m in _offering().finditer(text, low, left) if not _RECEIVES.search(text, max(start, m.start() - 8), m.start())]
    if not before:
        return False
    verb, gap = before[-1], text[before[-1].end() : left]
    if verb.group("holds"):
        return gap.isspace()
    if len(gap) <= NEAR and not re.search(r"[.;:]", gap) and len(gap.split()) <= HEARER:
        return True
    return bool(re.search(r"(?:,|\band\b|\bor\b)\s*$", gap)) and _noun().search(gap) is not None


def _speaks(text: str, at: int, end: int) -> bool:
    """Whether a noun of evidence is the subject of a verb that makes it speak for the claim."""
    return _speaking().match(text, _right(text, at, end), end) is not None


@cache
def _speaking() -> re.Pattern[str]:
    """Return the pattern of a verb by which a noun speaks for the claim; what narrows the noun down may stand between."""
    return re.compile(rf"[^.;,“”]{{0,40}}?(?:,[^.;,“”]{{0,60}},)?\s(?:{'|'.join(wordlists('evidence')['shows'])})\b", re.IGNORECASE)


def _record(named: Named, offer: Offer) -> Evidence:
    span: Span = named.reading.report.span(offer.start, offer.end)
    near = named.text[max(0, offer.start - 20) : offer.end + 20]
    strength = tuple(
        dict.fromkeys(
            m.group().lower() for m in pattern("evidence", "strength", whole=True).finditer(near if offer.type == "refused" else span.quote)
        )
    )
    return Evidence(span=span, type=offer.type, strength=strength)

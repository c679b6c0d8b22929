"""What a speaker offers for a claim, or is said not to offer (codebook, section 5, `evidence`).

A noun of `evidence.yaml` counts only where it is offered: after a verb of showing or holding, or before a verb by which it speaks for
the claim; whatever is shown to an audience counts too. The span is the noun phrase with its `of`, without what tells its content.

Whose claim it backs is told by who offers it: in the claim's own sentences, in the next one, or further on where the same side offers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import get_args

from casus.coding.named import CLAUSE, GOVERNED, Named
from casus.coding.wordlists import pattern, wordlists
from casus.records import Attribution, ClaimKind, Evidence, EvidenceType, Party, Span

TYPES: tuple[EvidenceType, ...] = tuple(t for t in get_args(EvidenceType) if t != "refused")

AFTER = 300
"""Characters between a claim and the words that do nothing but offer proof for it."""

GOES_ON = 3
"""Sentences after a claim in which its own side may still offer evidence for it."""

_RANK = {"allege": 0, "condemn": 1, "deny": 1, "state": 2, "assess": 2}

HEARER = 4
"""Words between the verb that offers and what is offered: "laid out for the press"."""

NEAR = 45
"""Characters between the verb that offers and the first noun that is offered."""

_WORDS = re.compile(r"[^\s“”\"()]+")
_NUMBER = re.compile(
    r"\d[\d,.]*|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w+)?|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen"
    r"|several|some|dozens|hundreds",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"an?|the|its|his|her|their|our|my|this|that|these|those|more|half|every|both|each|all|any", re.IGNORECASE)
WHO = 12
"""Characters of "who saw" at the end of a noun."""

LONGEST = 6
"""Words of a noun phrase before its noun."""

_OF = re.compile(
    r"\s+of\s+(?:(?!(?:and|but|that|which|who|showing|taken|from|to|in|on|at|by|for|with|said|says|was|were|is|are|has|had|as|it|he|she|they|we|\w+ing)\b)[\w’'-]+\s*){1,6}",
    re.IGNORECASE,
)
_WHO = re.compile(r"\s+who(?:\s+[\w’'-]+)+", re.IGNORECASE)
_WITH = re.compile(r"(?<=interviews)\s+with(?:\s+(?!(?:and|who|that|which)\b)[\w’'-]+){1,4}", re.IGNORECASE)
_FROM = re.compile(_OF.pattern.replace("of", "from", 1).replace("{1,6}", "{1,4}"), re.IGNORECASE)
_HAS = re.compile(
    r"(?:that\s+)?(?:we|it|they|he|she|(?:our|its|his|her|their|the)\s+\w+)\s+(?:also\s+|now\s+)?(?:has|have|had|holds?|held|knows?|possess\w*)(?:\s+(?:collected|gathered|obtained|compiled|assembled|secured|recovered|seized|seen))?\b",
    re.IGNORECASE,
)
_RECEIVES = re.compile(r"\b(?:been|be|being|was|were|is|are|to have|(?<!promised )(?<!pledged )(?<!vowed )to)\s+$", re.IGNORECASE)
"""Before a verb of offering or holding: somebody else offers, or nobody does yet."""

_NEGATED = re.compile(
    r"\b(?:no|any|without|little|not a|nothing|lack of|seek\w*|look\w* for|need\w*|await\w*|ask\w* for|demand\w*|want\w*|search\w* for)"
    r"\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)

_ING = re.compile(r"\w+ing\b", re.IGNORECASE)
_MEASURE = re.compile(rf"(?:(?:{_ARTICLE.pattern}|{_NUMBER.pattern})\s+)*(?P<measure>[\w-]+)\s+of\s+(?:the\s+)?", re.IGNORECASE)
"""What measures evidence: "eleven minutes of", "a mountain of", "three of the"."""

_SAID_OF_IT = r"\s+(?:is|are|was|were|looks?|seems?|remains?|proved)\s+(?:\w+\s+){0,2}?"


@dataclass(frozen=True)
class Offer:
    """Evidence found: bounds (code points), type, and where the verb stands by which it is offered (None: it speaks for itself).

    `plain`: the noun alone does not say that it is evidence; it is some where an accusation or a denial is backed with it.
    """

    start: int
    end: int
    type: EvidenceType
    verb: int | None = None
    plain: bool = False


@dataclass(frozen=True)
class Backed:
    """A claim by its id: its attribution, its kind (None: it does nothing but offer proof), who speaks, and whom it accuses."""

    id: str
    attribution: Attribution
    kind: ClaimKind | None
    speaker: Party | None
    accused: tuple[Party, ...] = ()


@dataclass(frozen=True)
class _Offering:
    """An offer in its report: the number of its sentence, the attribution it stands inside, and who offers.

    `said` is False where nobody is said to offer; the party is None where a pronoun goes back to nobody certain.
    """

    offer: Offer
    sentence: int
    inside: Backed | None = None
    party: Party | None = None
    said: bool = False


def evidence_of(named: Named, coded: Sequence[Backed], others: Sequence[Backed]) -> dict[str, tuple[Evidence, ...]]:
    """Return the evidence that is offered for each claim of `coded`, by its id; each offer belongs to one.

    It goes to a claim of whoever offers it, near before far, an accusation before a statement. `others` are claims of other
    kinds, and attributions without a kind, which do nothing but offer proof.
    """
    owners = _Owners(named, coded, others)
    given: dict[str, list[Offer]] = {}
    taken = 0
    for number, sentence in enumerate(named.reading.sentences):
        if not owners.near(number):
            continue
        for offer in sorted(_offers(named.text, sentence.start, sentence.end), key=lambda o: (o.start, -o.end)):
            owner = None if offer.start < taken or owners.speaks(offer) else owners.of(_offering_of(named, offer, number, owners.spoken))
            if owner is not None:
                given.setdefault(owner, []).append(offer)
                taken = offer.end
    return {owner: tuple(_record(named, offer) for offer in offers) for owner, offers in given.items()}


class _Owners:
    """Finds the claim that an offer is made for."""

    def __init__(self, named: Named, coded: Sequence[Backed], others: Sequence[Backed]) -> None:
        self.named, self.spoken = named, (*coded, *others)
        self.placed = [(backed, *_stretch(named, backed.attribution)) for backed in coded]

    def near(self, number: int) -> bool:
        """Whether a sentence lies so near after a claim that evidence for it may stand there."""
        return any(first <= number <= last + GOES_ON for _, first, last in self.placed)

    def speaks(self, offer: Offer) -> bool:
        """Whether what would be evidence is itself the source of a claim: "the log shows that"."""
        return any(s.start <= offer.start < s.end for b in self.spoken for s in b.attribution.source)

    def of(self, offering: _Offering) -> str | None:
        """Return the id of the claim that evidence is offered for, None where it is offered for none."""
        ranked = [(rank, b.id) for b, first, last in self.placed if (rank := self._rank(b, first, last, offering)) is not None]
        return min(ranked)[1] if ranked else None

    def _rank(self, backed: Backed, first: int, last: int, offering: _Offering) -> tuple[int, int, int, int] | None:
        """Return how far an offer is from a claim, None where it is not made for it."""
        gap = 0 if first <= offering.sentence <= last else offering.sentence - last
        same = self._same(offering.party, backed.speaker)
        if offering.offer.plain and (backed.kind not in ("allege", "deny", "condemn") or same is False or (gap and not same)):
            return None
        if offering.offer.type == "refused" and same is None and offering.party is not None and offering.party.actor:
            same = False
        if gap < 0 or (same is False and self._against(backed, offering)) or (gap and not self._follows(backed, gap, offering, same)):
            return None
        at = backed.attribution.cue[0].start
        return int(same is False), gap, _RANK.get(backed.kind or "state", 2), abs(offering.offer.start - at)

    def _same(self, one: Party | None, other: Party | None) -> bool | None:
        """Return whether two are of one side, None where that is not known."""
        if one is None or other is None:
            return None
        known = all(party.actor and not party.actor.startswith(("one.", "new.")) for party in (one, other))
        return self.named.one_side(one, other) or (False if known else None)

    def _against(self, backed: Backed, offering: _Offering) -> bool:
        """Whether others than the speaker refuse, or are told to have it, or the accused offers: none of it backs the claim."""
        if offering.offer.type == "refused" or (offering.inside is not None and offering.inside.id == backed.id):
            return True
        return any(self.named.one_side(offering.party, accused) for accused in backed.accused)

    def _follows(self, backed: Backed, gap: int, offering: _Offering, same: bool | None) -> bool:
        """Whether evidence after a claim is offered for it.

        The claim's own side may go on for some sentences; whoever else offers, right after it and with nothing else told between.
        """
        attribution, offer = backed.attribution, offering.offer
        end = max(s.end for s in (*attribution.source, *attribution.cue, *attribution.content))
        between = self.named.text[end : offer.start]
        if offering.inside is not None and offering.inside.kind is None:
            return same is not False and len(between) < AFTER
        if same:
            return gap <= GOES_ON and between.count("\n\n") <= 1
        if gap > 1 or "\n" in between:
            return False
        sentence = self.named.sentence(offer.start)
        rest = [b.attribution for b, _, _ in self.placed if b.attribution.id != attribution.id]
        return (same is None and offering.said) or not any(sentence.overlaps(s) for a in rest for s in (*a.cue, *a.content))


def _stretch(named: Named, attribution: Attribution) -> tuple[int, int]:
    """Return the numbers of the first and the last sentence over which an attribution stretches."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    return named.sentence_number(min(s.start for s in spans)), named.sentence_number(max(s.end for s in spans) - 1)


def _offering_of(named: Named, offer: Offer, number: int, spoken: Sequence[Backed]) -> _Offering:
    """Return an offer with the attribution inside which it is made, the innermost, and who makes it."""
    over = [b for b in spoken if any(s.start <= offer.start and offer.end <= s.end for s in b.attribution.content)]
    if over:
        inside = min(over, key=lambda b: sum(len(s.quote) for s in b.attribution.content))
        others = _own_subject(named, inside.attribution, offer)
        known = others is not None and others.actor is not None and not named.one_side(others, inside.speaker)
        return _Offering(offer, number, inside, others if known else inside.speaker, said=True)
    said, party = (
        (False, None)
        if offer.verb is None
        else named.subject(named.sentence(offer.start).start, offer.verb, _beside(named.text, offer.verb))
    )
    return _Offering(offer, number, None, party, said)


def _beside(text: str, verb: int) -> bool:
    """Whether a verb goes beside the first of its sentence: ", citing"."""
    return text[:verb].rstrip().endswith(",") and _ING.match(text, verb) is not None


def _own_subject(named: Named, attribution: Attribution, offer: Offer) -> Party | None:
    """Return the subject of the clause of a content in which evidence is offered; None where it goes on with another clause."""
    if offer.verb is None:
        return None
    start = max((s.start for s in attribution.content if s.start <= offer.verb), default=offer.verb)
    cuts = [m.end() for m in CLAUSE.finditer(named.text, start, offer.verb)]
    return named.subject(cuts[-1] if cuts else start, offer.verb)[1]


def hands_out(text: str, attribution: Attribution) -> bool:
    """Whether an attribution does nothing but show evidence: "released | three photographs of the wreck", "showed them | a list"."""
    cue, content = (" ".join(s.quote for s in part) for part in (attribution.cue, attribution.content))
    if _offering().search(cue) is None or re.match(r"(?:that|how|what|whether|[“\"])\b", content, re.IGNORECASE):
        return False
    if pattern("evidence", "talks", whole=True).search(cue):
        return False
    noun = _noun().search(content)
    shown = _shown().match(text, attribution.cue[0].start)
    return (noun is not None and _left(content, 0, noun.start()) == 0) or shown is not None


def declines(attribution: Attribution) -> bool:
    """Whether an attribution does nothing but refuse to show evidence: "declined | to release them"."""
    said = " ".join(s.quote for s in (*attribution.cue, *attribution.content))
    return pattern("evidence", "refused").match(said) is not None


def cites(attribution: Attribution) -> bool:
    """Whether an attribution only names what somebody cites, and makes no claim: "citing drone footage", "cited privacy law"."""
    cue, content = (" ".join(s.quote for s in part) for part in (attribution.cue, attribution.content))
    return pattern("evidence", "citing", whole=True).fullmatch(cue) is not None and re.match(r"(?:that|how|[“\"])\b", content) is None


def offers_only(text: str) -> bool:
    """Whether words do nothing but say that the speaker's side has proof: "We have the recordings".

    >>> offers_only("“We have photographs of every boat,”"), offers_only("We have closed the border")
    (True, False)
    """
    words = text.strip(' “”"‘’.,!')
    has = _HAS.match(words)
    first = next(iter(_offers(f"{words}.", 0, len(words) + 1)), None) if has else None
    return has is not None and first is not None and first.type != "refused" and first.start - has.end() <= 1 and "." not in words


@cache
def _noun() -> re.Pattern[str]:
    """Return one pattern for all nouns, a group for each type; longer ones first."""
    return re.compile(
        "|".join(rf"(?P<{t}>\b(?:{'|'.join(sorted(wordlists('evidence')[t], key=len, reverse=True))})\b)" for t in TYPES), re.IGNORECASE
    )


@cache
def _offering() -> re.Pattern[str]:
    offers, holds = ("|".join(wordlists("evidence")[name]) for name in ("offers", "holds"))
    return re.compile(rf"\b(?:{offers}|(?P<holds>{holds}))(?=\s|$)", re.IGNORECASE)


def _offers(text: str, start: int, end: int) -> Iterator[Offer]:
    for match in pattern("evidence", "refused").finditer(text, start, end):
        yield Offer(match.start(), match.end(), "refused", match.start())
    for match in _noun().finditer(text, start, end):
        type_: EvidenceType = match.lastgroup  # type: ignore[assignment]  # the groups are the types
        left = _left(text, start, match.start())
        if _NEGATED.search(text, max(start, left - 30), match.start()) or _goes_on(text, match, end):
            continue
        verb = _offered(text, start, left, type_)
        if verb is not None or _speaks(text, match.end(), end):
            yield Offer(_measured(text, start, left), _right(text, match.end(), end, type_), type_, verb)
    for match in _produced().finditer(text, start, end):
        noun = match["what"].split()[-1]
        if not _RECEIVES.search(text, max(start, match.start() - 16), match.start()) and _may_be_shown(match["verb"], noun):
            yield Offer(*match.span("what"), _plain_type(match["verb"]), match.start(), plain=True)
    for match in _shown().finditer(text, start, end):
        if (
            not _RECEIVES.search(text, max(start, match.start() - 16), match.start())
            and _noun().search(text, match.start("what"), match.end() + 4) is None
        ):
            yield Offer(*match.span("what"), "physical", match.start())


def _goes_on(text: str, noun: re.Match[str], end: int) -> bool:
    """Whether a noun of evidence is the beginning of another noun."""
    return not noun.group().endswith((" of", " from", " by", " with")) and _compound().match(text, noun.end(), end) is not None


@cache
def _compound() -> re.Pattern[str]:
    """Return the pattern of what makes a noun the beginning of another: "statistics office", "record support"; no word that may follow."""
    heads, closed = ("|".join(wordlists("evidence")[name]) for name in ("heads", "closed"))
    return re.compile(rf"\s+(?i:{heads})|[ ](?!(?:{closed})\b)(?!\w+(?:ed|ing|ly|en|wn|s)\b)[a-z]")


def _may_be_shown(verb: str, noun: str) -> bool:
    """Whether a noun may be evidence by a strong verb: people where they are heard, else things."""
    heard = pattern("evidence", "heard", whole=True).match(verb) is not None
    return heard or pattern("evidence", "abstract").search(noun) is None


def _plain_type(verb: str) -> EvidenceType:
    """Return of which type something is by the verb that offers it: what is held up is a thing, whoever is interviewed testifies."""
    if pattern("evidence", "heard", whole=True).match(verb):
        return "testimony"
    return "physical" if pattern("evidence", "held_up", whole=True).match(verb) else "document"


@cache
def _produced() -> re.Pattern[str]:
    """Return the pattern of a strong verb of offering with its object, whatever that is: "produced a torn sleeve"."""
    verbs, closed = (
        "|".join(w for name in ("produced", "held_up", "heard") for w in wordlists("evidence")[name]),
        "|".join(wordlists("evidence")["closed"]),
    )
    word = rf"(?!(?:{closed})\b)[\w’'-]+"
    opening = rf"(?:(?:an?|the|its|his|her|their|our|these|those)\s+(?:{_NUMBER.pattern}\s+)?|(?:{_NUMBER.pattern})\s+)"
    return re.compile(
        rf"\b(?P<verb>{verbs})\s+(?P<what>{opening}(?:{word}\s+){{0,3}}?{word})(?=[,.;:”\"]|\s(?:{closed}|that|which)\b|$)", re.IGNORECASE
    )


@cache
def _shown() -> re.Pattern[str]:
    """Return the pattern of something shown or handed to an audience, whatever it is: "showed reporters a drum of solvent"."""
    verbs, hearers = ("|".join(wordlists("evidence")[name]) for name in ("shown", "audience"))
    noun = rf"(?:{_ARTICLE.pattern}|{_NUMBER.pattern})\s+(?:(?!(?:{'|'.join(wordlists('evidence')['outside'])})\b)[\w’'-]+\s*){{1,4}}"
    return re.compile(rf"\b(?:{verbs})\s+(?:to\s+)?(?:\w+\s+){{0,2}}?(?:{hearers})\s+(?P<what>(?:{noun})(?<=\w))", re.IGNORECASE)


def _left(text: str, start: int, at: int) -> int:
    """Return where the noun phrase around a noun begins: at its article or number, else after the verb, preposition or mark before it."""
    left = at
    for word in reversed(list(_WORDS.finditer(text, max(start, at - 90), at))[-LONGEST:]):
        bare = word.group()
        if not text[word.end() : left].isspace() or bare[-1] in ",;:.!?–—" or pattern("evidence", "outside", whole=True).fullmatch(bare):
            break
        if _offering().fullmatch(bare) and not bare.endswith(("’s", "'s")):
            break
        if bare.endswith(("n’t", "n't")):
            break
        left = word.start()
        if (_ARTICLE.fullmatch(bare) or _NUMBER.fullmatch(bare)) and not _after_article(text, start, left):
            break
    return left


def _measured(text: str, start: int, left: int) -> int:
    """Return where the words begin that measure a noun phrase, its own beginning where there are none."""
    for match in _MEASURE.finditer(text, max(start, left - 40), left):
        measure = match["measure"]
        if match.end() == left and (_NUMBER.fullmatch(measure) or pattern("evidence", "measures", whole=True).fullmatch(measure)):
            return match.start()
    return left


def _after_article(text: str, start: int, at: int) -> bool:
    """Whether an article or number right before belongs to the phrase too: "her two", "the three"."""
    before = _WORDS.findall(text, max(start, at - 12), at)
    return bool(before) and _ARTICLE.fullmatch(before[-1]) is not None and text[at - 1].isspace()


def _right(text: str, at: int, end: int, type_: str = "") -> int:
    """Return where the noun phrase ends: after its `of` or `from`; what a witness saw belongs to it."""
    who = text.find(" who ", at - WHO, at + len(" who ")) if type_ in ("witness", "testimony") else -1
    saw = _WHO.match(text, who, end) if who >= 0 else None
    if saw:
        return saw.end()
    at -= next((len(word) for word in (" of", " from", " with") if text.endswith(word, 0, at)), 0)
    match = _OF.match(text, at, end) or _FROM.match(text, at, end) or _WITH.match(text, at, end)
    stop = match.end() if match else at
    while stop > at and text[stop - 1] in " ,;:":
        stop -= 1
    return stop


def _offered(text: str, start: int, left: int, type_: EvidenceType) -> int | None:
    """Return where a verb of offering or holding stands right before a noun phrase, or before one that it is coordinated with."""
    low = max(start, left - 110)
    before = [m for m in _offering().finditer(text, low, left) if not _RECEIVES.search(text, max(start, m.start() - 16), m.start())]
    if type_ not in ("intelligence", "intercept"):
        before = [m for m in before if m.group().casefold() != "from"]
    if not before:
        return None
    verb, gap = before[-1], text[before[-1].end() : left]
    if verb.group("holds"):
        return verb.start() if gap.isspace() else None
    coordinated = _noun().search(gap) is not None
    if not coordinated and GOVERNED.fullmatch((gap.split() or [""])[-1]) and _measured(text, start, left) == left:
        return None
    if len(gap) <= NEAR and not re.search(r"[.;:]", gap) and len(gap.split()) <= HEARER:
        return verb.start()
    return verb.start() if coordinated and re.search(r"(?:,|\band\b|\bor\b)\s*(?:on|with|from|of)?\s*$", gap) else None


def _speaks(text: str, at: int, end: int) -> bool:
    """Whether a noun of evidence is the subject of a verb that makes it speak for the claim."""
    return _speaking().match(text, _right(text, at, end), end) is not None


@cache
def _speaking() -> re.Pattern[str]:
    """Return the pattern of a verb by which a noun speaks for the claim; what narrows the noun down may stand between."""
    return re.compile(
        rf"[^.;,“”]{{0,40}}?(?:,[^.;,“”]{{0,60}},)?\s(?<!\bto\s)(?:{'|'.join(wordlists('evidence')['shows'])})\b", re.IGNORECASE
    )


def _record(named: Named, offer: Offer) -> Evidence:
    span: Span = named.reading.report.span(offer.start, offer.end)
    near = named.text[max(0, offer.start - 20) : offer.end + 20] if offer.type == "refused" else span.quote
    said = re.compile(_SAID_OF_IT + pattern("evidence", "strength", whole=True).pattern, re.IGNORECASE).match(named.text, offer.end)
    words = [m.group().lower() for m in pattern("evidence", "strength", whole=True).finditer(f"{near} {said.group() if said else ''}")]
    return Evidence(span=span, type=offer.type, strength=tuple(dict.fromkeys(words)))

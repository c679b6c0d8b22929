"""What a speaker offers for a claim, or is said not to offer (codebook, section 5, `evidence`).

The reader marks what may be offered (`Reading.offers`). Whose claim it backs is told by who offers it: in the claim's own sentences, in
the next one, or further on where the same side offers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from casus.coding.named import CLAUSE, Named
from casus.coding.wordlists import pattern, wordlists
from casus.records import Attribution, ClaimKind, Evidence, Party, Span

AFTER = 300
"""Characters between a claim and the words that do nothing but offer proof for it."""

GOES_ON = 3
"""Sentences after a claim in which its own side may still offer evidence for it."""

FEW = 4
"""Words beside what is offered, in a content that does nothing but offer it: "We have | the recordings"."""

_RANK = {"allege": 0, "condemn": 1, "deny": 1, "state": 2, "assess": 2}

_ING = re.compile(r"\w+ing\b", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_CLAUSE_OPENS = re.compile(r"\W*(?:that|how|what|whether|why)\b|\W*[“\"]", re.IGNORECASE)
_REFUSES = re.compile(r"(?:\w+[ ’'-]){0,3}?(?:no|not|none|never|nothing|without|yet|declin\w*|refus\w*)\b|\w+n[’']t\b", re.IGNORECASE)
_SAID_OF_IT = r"\s+(?:is|are|was|were|looks?|seems?|remains?|proved)\s+(?:\w+\s+){0,2}?"


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

    offer: Evidence
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
    given: dict[str, list[Evidence]] = {}
    for offer in named.reading.offers:
        number = named.sentence_number(offer.span.start)
        owner = None if owners.speaks(offer.span) else owners.of(_offering_of(named, offer, number, owners.spoken))
        if owner is not None:
            given.setdefault(owner, []).append(_with_strength(named, offer))
    return {owner: tuple(offers) for owner, offers in given.items()}


class _Owners:
    """Finds the claim that an offer is made for."""

    def __init__(self, named: Named, coded: Sequence[Backed], others: Sequence[Backed]) -> None:
        self.named, self.spoken = named, (*coded, *others)
        self.placed = [(backed, *_stretch(named, backed.attribution)) for backed in coded]

    def speaks(self, offer: Span) -> bool:
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
        if offering.offer.type == "refused" and same is None and offering.party is not None and offering.party.actor:
            same = False
        if gap < 0 or (same is False and self._against(backed, offering)) or (gap and not self._follows(backed, gap, offering, same)):
            return None
        at = backed.attribution.cue[0].start
        return int(same is False), gap, _RANK.get(backed.kind or "state", 2), abs(offering.offer.span.start - at)

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
        between = self.named.text[end : offer.span.start]
        if offering.inside is not None and offering.inside.kind is None:
            return same is not False and len(between) < AFTER
        if same:
            return gap <= GOES_ON and between.count("\n\n") <= 1
        if gap > 1 or "\n" in between:
            return False
        sentence = self.named.sentence(offer.span.start)
        rest = [b.attribution for b, _, _ in self.placed if b.attribution.id != attribution.id]
        return (same is None and offering.said) or not any(sentence.overlaps(s) for a in rest for s in (*a.cue, *a.content))


def _stretch(named: Named, attribution: Attribution) -> tuple[int, int]:
    """Return the numbers of the first and the last sentence over which an attribution stretches."""
    spans = (*attribution.source, *attribution.cue, *attribution.content)
    return named.sentence_number(min(s.start for s in spans)), named.sentence_number(max(s.end for s in spans) - 1)


def _offering_of(named: Named, offer: Evidence, number: int, spoken: Sequence[Backed]) -> _Offering:
    """Return an offer with the attribution inside which it is made, the innermost, and who makes it."""
    verb = _verb(named, offer.span)
    over = [b for b in spoken if any(s.covers(offer.span) for s in b.attribution.content)]
    if over:
        inside = min(over, key=lambda b: sum(len(s.quote) for s in b.attribution.content))
        others = _own_subject(named, inside.attribution, verb)
        known = others is not None and others.actor is not None and not named.one_side(others, inside.speaker)
        return _Offering(offer, number, inside, others if known else inside.speaker, said=True)
    start = named.sentence(offer.span.start).start
    said, party = (False, None) if verb is None else named.subject(start, verb, _beside(named.text, verb))
    return _Offering(offer, number, None, party, said)


def _verb(named: Named, offer: Span) -> int | None:
    """Return where the verb stands by which something is offered: the last one before it in its sentence; words of refusal hold it."""
    start = named.sentence(offer.start).start
    if offer.start > start and _offering().match(offer.quote):
        return offer.start
    found = [m.start() for m in _offering().finditer(named.text, start, offer.start)]
    return found[-1] if found else offer.start if _REFUSES.match(offer.quote) else None


def _beside(text: str, verb: int) -> bool:
    """Whether a verb goes beside the first of its sentence: ", citing"."""
    return text[:verb].rstrip().endswith(",") and _ING.match(text, verb) is not None


def _own_subject(named: Named, attribution: Attribution, verb: int | None) -> Party | None:
    """Return the subject of the clause of a content in which evidence is offered; None where it goes on with another clause."""
    if verb is None:
        return None
    start = max((s.start for s in attribution.content if s.start <= verb), default=verb)
    cuts = [m.end() for m in CLAUSE.finditer(named.text, start, verb)]
    return named.subject(cuts[-1] if cuts else start, verb)[1]


def only_offers(offers: Sequence[Evidence], attribution: Attribution) -> bool:
    """Whether an attribution does nothing but show evidence or refuse to: "released | three photographs", "said | we have the tapes"."""
    inside = [o.span for o in offers if any(s.overlaps(o.span) for s in attribution.content)]
    refused = [o.span for o in offers if o.type == "refused" and any(o.span.overlaps(s) for s in attribution.cue)]
    content = " ".join(s.quote for s in attribution.content)
    beside = len(_WORD.findall(content)) - sum(len(_WORD.findall(span.quote)) for span in inside)
    opens = bool(inside) and inside[0].start - attribution.content[0].start <= FEW and _CLAUSE_OPENS.match(content) is None
    shows = opens and _offering().search(" ".join(s.quote for s in attribution.cue)) is not None
    return bool(refused) or shows or (bool(inside) and beside <= FEW)


@cache
def _offering() -> re.Pattern[str]:
    offers, holds = ("|".join(wordlists("evidence")[name]) for name in ("offers", "holds"))
    return re.compile(rf"\b(?:{offers}|{holds})(?=\s|$)", re.IGNORECASE)


def _with_strength(named: Named, offer: Evidence) -> Evidence:
    """Return an offer with the words that say how strong it is: inside it, around a refusal, or said of it right after."""
    span = offer.span
    near = named.text[max(0, span.start - 20) : span.end + 20] if offer.type == "refused" else span.quote
    said = re.compile(_SAID_OF_IT + pattern("evidence", "strength", whole=True).pattern, re.IGNORECASE).match(named.text, span.end)
    words = [m.group().lower() for m in pattern("evidence", "strength", whole=True).finditer(f"{near} {said.group() if said else ''}")]
    return offer.model_copy(update={"strength": tuple(dict.fromkeys(words))})

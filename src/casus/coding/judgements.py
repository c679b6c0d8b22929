"""What the outlet says in its own voice about a relation: `assess`, and motives that it asserts without a source: `state`.

These are opinion in the clothes of fact: a reader must see whose they are (codebook, section 5, "The outlet's own voice").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from casus.coding.about import direction_of, two_words
from casus.coding.named import Named, is_state
from casus.coding.wordlists import listed, pattern
from casus.records import Claim, ClaimKind, Direction, Mention, Party, Span, identify

_CLAUSE = re.compile(
    r";\s+|,\s+(?=(?:the|a|an|another|one more)\s+(?:\w+\s+)?(?:sign|mark|measure|proof|symptom|token)\b)"
    r"|,\s+(?:and|but|while|although|though|with|which|who|when|where|as|after|until)\s+|\s+[–—]\s+|:\s+"
)
_QUOTE = re.compile(r"[“”\"]")
_SIDES = ("government", "state", "military", "armed group", "party", "community", "coalition", "igo", "people", "other", "ngo")

SHORTEST = 15
"""Characters of a clause that can judge a relation."""


def outlet_claims(named: Named) -> Iterator[Claim]:
    """Yield the claims that the outlet makes in its own voice, in text order."""
    attributed = [span for a in named.reading.attributions for span in (*a.content, *a.cue, *a.source)]
    for sentence in named.reading.sentences:
        for start, end in _clauses(sentence):
            span = named.reading.report.span(start, end)
            if any(span.overlaps(other) for other in attributed) or _QUOTE.search(span.quote) or _byline(named, span):
                continue
            claim = _claim(named, span, sentence)
            if claim is not None:
                yield claim


def _byline(named: Named, span: Span) -> bool:
    report = named.reading.report
    return any(part is not None and part.overlaps(span) for part in (report.byline, report.dateline))


def _clauses(sentence: Span) -> Iterator[tuple[int, int]]:
    """Yield the clauses of a sentence without final punctuation."""
    cuts = [(m.start(), m.end()) for m in _CLAUSE.finditer(sentence.quote)]
    starts, ends = [0, *(b for _, b in cuts)], [*(a for a, _ in cuts), len(sentence.quote.rstrip(" .!?\n"))]
    for cut, end in zip(starts, ends, strict=True):
        words = sentence.quote[cut:end]
        start = cut + len(words) - len(words.lstrip())
        if end - start >= SHORTEST:
            yield sentence.start + start, sentence.start + end


def _claim(named: Named, span: Span, sentence: Span) -> Claim | None:
    direction, found = direction_of(span.quote), listed("relations", span.quote)
    sides = _sides(named, span, sentence)
    stands = "stands" in found or ("standing" in found and len(sides) > 1)
    if stands or (direction is not None and two_words(span.quote)):
        return _outlet(named, span, "assess", sides, direction)
    if pattern("relations", "motive").search(span.quote) and len(_parties(named, [span])) > 1:
        return _outlet(named, span, "state", _parties(named, [span]), None)
    return None


def _outlet(named: Named, span: Span, kind: ClaimKind, sides: Iterable[Mention], direction: Direction | None) -> Claim:
    return Claim(
        id=identify(named.reading.report.id, "claim", [span.offsets]),
        quote=(span,),
        kind=kind,
        speaker=_publisher(named),
        about=tuple(m.id for m in sides),
        direction=direction,
    )


def _publisher(named: Named) -> Party | None:
    """Return the outlet as a party: the actor that bears the publisher's name, where the report names it; no mention."""
    publisher = (named.reading.report.publisher or "").casefold()
    actor = next((a.id for a in named.reading.actors if publisher and a.name.casefold() == publisher), None)
    return Party(actor=actor) if actor else None


def _parties(named: Named, spans: Iterable[Span]) -> list[Mention]:
    """Return the first mention of each party named in the spans."""
    found: dict[str, Mention] = {}
    for mention in named.in_spans(spans):
        actor = named.body(mention)
        known = named.actors.get(actor or "")
        if actor is not None and known is not None and known.kind in _SIDES and mention.type != "person":
            found.setdefault(actor, mention)
    return list(found.values())


def _sides(named: Named, span: Span, sentence: Span) -> list[Mention]:
    """Return the sides of a relation: those in the clause, else in the sentence, else the two states that the report names most."""
    for where in (span, sentence):
        found = _parties(named, [where])
        if len(found) > 1:
            return found[:4]
    first = {named.body(m): m for m in reversed(named.acting)}
    states = [s for s in named.leading_states if is_state(s) and s in first]
    return [first[s] for s in states] if len(states) > 1 else []

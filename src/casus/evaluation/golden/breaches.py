"""What is counted on a line of its own: leaks, swaps and duplicates (codebook, section 9, "Counting")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from casus.evaluation.golden.alignment import ELIGIBLE, Alignment
from casus.evaluation.golden.comparison import Comparison
from casus.evaluation.golden.fields import Events
from casus.evaluation.golden.likeness import chars, contained, jaccard
from casus.records import Claim, Event

BREACHES = {
    "leaks": ("event voice=alleged found", "labelled", "alleged events of the keys"),
    "swaps": ("event found", "right", "aligned events"),
    "duplicate events": ("event found", "predicted", "predicted events"),
    "duplicate claims": ("claim found", "predicted", "predicted claims"),
}
"""Breaches, and of how many records they are: a number of a score, and what it counts."""


@dataclass(frozen=True)
class Breach:
    """One record that breaks a rule: which, in which report."""

    name: str
    record: str


def breaches(comparison: Comparison, alignment: Alignment, events: Events) -> Iterator[Breach]:
    """Yield the leaks, swaps and duplicates of one report."""
    for event in alignment.events.found:
        if leaks(event, alignment):
            yield Breach("leaks", event.id)
    for key, found in alignment.events.pairs:
        if events.swapped(key, found):
            yield Breach("swaps", found.id)
    for extra in alignment.events.extra:
        if repeats_event(extra, alignment):
            yield Breach("duplicate events", extra.id)
    for claim in alignment.claims.extra:
        if repeats_claim(claim, comparison, alignment):
            yield Breach("duplicate claims", claim.id)


def leaks(event: Event, alignment: Alignment) -> bool:
    """Whether an event told as having happened is, or lies in, what the key has as merely alleged."""
    if event.voice == "alleged" or event.status != "actual":
        return False
    aligned = next((key for key, found in alignment.events.pairs if found is event), None)
    if aligned:
        return aligned.voice == "alleged"
    alleged = [key for key in alignment.events.keys if key.voice == "alleged"]
    return any(span.covers(event.trigger) for key in alleged for span in key.evidence)


def repeats_event(event: Event, alignment: Alignment) -> bool:
    """Whether an extra event is of the type, and on the evidence, of one that is found already."""
    same = [key for key, _ in alignment.events.pairs if key.type == event.type]
    return any(contained(chars(key.evidence), chars(event.evidence)) >= ELIGIBLE for key in same)


def repeats_claim(claim: Claim, comparison: Comparison, alignment: Alignment) -> bool:
    """Whether an extra claim is on the words of one that is found already."""
    own = chars(comparison.words_of(claim))
    return any(jaccard(chars(comparison.words_of_key(key)), own) >= ELIGIBLE for key, _ in alignment.claims.pairs)

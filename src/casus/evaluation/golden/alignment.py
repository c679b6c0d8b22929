"""Which predicted record is which of the key's: attributions, claims, then events in two rounds (codebook, section 9, "Aligning")."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from casus.evaluation.golden.assignment import assign, pair_up
from casus.evaluation.golden.comparison import Comparison, as_set
from casus.evaluation.golden.likeness import Chars, chars, contained, jaccard
from casus.evaluation.keys.entries import KeyAttribution, KeyClaim, KeyEvent
from casus.records import Attribution, Claim, Event

ELIGIBLE = 0.3
TIE = 0.01
EVIDENCE, TRIGGER, PARTIES = 0.4, 0.4, 0.2
_ROUNDING = 1e-9

K = TypeVar("K", KeyAttribution, KeyClaim, KeyEvent)
M = TypeVar("M", Attribution, Claim, Event)


@dataclass(frozen=True)
class Aligned(Generic[K, M]):
    """Records of one kind: the aligned pairs, what of the key is missing, and what is extra."""

    pairs: list[tuple[K, M]]
    missing: list[K]
    extra: list[M]

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """The id of the predicted record for each handle of an aligned one."""
        return {key.handle: found.id for key, found in self.pairs}

    def refers(self, handle: str | None, reference: str | None) -> bool:
        """Whether a predicted reference points to the record that is aligned with a handle."""
        return handle is not None and reference is not None and self.ids.get(handle) == reference

    @property
    def keys(self) -> list[K]:
        """All records of the key."""
        return [key for key, _ in self.pairs] + self.missing

    @property
    def found(self) -> list[M]:
        """All predicted records."""
        return [found for _, found in self.pairs] + self.extra


@dataclass(frozen=True)
class Alignment:
    """One report, its records aligned."""

    attributions: Aligned[KeyAttribution, Attribution]
    claims: Aligned[KeyClaim, Claim]
    events: Aligned[KeyEvent, Event]


def align(comparison: Comparison) -> Alignment:
    """Align the predicted records of a report with its key's, one to one."""
    return Alignment(_attributions(comparison), _claims(comparison), _events(comparison))


def _attributions(comparison: Comparison) -> Aligned[KeyAttribution, Attribution]:
    keys = sorted(comparison.key.attributions.values(), key=lambda a: ([s.offsets for s in a.content or a.cue], a.handle))

    def weight(key: KeyAttribution, found: Attribution) -> float:
        parts = (key.content, found.content) if key.content and found.content else (key.cue, found.cue)
        shared = bool(chars(key.cue) & chars(found.cue))
        return _eligible(jaccard(*map(chars, parts)), TIE * shared)

    return _aligned(keys, comparison.attributions, weight)


def _claims(comparison: Comparison) -> Aligned[KeyClaim, Claim]:
    keys = sorted(comparison.key.claims.values(), key=lambda c: ([s.offsets for s in comparison.words_of_key(c)], c.handle))

    def weight(key: KeyClaim, found: Claim) -> float:
        likeness = jaccard(chars(comparison.words_of_key(key)), chars(comparison.words_of(found)))
        return _eligible(likeness, TIE * (key.kind == found.kind))

    return _aligned(keys, comparison.claims, weight)


def _events(comparison: Comparison) -> Aligned[KeyEvent, Event]:
    keys = sorted(comparison.key.events.values(), key=lambda e: ([s.offsets for s in (e.trigger, *e.evidence)], e.handle))
    key_words = {id(e): (chars(e.evidence), chars([e.trigger])) for e in keys}
    words = {id(e): (chars(e.evidence), chars([e.trigger])) for e in comparison.events}

    def first(key: KeyEvent, found: Event) -> float:
        if key.type != found.type:
            return 0.0
        weight = event_weight(key_words[id(key)], words[id(found)], lambda: party_f1(comparison, key, found))
        return weight if weight >= ELIGIBLE - _ROUNDING else 0.0

    def second(key: KeyEvent, found: Event) -> float:
        same_trigger = key_words[id(key)][1] & words[id(found)][1]
        if key.type == found.type or not same_trigger:
            return 0.0
        return event_weight(key_words[id(key)], words[id(found)], lambda: party_f1(comparison, key, found))

    one = _aligned(keys, comparison.events, first)
    two = _aligned(one.missing, one.extra, second)
    return Aligned(one.pairs + two.pairs, two.missing, two.extra)


def event_weight(key: tuple[Chars, Chars], found: tuple[Chars, Chars], party_f1: Callable[[], float]) -> float:
    """Return `0.4·O(evidence) + 0.4·T + 0.2·P`, or 0 where the evidence is too far apart; each side is (evidence, trigger)."""
    evidence = contained(key[0], found[0])
    if evidence < ELIGIBLE - _ROUNDING:
        return 0.0
    return EVIDENCE * evidence + TRIGGER * bool(key[1] & found[1]) + PARTIES * party_f1()


def party_f1(comparison: Comparison, key: KeyEvent, found: Event) -> float:
    """Return the F1 of the two sets of parties, actors and recipients together; 1 if both are empty."""
    predicted, parties = comparison.parties((*found.actors, *found.recipients)), as_set((*key.actors, *key.recipients))
    if not predicted and not parties:
        return 1.0
    right = len(pair_up(len(predicted), len(parties), lambda i, j: predicted[i].is_(parties[j])))
    return 2 * right / (len(predicted) + len(parties))


def _eligible(likeness: float, tie: float) -> float:
    return likeness + tie if likeness >= ELIGIBLE - _ROUNDING else 0.0


def _aligned(keys: Sequence[K], found: Sequence[M], weight: Callable[[K, M], float]) -> Aligned[K, M]:
    chosen = assign([[weight(key, one) for one in found] for key in keys])
    rows, columns = {i for i, _ in chosen}, {j for _, j in chosen}
    missing = [key for i, key in enumerate(keys) if i not in rows]
    return Aligned([(keys[i], found[j]) for i, j in chosen], missing, [one for j, one in enumerate(found) if j not in columns])

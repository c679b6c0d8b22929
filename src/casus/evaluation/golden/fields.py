"""The fields of attributions, claims and events, each counted by its rule (codebook, section 9, "Counting")."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, product
from operator import attrgetter, eq
from typing import Any, get_args

from casus.evaluation.golden.alignment import Aligned, Alignment
from casus.evaluation.golden.comparison import Comparison, Found, as_set, matched, moments_overlap, same_moment, same_role
from casus.evaluation.golden.counts import Counts, Fields
from casus.evaluation.golden.likeness import trimmed
from casus.evaluation.keys.entries import KeyAttribution, KeyClaim, KeyEvent, KeyMoment, KeyParty
from casus.records import Attribution, Claim, Event, EventPlace, Evidence, Moment, Span, Status, Voice

CLASSES = {"voice": get_args(Voice), "status": get_args(Status)}
"""Fields by whose values events are scored apart."""


def count_attributions(counts: Counts, aligned: Aligned[KeyAttribution, Attribution]) -> None:
    """Count source, cue and content, exactly and by overlap, and whether they are quoted."""
    fields = Fields(counts, "attribution", aligned)
    fields.found()
    for part in ("source", "cue", "content"):
        _spans(fields, part)
    fields.equal("quoted")


def _spans(fields: Fields[Any, Any], part: str) -> None:
    fields.listed(f"{part} exact", same_span, field=part)
    fields.listed(f"{part} overlap", Span.overlaps, field=part)


def same_span(one: Span, other: Span) -> bool:
    """Whether two spans are equal after trimming."""
    return trimmed(one) == trimmed(other)


class Claims:
    """Counts the fields of claims."""

    def __init__(self, counts: Counts, comparison: Comparison, alignment: Alignment) -> None:
        self.comparison, self.alignment = comparison, alignment
        self.fields = Fields(counts, "claim", alignment.claims)

    def count(self) -> None:
        """Count every field of claims."""
        self.fields.found()
        self.fields.one("joint", self.joint)
        self.fields.equal("kind")
        self.fields.nullable("direction", judged=lambda key: key.kind == "assess")
        self._parties()
        self._evidence()
        self._references()
        self._status()

    def joint(self, key: KeyClaim, found: Claim) -> bool:
        """Whether kind, speaker and the set of accused are all right."""
        accused = same_set(self.comparison.parties(found.accused), as_set(key.accused))
        return key.kind == found.kind and self._speaks(key, found) and accused

    def _speaks(self, key: KeyClaim, found: Claim) -> bool:
        return self.comparison.speaks(found, key)

    def _parties(self) -> None:
        compare, pairs = self.comparison, self.alignment.claims.pairs
        self.fields.one("speaker", self._speaks)
        self.fields.nullable("speaker_role", same_role)
        self.fields.items("accused", lambda key: as_set(key.accused), lambda found: compare.parties(found.accused), _is)
        for_a_body = [(k, f) for k, f in pairs if k.speaker and k.speaker.who != k.speaker.body and f.speaker and self._speaks(k, f)]
        persons = [(compare.parties([f.speaker])[0], k.speaker) for k, f in for_a_body if k.speaker and f.speaker]
        self.fields.agreement("speaker person", (compare.person(found, party) for found, party in persons))
        accused = [pair for key, found in pairs for pair in matched(compare.parties(found.accused), as_set(key.accused))]
        self.fields.agreement("accused basis", (found.basis == party.basis for found, party in accused))

    def _evidence(self) -> None:
        def same(one: Evidence, other: Evidence) -> bool:
            return same_span(one.span, other.span)

        def overlap(one: Evidence, other: Evidence) -> bool:
            return one.span.overlaps(other.span)

        self.fields.listed("evidence exact", same, field="evidence")
        self.fields.listed("evidence overlap", overlap, field="evidence")
        self.fields.listed("evidence type", lambda one, other: overlap(one, other) and one.type == other.type, field="evidence")

    def _references(self) -> None:
        claims, events = self.alignment.claims, self.alignment.events
        self.fields.listed("about", lambda handle, reference: handle in self.comparison.about(reference, events.ids))
        self.fields.listed("events", events.refers)
        self.fields.listed("elaborated_by", claims.refers)
        self.fields.listed("answers", claims.refers)

    def _status(self) -> None:
        """Status is scored on claims whose key has accused; of the extra ones, on those that accuse."""
        aligned = self.alignment.claims
        pairs = [(key, found) for key, found in aligned.pairs if key.accused]
        missing, extra = [key for key in aligned.missing if key.accused], [found for found in aligned.extra if found.accused]
        Fields(self.fields.counts, "claim", Aligned(pairs, missing, extra)).equal("status")


class Events:
    """Counts the fields of events."""

    def __init__(self, counts: Counts, comparison: Comparison, alignment: Alignment) -> None:
        self.comparison, self.alignment = comparison, alignment
        self.fields = Fields(counts, "event", alignment.events)

    def count(self) -> None:
        """Count every field of events."""
        fields = self.fields
        fields.found()
        fields.one("joint", self.joint)
        fields.one("strict", lambda key, found: self.joint(key, found) and (key.voice, key.status) == (found.voice, found.status))
        fields.equal("type", "voice", "status", "extent")
        fields.nullable("mode")
        fields.listed("contexts", eq)
        self._parties()
        self._where_and_when()
        self._words()
        self._references()
        for name in ("killed", "injured", "detained"):
            fields.nullable(name, field=f"counts.{name}")
        for name, values in CLASSES.items():
            for value in values:
                self._of_class(name, value)

    def joint(self, key: KeyEvent, found: Event) -> bool:
        """Whether type, the set of actors and the set of recipients are all right."""
        parties = self.comparison.parties
        actors = same_set(parties(found.actors), as_set(key.actors))
        return key.type == found.type and actors and same_set(parties(found.recipients), as_set(key.recipients))

    def swapped(self, key: KeyEvent, found: Event) -> bool:
        """Whether the predicted actors are the key's recipients and the reverse, and that is not right."""
        actors, recipients = self.comparison.parties(found.actors), self.comparison.parties(found.recipients)
        reverse = same_set(actors, as_set(key.recipients)) and same_set(recipients, as_set(key.actors))
        return reverse and not same_set(actors, as_set(key.actors))

    def _parties(self) -> None:
        fields, compare = self.fields, self.comparison
        together: list[tuple[Found, KeyParty]] = []
        for value in (attrgetter("actors"), attrgetter("recipients")):
            pairs = [(compare.parties(value(found)), as_set(value(key))) for key, found in self.alignment.events.pairs]
            together += [both for found, parties in pairs for both in matched(found, parties)]
        fields.items("actors", lambda key: as_set(key.actors), lambda found: compare.parties(found.actors), _is)
        fields.items("recipients", lambda key: as_set(key.recipients), lambda found: compare.parties(found.recipients), _is)
        fields.items("dyads", dyads_of_key, self._dyads, same_dyad)
        fields.agreement("basis", (found.basis == party.basis for found, party in together))
        fields.agreement("person", (compare.person(found, party) for found, party in together if party.who != party.body))

    def _dyads(self, event: Event) -> list[Pairing]:
        parties = self.comparison.parties
        return pairings(parties(event.actors), parties(event.recipients), directed=bool(event.recipients))

    def _where_and_when(self) -> None:
        def place(handle: str, found: EventPlace) -> bool:
            return handle in self.comparison.places(found.place, found.mention)

        def by(same: Any, handle: str, found: Moment) -> bool:
            moment: KeyMoment = self.comparison.key.moments[handle]
            return bool(same(found, moment))

        self.fields.listed("places", place)
        self.fields.nullable("moment", partial(by, same_moment))
        self.fields.nullable("moment overlaps", partial(by, moments_overlap), field="moment")

    def _words(self) -> None:
        _spans(self.fields, "evidence")
        self.fields.one("trigger exact", lambda key, found: same_span(key.trigger, found.trigger))
        self.fields.one("trigger overlap", lambda key, found: key.trigger.overlaps(found.trigger))

    def _references(self) -> None:
        self.fields.nullable("expresses", self.alignment.claims.refers)
        self.fields.nullable("claim", self.alignment.claims.refers)

    def _of_class(self, field: str, value: str) -> None:
        """Count the events of one class: found at all, given this class, and given it with type and parties right."""
        aligned, name = self.alignment.events, f"{field}={value}"

        def of(event: KeyEvent | Event) -> bool:
            return bool(getattr(event, field) == value)

        pairs = [(key, found) for key, found in aligned.pairs if of(key)]
        missing, extra = [key for key in aligned.missing if of(key)], [found for found in aligned.extra if of(found)]
        Fields(self.fields.counts, f"event {name}", Aligned(pairs, missing, extra)).found()
        self.fields.of_class(f"{name} told", of, lambda *_: True)
        self.fields.of_class(f"{name} joint", of, self.joint)


@dataclass(frozen=True)
class Pairing:
    """Two parties of one event: from one to the other, or side by side."""

    one: Any
    other: Any
    directed: bool


def _is(party: KeyParty, found: Found) -> bool:
    return found.is_(party)


def same_set(found: Sequence[Found], parties: Sequence[KeyParty]) -> bool:
    """Whether two sets of parties are equal."""
    return len(matched(found, parties)) == len(found) == len(parties)


def dyads_of_key(event: KeyEvent) -> list[Pairing]:
    """Return the pairs of parties of an event of the key."""
    return pairings(as_set(event.actors), as_set(event.recipients), directed=bool(event.recipients))


def pairings(actors: Sequence[Any], recipients: Sequence[Any], *, directed: bool) -> list[Pairing]:
    """Return each actor with each recipient; without recipients each two actors; an unknown recipient gives no pair."""
    pairs = product(actors, recipients) if directed else combinations(actors, 2)
    return [Pairing(one, other, directed) for one, other in pairs]


def same_dyad(key: Pairing, found: Pairing) -> bool:
    """Whether two pairs have the same parties, in the same direction if they have one."""
    if key.directed != found.directed:
        return False
    straight = bool(found.one.is_(key.one) and found.other.is_(key.other))
    return straight or (not key.directed and bool(found.one.is_(key.other) and found.other.is_(key.one)))

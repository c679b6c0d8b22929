"""When something predicted is the key's: actors by name and by words, places, moments, roles (codebook, section 9)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from math import asin, cos, hypot, radians, sin, sqrt
from typing import Any

from casus.evaluation.golden.assignment import pair_up
from casus.evaluation.golden.likeness import chars, jaccard
from casus.evaluation.keys.entries import OUTLET, UNKNOWN, KeyActor, KeyClaim, KeyMoment, KeyParty, Spans
from casus.evaluation.keys.key import Key
from casus.evaluation.names import fold
from casus.records import Attribution, Basis, Claim, DataError, Event, Mention, Moment, Party, Place, Reading, Span

SAME_WORDS = 0.5
NEAR_KM = 10.0
EARTH_KM = 6371.0

Handles = frozenset[str]


@dataclass(frozen=True)
class Coded:
    """A reading to be scored, and the other names (by id) that its coder has for its actors and places."""

    reading: Reading
    aliases: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of_key(cls, key: Key) -> Coded:
        """Return what a labeller coded: the reading of the key, with the names in `also`."""
        aliases = {str(key.actor_id(a.handle)): a.also for a in key.actors.values()}
        return cls(key.reading(), aliases | {key.place_id(p.handle): p.also for p in key.places.values()})


@dataclass(frozen=True)
class Found:
    """A predicted party: the key's actors that it is (none where it is none of them), its basis, and the words that name it."""

    handles: Handles
    basis: Basis
    mentions: Spans = ()

    def is_(self, party: KeyParty) -> bool:
        """Whether it is a party of the key: the one that acts, or the one that it acts for."""
        return bool(self.handles & party.handles)


class Comparison:
    """One report: its key, what was predicted for it in text order, and the rules that compare the two.

    `known` are the ids of the actors in the knowledge base: between two known actors a name decides, whatever the words.
    """

    def __init__(self, key: Key, coded: Coded, known: Collection[str] = frozenset()) -> None:
        self.key, self.reading, self._aliases, self._known = key, coded.reading, coded.aliases, known
        if self.reading.report.text != key.report.text:
            raise DataError(f"{key.name}: the reading is of another text than the key: read the text again as it stands in the file")
        self.named = sorted(self.reading.mentions, key=lambda m: _order(m, [m.span]))
        self.mentions = {m.id: m for m in self.named}
        self._actor_names = {a.id: a.name for a in self.reading.actors}
        self._places = {p.id: p for p in self.reading.places}
        self._words = {h: [chars([s]) for s in (*a.mentions, *a.pronouns)] for h, a in key.actors.items()}
        self._likened: dict[tuple[int, int], dict[str, float]] = {}
        self._ends = {h: {s.end for s in (*a.mentions, *a.pronouns)} for h, a in key.actors.items()}
        self._names = {h: {fold(name) for name in (a.name, *a.also)} for h, a in key.actors.items()}
        self.attributions = sorted(self.reading.attributions, key=lambda a: _order(a, a.content or a.cue))
        self._attributions = {a.id: a for a in self.attributions}
        self.claims = sorted(self.reading.claims, key=lambda c: _order(c, self.words_of(c)))
        self.events = sorted(self.reading.events, key=lambda e: _order(e, (e.trigger, *e.evidence)))

    # Claims

    def words_of(self, claim: Claim) -> Spans:
        """Return a predicted claim's words: its attribution's content; an outlet's claim has its own."""
        attribution = self._attributions.get(claim.attribution or "")
        if attribution:
            return attribution.content
        return claim.quote or tuple(e.span for e in claim.evidence)

    def words_of_key(self, claim: KeyClaim) -> Spans:
        """Return the words of a claim of the key."""
        return self.key.attributions[claim.attribution].content if claim.attribution else claim.quote

    def speaks(self, claim: Claim, said: KeyClaim) -> bool:
        """Whether a predicted claim has the key's speaker."""
        found = self.parties([claim.speaker] if claim.speaker else [])
        if said.speaker is None:
            return not found
        if said.speaker.who == OUTLET:
            return claim.attribution is None and (not found or self._is_publisher(claim.speaker))
        return bool(found) and found[0].is_(said.speaker)

    def _is_publisher(self, party: Party | None) -> bool:
        publisher = fold(self.key.report.publisher or "")
        mention = self.mentions.get(party.mention or "") if party else None
        names = self._names_of(party.actor) if party and party.actor else {fold(mention.span.quote)} if mention else set()
        return bool(publisher) and (publisher in names or bool(party and party.actor == self.key.actor_id(OUTLET)))

    # Parties

    def parties(self, parties: Iterable[Party]) -> list[Found]:
        """Return predicted parties as a set: one for each actor, or for each mention that resolves to none; unknown ones dropped."""
        grouped: dict[str, list[Party]] = {}
        for party in parties:
            if party.actor or party.mention:
                grouped.setdefault(party.actor or str(party.mention), []).append(party)
        return [self._found(group) for group in grouped.values()]

    def _found(self, group: list[Party]) -> Found:
        spans = tuple(self.mentions[p.mention].span for p in group if p.mention)
        by_words: list[Handles] = [self.by_words(span, group[0].actor) for span in spans]
        return Found(self.by_name(group[0].actor).union(*by_words), group[0].basis, spans)

    def by_name(self, actor: str | None) -> Handles:
        """Return the key's actors that an actor id is, by a name or by the id."""
        if actor is None:
            return frozenset()
        names = self._names_of(actor)
        return frozenset(h for h in self._names if names & self._names[h] or self.key.actor_id(h) == actor)

    def by_words(self, span: Span, actor: str | None = None) -> Handles:
        """Return the key's actor that a mention names: J ≥ 0.5 with one of its spans, or the same end; the largest J wins.

        Words decide only where the predicted actor is null, or one of the two is unknown to the knowledge base.
        """
        decides = actor not in self._known
        found = {h: likeness for h, likeness in self._likeness(span).items() if decides or self.key.actors[h].id not in self._known}
        return frozenset(h for h, likeness in found.items() if likeness == max(found.values()))

    def _likeness(self, span: Span) -> dict[str, float]:
        """Return how much a mention is like the words of each key's actor that it may name."""
        if span.offsets not in self._likened:
            own = chars([span])
            best = {h: max((jaccard(own, one) for one in words), default=0.0) for h, words in self._words.items()}
            self._likened[span.offsets] = {h: best[h] for h in best if best[h] >= SAME_WORDS or span.end in self._ends[h]}
        return self._likened[span.offsets]

    def _names_of(self, actor: str) -> set[str]:
        return {fold(name) for name in (self._actor_names.get(actor, ""), *self._aliases.get(actor, ())) if name}

    # Places and moments

    def places(self, place: str | None, mention: str | None) -> Handles:
        """Return the key's places that a predicted place is: by a name, the id, or within 10 km. Unresolved, its words are its name."""
        found, named = self._places.get(place or ""), self.mentions.get(mention or "")
        names = {fold(name) for name in ((found.name,) if found else ()) + tuple(self._aliases.get(place or "", ()))}
        if place is None and named:
            names = {fold(named.span.quote)}
        places = self.key.places.values()
        return frozenset(
            p.handle
            for p in places
            if names & {fold(name) for name in (p.name, *p.also)} or self.key.place_id(p.handle) == place or _near(p.at, found)
        )

    def moments(self, span: Span) -> Handles:
        """Return the key's moments that a mention names."""
        own = chars([span])

        def named(quote: Span) -> bool:
            return quote.end == span.end or jaccard(own, chars([quote])) >= SAME_WORDS

        return frozenset(handle for handle, moment in self.key.moments.items() if any(map(named, moment.quotes)))

    def about(self, reference: str, events: Mapping[str, str]) -> Handles:
        """Return what an id in `about` is in the key; `events` are the ids of the aligned events by handle."""
        found = {handle for handle, aligned in events.items() if aligned == reference}
        mention = self.mentions.get(reference)
        if mention is None:
            return self.by_name(reference) | self.places(reference, None) | found
        if mention.type == "moment":
            return self.moments(mention.span)
        if mention.type == "place":
            acting = self.by_name(mention.acts_for) | self.by_words(mention.span, mention.acts_for)
            return acting | self.places(mention.resolved, reference)
        return self.by_name(mention.resolved) | self.by_words(mention.span, mention.resolved)

    def person(self, found: Found, party: KeyParty) -> bool:
        """Whether the words of a predicted party overlap those of the key's person."""
        who: KeyActor = self.key.actors[party.who]
        return any(span.overlaps(own) for span in found.mentions for own in (*who.mentions, *who.pronouns))


def matched(found: Sequence[Found], parties: Sequence[KeyParty]) -> list[tuple[Found, KeyParty]]:
    """Return predicted parties and the key's, paired one to one."""
    return [(found[i], parties[j]) for i, j in pair_up(len(found), len(parties), lambda i, j: found[i].is_(parties[j]))]


def as_set(parties: Iterable[KeyParty]) -> list[KeyParty]:
    """Return the key's parties as a set, unknown ones dropped."""
    found: dict[Handles, KeyParty] = {}
    for party in parties:
        if party.who != UNKNOWN:
            found.setdefault(party.handles, party)
    return list(found.values())


def same_moment(one: Moment, other: KeyMoment) -> bool:
    """Whether two moments have the same start and end as calendar days, each in its own offset, or both no bounds."""
    return _days(one.start, one.end) == _days(other.start, other.end)


def moments_overlap(one: Moment, other: KeyMoment) -> bool:
    """Whether two moments share a day; without bounds they do only where both have none. An open side reaches without end."""
    (start, end), (key_start, key_end) = _days(one.start, one.end), _days(other.start, other.end)
    if not (start or end) or not (key_start or key_end):
        return not (start or end or key_start or key_end)
    return (start or date.min) < (key_end or date.max) and (key_start or date.min) < (end or date.max)


def same_role(one: str, other: str) -> bool:
    """Whether two roles are equal after folding, or one contains the other.

    >>> same_role("Deputy Mayor", "the deputy mayor of Lima")
    True
    """
    left, right = fold(one), fold(other)
    return left in right or right in left


def _days(start: datetime | None, end: datetime | None) -> tuple[date | None, date | None]:
    """Return the first calendar day, and the one after the last: days are counted in the offset of the report (codebook, section 7)."""
    midnight = end is None or (end.hour, end.minute, end.second, end.microsecond) == (0, 0, 0, 0)
    after = None if end is None else end.date() if midnight else end.date() + timedelta(days=1)
    return start.date() if start else None, after


def _near(at: tuple[float, float] | None, place: Place | None) -> bool:
    if at is None or place is None or place.lat is None or place.lon is None:
        return False
    return kilometres(at, (place.lat, place.lon)) <= NEAR_KM


def kilometres(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the great-circle distance of two points in degrees (latitude, longitude); haversine formula.

    >>> round(kilometres((0, 0), (0, 1)))
    111
    """
    (lat, lon), (lat2, lon2) = [tuple(map(radians, point)) for point in (one, other)]
    half = hypot(sin((lat2 - lat) / 2), sqrt(cos(lat) * cos(lat2)) * sin((lon2 - lon) / 2))
    return 2 * EARTH_KM * asin(min(1.0, half))


def _order(record: Attribution | Claim | Event | Mention, spans: Iterable[Span]) -> tuple[Any, ...]:
    """Text order; records that stand on the same words follow one another by what they hold, so that input order never matters."""
    return [span.offsets for span in spans], record.model_dump_json(exclude={"id"}), record.id

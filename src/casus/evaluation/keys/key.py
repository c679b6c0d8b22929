"""A key: what a careful coder finds in one report, with every quote resolved, and the reading that says the same."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from casus.evaluation.keys.entries import (
    OUTLET,
    PUBLISHED,
    UNKNOWN,
    KeyActor,
    KeyAttribution,
    KeyClaim,
    KeyEvent,
    KeyMoment,
    KeyParty,
    KeyPlace,
    Spans,
)
from casus.evaluation.keys.parties import nearest_mention
from casus.evaluation.names import fold
from casus.records import (
    ActorInReport,
    Attribution,
    Claim,
    Event,
    EventPlace,
    Holding,
    Mention,
    MentionType,
    Moment,
    Party,
    Place,
    Reading,
    Report,
    Span,
)


@dataclass(frozen=True)
class Key:
    """The key of one report: its entries by handle (codebook, section 8)."""

    name: str
    report: Report
    actors: dict[str, KeyActor] = field(default_factory=dict)
    places: dict[str, KeyPlace] = field(default_factory=dict)
    moments: dict[str, KeyMoment] = field(default_factory=dict)
    weapons: Spans = ()
    attributions: dict[str, KeyAttribution] = field(default_factory=dict)
    claims: dict[str, KeyClaim] = field(default_factory=dict)
    events: dict[str, KeyEvent] = field(default_factory=dict)

    def actor_id(self, handle: str) -> str | None:
        """Return the id of an actor in the reading: its own, or one made of its name; that of the publisher for `outlet`."""
        if handle == OUTLET:
            return name_id("actor", self.report.publisher) if self.report.publisher else None
        return None if handle == UNKNOWN else self.actors[handle].id or name_id("actor", self.actors[handle].name)

    def place_id(self, handle: str) -> str:
        """Return the id of a place in the reading."""
        return self.places[handle].id or name_id("place", self.places[handle].name)

    def reading(self) -> Reading:
        """Return the reading that says what the key says. Ids of records are made of their handles."""
        return Reading(
            report=self.report,
            mentions=tuple(sorted(self._mentions().values(), key=lambda m: (m.span.offsets, m.type))),
            attributions=tuple(_attribution(a) for a in self.attributions.values()),
            claims=tuple(self._claim(c) for c in self.claims.values()),
            events=tuple(self._event(e) for e in self.events.values()),
            actors=tuple(self._actors()),
            places=tuple(self._place(p) for p in self.places.values()),
        )

    def _mentions(self) -> dict[str, Mention]:
        """Mentions by id. A place word that is also a metonym is one mention; a noun for two actors resolves to the first."""
        found: dict[str, Mention] = {}
        for place in self.places.values():
            for span in place.quotes:
                found.setdefault(
                    _id("place", span), Mention(id=_id("place", span), span=span, type="place", resolved=self.place_id(place.handle))
                )
        for actor in self.actors.values():
            for span in actor.metonyms:
                plain = found.get(_id("place", span)) or Mention(id=_id("place", span), span=span, type="place")
                found[plain.id] = plain.model_copy(update={"acts_for": plain.acts_for or self.actor_id(actor.handle)})
            for type_, spans in ((_named_type(actor), actor.quotes), ("actor", actor.nominals)):
                for span in spans:
                    mention = Mention(id=_id(type_, span), span=span, type=type_, resolved=self.actor_id(actor.handle))
                    found.setdefault(mention.id, mention)
        plain_types: tuple[tuple[MentionType, Iterable[Span]], ...] = (
            ("moment", (span for moment in self.moments.values() for span in moment.quotes)),
            ("weapon", self.weapons),
        )
        return found | {_id(type_, s): Mention(id=_id(type_, s), span=s, type=type_) for type_, spans in plain_types for s in spans}

    def _party(self, party: KeyParty) -> Party:
        return Party(mention=self._party_mention(party), actor=self.actor_id(party.body), basis=party.basis)

    def _party_mention(self, party: KeyParty) -> str | None:
        if party.mention is None:
            return None
        actors = [self.actors[handle] for handle in (party.who, party.body)]
        if any(party.mention in actor.metonyms for actor in actors):
            return _id("place", party.mention)
        named = next((actor for actor in actors if party.mention in actor.quotes), None)
        return _id(_named_type(named) if named else "actor", party.mention)

    def _claim(self, claim: KeyClaim) -> Claim:
        return Claim(
            id=f"claim:{claim.handle}",
            attribution=claim.attribution and f"attribution:{claim.attribution}",
            quote=claim.quote,
            speaker=self._party(claim.speaker) if claim.speaker else None,
            speaker_role=claim.speaker_role,
            kind=claim.kind,
            accused=tuple(self._party(p) for p in claim.accused),
            about=tuple(self._about(handle) for handle in claim.about),
            direction=claim.direction,
            evidence=claim.evidence,
            events=tuple(f"event:{handle}" for handle in claim.events),
            elaborated_by=tuple(f"claim:{handle}" for handle in claim.elaborated_by),
            answers=tuple(f"claim:{handle}" for handle in claim.answers),
            status=claim.status,
        )

    def _about(self, handle: str) -> str:
        if handle in self.moments:
            return _id("moment", self.moments[handle].quotes[0])
        if handle in self.places:
            return self.place_id(handle)
        return f"event:{handle}" if handle in self.events else str(self.actor_id(handle))

    def _event(self, event: KeyEvent) -> Event:
        return Event(
            id=f"event:{event.handle}",
            type=event.type,
            mode=event.mode,
            contexts=event.contexts,
            actors=tuple(self._party(p) for p in event.actors),
            recipients=tuple(self._party(p) for p in event.recipients),
            places=tuple(self._event_place(handle, event.evidence) for handle in event.places),
            moment=self._moment(event.moment, event.evidence) if event.moment else None,
            voice=event.voice,
            status=event.status,
            extent=event.extent,
            expresses=event.expresses and f"claim:{event.expresses}",
            claim=event.claim and f"claim:{event.claim}",
            trigger=event.trigger,
            evidence=event.evidence,
            counts=event.counts,
        )

    def _event_place(self, handle: str, evidence: Spans) -> EventPlace:
        mention = nearest_mention(self.places[handle].quotes, evidence)
        return EventPlace(mention=mention and _id("place", mention), place=self.place_id(handle))

    def _moment(self, handle: str, evidence: Spans) -> Moment:
        moment = self.moments[handle]
        mention = nearest_mention(moment.quotes, evidence) or moment.quotes[0]
        anchor = self.moments[moment.anchor].quotes[0] if moment.anchor in self.moments else None
        published = self.report.published.isoformat() if moment.anchor == PUBLISHED and self.report.published else None
        return Moment(
            mention=_id("moment", mention),
            start=moment.start,
            end=moment.end,
            precision=moment.precision,
            anchor=_id("moment", anchor) if anchor else published,
        )

    def _actors(self) -> Iterable[ActorInReport]:
        ids = {str(self.actor_id(handle)) for handle in self.actors}
        for a in self.actors.values():
            yield ActorInReport(
                id=str(self.actor_id(a.handle)),
                name=a.name,
                kind=a.kind,
                country=a.country,
                sector=a.sector,
                role=a.role,
                recognition=a.recognition,
            )
        outlet = self.actor_id(OUTLET)
        speaks = any(claim.speaker and claim.speaker.who == OUTLET for claim in self.claims.values())
        if speaks and outlet and outlet not in ids:
            yield ActorInReport(id=outlet, name=str(self.report.publisher), kind="media")

    def _place(self, place: KeyPlace) -> Place:
        lat, lon = place.at or (None, None)
        return Place(
            id=self.place_id(place.handle),
            name=place.name,
            kind=place.kind,
            lat=lat,
            lon=lon,
            country=place.country,
            administered_by=tuple(Holding(by=name) for name in place.administered_by),
            claimed_by=tuple(Holding(by=name) for name in place.claimed_by),
        )


def name_id(section: str, name: str) -> str:
    """Return the id of an actor or place that has none of its own: made of its name, the same in every report.

    >>> name_id("actor", "The Government of Côte d'Ivoire")
    'actor:government-of-cote-d-ivoire'
    """
    return f"{section}:{fold(name).replace(' ', '-')}"


def _id(type_: MentionType, span: Span) -> str:
    return f"mention:{type_}:{span.start}-{span.end}"


def _named_type(actor: KeyActor) -> MentionType:
    return "person" if actor.kind == "person" else "actor"


def _attribution(a: KeyAttribution) -> Attribution:
    return Attribution(id=f"attribution:{a.handle}", source=a.source, cue=a.cue, content=a.content, quoted=a.quoted)

"""From acts to events: who did what to whom, where and when, in whose voice, and whether it happened (codebook, section 6).

The main way: ask the model about every sentence with an act (`scenes`), read each act as one *telling*, fill the sides that its sentence
leaves open from the rest of the report (`sides`), gather the tellings of one happening into one event (`happenings`), and tie claims and
events to each other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import exp, log
from typing import cast

from casus.coding.contexts import contexts_of
from casus.coding.counts import counted, figures_of
from casus.coding.extent import extent_of
from casus.coding.happenings import Part, Telling, asserted, gather
from casus.coding.modes import mode_of
from casus.coding.named import Named
from casus.coding.scenes import SILENT, Setting, Tell, cues, is_act, settings
from casus.coding.sides import Act, Sides
from casus.coding.speech import disputes_truth, keeps_silent, mode_of_accusation, speech_type
from casus.coding.status import long_over, status_of
from casus.coding.taking_part import Roles, TakingPart, roles
from casus.coding.voices import Source, Voices
from casus.reader import ActScore
from casus.records import Claim, Event, EventType, Party, Reading, Span, identify, ontology

SURE = 0.6
"""Chance that a word names an act, from which it is coded."""

SURE_OF_UNREAL = 0.4
"""The same where the act is told as anything but done: what did not happen, or may, is less clearly an act to the model."""

CALIBRATION = (0.35, -0.85)
"""Slope and shift of the curve from how sure the models are to how often they are right, on golden `tune` (bench/events_confidence.py)."""

SAID = 0.7
"""How sure a claim alone makes that its cue names an act."""

LEAD = 2
"""Sentences after the headline that tell what it tells."""

UNDONE = frozenset({"demand", "promise", "threaten", "reject"})
"""Kinds of claims whose content is not coded: what is only asked, promised, threatened or refused has not been done."""


def code_events(reading: Reading, tell: Tell) -> Reading:
    """Return the reading with its events, and each claim with the events that it tells of."""
    coder = _Coder(reading)
    happenings = gather(Sides(coder.named, coder.parties, list(coder.acts(tell))).filled())
    events = [coder.event(happening) for happening in happenings]
    return reading.model_copy(update={"events": tuple(events), "claims": tuple(coder.tied(happenings, events))})


def acts_told(reading: Reading, tell: Tell) -> tuple[Named, TakingPart, list[Act]]:
    """Return the acts of a reading as their sentences tell them, before open sides are filled, with what is asked about parties."""
    coder = _Coder(reading)
    return coder.named, coder.parties, list(coder.acts(tell))


def confidence(sure: float) -> float:
    """Return the calibrated chance that type, actors and recipients of an event are all right.

    >>> confidence(0.9) > confidence(0.1)
    True
    """
    held = min(0.999, max(0.001, sure))
    slope, shift = CALIBRATION
    return round(1 / (1 + exp(-(slope * log(held / (1 - held)) + shift))), 3)


@dataclass(frozen=True)
class _Act:
    """A word that may name an act, in its sentence, with what the model says of it."""

    setting: Setting
    span: Span
    score: ActScore

    @property
    def likeliest(self) -> EventType:
        """The type with the highest chance."""
        return cast("EventType", max(self.score.types, key=lambda name: self.score.types[name]))

    @property
    def actual(self) -> bool:
        """Whether the model takes it for done, before words of its sentence say otherwise."""
        return max(self.score.status, key=lambda name: self.score.status[name], default="actual") == "actual"


class _Coder:
    """Codes the acts of one report."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.named, self.voices = Named(reading), Voices(reading)
        self.parties = TakingPart(self.named)
        title = reading.report.title
        self._lead = [s for s in reading.sentences if title is None or not title.overlaps(s)][:LEAD]
        self._sources = {attribution.id: attribution.source for attribution in reading.attributions}
        self._speech = cues(reading)

    def acts(self, tell: Tell) -> Iterator[Act]:
        """Yield the acts of the report as their sentences tell them."""
        asked = settings(self.reading)
        for setting, scores in zip(asked, tell(self.reading.report, [setting.scene for setting in asked]), strict=True):
            for span, score in zip(setting.acts, scores, strict=True):
                telling = self.telling(_Act(setting, span, score))
                if telling is not None:
                    yield Act(telling, setting, score)

    def telling(self, act: _Act) -> Telling | None:
        """Return an act as its sentence tells it; None where it is none, or none that is coded."""
        sentence = act.setting.sentence
        silent = keeps_silent(sentence.quote, act.span.start - sentence.start)
        if silent or disputes_truth(act.span.quote, self.reading.report.text[act.span.end : sentence.end]):
            return None
        spoken = next((pair for pair in self._speech if pair[1].overlaps(act.span)), None)
        if not (is_act(*spoken) if spoken else any(act.span.overlaps(marked) for marked in self.reading.acts)):
            return None
        if spoken and spoken[0].kind not in SILENT:
            return self._speech_act(act, spoken[0])
        if act.score.any < (SURE if act.actual else SURE_OF_UNREAL) or any(c.kind in UNDONE for c in self.voices.claims(act.span)):
            return None
        return self._deed(act)

    def _speech_act(self, act: _Act, claim: Claim) -> Telling | None:
        """Return the act that a claim itself is: whoever speaks does it; whoever is accused, or spoken to, has it done to them."""
        type = speech_type(claim.kind, act.score.types, act.score.any)
        if type is None or (claim.speaker is None and act.score.any < SURE):
            return None
        found, source = roles(act.setting, act.span, act.score), self.voices.source(act.span, type, act.score.voice["alleged"])
        speakers = self._speakers(act, claim, found)
        if not speakers:
            return None
        accused = tuple(
            party.model_copy(update={"basis": "inferred" if party.basis == "inferred" else "stated"}) for party in claim.accused
        )
        recipients = accused or self.parties.others(found.recipients, speakers, type, Source("report"))
        if claim.speaker:
            recipients = recipients or self.parties.other_side(claim.speaker, type)
        telling = self._told(act, type, found, source)
        mode = mode_of_accusation(claim.kind, telling.mode)
        sure = SAID * act.score.types[type] * found.sure
        return replace(telling, actors=speakers, recipients=recipients, expresses=claim.id, mode=mode, sure=max(sure, telling.sure))

    def _speakers(self, act: _Act, claim: Claim, found: Roles) -> tuple[Party, ...]:
        """Return who does an act of words; where the claim has no speaker, whoever the model takes for its actor."""
        if claim.speaker is None:
            return self.parties.doers(found.actors, Source("report"))
        return self.parties.speakers(claim.speaker, self._sources.get(claim.attribution or "", ()), act.setting, found.actors)

    def _deed(self, act: _Act) -> Telling:
        type = act.likeliest
        found, source = roles(act.setting, act.span, act.score), self.voices.source(act.span, type, act.score.voice["alleged"])
        telling = self._told(act, type, found, source)
        actors = self.parties.doers(found.actors, source)
        denied = bool(source.claims) and source.claims[0].kind == "deny"
        return replace(
            telling,
            actors=actors,
            recipients=self.parties.others(found.recipients, actors, type, source),
            denied=denied,
            status="negated" if denied and telling.status == "actual" else telling.status,
        )

    def _told(self, act: _Act, type: EventType, found: Roles, source: Source) -> Telling:
        """Return what holds for speech acts and deeds alike."""
        clause, sentence = self._clause(act), act.setting.sentence
        figures = figures_of(clause.quote)
        at = act.span.start - clause.start
        moment = self.parties.moment(found.moments)
        weapons = [m.span.quote for m in self.reading.mentions if m.type == "weapon" and clause.covers(m.span)]
        part, reported = self._part(sentence), clause != sentence
        over = long_over(moment, self.reading.report.published)
        status = status_of(clause.quote, at, act.score.status, over=over, reported=reported)
        mode = mode_of(type, act.span.quote, clause.quote, weapons, at)
        return Telling(
            trigger=act.span,
            sentence=sentence,
            clause=clause,
            type=type,
            mode=mode,
            contexts=contexts_of(type, mode, clause.quote, self._paragraph(sentence)),
            places=self.parties.places(found.places),
            moment=moment,
            voice=source.voice,
            status="actual" if status == "habitual" and part == "headline" else status,
            extent=extent_of(type, act.span.quote, clause.quote, at),
            counts=counted(figures),
            figures=tuple(self.reading.report.span(clause.start + f.start, clause.start + f.end) for f in figures),
            claims=tuple(claim.id for claim in source.claims),
            part=part,
            teller=next((claim.speaker.actor for claim in source.claims[:1] if claim.speaker), None),
            sure=act.score.any * act.score.types[type] * found.sure,
        )

    def _part(self, sentence: Span) -> Part:
        """Return whether a sentence is the headline, or one of the first after it."""
        title = self.reading.report.title
        if title is not None and title.overlaps(sentence):
            return "headline"
        return "lead" if title is not None and sentence in self._lead else "body"

    def _clause(self, act: _Act) -> Span:
        """Return the part of a sentence that tells of an act: inside what somebody is made to say, no more than that."""
        sentence = act.setting.sentence
        for attribution in self.voices.around(act.span):
            part = next(part for part in attribution.content if part.covers(act.span))
            return self.reading.report.span(max(part.start, sentence.start), min(part.end, sentence.end))
        return sentence

    def _paragraph(self, sentence: Span) -> str:
        text = self.reading.report.text
        end = text.find("\n", sentence.end)
        return text[text.rfind("\n", 0, sentence.start) + 1 : end if end >= 0 else len(text)]

    def event(self, happening: Sequence[Telling]) -> Event:
        """Return one happening with all the words that tell of it; the first telling speaks for all."""
        main, *tellings = happening
        told = asserted(tellings)
        return Event(
            id=identify(self.reading.report.id, "event", [main.trigger.offsets]),
            type=main.type,
            mode=main.mode,
            contexts=main.contexts,
            actors=main.actors,
            recipients=main.recipients,
            places=main.places,
            moment=main.moment,
            voice=main.voice,
            status=main.status,
            extent=main.extent,
            expresses=main.expresses,
            claim=main.claims[0] if main.claims and main.voice != "report" else None,
            trigger=main.trigger,
            evidence=tuple(sorted({t.clause for t in told}, key=lambda span: span.offsets)),
            counts=main.counts,
            figures=tuple(sorted({f for t in told for f in t.figures}, key=lambda span: span.offsets)),
            confidence=confidence(main.sure),
            intensity=ontology().intensity(main.type, main.mode),
        )

    def tied(self, happenings: Sequence[Sequence[Telling]], events: Sequence[Event]) -> Iterator[Claim]:
        """Yield the claims, each with the events that its content tells of, in the order of events."""
        told: dict[str, list[str]] = {}
        for happening, event in zip(happenings, events, strict=True):
            for name in dict.fromkeys(name for telling in happening for name in telling.claims):
                told.setdefault(name, []).append(event.id)
        for claim in self.reading.claims:
            yield claim.model_copy(update={"events": tuple(told[claim.id])}) if claim.id in told else claim

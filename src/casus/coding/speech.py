"""The events that claims themselves are: to accuse, to demand, to threaten is to do something to somebody."""

from __future__ import annotations

import re

from casus.records import Claim, ClaimKind, Event, EventType, Reading, Span, Status, identify, ontology

SPEECH_ACTS: dict[ClaimKind, tuple[EventType, str | None]] = {
    "allege": ("ACCUSE", "allege"),
    "condemn": ("ACCUSE", "disapprove"),
    "demand": ("REQUEST", None),
    "promise": ("AGREE", None),
    "threaten": ("THREATEN", None),
    "reject": ("REJECT", None),
    "recognise": ("SUPPORT", None),
}
"""The PLOVER type and mode that a claim of this kind expresses. Stating, denying, admitting and assessing are no events."""

_NEGATED = re.compile(r"\b(?:not|never|without)\b|n[’']t\b", re.IGNORECASE)
_HYPOTHETICAL = re.compile(r"\b(?:would|could|might|may|should)\b", re.IGNORECASE)
_FUTURE = re.compile(r"\b(?:will|shall|plans? to|expected to|about to|set to)\b", re.IGNORECASE)


def code_speech_acts(reading: Reading) -> Reading:
    """Return the reading with one event for each claim that is itself a PLOVER act.

    What the claim says is not coded as having happened, and a claim that nobody is named for is nobody's act (codebook, section 6).
    """
    events = [event for claim in reading.claims if (event := _event(reading, claim))]
    return reading.model_copy(update={"events": tuple(events)})


def status_of(cue: str) -> Status:
    """Return the status of a speech act from its cue.

    >>> status_of("accused"), status_of("did not accuse"), status_of("will demand")
    ('actual', 'negated', 'future')
    """
    for status, pattern in (("negated", _NEGATED), ("hypothetical", _HYPOTHETICAL), ("future", _FUTURE)):
        if pattern.search(cue):
            return status  # type: ignore[return-value]
    return "actual"


def _event(reading: Reading, claim: Claim) -> Event | None:
    if claim.kind not in SPEECH_ACTS or claim.speaker is None:
        return None
    attribution = next(a for a in reading.attributions if a.id == claim.attribution)
    type, mode = SPEECH_ACTS[claim.kind]
    cue = attribution.cue[0]
    return Event(
        id=identify(reading.report.id, "event", [cue.offsets]),
        type=type,
        mode=mode,
        actors=(claim.speaker,),
        recipients=tuple(party.model_copy(update={"basis": "stated"}) for party in claim.accused),
        voice="report",
        status=status_of(cue.quote),
        expresses=claim.id,
        trigger=cue,
        evidence=(_sentence(reading, cue),),
        intensity=ontology().intensity(type, mode),
    )


def _sentence(reading: Reading, span: Span) -> Span:
    return next((s for s in reading.sentences if s.covers(span)), span)

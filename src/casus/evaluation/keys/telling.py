"""What a report tells: attributions, claims and events (codebook, section 8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Any, get_args

from casus.evaluation.keys.entries import OUTLET, KeyAttribution, KeyClaim, KeyEvent, KeyParty, Spans
from casus.evaluation.keys.parties import Parties
from casus.evaluation.keys.sheet import Entry, Sheet
from casus.records import (
    EVENT_TYPES,
    Answer,
    Basis,
    ClaimKind,
    Counts,
    Direction,
    Evidence,
    EvidenceType,
    Extent,
    Quoted,
    Status,
    Voice,
    ontology,
)

COUNTS = ("killed", "injured", "detained")


def parse_attributions(sheet: Sheet) -> dict[str, KeyAttribution]:
    """Return the attributions by handle."""
    return {entry.name: _attribution(entry) for entry in sheet.entries("attributions")}


def _attribution(entry: Entry) -> KeyAttribution:
    entry.required("cue")
    entry.required("content")
    source, cue, content = (_in_order(entry, part, entry.quotes(part)) for part in ("source", "cue", "content"))
    return KeyAttribution(entry.name, source, cue, content, entry.choice("quoted", get_args(Quoted), "indirect"))


def _in_order(entry: Entry, field: str, spans: Spans, *, disjoint: bool = True) -> Spans:
    for before, after in pairwise(spans):
        if after.start < before.start:
            entry.problem(field, f"{after.quote[:40]!r} comes before {before.quote[:40]!r} in the text: write the parts in text order")
        elif disjoint and after.start < before.end:
            entry.problem(field, f"{before.quote[:40]!r} and {after.quote[:40]!r} overlap: parts must not")
    return spans


def parse_claims(sheet: Sheet, parties: Parties, attributions: Mapping[str, KeyAttribution]) -> dict[str, KeyClaim]:
    """Return the claims by handle; the events that name them are not listed in them yet."""
    return {entry.name: _claim(entry, parties, attributions) for entry in sheet.entries("claims")}


def _claim(entry: Entry, parties: Parties, attributions: Mapping[str, KeyAttribution]) -> KeyClaim:
    entry.required("kind")
    attribution, quote = entry.handle("attribution", "attributions"), _in_order(entry, "quote", entry.quotes("quote"))
    told = attributions.get(attribution or "")
    speaker = _speaker(entry, parties, (told.source or told.cue) if told else quote)
    return KeyClaim(
        handle=entry.name,
        kind=entry.choice("kind", get_args(ClaimKind), "state"),
        attribution=attribution,
        quote=quote,
        speaker=speaker,
        speaker_role=_speaker_role(entry, parties, speaker),
        accused=parties.all(entry, "accused", "alleged", told.content if told else quote),
        about=entry.handles("about", "actors", "places", "moments", "events"),
        direction=entry.choice("direction", get_args(Direction)),
        evidence=_evidence(entry),
        events=entry.handles("events", "events"),
        elaborated_by=entry.handles("elaborated_by", "claims"),
        answers=entry.handles("answers", "claims"),
        status=entry.choice("status", get_args(Answer), "unanswered here"),
    )


def _speaker(entry: Entry, parties: Parties, place: Spans) -> KeyParty | None:
    if "speaker" not in entry.fields:
        entry.problem("speaker", "is missing and required: write a PARTY, outlet, or null where nobody is named")
        return None
    value = entry.fields["speaker"]
    if value == OUTLET:
        return KeyParty(OUTLET, OUTLET)
    return None if value is None else parties.one(entry, "speaker", value, "stated", place)


def _speaker_role(entry: Entry, parties: Parties, speaker: KeyParty | None) -> str | None:
    if entry.fields.get("speaker_role") is not None:
        return entry.words_of_text("speaker_role")
    actor = parties.actors.get(speaker.who) if speaker else None
    return actor.role if actor and "speaker_role" not in entry.fields else None


def _evidence(entry: Entry) -> tuple[Evidence, ...]:
    found = []
    for number, value in enumerate(entry.items("evidence"), 1):
        fields = Entry(entry.sheet, f"{entry.name}.evidence[{number}]", value, ("quote", "type"))
        fields.scope = entry.scope
        span, type_ = fields.quote("quote"), fields.choice("type", get_args(EvidenceType))
        if fields.required("quote") and fields.required("type") and span and type_:
            found.append(Evidence(span=span, type=type_))
    return tuple(found)


def parse_events(sheet: Sheet, parties: Parties) -> dict[str, KeyEvent]:
    """Return the events by handle; those whose type, voice, trigger or evidence cannot be made out are noted and left out."""
    found = (_event(entry, parties) for entry in sheet.entries("events"))
    return {event.handle: event for event in found if event}


def _event(entry: Entry, parties: Parties) -> KeyEvent | None:
    required = [entry.required(field) for field in ("type", "voice", "trigger", "evidence")]
    type_, voice = entry.choice("type", EVENT_TYPES), entry.choice("voice", get_args(Voice))
    evidence = _in_order(entry, "evidence", entry.quotes("evidence"), disjoint=False)
    trigger = entry.quote("trigger", [span.offsets for span in evidence], first=True) if evidence else None
    basis: Basis = "alleged" if voice == "alleged" else "stated"
    rest: dict[str, Any] = {
        "mode": entry.string("mode"),
        "contexts": entry.strings("contexts"),
        "actors": parties.all(entry, "actors", basis, evidence),
        "recipients": parties.all(entry, "recipients", basis, evidence),
        "places": entry.handles("places", "places"),
        "moment": entry.handle("moment", "moments"),
        "status": entry.choice("status", get_args(Status), "actual"),
        "extent": entry.choice("extent", get_args(Extent), "single"),
        "expresses": entry.handle("expresses", "claims"),
        "claim": entry.handle("claim", "claims"),
        "counts": _counts(entry),
    }
    if type_:
        _check_ontology(entry, type_, rest["mode"], rest["contexts"])
    if not all(required) or not (type_ and voice and trigger):
        return None
    return KeyEvent(entry.name, type_, voice, trigger, evidence, **rest)


def _check_ontology(entry: Entry, type_: str, mode: str | None, contexts: tuple[str, ...]) -> None:
    checks: dict[str, Callable[[], None]] = {
        "mode": lambda: ontology().check(type_, mode, ()),
        "contexts": lambda: ontology().check(type_, None, contexts),
    }
    for field, check in checks.items():
        try:
            check()
        except ValueError as error:
            entry.problem(field, str(error))


def _counts(entry: Entry) -> Counts:
    fields = Entry(entry.sheet, f"{entry.name}.counts", entry.fields.get("counts"), COUNTS)
    for name, value in fields.fields.items():
        if name in COUNTS and value is not None and (type(value) is not int or value < 0):
            fields.problem(name, f"expected a number of people from 0, got {value!r}")
    return Counts(**{n: v for n, v in fields.fields.items() if n in COUNTS and type(v) is int and v >= 0})

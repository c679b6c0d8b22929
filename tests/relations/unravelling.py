"""The reports of `examples/unravelling` as readings: text from there, deeds and claims from the hand-made marks beside this file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from casus.records import (
    ActorInReport,
    Attribution,
    Claim,
    Counts,
    Event,
    Moment,
    Party,
    Reading,
    Report,
    Span,
    identify,
    ontology,
)

FOLDER = Path(__file__).parents[2] / "examples" / "unravelling"
MARKS = Path(__file__).parent / "unravelling.yaml"

ACTORS = (
    ActorInReport(id="ZMB", name="Government of Zambia", kind="government", country="ZMB", sector="GOV"),
    ActorInReport(id="MWI", name="Government of Malawi", kind="government", country="MWI", sector="GOV"),
    ActorInReport(id="new.chilembe", name="Chilembe Front", kind="armed group", country="MWI", sector="REB"),
)


def readings() -> Iterator[Reading]:
    marks = yaml.safe_load(MARKS.read_text("utf-8"))
    for line in (FOLDER / "dates.jsonl").read_text("utf-8").splitlines():
        entry = json.loads(line)
        yield reading(entry, (FOLDER / "reports" / entry["file"]).read_text("utf-8"), marks[entry["file"]])


def reading(entry: dict[str, Any], text: str, marks: dict[str, Any]) -> Reading:
    report = Report(
        publisher=entry["publisher"],
        published=entry["published"],
        title=span(text, text.splitlines()[0]),
        language="en",
        text=text,
        url=f"https://news.example.org/{entry['file']}",
    )
    attributions = [_attribution(report, mark) for mark in marks.get("claims", ()) if "source" in mark]
    claims = [_claim(report, mark) for mark in marks.get("claims", ())]
    events = [_event(report, mark, claims) for mark in marks["events"]]
    held = [c.model_copy(update={"events": tuple(e.id for e in events if e.claim == c.id)}) for c in claims]
    return Reading(report=report, attributions=tuple(attributions), claims=tuple(held), events=tuple(events), actors=ACTORS)


def span(text: str, quote: str, within: Span | None = None) -> Span:
    start = text.index(quote, within.start if within else 0)
    return Span.of(text, start, start + len(quote))


def _attribution(report: Report, mark: dict[str, Any]) -> Attribution:
    content = span(report.text, mark["content"])
    start = report.text.rindex(mark["cue"], 0, content.start)
    cue = Span.of(report.text, start, start + len(mark["cue"]))
    # "Malawi expelled … after accusing": the source may stand far before its cue.
    start = report.text.rindex(mark["source"], 0, cue.start)
    source = Span.of(report.text, start, start + len(mark["source"]))
    return Attribution(
        id=identify(report.id, "attribution", [content.offsets]), source=(source,), cue=(cue,), content=(content,), quoted="indirect"
    )


def _claim(report: Report, mark: dict[str, Any]) -> Claim:
    if mark["kind"] == "assess":
        quote = span(report.text, mark["quote"])
        return Claim(
            id=identify(report.id, "claim", [quote.offsets]),
            quote=(quote,),
            kind="assess",
            about=tuple(mark["about"]),
            direction=mark["direction"],
        )
    content = span(report.text, mark["content"])
    return Claim(
        id=identify(report.id, "claim", [content.offsets]),
        attribution=identify(report.id, "attribution", [content.offsets]),
        speaker=Party(actor=mark["speaker"]),
        kind=mark["kind"],
        accused=tuple(Party(actor=actor) for actor in mark["accused"]),
        status=mark["status"],
    )


def _event(report: Report, mark: dict[str, Any], claims: list[Claim]) -> Event:
    type_, _, mode = mark["type"].partition("/")
    evidence = span(report.text, mark["evidence"])
    trigger = span(report.text, mark["trigger"], evidence)
    start = datetime.fromisoformat(mark["on"]).replace(tzinfo=UTC)
    claim = claims[mark["claim"] - 1].id if "claim" in mark else None
    alleged = mark.get("voice") == "alleged"
    return Event(
        id=identify(report.id, "event", [trigger.offsets]),
        type=type_,
        mode=mode or None,
        actors=tuple(Party(actor=actor) for actor in mark["actors"]),
        recipients=tuple(Party(actor=actor) for actor in mark["recipients"]),
        moment=Moment(start=start, end=start + timedelta(days=1), precision="day"),
        voice=mark.get("voice", "report"),
        status="actual",
        expresses=None if alleged else claim,
        claim=claim if alleged else None,
        trigger=trigger,
        evidence=(evidence,),
        counts=Counts(killed=mark.get("killed")),
        intensity=ontology().intensity(type_, mode or None),
    )

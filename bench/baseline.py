"""A keyword baseline: verb lists and nearest names, so that every score has a floor beside it.

python -m bench.baseline tests/golden/tune/*.txt > build/baseline.jsonl
casus evaluate golden --split tune --readings build/baseline.jsonl
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from casus.cli.formats import line
from casus.ingest import report_from_text
from casus.reader import sentences
from casus.records import Attribution, Claim, Event, Mention, Party, Reading, Report, Span, identify, ontology

NAME = re.compile(r"(?:[A-Z][\w’'-]+)(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w’'-]+)*")


@cache
def lists() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    """Return the patterns of `baseline.yaml`: for events and for claims, each word list in its order."""
    data = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8"))
    return {part: [(name, re.compile(rf"\b(?:{'|'.join(stems)})\w*")) for name, stems in rows.items()] for part, rows in data.items()}


def read(report: Report) -> Reading:
    """Return what keywords find in a report."""
    parts = [report.span(*s) for s in sentences(report.text)]
    mentions = [_mention(report, m) for m in NAME.finditer(report.text)]
    attributions: list[Attribution] = []
    claims: list[Claim] = []
    events: list[Event] = []
    for sentence in parts:
        names = [m for m in mentions if sentence.covers(m.span)]
        for attribution, claim in _claims(report, sentence, names):
            attributions.append(attribution)
            claims.append(claim)
        events += _events(report, sentence, names)
    return Reading(
        report=report,
        sentences=tuple(parts),
        mentions=tuple(mentions),
        attributions=tuple(attributions),
        claims=tuple(claims),
        events=tuple(events),
    )


def _mention(report: Report, match: re.Match[str]) -> Mention:
    return Mention(id=identify(report.id, "actor", [match.span()]), span=report.span(*match.span()), type="actor")


def _nearest(names: Sequence[Mention], word: Span) -> tuple[tuple[Party, ...], tuple[Party, ...]]:
    before = [m for m in names if m.span.end <= word.start][-1:]
    after = [m for m in names if m.span.start >= word.end][:1]
    return tuple(Party(mention=m.id) for m in before), tuple(Party(mention=m.id) for m in after)


def _claims(report: Report, sentence: Span, names: Sequence[Mention]) -> Iterator[tuple[Attribution, Claim]]:
    for kind, pattern in lists()["claims"]:
        match = pattern.search(report.text, sentence.start, sentence.end)
        if not match or match.end() + 1 >= sentence.end:
            continue
        cue, content = report.span(*match.span()), report.span(match.end() + 1, sentence.end)
        speaker, accused = _nearest(names, cue)
        source = tuple(m.span for m in names if speaker and m.id == speaker[0].mention)
        number = identify(report.id, "attribution", [cue.offsets])
        fields: dict[str, Any] = {"kind": kind, "speaker": speaker[0] if speaker else None}
        fields["accused"] = accused if kind in ("allege", "condemn") else ()
        yield (
            Attribution(id=number, source=source, cue=(cue,), content=(content,), quoted="indirect"),
            Claim(id=identify(report.id, "claim", [cue.offsets]), attribution=number, **fields),
        )
        return


def _events(report: Report, sentence: Span, names: Sequence[Mention]) -> Iterator[Event]:
    for type_, pattern in lists()["events"]:
        match = pattern.search(report.text, sentence.start, sentence.end)
        if not match:
            continue
        trigger = report.span(*match.span())
        actors, recipients = _nearest(names, trigger)
        fields: dict[str, Any] = {"type": type_, "voice": "report", "status": "actual", "intensity": ontology().intensity(type_)}
        number = identify(report.id, "event", [trigger.offsets, (0, len(type_))])
        yield Event(id=number, actors=actors, recipients=recipients, trigger=trigger, evidence=(sentence,), **fields)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one reading a line for each text file named."""
    for name in sys.argv[1:] if arguments is None else arguments:
        print(line(read(report_from_text(Path(name).read_text("utf-8")))))


if __name__ == "__main__":
    main()

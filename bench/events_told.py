"""How acts are told: voice and status by class on the contrast sets, and which shapes of telling are coded.

    python -m bench.events_told                 the tune halves, to work on
    python -m bench.events_told --split final   the other halves, to report
    python -m bench.events_told --wrong         and every row that came out wrong, of the tune halves alone

Each text is read whole. "From text": the event whose trigger the row names is looked for among those that were coded; one that is not
there is wrong. "Given the trigger": the coder is told that this word names an act. Beside them stand keywords: `bench/baseline.py` for
what is found, `bench/told_keywords.py` for how it is told. Rows that vary one sentence are drawn together for the intervals.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from bench import baseline
from bench.told_keywords import keyword_status, keyword_voice
from casus.coding import code_events
from casus.evaluation.classes import Classes, score_classes
from casus.evaluation.contrast import ContrastRow, ToldEvent, read_contrast
from casus.evaluation.datasets import Bounds
from casus.evaluation.golden.intervals import Estimate
from casus.ingest import report_from_text
from casus.pipeline import Pipeline
from casus.reader import ActScore, Reader, Scene
from casus.records import Event, Party, Reading, Report

CONTRAST = Path(__file__).parent.parent / "tests/golden/contrast"
SPLITS = ("tune", "final")


@dataclass(frozen=True)
class Asked:
    """One event of a contrast row, and the event that was coded for it by each way; None where there is none."""

    row: ContrastRow
    told: ToldEvent
    from_text: Event | None
    given: Event | None
    keywords: Event | None
    reading: Reading

    @property
    def group(self) -> str:
        """What the row varies: rows of one setting share a name but for its last letter."""
        return re.sub(r"(?<=\d)[a-z]$", "", self.row.name)


def asked(pipeline: Pipeline, rows: Sequence[ContrastRow]) -> Iterator[Asked]:
    """Read each row, and yield each event that it asks for."""
    for row in rows:
        published = datetime.fromisoformat(row.published).replace(tzinfo=UTC) if row.published else None
        report = report_from_text(row.text, published=published)
        claims = pipeline.read(report, until="claims")
        reading, found = code_events(claims, pipeline.reader.tell), baseline.read(report)
        for told in row.events:
            given = given_trigger(claims, pipeline.reader, told.trigger)
            from_text, by_trigger, by_keywords = (at(one, told.trigger) for one in (reading, given, found))
            yield Asked(row, told, from_text, by_trigger, by_keywords, reading)


def at(reading: Reading, trigger: Bounds) -> Event | None:
    """Return the event whose trigger shares a character with a word; of several the one that shares most."""

    def shared(event: Event) -> int:
        return min(event.trigger.end, trigger[1]) - max(event.trigger.start, trigger[0])

    best = max(reading.events, key=shared, default=None)
    return best if best is not None and shared(best) > 0 else None


def given_trigger(reading: Reading, reader: Reader, trigger: Bounds) -> Reading:
    """Return the reading of a coder that is told that a word names an act."""
    span = reading.report.span(*trigger)

    def tell(report: Report, scenes: Sequence[Scene]) -> list[list[ActScore]]:
        return [
            [replace(one, any=1.0) if span.start < act[1] and act[0] < span.end else one for act, one in zip(scene.acts, row, strict=True)]
            for scene, row in zip(scenes, reader.tell(report, scenes), strict=True)
        ]

    others = [act for act in reading.acts if not act.overlaps(span)]
    acts = tuple(sorted([*others, span], key=lambda act: act.offsets))
    return code_events(reading.model_copy(update={"acts": acts}), tell)


# ---- voice and status


def told(field: str, split: str, found: Sequence[Asked], wrong: bool) -> None:
    """Print how well a field of the asked events, voice or status, comes out."""
    gold = [str(getattr(one.told, field)) for one in found]
    by_keywords: list[str] = [(keyword_voice if field == "voice" else keyword_status)(one.row.text, one.told.trigger[0]) for one in found]
    ways: dict[str, list[str | None]] = {
        "from text": [value(one.from_text, field) for one in found],
        "given the trigger": [value(one.given, field) for one in found],
        "keywords, from text": [w if one.keywords else None for w, one in zip(by_keywords, found, strict=True)],
        "keywords, given the trigger": list(by_keywords),
    }
    groups = [one.group for one in found]
    scores = {way: score_classes(gold, predicted, groups) for way, predicted in ways.items()}
    text, by_trigger = (sum(event is not None for event in events) for events in ([f.from_text for f in found], [f.given for f in found]))
    print(f"\n{field}, {split}: {len(found)} events; {text} are coded from text, {by_trigger} given the trigger\n")
    print(f"{'':<30}{'right':>7}   {'95 % interval':<16}{'macro-F1':>9}   95 % interval")
    for way, score in scores.items():
        print(f"{way:<30}{line(score.right)}{line(score.macro, 9)}")
    by_class(scores)
    if field == "voice":
        leaks(found)
    if wrong and split == "tune":
        for one, right, given in zip(found, gold, ways["given the trigger"], strict=True):
            if (from_text := value(one.from_text, field)) != right or given != right:
                print(f"  {one.row.name}: {right}; from text {from_text}, given {given}: {marked(one)}")


def value(event: Event | None, field: str) -> str | None:
    """Return a field of an event as text, None where there is no event."""
    return None if event is None else str(getattr(event, field))


def by_class(scores: dict[str, Classes]) -> None:
    """Print recall and F1 of each class, way by way."""
    print(f"\n{'recall, F1 by class':<24}{'n':>4}" + "".join(f"{way.replace('given the trigger', 'given'):>24}" for way in scores))
    for name, one in next(iter(scores.values())).each.items():
        cells = "".join(f"{score.each[name].recall:>16.3f}{score.each[name].f1:>8.3f}" for score in scores.values())
        print(f"{name:<24}{one.n:>4}{cells}")


def leaks(found: Sequence[Asked]) -> None:
    """Print how many acts that are only alleged came out as having happened, in the outlet's voice."""
    alleged = [one for one in found if one.told.voice == "alleged"]
    leaked = [one for one in alleged if one.from_text and (one.from_text.voice, one.from_text.status) == ("report", "actual")]
    print(f"\nalleged acts that came out as report and actual: {len(leaked)} of {len(alleged)}")


def line(estimate: Estimate, width: int = 7) -> str:
    """Return a number with its interval."""
    if estimate.value is None:
        return f"{'–':>{width}}   {'–':<16}"
    return f"{estimate.value:>{width}.3f}   {f'{estimate.low or 0:.3f}–{estimate.high or 0:.3f}':<16}"


def marked(one: Asked) -> str:
    """Return a row's text with its trigger in brackets."""
    start, end = one.told.trigger
    return f"{one.row.text[:start]}[{one.row.text[start:end]}]{one.row.text[end:]}"


# ---- shapes


CHECKS = ("found", "type", "parties", "all three", "voice", "status")


def shapes(split: str, pipeline: Pipeline, wrong: bool) -> None:
    """Print what is right of each shape of telling, from text."""
    found = list(asked(pipeline, read_contrast(CONTRAST / "shapes.jsonl", split)))
    rows = [(one, checks(one, one.from_text, one.reading)) for one in found]
    print(f"\nshapes, {split}, from text: {len(found)} events; parties by their words\n")
    print(f"{'':<20}{'n':>4}" + "".join(f"{check:>11}" for check in CHECKS))
    kinds = sorted({one.row.kind or "" for one in found})
    for shape in [*kinds, None]:
        some = [right for one, right in rows if shape in (None, one.row.kind)]
        print(f"{shape or 'all':<20}{len(some):>4}" + "".join(f"{sum(r[c] for r in some) / len(some):>11.3f}" for c in CHECKS))
    joint = score_classes(
        ["all three"] * len(rows), ["all three" if r["all three"] else None for _, r in rows], [one.row.name for one in found]
    )
    print(f"{'all three right':<24}{line(joint.right)}")
    keywords = [checks(one, one.keywords, baseline.read(report_from_text(one.row.text))) for one in found]
    print(f"{'keywords':<20}{len(keywords):>4}" + "".join(f"{sum(r[c] for r in keywords) / len(keywords):>11.3f}" for c in CHECKS))
    if wrong and split == "tune":
        for one, right in rows:
            if not right["all three"]:
                print(
                    f"  {one.row.name} {one.row.kind}: {one.told.type} {_sides(one)} got {shown(one.from_text, one.reading)}: {marked(one)}"
                )


def checks(one: Asked, event: Event | None, reading: Reading) -> dict[str, bool]:
    """Return what is right of an event."""
    told = one.told
    same = event is not None and event.type == told.type
    sides = event is not None and _same(reading, event.actors, told.actors) and _same(reading, event.recipients, told.recipients)
    how = [event is not None and getattr(event, field) == getattr(told, field) for field in ("voice", "status")]
    return dict(zip(CHECKS, (event is not None, same, sides, same and sides, *how), strict=True))


def _same(reading: Reading, parties: Sequence[Party], spans: Sequence[Bounds]) -> bool:
    """Whether parties are named by these words and no others: each ends where one of them does, or lies in it."""
    mentions = {m.id: m.span for m in reading.mentions}
    named = [mentions[p.mention] for p in parties if p.mention]

    def meet(span: Bounds, found: Bounds) -> bool:
        return found[1] == span[1] or (span[0] <= found[0] and found[1] <= span[1])

    met = [any(meet(span, found.offsets) for found in named) for span in spans]
    return all(met) and len(named) == len(spans)


def _sides(one: Asked) -> str:
    actors, recipients = ([one.row.text[slice(*span)] for span in side] for side in (one.told.actors, one.told.recipients))
    return f"{actors} → {recipients}"


def shown(event: Event | None, reading: Reading) -> str:
    """Return an event in one line."""
    if event is None:
        return "nothing"
    mentions = {m.id: m.span.quote for m in reading.mentions}
    actors, recipients = ([mentions.get(p.mention or "", p.actor) for p in side] for side in (event.actors, event.recipients))
    return f"{event.type} {actors} → {recipients} ({event.trigger.quote})"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print all three."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--split", choices=SPLITS, default="tune")
    parser.add_argument("--only", choices=("voice", "status", "shapes"))
    parser.add_argument("--wrong", action="store_true")
    given = parser.parse_args(arguments)
    pipeline = Pipeline()
    if given.only in (None, "voice"):
        told("voice", given.split, list(asked(pipeline, read_contrast(CONTRAST / "voice.jsonl", given.split))), given.wrong)
    if given.only in (None, "status"):
        told("status", given.split, list(asked(pipeline, read_contrast(CONTRAST / f"status_{given.split}.jsonl"))), given.wrong)
    if given.only in (None, "shapes"):
        shapes(given.split, pipeline, given.wrong)
    return 0


if __name__ == "__main__":
    sys.exit(main())

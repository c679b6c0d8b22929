"""One event explained: on a screen for people, or as JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from casus.records import RejectedInput, UsageError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from casus.coding.explaining import Explanation, Weight
    from casus.records import Event, Reading

BAR = 24
"""Characters of the longest bar."""

SEVERAL = 12
"""Events that are named where an id fits none or more than one."""

SLIGHT = 0.01
"""A chance that a word moves by less is shown as nothing: the models' whole numbers (int8) waver by as much."""


def explain_event(
    asked: str, sources: Sequence[str], target: str | None, published: datetime | None, threads: int, format_: str | None
) -> int:
    """Print why an event has its type; return the exit code."""
    from casus.coding.explaining import explain
    from casus.reader import ModelReader

    if format_ not in (None, "table", "json", "jsonl"):
        raise UsageError(f"an explanation is a table or JSON, not {format_}")
    readings = _kept(asked, target) if target else _read(sources, published, threads)
    reading, event = _one(asked, readings)
    found = explain(reading, event, ModelReader(threads=threads).tell)
    if (format_ or ("table" if sys.stdout.isatty() else "json")) == "table":
        from casus.cli import screen

        _print(reading, found, screen.console(sys.stdout))
    else:
        click.echo(json.dumps(row(found), indent=2 if format_ == "json" else None))
    return 0


def _read(sources: Sequence[str], published: datetime | None, threads: int) -> Iterator[Reading]:
    from casus.cli.screen import rejected_line
    from casus.ingest import Options
    from casus.pipeline import Pipeline

    if not sources:
        raise UsageError("give the report that the event is in, or --ledger PATH|URL")
    pipeline = Pipeline(threads=threads)
    for source in sources:
        for item in pipeline.read_all(source, Options(published=published), stdin=sys.stdin.buffer):
            if isinstance(item, RejectedInput):
                click.echo(rejected_line(item), err=True)
            else:
                yield item


def _kept(asked: str, target: str) -> Iterator[Reading]:
    """Yield the readings of a ledger that hold an event whose id begins as asked, as they were read then."""
    from sqlalchemy import select

    from casus.cli.ledgers import existing
    from casus.ledger.schema import events

    with existing(target) as ledger:
        query = select(events.c.id).where(events.c.id.startswith(_whole(asked), autoescape=True)).limit(SEVERAL)
        with ledger.read() as connection:
            rows = [row for id_ in connection.scalars(query) if (row := ledger.event(id_))]
        for row in rows:
            if row.report is None:
                raise UsageError(f"{row.id} was imported from {row.dataset}: there are no words to explain")
        readings = [ledger.reading(report) for report in dict.fromkeys(row.report.id for row in rows if row.report)]
    yield from (reading for reading in readings if reading is not None)


def _whole(asked: str) -> str:
    """Return what the ids begin with that were asked for; the word before the colon may be left out."""
    return asked if ":" in asked else f"event:{asked}"


def _one(asked: str, readings: Iterator[Reading]) -> tuple[Reading, Event]:
    """Return the event whose id begins as asked, and its reading."""
    start = _whole(asked)
    among = [(reading, event) for reading in readings for event in reading.events]
    found = [pair for pair in among if pair[1].id.startswith(start)]
    if len({event.id for _, event in found}) == 1:
        return found[0]
    some = (found or among)[:SEVERAL]
    shown = ", ".join(f"{event.id.partition(':')[2][:8]} ({event.type} {event.trigger.quote!r})" for _, event in some)
    if found:
        raise UsageError(f"{asked!r} begins the ids of several events: {shown}")
    raise UsageError(f"no event has the id {asked!r}{'; events: ' + shown if shown else ': no event was found'}")


def row(found: Explanation) -> dict[str, Any]:
    """Return an explanation as JSON."""
    return {
        "event": found.event.id,
        "type": found.event.type,
        "confidence": found.event.confidence,
        "sentence": found.sentence.model_dump(),
        "trigger": found.event.trigger.model_dump(),
        "act": round(found.act, 4),
        "types": {name: round(share, 4) for name, share in sorted(found.types.items(), key=lambda item: -item[1])},
        "second": found.second,
        "parts": [{"mention": m.id, "words": m.span.quote, "part": part, "chance": round(chance, 4)} for m, part, chance in found.parts],
        "words": [{"span": w.word.model_dump(), "type": round(w.type, 4), "act": round(w.act, 4)} for w in found.words],
    }


def _print(reading: Reading, found: Explanation, out: Console) -> None:
    from rich.text import Text

    from casus.cli import formats
    from casus.cli.rows import plain

    event, chosen = found.event, found.types[found.event.type]
    who, whom = formats.actors(reading, event) or "(nobody named)", formats.parties(reading, event.recipients)
    did = event.type + (f"/{event.mode}" if event.mode else "")
    out.print(Text(plain(f"{who} · {did}{f' · {whom}' if whom else ''}"), style="bold"))
    sure = "" if event.confidence is None else f" · confidence {event.confidence:.2f}"
    out.print(Text(f"{event.voice}, {event.status}, {event.extent}{sure} · {event.id}", style="dim"))
    out.print(f"\n{found.act:.2f} that {plain(event.trigger.quote)!r} names an act", end="; ", markup=False)
    out.print(f"given that it does, {chosen:.2f} {event.type}, then {found.types[found.second]:.2f} {found.second}", markup=False)
    if event.expresses:
        out.print(Text("It is a claim's own act: the kind of claim decides its type, the model has a say in the mode.", style="dim"))
    out.print()
    out.print(_shaded(found))
    out.print()
    _bars(found, out)
    for mention, part, chance in found.parts:
        if part != "none":
            out.print(f"  {chance:.2f} {part:<10}{plain(mention.span.quote)}", markup=False)


def _shaded(found: Explanation) -> Text:
    """Return the sentence, each word the brighter the more of the type's chance goes with it."""
    from rich.text import Text

    text = Text("".join(c if c.isprintable() else " " for c in found.sentence.quote))
    most = max((abs(w.type) for w in found.words), default=0.0)
    for weight in found.words:
        start, end = (offset - found.sentence.start for offset in weight.word.offsets)
        text.stylize(_style(weight, most), start, end)
    start, end = (offset - found.sentence.start for offset in found.event.trigger.offsets)
    text.stylize("underline", start, end)
    return text


def _style(weight: Weight, most: float) -> str:
    if abs(weight.type) < SLIGHT:
        return "dim"
    strong = abs(weight.type) >= most / 2
    return ("bold white on dark_green" if strong else "green") if weight.type > 0 else ("bold white on dark_red" if strong else "red")


def _bars(found: Explanation, out: Console) -> None:
    """Print what each word adds, the weightiest first; the others in one line."""
    telling = sorted((w for w in found.words if max(abs(w.type), abs(w.act)) >= SLIGHT), key=lambda w: -abs(w.type))
    most = max((abs(w.type) for w in telling), default=1.0) or 1.0
    width = max((len(w.word.quote) for w in telling), default=4)
    if telling:
        out.print("what goes when a word is hidden", style="dim")
        out.print(f"{'word':<{width + 2}}{found.event.type + ' loses':<{BAR + 8}}an act loses", style="dim", markup=False)
    for weight in telling:
        bar = "█" * max(1, round(BAR * abs(weight.type) / most)) if abs(weight.type) >= SLIGHT else ""
        line = f"{weight.word.quote:<{width + 2}}{weight.type:>+6.2f} {bar:<{BAR + 1}}{weight.act:>+6.2f}"
        out.print(line, style="green" if weight.type > 0 else "red", markup=False)
    slight = len(found.words) - len(telling)
    if slight:
        out.print(f"{slight} other words: less than {SLIGHT}", style="dim", markup=False)

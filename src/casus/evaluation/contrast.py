"""Contrast sets: short texts of our own, in JSONL, each with the events that it tells and how it tells them.

A row has `id`, `text`, perhaps `split` (`tune` or `final`), and either `events` (each with type, trigger, actors, recipients, voice,
status) or one event's `trigger` and `type` with the `voice` or the `status` that is asked. Words are quotes as in keys (codebook,
section 8): the first occurrence, or the one that `#2` counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casus.evaluation.datasets import Bounds, json_lines
from casus.evaluation.keys.quotes import find
from casus.evaluation.plv import GivenPair, quad_of
from casus.records import DataError, ontology


@dataclass(frozen=True)
class ToldEvent:
    """One event of a contrast row: offsets of its trigger and parties; `voice` and `status` where the row says them."""

    type: str
    trigger: Bounds
    actors: tuple[Bounds, ...] = ()
    recipients: tuple[Bounds, ...] = ()
    voice: str | None = None
    status: str | None = None


@dataclass(frozen=True)
class ContrastRow:
    """A text and the events that it tells; `published` is an ISO date, or None. `kind` is what the row is an example of, if it says."""

    name: str
    text: str
    events: tuple[ToldEvent, ...]
    published: str | None = None
    kind: str | None = None


def read_contrast(path: Path, split: str | None = None) -> list[ContrastRow]:
    """Return the rows of a file, or of one half of it; raise `DataError` that names the line."""
    rows = []
    for number, row in json_lines(path):
        try:
            if split in (None, row.get("split", split)):
                rows.append(_row(row))
        except (KeyError, TypeError, ValueError) as error:
            raise DataError(f"{path}:{number}: expected a contrast row: id, text, and events or trigger and type ({error!r})") from error
    if not rows:
        raise DataError(f"{path}: expected contrast rows{f' of the half {split!r}' if split else ''}, found none")
    return rows


def read_given_pairs(path: Path, split: str | None = None) -> list[GivenPair]:
    """Return each pair of parties that a row's events name, actor to recipient; of a two-sided event, the first two parties."""
    pairs = [
        GivenPair(f"{row.name}:{number}", row.text, a, b, event.type, quad_of(event.type))
        for row in read_contrast(path, split)
        for number, (event, a, b) in enumerate((event, a, b) for event in row.events for a, b in _pairs(event))
    ]
    if not pairs:
        raise DataError(f"{path}: expected events that name two parties, found none")
    return pairs


def _pairs(event: ToldEvent) -> list[tuple[Bounds, Bounds]]:
    if not event.recipients:
        return [(event.actors[0], event.actors[1])] if len(event.actors) > 1 else []
    return [(a, b) for a in event.actors for b in event.recipients]


def _row(row: dict[str, Any]) -> ContrastRow:
    text = str(row["text"])
    events = tuple(_event(text, event) for event in row.get("events", [row] if "trigger" in row else []))
    return ContrastRow(str(row["id"]), text, events, row.get("published"), row.get("shape"))


def _event(text: str, event: dict[str, Any]) -> ToldEvent:
    actors, recipients = (tuple(find(text, quote, first=True) for quote in event.get(key, ())) for key in ("actors", "recipients"))
    trigger = find(text, event["trigger"], first=True)
    ontology().check(event["type"], event.get("mode"), ())
    return ToldEvent(event["type"], trigger, actors, recipients, event.get("voice"), event.get("status"))

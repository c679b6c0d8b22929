"""Mode, contexts, counts and extent of a right event: type and trigger are given, the facets are scored.

    python -m bench.facets [--golden tests/golden] [--show SET]

Sets: the contrast rows of our own writing, and the golden keys. `final` is scored only. Beside each score stands a keyword baseline:
for modes the commonest mode of the type, for contexts the name of the context as a word, for counts the number before the harm's word,
for extent `single`. F1 is over filled fields; `agree` counts null against null too. Intervals are bootstrapped over reports (golden) or
rows (contrast), 1,000 resamples.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from casus.coding.contexts import contexts_of
from casus.coding.counts import HARMS, Told, counts_of, merge_counts
from casus.coding.extent import extent_of
from casus.coding.modes import mode_of
from casus.evaluation.keys import read_key
from casus.evaluation.keys.quotes import find
from casus.records import Counts, EventType, ontology

RESAMPLES, SEED = 1000, 20250101
_FIRST_NUMBER = re.compile(r"\b(\d{1,3}(?:,\d{3})*)\b(?=.{0,60}\b(kill|dead|died|wound|injur|hurt|arrest|detain|held))", re.IGNORECASE)
_HARM_OF = {"kill": "killed", "dead": "killed", "died": "killed", "wound": "injured", "injur": "injured", "hurt": "injured"}


@dataclass(frozen=True)
class Item:
    """One event of a set with its labels. `unit` is what is resampled; `counts` of a contrast row stands without an event."""

    unit: str
    type: EventType
    trigger: str
    clause: str
    at: int
    paragraph: str = ""
    spans: tuple[str, ...] = ()
    mode: str | None = None
    contexts: frozenset[str] = frozenset()
    extent: str = "single"
    counts: Counts = field(default_factory=Counts)


def golden(folder: Path) -> list[Item]:
    """Return the events of the keys in a folder; the clause is the evidence span with the trigger."""
    found = []
    for path in sorted(folder.glob("*.yaml")):
        key = read_key(path)
        text = key.report.text
        for event in key.events.values():
            span = next(s for s in event.evidence if s.covers(event.trigger))
            start, end = text.rfind("\n\n", 0, span.start) + 1, text.find("\n\n", span.end)
            found.append(
                Item(
                    path.stem,
                    event.type,
                    event.trigger.quote,
                    span.quote,
                    event.trigger.start - span.start,
                    paragraph=text[start : end if end >= 0 else len(text)],
                    spans=tuple(s.quote for s in event.evidence),
                    mode=event.mode,
                    contexts=frozenset(event.contexts),
                    extent=event.extent,
                    counts=event.counts,
                )
            )
    return found


def contrast(folder: Path, name: str, split: str) -> list[Item]:
    """Return the rows of a contrast set in a split."""
    rows = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()]
    return [_item(row) for row in rows if row["split"] == split]


def _item(row: dict[str, Any]) -> Item:
    text, trigger = row["text"], row.get("trigger", "")
    counts = Counts.model_validate({harm: row.get(harm) for harm in HARMS})
    contexts, extent = frozenset(row.get("contexts", ())), row.get("extent", "single")
    start, end = find(text, trigger, first=True) if trigger else (0, 0)
    return Item(row["id"], row.get("type", "ASSAULT"), text[start:end], text, start, "", (text,), row.get("mode"), contexts, extent, counts)


Answer = frozenset[object]
"""What is filled: the mode, the contexts, (harm, number) pairs, or `several`; empty where nothing is."""


def _mode(item: Item) -> Answer:
    return frozenset({mode_of(item.type, item.trigger, item.clause, (), item.at)} - {None})


def _contexts(item: Item) -> Answer:
    return frozenset(contexts_of(item.type, item.mode, item.clause, item.paragraph))


def _counts(item: Item) -> Answer:
    return filled(merge_counts([Told(counts_of(span)) for span in item.spans]))


def _extent(item: Item) -> Answer:
    return frozenset({extent_of(item.type, item.trigger, item.clause, item.at)} - {"single"})


def filled(counts: Counts) -> Answer:
    """Return the counts that are given, as pairs."""
    return frozenset((harm, value) for harm in HARMS if (value := getattr(counts, harm)) is not None)


def _commonest(items: Sequence[Item]) -> Callable[[Item], Answer]:
    by_type: dict[str, Counter[str | None]] = defaultdict(Counter)
    for item in items:
        by_type[item.type][item.mode] += 1
    return lambda item: frozenset({by_type[item.type].most_common(1)[0][0] if by_type[item.type] else None} - {None})


def _named(item: Item) -> Answer:
    words = item.clause.lower()
    return frozenset(c for c in ontology().contexts if c.split("_")[0][:6] in words)


def _number_before(item: Item) -> Answer:
    best: dict[str, int] = {}
    for span in item.spans:
        for value, word in _FIRST_NUMBER.findall(span):
            best.setdefault(_HARM_OF.get(word.lower(), "detained"), int(value.replace(",", "")))
    return frozenset(best.items())


def _single(_: Item) -> Answer:
    return frozenset()


def score(items: Sequence[Item], said: Sequence[Answer], labels: Sequence[Answer]) -> tuple[float, float, float, float]:
    """Return F1 over filled fields, its interval, and the share of items where all agrees."""
    units = {unit: i for i, unit in enumerate(dict.fromkeys(item.unit for item in items))}
    sums = np.zeros((len(units), 2))
    for item, answer, label in zip(items, said, labels, strict=True):
        sums[units[item.unit]] += (2 * len(answer & label), len(answer) + len(label))
    drawn = np.random.default_rng(SEED).integers(len(units), size=(RESAMPLES, len(units)))
    resampled = sums[drawn].sum(axis=1)
    values = resampled[:, 0] / np.maximum(resampled[:, 1], 1)
    low, high = np.percentile(values, (2.5, 97.5))
    right, told = sums.sum(axis=0)
    agree = sum(a == b for a, b in zip(said, labels, strict=True)) / len(items)
    return float(right / max(told, 1)), float(low), float(high), agree


def sets(folder: Path) -> Iterator[tuple[str, str, list[Item]]]:
    """Yield facet, name and items of each set."""
    held = {split: golden(folder / split) for split in ("tune", "final")}
    for split in ("tune", "final"):
        facets = contrast(folder / "contrast", "facets", split)
        moded = [item for item in facets if ontology().types[item.type].modes]
        yield "mode", f"contrast {split}", moded
        yield "mode", f"golden {split}", [item for item in held[split] if ontology().types[item.type].modes]
        yield "contexts", f"contrast {split}", facets
        yield "contexts", f"golden {split}", held[split]
        yield "counts", f"contrast {split}", contrast(folder / "contrast", "counts", split)
        yield "counts", f"golden {split}", [i for i in held[split] if i.type in ("ASSAULT", "COERCE", "PROTEST") or filled(i.counts)]
        yield "extent", f"contrast {split}", contrast(folder / "contrast", "extents", split)
        yield "extent", f"golden {split}", held[split]


LABELS: dict[str, Callable[[Item], Answer]] = {
    "mode": lambda item: frozenset({item.mode} - {None}),
    "contexts": lambda item: frozenset(item.contexts),
    "counts": lambda item: filled(item.counts),
    "extent": lambda item: frozenset({item.extent} - {"single"}),
}
CODERS: dict[str, Callable[[Item], Answer]] = {"mode": _mode, "contexts": _contexts, "counts": _counts, "extent": _extent}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line for each facet and set; with `--show`, the errors of a set that may be studied."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--golden", type=Path, default=Path("tests/golden"))
    parser.add_argument("--show", default="", help="print the errors of a set, such as 'mode golden tune'; no final set")
    chosen = parser.parse_args(arguments)
    plain = {"mode": _commonest(golden(chosen.golden / "tune")), "contexts": _named, "counts": _number_before, "extent": _single}
    print(f"{'facet and set':26} {'n':>4}  {'F1':>5}  {'interval':13} {'agree':>5}  {'baseline F1, agree':>18}  {'ms':>5}")
    for facet, name, items in sets(chosen.golden):
        labels = [LABELS[facet](item) for item in items]
        began = time.process_time()
        said = [CODERS[facet](item) for item in items]
        spent = (time.process_time() - began) / len(items) * 1000
        f1, low, high, agree = score(items, said, labels)
        base = score(items, [plain[facet](item) for item in items], labels)
        interval = f"{low:.3f}–{high:.3f}"
        print(f"{facet + ' ' + name:26} {len(items):4}  {f1:.3f}  {interval:13} {agree:.3f}  {base[0]:10.3f}, {base[3]:.3f}  {spent:5.2f}")
        if chosen.show == f"{facet} {name}" and name.endswith("tune"):
            for item, answer, label in zip(items, said, labels, strict=True):
                if answer != label:
                    print(f"  {item.type} {sorted(map(str, label))} <- {sorted(map(str, answer))} | {item.clause!r}", file=sys.stderr)


if __name__ == "__main__":
    main()

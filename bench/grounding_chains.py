"""How well chains hold together: whether each further mention of an actor is linked to the same as its name.

    python -m bench.grounding_chains                     golden reports that may be studied
    python -m bench.grounding_chains --set final         the held-back ones: totals only
    python -m bench.grounding_chains --set short         short reports of our own (`training/data/chains.jsonl`)

For each actor of a key with two mentions or more, the anchor is its first mention by name (or by a capital that acts for it), else its
first mention. A further mention is right when the prediction resolves it to the same id as the anchor. A noun or pronoun that the key
gives to several actors ("both governments") belongs to no one chain and is left out; `we` in a quotation is right with the speaker or
the body that the speaker is of. What no prediction covers is wrong, so that the reader's misses count; `key mentions` hands the key's
own mentions and attributions to grounding instead and so measures chaining alone. `kept apart`: of the pairs of different
actors in a report whose anchors are resolved, the share with two ids.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path
from typing import Any

from casus.evaluation.keys import Key, KeyActor, read_key
from casus.grounding import ground
from casus.pipeline import Pipeline
from casus.records import Reading, Report, Span

ROOT = Path(__file__).parent.parent
GOLDEN, SHORT = ROOT / "tests/golden", ROOT / "training/data/chains.jsonl"
LISTS = {"name": "quotes", "person": "quotes", "metonym": "metonyms", "nominal": "nominals", "pronoun": "pronouns"}
CLASSES = ("name", "nominal", "pronoun", "we")
SPEAKING = ("we", "us", "our", "i", "me", "my")


@dataclass
class Tally:
    """Links by class, right and in all; pairs of different actors; what went wrong."""

    right: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    apart: int = 0
    pairs: int = 0
    causes: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def row(self, name: str) -> str:
        """Return one line of the table."""
        cells = [f"{kind} {self.right[kind]}/{self.all[kind]}" for kind in CLASSES]
        right, all_ = sum(self.right.values()), sum(self.all.values())
        apart = self.apart / max(1, self.pairs)
        return f"{name:14s} {right / max(1, all_):.3f} ({right}/{all_})   {'  '.join(cells)}   kept apart {apart:.3f}"


class Predicted:
    """A reading, asked by span whom its words name."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.ids = {m.id: m.acts_for or m.resolved for m in reading.mentions}
        self.mentions = [m for m in reading.mentions if m.type in ("actor", "person") or m.acts_for or m.type == "place"]

    def mention(self, span: Span) -> str | None:
        """Return the id that the best fitting mention resolves to."""
        fitting = [(_likeness(span, m.span), m) for m in self.mentions]
        score, best = max(fitting, key=lambda pair: pair[0], default=(0.0, None))
        return self.ids[best.id] if best is not None and score > 0 else None

    def pronoun(self, span: Span) -> str | None:
        """Return the id of whom a pronoun goes back to."""
        for pronoun in self.reading.pronouns:
            if pronoun.span.offsets == span.offsets:
                return self.ids.get(pronoun.mention or "")
        return self.mention(span)


def _likeness(one: Span, other: Span) -> float:
    """Return the share of common characters, at least a half, or that they end alike (codebook, section 9, by words)."""
    common = min(one.end, other.end) - max(one.start, other.start)
    if common <= 0:
        return 0.0
    share = common / (max(one.end, other.end) - min(one.start, other.start))
    return share if share >= 0.5 or one.end == other.end else 0.0


def score(key: Key, reading: Reading, tally: Tally) -> None:
    """Count one report into a tally."""
    predicted = Predicted(reading)
    anchors = {handle: _anchor(actor) for handle, actor in key.actors.items()}
    ids = {handle: predicted.mention(span) for handle, span in anchors.items() if span}
    listed = Counter(span for actor in key.actors.values() for span in {*actor.mentions, *actor.pronouns})
    shared = {span for span, times in listed.items() if times > 1}
    for actor in key.actors.values():
        for kind, span in _further(actor, anchors[actor.handle], shared):
            found = predicted.pronoun(span) if kind in ("pronoun", "we") else predicted.mention(span)
            wanted = {ids.get(handle) for handle in _alike(key, actor, speaking=kind == "we")}
            right = found is not None and found in wanted
            tally.all[kind] += 1
            tally.right[kind] += right
            if not right:
                anchored = ids.get(actor.handle) is not None
                tally.causes[
                    f"{kind}: " + ("the name is not resolved" if not anchored else "not resolved" if found is None else "another id")
                ] += 1
                around = key.report.text[max(0, span.start - 30) : span.end + 15].replace("\n", " ")
                tally.errors.append(
                    f"{Path(key.name).stem[:16]:16s} {kind:8s} {actor.handle:14s} {found} not {ids.get(actor.handle)}: {around!r}"
                )
    resolved = [(handle, found) for handle, found in ids.items() if found is not None]
    for (_, one), (_, other) in combinations(resolved, 2):
        tally.pairs += 1
        tally.apart += one != other


def _anchor(actor: KeyActor) -> Span | None:
    named = sorted({*actor.quotes, *actor.metonyms}, key=lambda s: s.offsets)
    return next(iter(named or actor.mentions), None)


def _further(actor: KeyActor, anchor: Span | None, shared: Collection[Span]) -> Iterator[tuple[str, Span]]:
    """Yield the mentions of an actor beyond its anchor, with their class."""
    if anchor is None:
        return
    for kind, spans in (("name", (*actor.quotes, *actor.metonyms)), ("nominal", actor.nominals), ("pronoun", actor.pronouns)):
        for span in spans:
            if span != anchor and span not in shared:
                yield "we" if kind == "pronoun" and span.quote.lower() in SPEAKING else kind, span


def _alike(key: Key, actor: KeyActor, *, speaking: bool) -> set[str]:
    """Return the handles that are right for a mention: the actor's, and for `we` those who are of the actor."""
    handles = {actor.handle}
    if speaking:
        while more := {a.handle for a in key.actors.values() if a.of in handles} - handles:
            handles |= more
    return handles


def ungrounded(key: Key) -> Reading:
    """Return the reading that a key makes, with nothing resolved: mentions and attributions alone."""
    whole = key.reading()
    plain = tuple(m.model_copy(update={"resolved": None, "acts_for": None, "candidates": ()}) for m in whole.mentions)
    return Reading(report=whole.report, mentions=plain, attributions=whole.attributions)


def keys(names: str) -> Iterator[Key]:
    """Yield the keys of a golden set, or of the short reports."""
    if names != "short":
        yield from (read_key(path) for path in sorted((GOLDEN / names).glob("*.yaml")))
        return
    for number, line in enumerate(SHORT.read_text("utf-8").splitlines()):
        yield _short(f"short {number}", json.loads(line))


def _short(name: str, row: dict[str, Any]) -> Key:
    """Return the key of a short report: its first line is the title, its marks are offsets in code points."""
    text = row["text"]
    spans: dict[str, dict[str, list[Span]]] = {}
    persons = {mark["actor"] for mark in row["mentions"] if mark["class"] == "person"}
    for mark in row["mentions"]:
        lists = spans.setdefault(mark["actor"], {})
        lists.setdefault(LISTS[mark["class"]], []).append(Span.of(text, mark["start"], mark["end"]))
    report = Report(text=text, title=Span.of(text, 0, text.index("\n")))
    actors = {
        handle: KeyActor(
            handle=handle,
            name=handle,
            kind="person" if handle in persons else "other",
            of=row["of"].get(handle),
            quotes=tuple(lists.get("quotes", ())),
            metonyms=tuple(lists.get("metonyms", ())),
            nominals=tuple(lists.get("nominals", ())),
            pronouns=tuple(lists.get("pronouns", ())),
        )
        for handle, lists in spans.items()
    }
    return Key(name=name, report=report, actors=actors)


def by_key(key: Key, read: Reading) -> Reading:
    """Return the key's mentions and attributions, those of a short report completed by the reader's, in the reader's sentences."""
    made = ungrounded(key).model_copy(update={"sentences": read.sentences})
    if key.attributions:
        return made
    others = [m for m in read.mentions if m.type not in ("actor", "person") and not any(m.span.overlaps(o.span) for o in made.mentions)]
    mentions = tuple(sorted([*made.mentions, *others], key=lambda m: (m.span.offsets, m.type)))
    return made.model_copy(update={"mentions": mentions, "attributions": read.attributions})


def by_reader(_: Key, read: Reading) -> Reading:
    """Return what the reader marked, ungrounded."""
    return Reading(report=read.report, sentences=read.sentences, mentions=read.mentions, attributions=read.attributions)


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="tune", choices=["tune", "final", "short"])
    parser.add_argument("--errors", choices=["key", "reader"], help="print what went wrong (not of final)")
    arguments = parser.parse_args()
    pipeline, tallies = Pipeline(), {"key mentions": Tally(), "end to end": Tally()}
    for key in keys(arguments.set):
        read = pipeline.read(key.report)
        score(key, ground(by_key(key, read)), tallies["key mentions"])
        score(key, ground(by_reader(key, read)), tallies["end to end"])
    for name, tally in tallies.items():
        print(tally.row(name))
        print("".join(f"    {cause} {count}\n" for cause, count in sorted(tally.causes.items())), end="")
    if arguments.errors and arguments.set != "final":
        print("\n".join(tallies["key mentions" if arguments.errors == "key" else "end to end"].errors))


if __name__ == "__main__":
    main()

"""How well chains hold together: whether each further mention of an actor is linked to the same as its name.

    python -m bench.grounding_chains                     golden reports that may be studied
    python -m bench.grounding_chains --set final         the held-back ones: totals only

For each actor of a key with two mentions or more, the anchor is its first mention by name (or by a capital that acts for it), else its
first mention. A further mention is right when the prediction resolves it to the same id as the anchor. A noun or pronoun that the key
gives to several actors ("both governments") belongs to no one chain and is left out; `we` in a quotation is right with the speaker or
the body that the speaker is of. What no prediction covers is wrong, so that the reader's misses count; `key mentions` hands the key's
own mentions and attributions to grounding instead and so measures chaining alone. `kept apart`: of the pairs of different
actors in a report whose anchors are resolved, the share with two ids.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from itertools import combinations
from pathlib import Path

from casus.evaluation.keys import Key, KeyActor, read_key
from casus.grounding.actors import ground_actors
from casus.grounding.chains import ground_chains
from casus.pipeline import Pipeline
from casus.records import Reading, Span

GOLDEN = Path(__file__).parent.parent / "tests/golden"
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


def ground(reading: Reading) -> Reading:
    """Return a reading grounded as far as actors and chains go."""
    return ground_chains(ground_actors(reading))


def measure(names: str, read: Callable[[Key], Reading]) -> Tally:
    """Return the tally of a golden set."""
    tally = Tally()
    for path in sorted((GOLDEN / names).glob("*.yaml")):
        key = read_key(path)
        score(key, ground(read(key)), tally)
    return tally


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="tune", choices=["tune", "final"])
    parser.add_argument("--errors", choices=["key", "reader"], help="print what went wrong (tune only)")
    arguments = parser.parse_args()
    pipeline = Pipeline()

    def with_sentences(key: Key) -> Reading:
        return ungrounded(key).model_copy(update={"sentences": pipeline.read(key.report).sentences})

    def by_reader(key: Key) -> Reading:
        read = pipeline.read(key.report)
        return Reading(report=read.report, sentences=read.sentences, mentions=read.mentions, attributions=read.attributions)

    tallies = {"key mentions": measure(arguments.set, with_sentences), "end to end": measure(arguments.set, by_reader)}
    for name, tally in tallies.items():
        print(tally.row(name))
        print("".join(f"    {cause} {count}\n" for cause, count in sorted(tally.causes.items())), end="")
    if arguments.errors and arguments.set == "tune":
        print("\n".join(tallies["key mentions" if arguments.errors == "key" else "end to end"].errors))


if __name__ == "__main__":
    main()

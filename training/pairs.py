"""Train `pairs.onnx`: whether A does something to B, of which PLOVER type, and whether it is told as having happened.

    python -m training.pairs --data ../shared/data --encoder build/spans --out build/pairs

Two steps. The first learns from what has no sentence in common with `plv_train`: our own sentences (`training/data`), the tune
halves of the contrast sets, ConfliBERT's coded sentences, synthetic titles at a tenth of the weight. The second adds `plv_train`
itself and ConfliBERT's sentences without an event; `training.crossval` repeats it fold by fold. A case marks two parties, the word
that names the act, or some of them.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import hashlib
import json
import random
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import torch
from torch import Tensor, nn
from transformers import BertModel

from casus.evaluation.datasets import Bounds, read_conll
from casus.evaluation.keys.quotes import find
from casus.reader import SpanModel as Spans
from casus.reader.frames import NAME, Frame, Marks, frame
from casus.reader.pieces import Pieces, PieceTokenizer
from casus.reader.words import SHAPES
from casus.records import ontology
from casus.records.events import EVENT_TYPES, Status, Voice
from training.corpus import Row, Told, rows
from training.spans import load as load_spans
from training.spans import pretrained

TYPES, STATUSES, VOICES = EVENT_TYPES, get_args(Status), get_args(Voice)
QUADS = 4
YIELD = ("CONCEDE", "RETREAT")
MUTUAL = ("AGREE", "CONSULT", "COOPERATE", "ASSAULT")
"""Types that A may well do with or to B while B does them to A: the reverse of such a pair is unknown, not negative."""
ANY_WEIGHT, QUAD_WEIGHT, TOLD_WEIGHT = 0.7, 0.3, 0.5
"""What the losses beside the type's count."""

OWN_CASES = 1200
"""Cases of our own rows drawn an epoch."""

CONTRAST = Path(__file__).parent.parent / "tests/golden/contrast"


@dataclass(frozen=True)
class Settings:
    """What a step is made of; saved beside the weights. `named` is the share of cases whose parties keep their names.

    The lowest `frozen` layers of the encoder stay as they are.
    """

    epochs: int = 5
    batch: int = 24
    rate: float = 2e-4
    decay_by_layer: float = 0.9
    head_rate: float = 1e-3
    warmup: float = 0.08
    weight_decay: float = 0.01
    named: float = 0.5
    frozen: int = 0
    seed: int = 20261122


@dataclass(frozen=True)
class Case:
    """One marked text and what is known of it; None where nothing is.

    `ab` and `ba` are the types that may hold of A on B and of B on A, `any_ab` and `any_ba` whether any event does.
    """

    text: str
    marks: Marks
    ab: tuple[str, ...] | None = None
    ba: tuple[str, ...] | None = None
    any_ab: bool | None = None
    any_ba: bool | None = None
    quad: int | None = None
    status: str | None = None
    voice: str | None = None
    weight: float = 1.0
    within: Bounds | None = None

    @cached_property
    def group(self) -> str:
        """The sentence without case and punctuation: what must not stand in two folds."""
        return normalised(self.text)


Sampler = Callable[[random.Random], list[Case]]
"""Draws the cases of an epoch."""


def normalised(text: str) -> str:
    """Return letters and digits of a text, lower case."""
    return re.sub(r"\W+", " ", text.lower()).strip()


def fold_of(text: str, folds: int) -> int:
    """Return the fold of a sentence, the same in every file and run."""
    return int(hashlib.sha256(normalised(text).encode()).hexdigest(), 16) % folds


# ---- cases from each source


def plover(data: Path) -> list[Case]:
    """Return the pairs of `plv_train`; YIELD stands for CONCEDE or RETREAT."""
    with (data / "events/plv_train.tsv").open(encoding="utf-8") as file:
        return [_plover(row) for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def _plover(row: dict[str, str]) -> Case:
    text, spans = unmarked(row["marked_sentence"])
    kind = row["gold_root"]
    types = YIELD if kind == "YIELD" else (kind,)
    a, b = spans.get("s"), spans.get("t")
    reverse = False if a and b and kind not in MUTUAL else None
    return Case(text, Marks(a, b), types, any_ab=True, any_ba=reverse, quad=int(row["gold_penta"]))


def unmarked(marked: str) -> tuple[str, dict[str, Bounds]]:
    """Return a text without its `<s> </s> <t> </t>` marks, and the offsets that they marked.

    >>> unmarked("<s>A</s> met <t>B</t>.")
    ('A met B.', {'s': (0, 1), 't': (6, 7)})
    """
    text, opened, spans = "", {}, {}
    for part in re.split(r"(</?[st]>)", marked):
        match part:
            case "<s>" | "<t>":
                opened[part[1]] = len(text)
            case "</s>" | "</t>":
                spans[part[2]] = (opened.get(part[2], 0), len(text))
            case _:
                text += part
    return text, {k: (s + len(text[s:e]) - len(text[s:e].lstrip()), e) for k, (s, e) in spans.items() if e > s}


def coded(data: Path) -> list[Case]:
    """Return ConfliBERT's sentences whose two sides are marked, with their quad class."""
    quads = dict(quad_classes(data))
    classes = {normalised(text): quad for text, quad in quads.items()}
    cases = []
    for sentence in read_conll(data / "events/cameo_spans_train.conll"):
        source, target, act = (sentence.layers.get(k, []) for k in ("S", "T", "R"))
        quad = classes.get(normalised(sentence.text))
        if source and target and quad:
            cases.append(Case(sentence.text, Marks(source[0], target[0], act[0] if act else None), any_ab=True, quad=quad))
    return cases


def eventless(data: Path) -> list[Case]:
    """Return ConfliBERT's sentences of class 0: the first two mentions that the shipped span model finds in each, without an event."""
    spans, cases = Spans(), []
    for text, quad in quad_classes(data):
        if quad == 0:
            found = spans.label(text)
            parties = sorted({*found["actor"], *found["person"], *found["place"]})
            cases += [Case(text, Marks(a, b), any_ab=False, any_ba=False) for a, b in list(pairwise(parties))[:1]]
    return cases


def quad_classes(data: Path) -> list[tuple[str, int]]:
    """Return ConfliBERT's sentences with their quad class, 0 where there is no event."""
    with (data / "events/cameo_class_train.tsv").open(encoding="utf-8") as file:
        return [(text, int(quad)) for text, quad in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)]


def synthetic(data: Path) -> list[Case]:
    """Return the titles of machine-written stories with their type, at a tenth of the weight and without marks."""
    with gzip.open(data / "events/ngec_synthetic.csv.gz", "rt", encoding="utf-8") as file:
        titles = {row["prompt"].split("\n")[0]: row["label"] for row in csv.DictReader(file)}
    return [Case(title, Marks(), (label,), weight=0.1) for title, label in sorted(titles.items()) if label in TYPES]


def contrasts() -> list[Case]:
    """Return the tune halves of the contrast sets of status, voice and pairs without an event."""
    cases = []
    for name in ("status_tune", "voice", "none"):
        for line in (CONTRAST / f"{name}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            if row.get("split", "tune") != "tune":
                continue
            if name == "none":
                marks = Marks(find(row["text"], row["a"], first=True), find(row["text"], row["b"], first=True))
                cases.append(Case(row["text"], marks, any_ab=False, any_ba=False))
            else:
                act = find(row["text"], row["trigger"], first=True)
                cases.append(Case(row["text"], Marks(act=act), (row["type"],), status=row.get("status"), voice=row.get("voice")))
    return cases


def own(texts: Iterable[Row]) -> list[Case]:
    """Return every case that our own rows hold: pairs, the part that each mention plays in each event, pairs without an event."""
    cases = []
    for row in texts:
        mentions = sorted({b for layer in ("actor", "person", "place") for b in row.spans[layer]})
        for event in row.events:
            told = Case(row.text, Marks(), quad=quad_of(event.type), status=event.status, voice=event.voice)
            cases += [replace(told, marks=Marks(act=event.trigger), ab=(event.type,)), *_pairs(event, told)]
            cases += [_part(event, replace(told, quad=None), mention) for mention in mentions]
        cases += [Case(row.text, Marks(a, b), any_ab=False) for a, b in row.none]
    return cases


def _mutual(event: Told) -> bool:
    return not event.recipients and len(event.actors) > 1


def _pairs(event: Told, told: Case) -> list[Case]:
    """Return the pairs of an event, with and without its act marked."""
    types, mutual = (event.type,), _mutual(event)
    others = event.actors if mutual else event.recipients
    reverse = True if mutual else None if event.type in MUTUAL else False
    known = replace(told, ab=types, ba=types if mutual else None, any_ab=True, any_ba=reverse)
    pairs = [(a, b) for a in event.actors for b in others if (a < b if mutual else a != b)]
    return [replace(known, marks=Marks(a, b, act)) for a, b in pairs for act in (None, event.trigger)]


def _part(event: Told, told: Case, mention: Bounds) -> Case:
    """Return whether one mention acts in an event, and whether it is acted upon."""
    acts = mention in event.actors
    suffers = mention in event.recipients or (acts and _mutual(event))
    types = (event.type,)
    marks = Marks(mention, None, event.trigger)
    return replace(told, marks=marks, ab=types if acts else None, ba=types if suffers else None, any_ab=acts, any_ba=suffers)


def quad_of(kind: str) -> int:
    """Return the quad class 1–4 of a type."""
    return ontology().types[kind].quad


# ---- the model


class PairModel(nn.Module):
    """The encoder over a frame; one head for both directions, one for how the act is told."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.shape = nn.Embedding(SHAPES, width, padding_idx=0)
        self.marks = nn.Embedding(NAME + 1, width, padding_idx=0)
        nn.init.normal_(self.shape.weight, std=0.02)
        nn.init.normal_(self.marks.weight, std=0.05)
        self.relation = nn.Sequential(nn.Dropout(0.1), nn.Linear(4 * width, width), nn.GELU(), nn.Dropout(0.1))
        self.kinds = nn.Linear(width, len(TYPES) + 1 + QUADS)
        self.telling = nn.Sequential(nn.Dropout(0.1), nn.Linear(2 * width, width), nn.GELU(), nn.Dropout(0.1))
        self.told = nn.Linear(width, len(STATUSES) + len(VOICES))

    def forward(self, ids: Tensor, shapes: Tensor, at: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return `(batch, 2 * (types + 1 + quads) + statuses + voices)`: A on B, B on A, how it is told."""
        marks = torch.where(ids <= NAME, ids, torch.zeros_like(ids))
        return self.read(self.encoder.embeddings.word_embeddings(ids), marks, shapes, at, mask)

    def read(self, pieces: Tensor, marks: Tensor, shapes: Tensor, at: Tensor, mask: Tensor | None) -> Tensor:
        """Return the same from the rows of the piece table `(batch, pieces, width)`; `marks` are the ids of the marks, else 0."""
        embedded = pieces + self.shape(shapes) + self.marks(marks)
        hidden = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        a, b, act = (hidden.gather(1, at[:, i, None, None].expand(-1, 1, hidden.shape[-1]))[:, 0] for i in range(3))
        start = hidden[:, 0]
        ab = self.kinds(self.relation(torch.cat([a, b, act, start], -1)))
        ba = self.kinds(self.relation(torch.cat([b, a, act, start], -1)))
        return torch.cat([ab, ba, self.told(self.telling(torch.cat([act, start], -1)))], -1)


WIDTH = len(TYPES) + 1 + QUADS


def parts(output: Tensor) -> dict[str, Tensor]:
    """Split the model's output into its named parts."""
    sizes = {"ab": len(TYPES), "any_ab": 1, "quad": QUADS, "ba": len(TYPES), "any_ba": 1, "quad_ba": QUADS}
    return dict(zip([*sizes, "status", "voice"], output.split([*sizes.values(), len(STATUSES), len(VOICES)], -1), strict=True))


def loss_of(output: Tensor, cases: list[Case]) -> Tensor:
    """Return the mean weighted loss of what is known of each case."""
    found, total = parts(output), output.new_zeros(())
    weights = output.new_tensor([case.weight for case in cases])
    for name in ("ab", "ba"):
        allowed = torch.full((len(cases), len(TYPES)), -torch.inf)
        for row, case in enumerate(cases):
            allowed[row, [TYPES.index(kind) for kind in getattr(case, name) or ()]] = 0.0
        known = allowed.isfinite().any(-1)
        if known.any():
            right = torch.logsumexp(found[name][known].log_softmax(-1) + allowed[known], -1)
            total = total - (weights[known] * right).sum()
        whether = [getattr(case, f"any_{name}") for case in cases]
        known = torch.tensor([value is not None for value in whether])
        if known.any():
            target = output.new_tensor([float(value) for value in whether if value is not None])
            losses = nn.functional.binary_cross_entropy_with_logits(found[f"any_{name}"][known, 0], target, reduction="none")
            total = total + ANY_WEIGHT * (weights[known] * losses).sum()
    for name, classes, share in (("quad", (1, 2, 3, 4), QUAD_WEIGHT), ("status", STATUSES, TOLD_WEIGHT), ("voice", VOICES, TOLD_WEIGHT)):
        target = torch.tensor([classes.index(v) if (v := getattr(case, name)) else -1 for case in cases])
        if (target >= 0).any():
            losses = nn.functional.cross_entropy(found[name], target, ignore_index=-1, reduction="none")
            total = total + share * (weights * losses).sum()
    return total / len(cases)


@dataclass
class Framer:
    """Turns cases into frames; each text is cut into pieces once."""

    tokenizer: PieceTokenizer
    texts: dict[str, Pieces] = field(default_factory=dict)

    def __call__(self, case: Case, hide: bool) -> Frame:
        """Return the frame of a case."""
        if case.text not in self.texts:
            self.texts[case.text] = self.tokenizer(case.text)
        ends = (self.tokenizer.opening, self.tokenizer.closing)
        return frame(self.texts[case.text], case.within or (0, len(case.text)), case.marks, ends, hide)


def collate(frames: list[Frame]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return ids, shapes, positions and mask of padded frames."""
    width = max(len(f.ids) for f in frames)
    ids, shapes, mask = (torch.zeros(len(frames), width, dtype=torch.long) for _ in range(3))
    for row, one in enumerate(frames):
        size = len(one.ids)
        ids[row, :size], shapes[row, :size], mask[row, :size] = torch.from_numpy(one.ids), torch.from_numpy(one.shapes), 1
    return ids, shapes, torch.stack([torch.from_numpy(f.at) for f in frames]), mask


def new_model(encoder: Path | None) -> PairModel:
    """Return an untrained model whose encoder is that of a span checkpoint, or MiniLM as published."""
    model = PairModel(BertModel.from_pretrained(pretrained(), add_pooling_layer=False, attn_implementation="eager"))
    if encoder is not None:
        spans = load_spans(encoder)
        model.encoder.load_state_dict(spans.encoder.state_dict())
        model.shape.load_state_dict(spans.shape.state_dict())
    return model


def optimiser(model: PairModel, settings: Settings) -> torch.optim.Optimizer:
    """AdamW with a rate that shrinks toward the lower layers; word embeddings stay as they are."""
    depth = len(model.encoder.encoder.layer)
    heads = [p for n, p in model.named_parameters() if not n.startswith("encoder.")]
    groups: list[dict[str, Any]] = [{"params": heads, "lr": settings.head_rate}]
    for index, layer in enumerate(model.encoder.encoder.layer):
        layer.requires_grad_(index >= settings.frozen)
        groups.append({"params": list(layer.parameters()), "lr": settings.rate * settings.decay_by_layer ** (depth - 1 - index)})
    for part in (model.shape, model.marks, *([model.encoder.embeddings] if settings.frozen else [])):
        part.requires_grad_(settings.frozen == 0)
    model.encoder.embeddings.word_embeddings.weight.requires_grad_(False)
    return torch.optim.AdamW(groups, weight_decay=settings.weight_decay)


def fit(model: PairModel, framer: Framer, sample: Sampler, settings: Settings) -> list[float]:
    """Train in place on `sample(rng)`, a list of cases drawn anew each epoch; return the mean loss of each epoch."""
    rng = random.Random(settings.seed)
    torch.manual_seed(settings.seed)
    optimizer = optimiser(model, settings)
    steps = settings.epochs * -(-len(sample(random.Random(0))) // settings.batch)
    warm = max(1, int(steps * settings.warmup))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min((s + 1) / warm, max(0.0, (steps - s) / (steps - warm))))
    log = []
    for epoch in range(settings.epochs):
        model.train()
        began, total = time.perf_counter(), 0.0
        framed = [(case, framer(case, rng.random() >= settings.named)) for case in sample(rng)]
        framed.sort(key=lambda item: len(item[1].ids) + rng.random() * 8)
        batches = [framed[i : i + settings.batch] for i in range(0, len(framed), settings.batch)]
        rng.shuffle(batches)
        for batch in batches:
            ids, shapes, at, mask = collate([f for _, f in batch])
            loss = loss_of(model(ids, shapes, at, mask), [c for c, _ in batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        log.append(total / len(batches))
        print(f"epoch {epoch + 1}: {len(framed)} cases, loss {log[-1]:.3f}, {time.perf_counter() - began:.0f} s", flush=True)
    return log


def predict(model: PairModel, framer: Framer, cases: list[Case], hide: bool = True) -> Tensor:
    """Return the raw output of each case, in order; frames go through one by one, unpadded, as they do in casus."""
    model.eval()
    found = []
    with torch.no_grad():
        for case in cases:
            ids, shapes, at, _ = collate([framer(case, hide)])
            found.append(model(ids, shapes, at)[0])
    return torch.stack(found)


def first_step(data: Path) -> Sampler:
    """Return the sampler of the first step: nothing in it has a sentence in common with `plv_train`."""
    taken = {case.group for case in plover(data)}
    outside = [case for case in coded(data) if case.group not in taken]
    mine, told, stories = own(rows()), contrasts(), synthetic(data)

    def sample(rng: random.Random) -> list[Case]:
        return [*rng.sample(mine, min(len(mine), OWN_CASES)), *outside, *told, *rng.sample(stories, min(len(stories), 100))]

    return sample


def second_step(pairs: list[Case], earlier: Sampler) -> Sampler:
    """Return the sampler of the second step: `pairs`, and as many of the first step's cases as a tenth of them, lest those be forgotten."""

    def sample(rng: random.Random) -> list[Case]:
        shown = [replace(c, marks=replace(c.marks, b=None), any_ba=None) if c.ab and rng.random() < 0.05 else c for c in pairs]
        again = earlier(rng)
        return [*shown, *rng.sample(again, min(len(again), len(pairs) // 10))]

    return sample


FIRST = Settings(epochs=3)
SECOND = Settings(epochs=5, rate=2e-4, head_rate=1e-3, frozen=2)


def main() -> None:
    """Train both steps and save the checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--encoder", type=Path, help="checkpoint of the span model to start from; MiniLM as published without it")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    framer = Framer(PieceTokenizer(pretrained() / "tokenizer.json"))
    model = new_model(arguments.encoder)
    earlier = first_step(arguments.data)
    log = fit(model, framer, earlier, FIRST)
    log += fit(model, framer, second_step([*plover(arguments.data), *eventless(arguments.data)], earlier), SECOND)
    arguments.out.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), arguments.out / "model.pt")
    (arguments.out / "pairs.json").write_text(json.dumps({"first": asdict(FIRST), "second": asdict(SECOND), "loss": log}, indent=2) + "\n")


if __name__ == "__main__":
    main()

"""Train `pairs.onnx`: what A does to B, of which PLOVER type; and in a sentence, which words name acts, how told, and who plays which part.

    python -m training.pairs --data ../shared/data --out build/pairs

Two steps. The first learns from what has no sentence in common with `plv_train`: our own texts (`training/data`), the tune halves of
the contrast sets, ConfliBERT's coded sentences, synthetic titles at a tenth of the weight. The second adds `plv_train` itself, our own
pairs that are labelled as it is, and ConfliBERT's sentences without an event; `training.crossval` repeats it fold by fold.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn
from transformers import BertModel

from casus.coding.kinds import KINDS
from casus.reader import SpanModel as Spans
from casus.reader.frames import NAME, Frame, frame
from casus.reader.pairs import touching
from casus.reader.pieces import Pieces, PieceTokenizer
from casus.reader.words import SHAPES
from training.cases import (
    MUTUAL,
    PARTS,
    STATUSES,
    TYPES,
    VOICES,
    Act,
    Case,
    Cases,
    SceneCase,
    Scenes,
    attributions,
    coded,
    contrasts,
    eventless,
    likewise,
    own,
    plover,
    synthetic,
)
from training.corpus import rows
from training.spans import load as load_spans
from training.spans import narrow, pretrained

QUADS = 4
ANY_WEIGHT, QUAD_WEIGHT, TOLD_WEIGHT, KIND_WEIGHT, PART_WEIGHT = 0.7, 0.3, 0.5, 0.7, 0.6
"""What the losses beside the type's count."""

REPLAYED = 0.3
"""Share of the first step's cases that the second step sees again each epoch."""

FITS = 0.1
"""How well a word must fit a given pair and type to be taken for their act."""

OWN_PAIRS = 600
"""Pairs of our own texts drawn an epoch."""


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


Sampler = Callable[[random.Random], Cases]
"""Draws the cases of an epoch."""


class PairModel(nn.Module):
    """The encoder over a frame; a head for pairs of parties, one for acts, one for the part of a mention in an act."""

    def __init__(self, encoder: BertModel) -> None:
        super().__init__()
        self.encoder = encoder
        width = encoder.config.hidden_size
        self.shape = nn.Embedding(SHAPES, width, padding_idx=0)
        self.marks = nn.Embedding(NAME + 1, width, padding_idx=0)
        nn.init.normal_(self.shape.weight, std=0.02)
        nn.init.normal_(self.marks.weight, std=0.05)
        self.relation = _head(3 * width, width, len(TYPES) + 1 + QUADS)
        self.told = _head(2 * width, width, 1 + len(TYPES) + len(STATUSES) + len(VOICES) + len(KINDS))
        self.part = _head(3 * width, width, len(PARTS))

    def encode(self, pieces: Tensor, marks: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        """Return hidden states `(batch, pieces, width)` from rows of the piece table; `marks` are the ids of the marks, else 0."""
        embedded = pieces + self.shape(shapes) + self.marks(marks)
        hidden: Tensor = self.encoder(inputs_embeds=embedded, attention_mask=mask).last_hidden_state
        return hidden

    def judge(self, hidden: Tensor, starts: tuple[Tensor, Tensor], pairs: Tensor, acts: Tensor, parts: Tensor) -> tuple[Tensor, ...]:
        """Return what the heads say, one row for each of `pairs` (A, B), `acts` and `parts` (mention, act).

        All are rows of `hidden` `(pieces, width)`; `starts` are the [CLS] of each pair and act.
        """
        a, b, act = hidden[pairs[:, 0]], hidden[pairs[:, 1]], hidden[acts]
        mention, of = hidden[parts[:, 0]], hidden[parts[:, 1]]
        return (
            self.relation(torch.cat([a, b, hidden[starts[0]]], -1)),
            self.told(torch.cat([act, hidden[starts[1]]], -1)),
            self.part(torch.cat([mention, of, mention * of], -1)),
        )


def _head(inputs: int, width: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(nn.Dropout(0.1), nn.Linear(inputs, width), nn.GELU(), nn.Dropout(0.1), nn.Linear(width, outputs))


@dataclass(frozen=True)
class Batch:
    """Padded frames, and the rows of the flattened hidden states that each head looks at."""

    ids: Tensor
    shapes: Tensor
    marks: Tensor
    mask: Tensor
    pairs: Tensor
    acts: Tensor
    parts: Tensor
    starts: tuple[Tensor, Tensor]


def collate(framed: Sequence[tuple[Case | SceneCase, Frame]]) -> Batch:
    """Return a batch; a pair has two rows: A and B, then B and A."""
    width = max(len(f.ids) for _, f in framed)
    ids, shapes, marks, mask = (torch.zeros(len(framed), width, dtype=torch.long) for _ in range(4))
    pairs, acts, parts, of_pair, of_act = [], [], [], [], []
    for row, (case, one) in enumerate(framed):
        size, base = len(one.ids), row * width
        for whole, part in ((ids, one.ids), (shapes, one.shapes), (marks, one.marks)):
            whole[row, :size] = torch.from_numpy(part)
        mask[row, :size] = 1
        at = [base + int(place) for place in one.at]
        if isinstance(case, Case):
            found = iter(at)
            a, b = (next(found) if party else base for party in (case.a, case.b))
            pairs += [(a, b), (b, a)]
            of_pair += [base, base]
        else:
            acts += at[: len(case.acts)]
            of_act += [base] * len(case.acts)
            parts += [(mention, act) for act in at[: len(case.acts)] for mention in at[len(case.acts) :]]
    long = partial(torch.tensor, dtype=torch.long)
    starts = long(of_pair or [0]), long(of_act or [0])
    return Batch(ids, shapes, marks, mask, long(pairs or [(0, 0)]), long(acts or [0]), long(parts or [(0, 0)]), starts)


def run(model: PairModel, batch: Batch) -> tuple[Tensor, ...]:
    """Return the outputs of the three heads."""
    hidden = model.encode(model.encoder.embeddings.word_embeddings(batch.ids), batch.marks, batch.shapes, batch.mask)
    return model.judge(hidden.reshape(-1, hidden.shape[-1]), batch.starts, batch.pairs, batch.acts, batch.parts)


def parts_of_pair(output: Tensor) -> dict[str, Tensor]:
    """Split rows of the first head into their named parts."""
    return dict(zip(("types", "any", "quad"), output.split([len(TYPES), 1, QUADS], -1), strict=True))


def parts_of_act(output: Tensor) -> dict[str, Tensor]:
    """Split rows of the second head into their named parts."""
    names = ("any", "type", "status", "voice", "kind")
    return dict(zip(names, output.split([1, len(TYPES), len(STATUSES), len(VOICES), len(KINDS)], -1), strict=True))


def loss_of(outputs: tuple[Tensor, ...], cases: Sequence[Case | SceneCase]) -> Tensor:
    """Return the mean weighted loss of what is known of each case."""
    relation, told, part = outputs
    pairs = [case for case in cases if isinstance(case, Case)]
    scenes = [case for case in cases if isinstance(case, SceneCase)]
    total = relation.new_zeros(())
    if pairs:
        total = total + _pair_loss(parts_of_pair(relation), pairs)
    if scenes:
        total = total + _act_loss(parts_of_act(told), [act for scene in scenes for act in scene.acts])
        wanted = [PARTS.index(p) if p else -1 for scene in scenes for act in scene.acts for p in _parts_known(scene, act)]
        target = torch.tensor(wanted or [-1])
        if (target >= 0).any():
            total = total + PART_WEIGHT * nn.functional.cross_entropy(part, target, ignore_index=-1, reduction="sum")
    return total / len(cases)


def _parts_known(scene: SceneCase, act: Act) -> tuple[str | None, ...]:
    return act.parts or (None,) * len(scene.mentions)


def _pair_loss(found: dict[str, Tensor], pairs: Sequence[Case]) -> Tensor:
    total = found["types"].new_zeros(())
    weights = total.new_tensor([case.weight for case in pairs for _ in range(2)])
    allowed = torch.full((2 * len(pairs), len(TYPES)), -torch.inf)
    for row, kinds in enumerate(k for case in pairs for k in (case.ab, case.ba)):
        allowed[row, [TYPES.index(kind) for kind in kinds or ()]] = 0.0
    known = allowed.isfinite().any(-1)
    if known.any():
        right = torch.logsumexp(found["types"][known].log_softmax(-1) + allowed[known], -1)
        total = total - (weights[known] * right).sum()
    whether = [w for case in pairs for w in (case.any_ab, case.any_ba)]
    known = torch.tensor([value is not None for value in whether])
    if known.any():
        target = total.new_tensor([float(value) for value in whether if value is not None])
        losses = nn.functional.binary_cross_entropy_with_logits(found["any"][known, 0], target, reduction="none")
        total = total + ANY_WEIGHT * (weights[known] * losses).sum()
    quads = torch.tensor([q for case in pairs for q in (case.quad - 1 if case.quad else -1, -1)])
    if (quads >= 0).any():
        losses = nn.functional.cross_entropy(found["quad"], quads, ignore_index=-1, reduction="none")
        total = total + QUAD_WEIGHT * (weights * losses).sum()
    return total


def _act_loss(found: dict[str, Tensor], acts: Sequence[Act]) -> Tensor:
    known = torch.tensor([act.any is not None for act in acts])
    target = found["any"].new_tensor([float(act.any) for act in acts if act.any is not None])
    total = ANY_WEIGHT * nn.functional.binary_cross_entropy_with_logits(found["any"][known, 0], target, reduction="sum")
    heads = (("type", TYPES, 1.0), ("status", STATUSES, TOLD_WEIGHT), ("voice", VOICES, TOLD_WEIGHT), ("kind", KINDS, KIND_WEIGHT))
    for name, classes, share in heads:
        wanted = torch.tensor([classes.index(v) if (v := getattr(act, name)) else -1 for act in acts])
        if (wanted >= 0).any():
            total = total + share * nn.functional.cross_entropy(found[name], wanted, ignore_index=-1, reduction="sum")
    return total


@dataclass
class Framer:
    """Turns cases into frames; each text is cut into pieces once."""

    tokenizer: PieceTokenizer
    texts: dict[str, Pieces] = field(default_factory=dict)

    def __call__(self, case: Case | SceneCase, hide: bool) -> Frame:
        """Return the frame of a case."""
        if case.text not in self.texts:
            self.texts[case.text] = self.tokenizer(case.text)
        ends = (self.tokenizer.opening, self.tokenizer.closing)
        within = case.within if isinstance(case, SceneCase) else (0, len(case.text))
        return frame(self.texts[case.text], within, case.marks, ends, hide)


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
            with narrow():
                outputs = run(model, collate(batch))
            loss = loss_of(tuple(output.float() for output in outputs), [c for c, _ in batch])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            total += loss.item()
        log.append(total / len(batches))
        print(f"epoch {epoch + 1}: {len(framed)} cases, loss {log[-1]:.3f}, {time.perf_counter() - began:.0f} s", flush=True)
    return log


def predict(model: PairModel, framer: Framer, cases: Sequence[Case | SceneCase], hide: bool = True) -> list[tuple[Tensor, ...]]:
    """Return the raw outputs of each case, in order; frames go through one by one, unpadded, as they do in casus."""
    model.eval()
    with torch.no_grad():
        return [run(model, collate([(case, framer(case, hide))])) for case in cases]


def first_step(data: Path) -> Sampler:
    """Return the sampler of the first step: nothing in it has a sentence in common with `plv_train`."""
    taken = {case.group for case in plover(data)}
    outside = [case for case in coded(data) if case.group not in taken]
    texts = rows()
    mine, scenes, told, stories = own(texts), Scenes(texts), [*contrasts(), *attributions()], synthetic(data)

    def sample(rng: random.Random) -> Cases:
        drawn: Cases = [*rng.sample(mine, min(len(mine), OWN_PAIRS)), *scenes.draw(rng), *outside, *told]
        return [*drawn, *rng.sample(stories, min(len(stories), 100))]

    return sample


def located(model: PairModel, framer: Framer, pairs: Sequence[Case]) -> list[SceneCase]:
    """Return the sentences of given pairs with the word that names their act, where a model of the first step is fairly sure of it.

    The pair and its type are given; of the words that the span model takes for acts, the one that fits both best is taken.
    """
    spans, found = Spans(), []
    for case in pairs:
        parties = [party for party in (case.a, case.b) if party]
        if not case.ab or len(parties) < 2:
            continue
        words = [w for w in spans.weigh(case.text)["act"] if not any(touching(w, party) for party in parties)]
        words = [w for i, w in enumerate(sorted(words)) if i == 0 or sorted(words)[i - 1][1] <= w[0]]
        if not words:
            continue
        scene = SceneCase(case.text, (0, len(case.text)), tuple(Act(w, True) for w in words), tuple(("actor", p) for p in parties))
        _, told, part = predict(model, framer, [scene])[0]
        chances, parts = parts_of_act(told)["type"].softmax(-1), part.softmax(-1).reshape(len(words), 2, len(PARTS))
        kinds = [TYPES.index(kind) for kind in case.ab]
        other = parts[:, 1, [PARTS.index("actor"), PARTS.index("recipient")]].sum(-1)
        fit = parts_of_act(told)["any"][:, 0].sigmoid() * chances[:, kinds].sum(-1) * parts[:, 0, PARTS.index("actor")] * other
        best = int(fit.argmax())
        if float(fit[best]) >= FITS:
            kind = max(case.ab, key=lambda name: float(chances[best, TYPES.index(name)]))
            role = None if kind in MUTUAL else "recipient"
            found.append(replace(scene, acts=(Act(words[best], True, kind, parts=("actor", role)),)))
    return found


def second_step(pairs: Sequence[Case], scenes: Sequence[SceneCase], earlier: Sampler) -> Sampler:
    """Return the sampler of the second step: `pairs`, their `scenes`, and half of the first step's cases, lest those be forgotten."""

    def sample(rng: random.Random) -> Cases:
        shown: Cases = [replace(c, b=None, any_ba=None) if c.ab and rng.random() < 0.05 else c for c in pairs]
        again = earlier(rng)
        return [*shown, *scenes, *rng.sample(again, int(len(again) * REPLAYED))]

    return sample


FIRST = Settings(epochs=4)
SECOND = Settings(epochs=3, rate=2e-4, head_rate=1e-3, frozen=2)


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
    arguments.out.mkdir(parents=True, exist_ok=True)
    log = fit(model, framer, earlier, FIRST)
    torch.save(model.state_dict(), arguments.out / "first.pt")
    pairs = plover(arguments.data)
    scenes = located(model, framer, pairs)
    print(f"the act of {len(scenes)} of {len(pairs)} given pairs was found", flush=True)
    log += fit(model, framer, second_step([*pairs, *likewise(), *eventless(arguments.data)], scenes, earlier), SECOND)
    torch.save(model.state_dict(), arguments.out / "model.pt")
    (arguments.out / "pairs.json").write_text(json.dumps({"first": asdict(FIRST), "second": asdict(SECOND), "loss": log}, indent=2) + "\n")


if __name__ == "__main__":
    main()

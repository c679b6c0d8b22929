"""Fit the entity layers once more, on all sets at once, with the encoder frozen.

    python -m training.entities --data ../shared/data --checkpoint build/spans

re3d is the one set that labels nominal actors ("the rebels"), and it is small. Wikigold and CrossNER label many more names but
no nominals, so in them a word in lower case that carries no label is unknown, not outside, to the actor layer. What a set does
not label (moments, weapons; demonyms, elections and events as actors) is masked.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from casus.evaluation.datasets import ENTITIES, Labelled, join, outermost, read_conll, read_re3d
from casus.evaluation.entities import LAYER_OF_TYPE
from casus.reader.decode import labels_of_spans
from casus.reader.pieces import Pieces, PieceTokenizer
from training.spans import HELD_OUT, SENTENCES, SpanModel, load, pretrained

UNKNOWN = -100
STEPS = 1500
RATE = 2e-3
RE3D_WEIGHT = 3.0
"""re3d's words count three times: its spans are the ones that ship, with articles and nominals."""


def labels_of(text: Labelled, pieces: Pieces, named_only: bool) -> Tensor:
    """Return labels `(words, entity layers)`, `UNKNOWN` where the set does not say."""
    rows = torch.zeros(len(pieces.spans), len(ENTITIES), dtype=torch.long)
    by_layer: dict[str, list[tuple[int, int]]] = {layer: [] for layer in ENTITIES}
    unmapped = []
    for kind, spans in text.layers.items():
        layer = LAYER_OF_TYPE.get(kind)
        if layer:
            by_layer[layer] += spans
        else:
            unmapped += spans
    for column, layer in enumerate(ENTITIES):
        rows[:, column] = torch.tensor(labels_of_spans(outermost(by_layer[layer]), pieces.spans), dtype=torch.long)
    if named_only:
        rows[:, [ENTITIES.index("moment"), ENTITIES.index("weapon")]] = UNKNOWN
        actor = ENTITIES.index("actor")
        inside = torch.tensor(labels_of_spans(outermost(unmapped), pieces.spans), dtype=torch.long) > 0
        lower = torch.tensor([text.text[s:e].islower() for s, e in pieces.spans])
        rows[(inside | lower) & (rows[:, actor] == 0), actor] = UNKNOWN
    return rows


def features(model: SpanModel, tokenizer: PieceTokenizer, pieces: Pieces) -> Tensor:
    """Return the encoder's output `(words, width)` at the first piece of each word, read as the reader reads."""
    rows = []
    for window in pieces.windows():
        ids, shapes = (torch.from_numpy(a) for a in pieces.inputs(window, tokenizer.opening, tokenizer.closing))
        with torch.no_grad():
            hidden = model.hidden(ids, shapes, None)[0]
        first = torch.tensor(pieces.first[window.keep_from : window.keep_to]) - pieces.first[window.first] + 1
        rows.append(hidden[first])
    return torch.cat(rows)


def training_sets(data: Path) -> list[tuple[Labelled, bool]]:
    """Return the texts, and whether each labels names alone."""
    kept = [d for i, d in enumerate(read_re3d(data / "entities/re3d")) if i % HELD_OUT]
    named = [read_conll(data / f"entities/{name}.conll") for name in ("crossner_politics_train", "wikigold")]
    return [(d, False) for d in kept] + [(d, True) for texts in named for d in join(texts, SENTENCES)]


def fit(inputs: Tensor, labels: Tensor, weights: Tensor, head: nn.Linear) -> float:
    """Fit a head `(width -> entity layers * 3)` in place; return the last loss."""
    optimizer = torch.optim.AdamW(head.parameters(), lr=RATE, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.01, STEPS)
    loss = torch.zeros(())
    for _ in range(STEPS):
        batch = torch.randint(0, len(inputs), (4096,))
        logits = head(inputs[batch]).unflatten(-1, (len(ENTITIES), 3))
        known = labels[batch] != UNKNOWN
        each = nn.functional.cross_entropy(logits[known], labels[batch][known], reduction="none")
        weight = weights[batch].unsqueeze(1).expand_as(known)[known]
        loss = (each * weight).sum() / weight.sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    return loss.item()


def shipped_rows(layers: Sequence[str]) -> list[int]:
    """Return the rows of the whole head that hold the entity layers."""
    return [3 * layers.index(layer) + tag for layer in ENTITIES for tag in range(3)]


def main() -> None:
    """Fit, and write the new rows into the checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path, required=True)
    arguments = parser.parse_args()
    torch.manual_seed(7)
    model, tokenizer = load(arguments.checkpoint), PieceTokenizer(pretrained() / "tokenizer.json")
    inputs, labels, weights = [], [], []
    for text, named_only in training_sets(arguments.data):
        pieces = tokenizer(text.text)
        inputs.append(features(model, tokenizer, pieces))
        labels.append(labels_of(text, pieces, named_only))
        weights.append(torch.full((len(pieces.spans),), 1.0 if named_only else RE3D_WEIGHT))
    rows = shipped_rows(model.layers)
    head = nn.Linear(model.head.in_features, len(rows))
    with torch.no_grad():
        head.weight.copy_(model.head.weight[rows])
        head.bias.copy_(model.head.bias[rows])
    loss = fit(torch.cat(inputs), torch.cat(labels), torch.cat(weights), head)
    state = torch.load(arguments.checkpoint / "model.pt", weights_only=False)
    state["model"]["head.weight"][rows] = head.weight.detach()
    state["model"]["head.bias"][rows] = head.bias.detach()
    torch.save(state, arguments.checkpoint / "model.pt")
    run = json.loads((arguments.checkpoint / "run.json").read_text("utf-8"))
    run["entities"] = {"steps": STEPS, "rate": RATE, "re3d_weight": RE3D_WEIGHT, "words": sum(map(len, labels)), "loss": round(loss, 4)}
    (arguments.checkpoint / "run.json").write_text(json.dumps(run, indent=2) + "\n", "utf-8")
    print(f"entity head: loss {loss:.3f} on {sum(map(len, labels)):,} words")


if __name__ == "__main__":
    main()

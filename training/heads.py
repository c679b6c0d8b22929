"""Fit the head of one layer of the span model anew on a finished encoder, on those of our rows that label it.

    python -m training.heads --checkpoint build/spans --layer evidence

A layer that few texts label is not done when the encoder is, and averaging moves the encoder under it. Prints how well held-out files are
labelled, word by word, and writes the head into the checkpoint.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from casus.reader.decode import BEGIN, OUTSIDE
from casus.reader.pieces import PieceTokenizer, Window
from training.corpus import rows
from training.spans import SpanModel, labelled, load, pretrained

PENALTY = 1e-4
"""Of the squared weights, beside the mean loss of a word; held-out files are labelled alike from a tenth of it to ten times as much."""

ROUNDS = 120
"""Iterations of L-BFGS at most."""

Text = tuple[Tensor, Tensor, str]
"""Hidden states `(words, width)`, labels `(words,)`, and the file that the text is from."""


def texts(model: SpanModel, layer: str) -> list[Text]:
    """Return the rows that label a layer, as the encoder sees the first piece of each word."""
    tokenizer, found = PieceTokenizer(pretrained() / "tokenizer.json"), []
    for row in rows():
        pieces, labels = labelled(row.labelled(), tokenizer)
        if layer not in labels:
            continue
        count = len(pieces.spans)
        ids, shapes = map(torch.from_numpy, pieces.inputs(Window(0, count, 0, count), tokenizer.opening, tokenizer.closing))
        with torch.no_grad():
            hidden = model.hidden(ids, shapes, torch.ones_like(ids))[0]
        found.append((hidden[torch.tensor(pieces.first) + 1], torch.tensor(labels[layer]), row.file))
    return found


def fitted(shown: Sequence[Text], weight: Tensor, bias: Tensor) -> tuple[Tensor, Tensor]:
    """Return the weights `(3, width)` and biases `(3,)` that label some texts best, starting from given ones."""
    hidden, labels = torch.cat([h for h, _, _ in shown]), torch.cat([y for _, y, _ in shown])
    weight, bias = weight.clone().requires_grad_(), bias.clone().requires_grad_()
    optimizer = torch.optim.LBFGS([weight, bias], max_iter=ROUNDS, line_search_fn="strong_wolfe")

    def loss() -> Tensor:
        optimizer.zero_grad()
        total: Tensor = nn.functional.cross_entropy(hidden @ weight.T + bias, labels) + PENALTY * (weight**2).sum()
        total.backward()
        return total

    optimizer.step(loss)
    return weight.detach(), bias.detach()


def report(held: Sequence[Text], weight: Tensor, bias: Tensor) -> tuple[int, int, int]:
    """Return how many words of spans are labelled as such, how many are so labelled, and how many should be."""
    right = given = wanted = 0
    for hidden, labels, _ in held:
        inside, told = labels >= BEGIN, (hidden @ weight.T + bias).argmax(-1) != OUTSIDE
        right, given, wanted = right + int((inside & told).sum()), given + int(told.sum()), wanted + int(inside.sum())
    return right, given, wanted


def main() -> None:
    """Fit, print and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--layer", required=True)
    arguments = parser.parse_args()
    model, state = load(arguments.checkpoint), torch.load(arguments.checkpoint / "model.pt", weights_only=False, map_location="cpu")
    at = slice(3 * model.layers.index(arguments.layer), 3 * model.layers.index(arguments.layer) + 3)
    weight, bias = model.head.weight.detach()[at], model.head.bias.detach()[at]
    found = texts(model, arguments.layer)
    counts = []
    for file in sorted({file for _, _, file in found}):
        head = fitted([text for text in found if text[2] != file], weight, bias)
        counts.append(report([text for text in found if text[2] == file], *head))
    right, given, wanted = (sum(column) for column in zip(*counts, strict=True))
    precision, recall = right / max(given, 1), right / max(wanted, 1)
    print(f"{arguments.layer}, words of held-out files: P {precision:.3f}, R {recall:.3f} of {wanted}")
    state["model"]["head.weight"][at], state["model"]["head.bias"][at] = fitted(found, weight, bias)
    torch.save(state, arguments.checkpoint / "model.pt")


if __name__ == "__main__":
    main()

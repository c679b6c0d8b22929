"""Set the temperatures of `pairs.json` from predictions out of fold.

    python -m training.calibrate --folds build/crossval/0.pt --weights src/casus/reader/weights

One temperature for the types (the lowest log loss), and slope and shift of the any-event decision (logistic regression), so that the
numbers that casus shows are chances. Prints the log loss before and after, and how often a high chance was right.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor

from training.cases import Case
from training.crossval import columns, label_of
from training.export import describe
from training.pairs import parts_of_pair

SURE = 0.8

EVENT_SHARE = 0.25
"""Of the pairs in a report about one in four has an event; in the folds five of six do. The folds are weighed to match."""

GRID = [round(0.5 + 0.05 * i, 2) for i in range(60)]


def temperature(logits: Tensor, cases: list[Case]) -> tuple[float, float, float]:
    """Return the temperature with the lowest mean log loss, the loss without it, and the loss with it."""
    rows = [columns(label_of(case)) for case in cases]

    def loss(scale: float) -> float:
        chances = (logits / scale).log_softmax(-1)
        return float(-torch.stack([torch.logsumexp(chances[i, right], 0) for i, right in enumerate(rows)]).mean())

    best = min(GRID, key=loss)
    return best, loss(1.0), loss(best)


def platt(logits: Tensor, events: Tensor) -> tuple[float, float]:
    """Return slope and shift of the logistic curve that fits best."""
    weights = torch.zeros(2, requires_grad=True)
    share = float(events.mean())
    counts = torch.where(events > 0, EVENT_SHARE / share, (1 - EVENT_SHARE) / (1 - share))
    optimizer = torch.optim.LBFGS([weights], max_iter=200)

    def closure() -> Tensor:
        optimizer.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(weights[0] * logits + weights[1], events, counts)
        loss.backward()
        return loss

    optimizer.step(closure)
    return round(float(weights[0].detach()), 3), round(float(weights[1].detach()), 3)


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folds", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    arguments = parser.parse_args()
    saved = torch.load(arguments.folds, weights_only=False)
    found = parts_of_pair(saved["output"])
    cases = [Case(text, ab=ab, any_ab=whether) for text, ab, whether in saved["texts"]]
    coded = [row for row, case in enumerate(cases) if case.ab]
    scale, before, after = temperature(found["types"][coded], [cases[row] for row in coded])
    slope, shift = platt(found["any"][:, 0], torch.tensor([float(bool(case.any_ab)) for case in cases]))
    describe(arguments.weights / "pairs.json", temperature=scale, any=(slope, shift))
    chances = (found["types"][coded] / scale).softmax(-1)
    high = chances.max(-1).values >= SURE
    right = torch.tensor([bool(chances[i].argmax() in columns(label_of(cases[row]))) for i, row in enumerate(coded)])
    print(f"types: temperature {scale}, log loss {before:.3f} before, {after:.3f} after")
    mean = chances.max(-1).values[high].mean()
    print(f"{int(high.sum())} of {len(coded)} pairs have a chance of {SURE:.0%} or more, in the mean {mean:.3f};", end=" ")
    print(f"of these {right[high].float().mean():.3f} are right")
    print(f"any event: slope {slope}, shift {shift}")


if __name__ == "__main__":
    main()

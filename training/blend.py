"""Average the weights of two checkpoints of the span model: between what the earlier and the later one are good at.

    python -m training.blend --earlier build/spans2 --later build/spans3 --share 0.6 --out build/spans

Heads of layers that only the later span model has are taken from it.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import torch
from torch import Tensor

Weights = Mapping[str, Tensor]


def blended(earlier: Weights, later: Weights, share: float) -> dict[str, Tensor]:
    """Return `share` of the later weights and the rest of the earlier ones; numbers that are no weights are the later's."""
    return {name: torch.lerp(earlier[name], weight, share) if weight.is_floating_point() else weight for name, weight in later.items()}


def aligned(earlier: Weights, later: Weights, layers: tuple[list[str], list[str]]) -> dict[str, Tensor]:
    """Return earlier weights whose head has the later model's layers, three rows each, in its order."""
    before, after = layers
    found = dict(earlier)
    for name in (n for n in later if n.startswith("head.")):
        found[name] = later[name].clone()
        for layer in set(before) & set(after):
            new, old = 3 * after.index(layer), 3 * before.index(layer)
            found[name][new : new + 3] = earlier[name][old : old + 3]
    return found


def main() -> None:
    """Blend two checkpoints of the span model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--earlier", type=Path, required=True)
    parser.add_argument("--later", type=Path, required=True)
    parser.add_argument("--share", type=float, required=True, help="of the later checkpoint, 0 to 1")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    one, other = (
        torch.load(folder / "model.pt", weights_only=False, map_location="cpu") for folder in (arguments.earlier, arguments.later)
    )
    arguments.out.mkdir(parents=True, exist_ok=True)
    weights = blended(aligned(one["model"], other["model"], (one["layers"], other["layers"])), other["model"], arguments.share)
    torch.save({"model": weights, "layers": other["layers"]}, arguments.out / "model.pt")


if __name__ == "__main__":
    main()

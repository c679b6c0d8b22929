"""Turn the shipped `spans.onnx` back into a checkpoint, for a further step of training where the checkpoints are gone.

    python -m training.restore --weights src/casus/reader/weights --out build/shipped

int8 weights come back with the error of their rounding, which an epoch of training mends. Heads that did not ship are lost.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnx import numpy_helper
from torch import Tensor
from transformers import BertModel

from training.spans import SpanModel, pretrained

PREFIX = "model."
"""What the names of parameters begin with in the file, and those of a checkpoint do not."""

Array = NDArray[np.float32]


def restored(weights: Path) -> SpanModel:
    """Return the model that a folder's `spans.onnx` holds."""
    layers: list[str] = json.loads((weights / "spans.json").read_text("utf-8"))["layers"]
    model = SpanModel(BertModel.from_pretrained(pretrained(), add_pooling_layer=False), layers)
    graph = onnx.load(str(weights / "spans.onnx")).graph
    values = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    state, found = model.state_dict(), {**_stored(values), **_multiplied(graph, values)}
    for name, value in found.items():
        if name in state:
            rows = torch.tensor(value)
            state[name][: len(rows)] = rows
    missing = [name for name in state if name not in found and "word_embeddings" not in name and not name.endswith("_ids")]
    if missing:
        raise ValueError(f"{weights / 'spans.onnx'} holds no {missing[0]} ({len(missing)} parameters are missing)")
    model.load_state_dict(state)
    return model.eval()


def _stored(values: dict[str, Array]) -> dict[str, Array]:
    """Return the parameters that stand in the file by name: biases and norms as they are, tables of embeddings in int8."""
    found = {}
    for name, value in values.items():
        plain = name.removeprefix(PREFIX).removesuffix("_quantized")
        if plain == name.removeprefix(PREFIX):
            found[plain] = value
        elif name.startswith(PREFIX):
            scale, zero = (values[f"{PREFIX}{plain}_{part}"] for part in ("scale", "zero_point"))
            found[plain] = (value.astype(np.float32) - zero.astype(np.float32)) * scale
    return found


def _multiplied(graph: onnx.GraphProto, values: dict[str, Array]) -> dict[str, Array]:
    """Return the weights of products, which the file names by number: the node says whose they are."""
    found = {}
    for node in graph.node:
        if node.op_type == "MatMulInteger":
            quantised = node.input[1]
            scale, zero = (values[quantised.replace("_quantized", f"_{part}")].astype(np.float32) for part in ("scale", "zero_point"))
            name = node.name.removesuffix("/MatMul_quant").strip("/").replace("/", ".") + ".weight"
            found[name.removeprefix(PREFIX)] = ((values[quantised].astype(np.float32) - zero) * scale).T
    return found


def main() -> None:
    """Write the checkpoint."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    model = restored(arguments.weights)
    arguments.out.mkdir(parents=True, exist_ok=True)
    state: dict[str, dict[str, Tensor] | list[str]] = {"model": model.state_dict(), "layers": model.layers}
    torch.save(state, arguments.out / "model.pt")
    print(f"{len(model.layers)} layers of {arguments.weights / 'spans.onnx'} -> {arguments.out / 'model.pt'}")


if __name__ == "__main__":
    main()

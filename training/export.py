"""Turn a checkpoint into what ships: `spans.onnx` (int8) with `spans.json` and the vocabulary beside it.

python -m training.export --checkpoint build/spans --out src/casus/reader/weights
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import tempfile
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from training.spans import LAYERS, SpanModel, load, pretrained

OPSET = 17


class Shipped(nn.Module):
    """The trained model with only the layers that ship, as `(1, pieces, layers * 3)`."""

    def __init__(self, model: SpanModel, layers: tuple[str, ...]) -> None:
        super().__init__()
        self.model = model
        rows = torch.tensor([3 * model.layers.index(layer) + tag for layer in layers for tag in range(3)])
        self.head = nn.Linear(model.head.in_features, len(rows))
        with torch.no_grad():
            self.head.weight.copy_(model.head.weight[rows])
            self.head.bias.copy_(model.head.bias[rows])

    def forward(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """Return logits of one unpadded window."""
        logits: Tensor = self.head(self.model.hidden(ids, shapes, None))
        return logits


def export(model: nn.Module, path: Path) -> None:
    """Write the model as float32 ONNX with a free number of pieces."""
    sample = torch.ones(1, 12, dtype=torch.long)
    free = {0: "batch", 1: "pieces"}
    torch.onnx.export(
        model,
        (sample, sample),
        str(path),
        input_names=["ids", "shapes"],
        output_names=["logits"],
        dynamic_axes={"ids": free, "shapes": free, "logits": free},
        opset_version=OPSET,
        dynamo=False,
    )


def quantise(source: Path, target: Path) -> None:
    """Write int8 weights per channel.

    `reduce_range` keeps weights to seven bits: without it, processors that lack VNNI saturate and give other spans.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(prepared, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


def main() -> None:
    """Export, quantise, and write the description beside the weights."""
    logging.getLogger().setLevel(logging.ERROR)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--checkpoint", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    full = arguments.checkpoint / "spans.float32.onnx"
    export(Shipped(load(arguments.checkpoint), LAYERS).eval(), full)
    quantise(full, arguments.out / "spans.onnx")
    (arguments.out / "spans.json").write_text(json.dumps({"layers": LAYERS}, indent=2) + "\n")
    shutil.copy(pretrained() / "tokenizer.json", arguments.out / "tokenizer.json")


if __name__ == "__main__":
    main()

"""Turn checkpoints into what ships: `spans.onnx` and `pairs.onnx` (int8), each described in a JSON file, and what both share.

    python -m training.export --spans build/spans --pairs build/pairs --out src/casus/reader/weights

Either can be left out. The table of word pieces was frozen in both trainings and is one file beside them (`pieces.npz`, int8 with a
scale a row), written with the spans. What later steps write into `spans.json` (thresholds) and `pairs.json` (temperatures) is theirs.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn
from transformers import BertModel

from casus.coding.kinds import KINDS
from casus.reader.frames import MARKS, ROOM
from casus.reader.pieces import WINDOW
from casus.reader.table import FILE, packed
from training.cases import PARTS, STATUSES, TYPES, VOICES
from training.pairs import PairModel, new_model
from training.spans import LAYERS, SpanModel, load, pretrained

OPSET = 17
WIDTH = 384

FRAME = ROOM + MARKS + 2
"""Positions that the pair model needs: the text of a frame, its marks, [CLS] and [SEP]."""


class ShippedSpans(nn.Module):
    """The trained model with only the layers that ship, as `(1, pieces, layers * 3)`, from rows of the piece table."""

    def __init__(self, model: SpanModel, layers: tuple[str, ...]) -> None:
        super().__init__()
        self.model = model
        without_table(model.encoder, WINDOW)
        rows = torch.tensor([3 * model.layers.index(layer) + tag for layer in layers for tag in range(3)])
        self.head = nn.Linear(model.head.in_features, len(rows))
        with torch.no_grad():
            self.head.weight.copy_(model.head.weight[rows])
            self.head.bias.copy_(model.head.bias[rows])

    def forward(self, pieces: Tensor, shapes: Tensor) -> Tensor:
        """Return logits of one unpadded window."""
        logits: Tensor = self.head(self.model.read(pieces, shapes, None))
        return logits


class ShippedPairs(nn.Module):
    """The trained pair model, from rows of the piece table."""

    def __init__(self, model: PairModel) -> None:
        super().__init__()
        self.model = model
        without_table(model.encoder, FRAME)

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        """Return what the heads say of frames: their pieces, marks, shapes and mask, then pairs, acts and parts as rows of all pieces."""
        pieces, marks, shapes, mask, pairs, acts, parts = inputs
        hidden, width = self.model.encode(pieces, marks, shapes, mask), pieces.shape[1]
        starts = (pairs[:, 0] // width * width, acts // width * width)
        return self.model.judge(hidden.reshape(-1, hidden.shape[-1]), starts, pairs, acts, parts)


def without_table(encoder: BertModel, positions: int) -> None:
    """Take out the piece table, which ships once for both models, and the positions that a model never sees."""
    embeddings = encoder.embeddings
    embeddings.word_embeddings = nn.Embedding(1, WIDTH)
    embeddings.position_embeddings = nn.Embedding.from_pretrained(embeddings.position_embeddings.weight[:positions])
    embeddings.position_ids = embeddings.position_ids[:, :positions]
    embeddings.token_type_ids = embeddings.token_type_ids[:, :positions]


def export(model: nn.Module, inputs: dict[str, Tensor], outputs: list[str], path: Path) -> None:
    """Write a model as float32 ONNX with a free number of pieces, and of pairs, acts and parts."""
    free = {name: {0: name} if name in ("pairs", "acts", "parts") else {0: "batch", 1: "pieces"} for name in inputs}
    names, samples = list(inputs), tuple(inputs.values())
    torch.onnx.export(
        model, samples, str(path), input_names=names, output_names=outputs, dynamic_axes=free, opset_version=OPSET, dynamo=False
    )


def quantise(source: Path, target: Path) -> None:
    """Write int8 weights per channel.

    `reduce_range` keeps weights to seven bits: without it, processors that lack VNNI saturate and give other spans.
    """
    with tempfile.TemporaryDirectory() as folder:
        prepared = Path(folder) / "prepared.onnx"
        quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
        quantize_dynamic(prepared, target, per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)


def describe(path: Path, **description: object) -> None:
    """Write what a model's outputs mean into the JSON file beside it; what other steps wrote there is kept."""
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    path.write_text(json.dumps({**known, **description}, indent=2) + "\n", "utf-8")


def main() -> None:
    """Export, quantise, and write the descriptions beside the weights."""
    logging.getLogger().setLevel(logging.ERROR)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spans", type=Path)
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(pretrained() / "tokenizer.json", arguments.out / "tokenizer.json")
    ones, pieces = torch.ones(1, 12, dtype=torch.long), torch.rand(1, 12, WIDTH)
    if arguments.spans:
        model = load(arguments.spans)
        rows, scales = packed(model.encoder.embeddings.word_embeddings.weight.detach().numpy())
        np.savez(arguments.out / FILE, rows=rows, scales=scales)
        full = arguments.spans / "spans.float32.onnx"
        export(ShippedSpans(model, LAYERS).eval(), {"pieces": pieces, "shapes": ones}, ["output"], full)
        quantise(full, arguments.out / "spans.onnx")
        describe(arguments.out / "spans.json", layers=LAYERS)
    if arguments.pairs:
        scorer = new_model(None)
        scorer.load_state_dict(torch.load(arguments.pairs / "model.pt", map_location="cpu"))
        full = arguments.pairs / "pairs.float32.onnx"
        two = torch.tensor([[2, 3], [3, 2]])
        frames = {"pieces": pieces, "marks": ones, "shapes": ones, "mask": ones}
        samples = {**frames, "pairs": two, "acts": torch.tensor([4, 5, 6]), "parts": two}
        export(ShippedPairs(scorer).eval(), samples, ["relation", "told", "part"], full)
        quantise(full, arguments.out / "pairs.onnx")
        describe(arguments.out / "pairs.json", types=TYPES, statuses=STATUSES, voices=VOICES, kinds=KINDS, parts=PARTS)


if __name__ == "__main__":
    main()

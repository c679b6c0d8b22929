"""Turn checkpoints into what ships: `spans.onnx` and `pairs.onnx` (int8), each described in a JSON file, and the vocabulary.

    python -m training.export --spans build/spans --pairs build/pairs --out src/casus/reader/weights

Either can be left out. What later steps write into `spans.json` (thresholds) and `pairs.json` (temperatures) is theirs.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import tempfile
import unicodedata
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from tokenizers import Tokenizer
from torch import Tensor, nn

from casus.reader.frames import NAME, ROOM
from training.pairs import STATUSES, TYPES, VOICES, PairModel, new_model
from training.spans import LAYERS, SpanModel, load, pretrained

OPSET = 17

FRAME = ROOM + 16
"""Positions that the pair model needs: the text of a frame, its marks, [CLS] and [SEP]."""


class ShippedSpans(nn.Module):
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


class ShippedPairs(nn.Module):
    """The trained pair model without what English news never needs: pieces of other scripts, positions beyond a frame.

    Both files together must stay under 45 MB; the word-piece table is half of each.
    """

    def __init__(self, model: PairModel, kept: list[int]) -> None:
        super().__init__()
        self.model = model
        table = model.encoder.embeddings.word_embeddings
        rows = torch.full((table.num_embeddings,), kept.index(UNKNOWN_PIECE), dtype=torch.int32)
        rows[kept] = torch.arange(len(kept), dtype=torch.int32)
        self.rows: Tensor
        self.register_buffer("rows", rows)
        self.table = nn.Embedding.from_pretrained(table.weight[kept])
        embeddings = model.encoder.embeddings
        embeddings.word_embeddings = nn.Embedding(1, table.embedding_dim)
        embeddings.position_embeddings = nn.Embedding.from_pretrained(embeddings.position_embeddings.weight[:FRAME])
        embeddings.position_ids = embeddings.position_ids[:, :FRAME]
        embeddings.token_type_ids = embeddings.token_type_ids[:, :FRAME]

    def forward(self, ids: Tensor, shapes: Tensor, at: Tensor) -> Tensor:
        """Return the raw output `(1, numbers)` of one frame."""
        return self.model.read(self.table(self.rows[ids]), ids, shapes, at, None)


UNKNOWN_PIECE = 100


def latin(tokenizer: Tokenizer) -> list[int]:
    """Return the ids of the pieces that are written in Latin letters, digits or signs, of the special ones and of the marks."""
    kept = []
    for number in range(tokenizer.get_vocab_size()):
        piece = tokenizer.id_to_token(number) or ""
        special = piece in ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]") or number <= NAME
        if special or (not piece.startswith("[unused") and all(_latin(c) for c in piece.removeprefix("##"))):
            kept.append(number)
    return kept


def _latin(character: str) -> bool:
    return not character.isalpha() or unicodedata.name(character, "").startswith("LATIN")


def export(model: nn.Module, samples: tuple[Tensor, ...], names: list[str], path: Path) -> None:
    """Write a model as float32 ONNX with a free number of pieces."""
    free = {name: {0: "batch", 1: "pieces"} for name in names if name != "at"}
    torch.onnx.export(
        model, samples, str(path), input_names=names, output_names=["output"], dynamic_axes=free, opset_version=OPSET, dynamo=False
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
    ones, twos = torch.ones(1, 12, dtype=torch.long), torch.full((1, 3), 2)
    if arguments.spans:
        full = arguments.spans / "spans.float32.onnx"
        export(ShippedSpans(load(arguments.spans), LAYERS).eval(), (ones, ones), ["ids", "shapes"], full)
        quantise(full, arguments.out / "spans.onnx")
        describe(arguments.out / "spans.json", layers=LAYERS)
    if arguments.pairs:
        model = new_model(None)
        model.load_state_dict(torch.load(arguments.pairs / "model.pt", map_location="cpu"))
        full = arguments.pairs / "pairs.float32.onnx"
        kept = latin(Tokenizer.from_file(str(pretrained() / "tokenizer.json")))
        export(ShippedPairs(model.eval(), kept).eval(), (ones, ones, twos), ["ids", "shapes", "at"], full)
        quantise(full, arguments.out / "pairs.onnx")
        describe(arguments.out / "pairs.json", types=TYPES, statuses=STATUSES, voices=VOICES)


if __name__ == "__main__":
    main()

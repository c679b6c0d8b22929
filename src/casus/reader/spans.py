"""The span model: which words of a text are sources, cues, contents, actors, persons, places, moments and weapons."""

from __future__ import annotations

import json
import os
from bisect import bisect_left
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from casus.reader.decode import OUTSIDE, Bounds, best_labels, spans_of_labels
from casus.reader.pieces import Pieces, PieceTokenizer, Window
from casus.records import ModelError

FILES = ("spans.onnx", "spans.json", "tokenizer.json")


def cores() -> int:
    """Return how many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


_UNLOADABLE = tuple(
    getattr(onnxruntime.capi.onnxruntime_pybind11_state, name) for name in ("Fail", "InvalidGraph", "InvalidProtobuf", "NotImplemented")
)
"""What onnxruntime raises for a file that is no model, or one of a later version than itself; they share no parent."""


class SpanModel:
    """Labels spans with the shipped ONNX model, or with another in `folder`.

    `threads` is the number of windows that go through at once, each on one core; 0 takes all cores. Each window goes through by
    itself, unpadded: what is found in a text does not depend on what else is read (int8 activations are scaled per run).
    """

    def __init__(self, folder: Path | None = None, threads: int = 0) -> None:
        self.folder = folder or Path(str(resources.files("casus.reader"))) / "weights"
        self.threads = threads or cores()
        missing = [name for name in FILES if not (self.folder / name).is_file()]
        if missing:
            raise ModelError(f"no {', '.join(missing)} in {self.folder}: reinstall casus-ledger, or train as docs/models.md says")

    @cached_property
    def _description(self) -> dict[str, Any]:
        description: dict[str, Any] = json.loads((self.folder / "spans.json").read_text("utf-8"))
        return description

    @cached_property
    def layers(self) -> tuple[str, ...]:
        """Names of the layers, in the order of the model's outputs."""
        return tuple(self._description["layers"])

    @cached_property
    def tokenizer(self) -> PieceTokenizer:
        """The word-piece tokenizer of the model's vocabulary."""
        return PieceTokenizer(self.folder / "tokenizer.json")

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # Windows side by side are a tenth faster than one window on all cores.
        options.inter_op_num_threads = 1
        try:
            return onnxruntime.InferenceSession(str(self.folder / "spans.onnx"), options, providers=["CPUExecutionProvider"])
        except _UNLOADABLE as error:
            raise ModelError(f"{self.folder / 'spans.onnx'} cannot be loaded: {error}") from error

    @cached_property
    def _workers(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(self.threads, "casus-window")

    @cached_property
    def _outside(self) -> NDArray[np.float32]:
        """What is added to each layer's OUTSIDE: how sure the model must be to find nothing (training/thresholds.py)."""
        shifts = self._description.get("outside", {})
        return np.array([shifts.get(layer, 0.0) for layer in self.layers], dtype=np.float32)

    def run(self, window: Window, pieces: Pieces) -> NDArray[np.float32]:
        """Return the logits `(pieces, layers * 3)` of one window, [CLS] and [SEP] included."""
        ids, shapes = pieces.inputs(window, self.tokenizer.opening, self.tokenizer.closing)
        logits: NDArray[np.float32] = self._session.run(None, {"ids": ids, "shapes": shapes})[0][0]
        return logits

    def _kept(self, pieces: Pieces, window: Window) -> NDArray[np.float32]:
        """Return the logits of the words that are kept from a window, at the first piece of each."""
        first = np.array(pieces.first[window.keep_from : window.keep_to]) - pieces.first[window.first] + 1
        kept: NDArray[np.float32] = self.run(window, pieces)[first]
        return kept

    def scores(self, pieces: Pieces) -> NDArray[np.float32]:
        """Return log-probabilities `(words, layers, 3)` of outside, begin and inside, OUTSIDE shifted as the model's file says."""
        nothing = np.zeros((0, len(self.layers) * 3), dtype=np.float32)
        logits = np.concatenate([nothing, *self._workers.map(partial(self._kept, pieces), pieces.windows())]).reshape(
            -1, len(self.layers), 3
        )
        shifted = logits - logits.max(axis=-1, keepdims=True)
        scores: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
        scores[:, :, OUTSIDE] += self._outside
        return scores

    def label(self, text: str, breaks: Sequence[int] = ()) -> dict[str, list[Bounds]]:
        """Return the spans of each layer of `text`, in text order, without overlaps inside a layer.

        No span reaches over an offset in `breaks` (the end of a title, of a dateline).
        """
        pieces = self.tokenizer(text)
        starts = [start for start, _ in pieces.spans]
        opening = {bisect_left(starts, offset) for offset in breaks} - {len(starts)}
        labels = best_labels(self.scores(pieces), sorted(opening))
        return {layer: spans_of_labels(labels[:, column].tolist(), pieces.spans) for column, layer in enumerate(self.layers)}

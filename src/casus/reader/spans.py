"""The span model: which words of a text are sources, cues, contents, actors, persons, places, moments and weapons."""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from importlib import resources
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casus.reader.decode import BEGIN, INSIDE, OUTSIDE, Bounds, best_labels, spans_of_labels
from casus.reader.offers import offer_types
from casus.reader.pieces import Pieces, PieceTokenizer, Window
from casus.reader.sessions import Session
from casus.reader.table import FILE, piece_table
from casus.reader.words import words
from casus.records import EvidenceType, ModelError

FILES = ("spans.onnx", "spans.json", "tokenizer.json", FILE)


SHORTEST = 6
"""Words in the shortest content that is searched for attributions: a source, a cue, and something said."""


class SpanModel:
    """Labels spans with the shipped ONNX model, or with another in `folder`.

    `threads` is the number of windows that go through at once, each on one core; 0 takes all cores. Each window goes through by
    itself, unpadded: what is found in a text does not depend on what else is read (int8 activations are scaled per run).
    """

    def __init__(self, folder: Path | None = None, threads: int = 0) -> None:
        self.folder = folder or Path(str(resources.files("casus.reader"))) / "weights"
        self._session = Session(self.folder / "spans.onnx", threads)
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

    def type_of_offer(self, text: str, span: Bounds) -> EvidenceType:
        """Return of which type a span of the layer `evidence` is."""
        return offer_types(self.folder)(piece_table(self.folder), self.tokenizer(text), text, span)

    @property
    def threads(self) -> int:
        """How many windows go through the model at once."""
        return self._session.threads

    @cached_property
    def _outside(self) -> NDArray[np.float32]:
        """What is added to each layer's OUTSIDE: how sure the model must be to find nothing (training/thresholds.py)."""
        shifts = self._description.get("outside", {})
        return np.array([shifts.get(layer, 0.0) for layer in self.layers], dtype=np.float32)

    def run(self, window: Window, pieces: Pieces) -> NDArray[np.float32]:
        """Return the logits `(pieces, layers * 3)` of one window, [CLS] and [SEP] included."""
        ids, shapes = pieces.inputs(window, self.tokenizer.opening, self.tokenizer.closing)
        logits: NDArray[np.float32] = self._session.run({"pieces": piece_table(self.folder)(ids), "shapes": shapes})[0]
        return logits

    def _kept(self, pieces: Pieces, window: Window) -> NDArray[np.float32]:
        """Return the logits of the words that are kept from a window, at the first piece of each."""
        first = np.array(pieces.first[window.keep_from : window.keep_to]) - pieces.first[window.first] + 1
        kept: NDArray[np.float32] = self.run(window, pieces)[first]
        return kept

    def scores(self, texts: Sequence[Pieces]) -> list[NDArray[np.float32]]:
        """Return for each text log-probabilities `(words, layers, 3)` of outside, begin and inside, OUTSIDE shifted as the file says.

        The windows of all texts go through side by side.
        """
        cut = [[(pieces, window) for window in pieces.windows()] for pieces in texts]
        logits = self._session.map(lambda job: self._kept(*job), chain.from_iterable(cut))
        return [self._log_chances([next(logits) for _ in windows]) for windows in cut]

    def _log_chances(self, windows: Sequence[NDArray[np.float32]]) -> NDArray[np.float32]:
        nothing = np.zeros((0, len(self.layers) * 3), dtype=np.float32)
        logits = np.concatenate([nothing, *windows]).reshape(-1, len(self.layers), 3)
        shifted = logits - logits.max(axis=-1, keepdims=True)
        scores: NDArray[np.float32] = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
        scores[:, :, OUTSIDE] += self._outside
        return scores

    def label(self, text: str, breaks: Sequence[int] = ()) -> dict[str, list[Bounds]]:
        """Return the spans of each layer of `text`, in text order, without overlaps inside a layer.

        No span reaches over an offset in `breaks` (the end of a title, of a dateline).
        """
        pieces = self.tokenizer(text)
        return self._decoded(pieces, self.scores([pieces])[0], _opening(pieces, breaks))

    def weigh(self, text: str, breaks: Sequence[int] = ()) -> dict[str, dict[Bounds, float]]:
        """Return the spans of each layer with their odds, and between them weak ones, which the model doubts: their odds are below zero.

        Odds are the mean over a span's words of log P(in a span) - log P(outside); a span that was decoded has at least zero.
        """
        return self.weigh_all([(text, breaks)])[0]

    def weigh_all(self, texts: Sequence[tuple[str, Sequence[int]]]) -> list[dict[str, dict[Bounds, float]]]:
        """Return what `weigh` says of each text with its breaks."""
        cut = [self.tokenizer(text) for text, _ in texts]
        rows = zip(cut, self.scores(cut), texts, strict=True)
        return [self._weighed(pieces, scores, _opening(pieces, breaks)) for pieces, scores, (_, breaks) in rows]

    def _weighed(self, pieces: Pieces, scores: NDArray[np.float32], opening: Sequence[int]) -> dict[str, dict[Bounds, float]]:
        decoded = self._decoded(pieces, scores, opening)
        weighed: dict[str, dict[Bounds, float]] = {layer: {} for layer in self.layers}
        doubtful = self._decoded(pieces, scores - self._doubt, opening)
        odds = np.logaddexp(scores[:, :, BEGIN], scores[:, :, INSIDE]) - scores[:, :, OUTSIDE] + self._outside
        starts = [start for start, _ in pieces.spans]
        for column, layer in enumerate(self.layers):
            for span in decoded[layer]:
                weighed[layer][span] = max(0.0, float(odds[_within(starts, span), column].mean()))
            for span in doubtful[layer] if layer in self._description.get("weak", {}) else ():
                if all(span[1] <= start or end <= span[0] for start, end in decoded[layer]):
                    weighed[layer][span] = min(-1e-6, float(odds[_within(starts, span), column].mean()))
        return weighed

    def may_hold_cue(self, text: str) -> bool:
        """Whether a text is long enough for an attribution, and holds a word that is often a cue.

        Cue words were counted in the training articles and are kept beside the weights.
        """
        found = words(text)
        return len(found) >= SHORTEST and any(text[start:end].lower() in self._cue_words for start, end in found)

    @cached_property
    def _cue_words(self) -> frozenset[str]:
        return frozenset(self._description.get("cue_words", ()))

    @cached_property
    def _doubt(self) -> NDArray[np.float32]:
        """What is taken off OUTSIDE to find weak spans, `(layers, 3)`."""
        weak = self._description.get("weak", {})
        taken = np.zeros((len(self.layers), 3), dtype=np.float32)
        taken[:, OUTSIDE] = [self._outside[i] - weak[layer] if layer in weak else 0.0 for i, layer in enumerate(self.layers)]
        return taken

    def _decoded(self, pieces: Pieces, scores: NDArray[np.float32], opening: Sequence[int]) -> dict[str, list[Bounds]]:
        labels = best_labels(scores, opening)
        return {layer: spans_of_labels(labels[:, column].tolist(), pieces.spans) for column, layer in enumerate(self.layers)}


def _opening(pieces: Pieces, breaks: Sequence[int]) -> list[int]:
    """Return the words that open a new stretch."""
    starts = [start for start, _ in pieces.spans]
    return sorted({bisect_left(starts, offset) for offset in breaks} - {len(starts)})


def _within(starts: list[int], span: Bounds) -> slice:
    return slice(bisect_left(starts, span[0]), bisect_left(starts, span[1]))

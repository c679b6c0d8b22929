"""The pair model: what one party does to another in a sentence, of which PLOVER type, and whether it is told as having happened."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from importlib import resources
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casus.reader.decode import Bounds
from casus.reader.frames import NAME, Marks, frame
from casus.reader.pieces import Pieces
from casus.reader.sessions import Session
from casus.reader.table import FILE, piece_table
from casus.records import ModelError

PAIRS_A_SENTENCE = 6
"""So many pairs of a sentence are scored at most, nearest first."""

PARTIES_AN_ACT = 2
"""So many parties are paired around an act, the nearest; each more doubles the time."""


@dataclass(frozen=True)
class PairScore:
    """Calibrated chances. `any_ab`: some event of A on B; `ab`: its type, given that there is one; `ba` the other way round.

    `status` and `voice` say how the marked act is told.
    """

    any_ab: float
    any_ba: float
    ab: Mapping[str, float]
    ba: Mapping[str, float]
    status: Mapping[str, float]
    voice: Mapping[str, float]


class PairModel:
    """Scores marked sentences with the shipped `pairs.onnx`, or with another in `folder`; `threads` frames go through side by side."""

    def __init__(self, folder: Path | None = None, threads: int = 0) -> None:
        self.folder = folder or Path(str(resources.files("casus.reader"))) / "weights"
        missing = [name for name in ("pairs.onnx", "pairs.json", FILE) if not (self.folder / name).is_file()]
        if missing:
            raise ModelError(f"no {', '.join(missing)} in {self.folder}: reinstall casus-ledger, or train as docs/models.md says")
        self._session = Session(self.folder / "pairs.onnx", threads)

    @cached_property
    def description(self) -> dict[str, Any]:
        """What the file beside the weights says: types, statuses, voices, temperatures."""
        description: dict[str, Any] = json.loads((self.folder / "pairs.json").read_text("utf-8"))
        return description

    def score(self, pieces: Pieces, marked: Sequence[tuple[Bounds, Marks]], ends: tuple[int, int]) -> list[PairScore]:
        """Return the scores of each marked sentence: its bounds (characters of the text that was cut into `pieces`) and its marks.

        Give all of a report at once: frames go through side by side. `ends` are the ids of [CLS] and [SEP].
        """
        return [self._read(row) for row in self._session.map(partial(self._run, pieces, ends), marked)]

    def _run(self, pieces: Pieces, ends: tuple[int, int], marked: tuple[Bounds, Marks]) -> NDArray[np.float32]:
        framed = frame(pieces, *marked, ends)
        inputs = {
            "pieces": piece_table(self.folder)(framed.ids[None]),
            "marks": np.where(framed.ids <= NAME, framed.ids, 0)[None],
            "shapes": framed.shapes[None],
            "at": framed.at[None],
        }
        output: NDArray[np.float32] = self._session.run(inputs)[0]
        return output

    def _read(self, row: NDArray[np.float32]) -> PairScore:
        types, statuses, voices = (self.description[k] for k in ("types", "statuses", "voices"))
        scale, (slope, shift) = self.description["temperature"], self.description["any"]
        width = len(types) + 1 + 4
        ab, ba, told = row[:width], row[width : 2 * width], row[2 * width :]
        return PairScore(
            any_ab=_chance(slope * float(ab[len(types)]) + shift),
            any_ba=_chance(slope * float(ba[len(types)]) + shift),
            ab=_shares(types, ab[: len(types)] / scale),
            ba=_shares(types, ba[: len(types)] / scale),
            status=_shares(statuses, told[: len(statuses)]),
            voice=_shares(voices, told[len(statuses) :]),
        )


def nearest_pairs(acts: Sequence[Bounds], parties: Sequence[Bounds]) -> list[Marks]:
    """Return the pairs of a sentence that are worth scoring: for each act the parties nearest to it, two by two, the closest first.

    A sentence in which no word names an act has none: that gate keeps the model to a few frames a report.

    >>> nearest_pairs([(10, 17)], [(0, 5), (18, 24)])
    [Marks(a=(0, 5), b=(18, 24), act=(10, 17))]
    >>> nearest_pairs([], [(0, 5), (18, 24)])
    []
    """
    found = []
    for act in acts:
        near = sorted((p for p in parties if not touching(p, act)), key=lambda p: _gap(p, act))[:PARTIES_AN_ACT]
        found += [(_gap(a, act) + _gap(b, act), Marks(a, b, act)) for a, b in combinations(sorted(near), 2) if not touching(a, b)]
    return [marks for _, marks in sorted(found, key=lambda pair: pair[0])[:PAIRS_A_SENTENCE]]


def touching(one: Bounds, other: Bounds) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _gap(one: Bounds, other: Bounds) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)


def _chance(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


def _shares(names: Sequence[str], logits: NDArray[np.float32]) -> dict[str, float]:
    """Return the softmax of the logits by name."""
    raised = np.exp(logits - logits.max())
    return {name: float(share) for name, share in zip(names, raised / raised.sum(), strict=True)}

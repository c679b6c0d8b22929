"""The pair model: what one party does to another, of which PLOVER type; and of each word that may name an act, whether it does.

One frame holds a whole sentence: every act with its type, status and voice, and the part that each mention plays in each of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casus.reader.decode import Bounds
from casus.reader.frames import ACT, MOMENT, NAME, PARTY, PLACE, Frame, Mark, frame
from casus.reader.pieces import Pieces
from casus.reader.sessions import Session
from casus.reader.table import FILE, piece_table
from casus.records import MentionType, ModelError

KINDS: dict[MentionType, int] = {"actor": PARTY, "person": PARTY, "place": PLACE, "moment": MOMENT}
"""Which mark stands around a mention. Weapons are not marked."""

Shares = Mapping[str, float]


@dataclass(frozen=True)
class Marks:
    """Character offsets of two parties; either may be missing."""

    a: Bounds | None = None
    b: Bounds | None = None


@dataclass(frozen=True)
class PairScore:
    """Calibrated chances. `any_ab`: some event of A on B; `ab`: its type, given that there is one; `ba` the other way round."""

    any_ab: float
    any_ba: float
    ab: Shares
    ba: Shares
    quad: Shares


@dataclass(frozen=True)
class ActScore:
    """Of one word: the chance that it names an act; given that it does, its type, status and voice, and the part of each mention in it.

    `parts` has one mapping for each mention of the scene, in order: none, actor, recipient, place, moment.
    """

    any: float
    types: Shares
    status: Shares
    voice: Shares
    parts: tuple[Shares, ...]


@dataclass(frozen=True)
class Scene:
    """A sentence to be scored: its bounds, the words that may name acts, and the mentions in it (with pronouns, as actors)."""

    within: Bounds
    acts: tuple[Bounds, ...]
    mentions: tuple[tuple[MentionType, Bounds], ...] = ()

    @property
    def marks(self) -> list[Mark]:
        """The marks of its frame: acts first."""
        return [*((ACT, act) for act in self.acts), *((KINDS[kind], span) for kind, span in self.mentions)]


class PairModel:
    """Scores sentences with the shipped `pairs.onnx`, or with another in `folder`; `threads` frames go through side by side."""

    def __init__(self, folder: Path | None = None, threads: int = 0) -> None:
        self.folder = folder or Path(str(resources.files("casus.reader"))) / "weights"
        missing = [name for name in ("pairs.onnx", "pairs.json", FILE) if not (self.folder / name).is_file()]
        if missing:
            raise ModelError(f"no {', '.join(missing)} in {self.folder}: reinstall casus-ledger, or train as docs/models.md says")
        self._session = Session(self.folder / "pairs.onnx", threads)

    @cached_property
    def description(self) -> dict[str, Any]:
        """What the file beside the weights says: types, statuses, voices, parts, temperatures."""
        description: dict[str, Any] = json.loads((self.folder / "pairs.json").read_text("utf-8"))
        return description

    def score(self, pieces: Pieces, pairs: Sequence[tuple[Bounds, Marks]], ends: tuple[int, int]) -> list[PairScore]:
        """Return the scores of given pairs: the bounds of a sentence, and A and B in it, in characters of the text of `pieces`.

        Either party may be missing. `ends` are the ids of [CLS] and [SEP]. Give many at once: frames go through side by side.
        """
        return list(self._session.map(partial(self._pair, pieces, ends), pairs))

    def tell(self, pieces: Pieces, scenes: Sequence[Scene], ends: tuple[int, int]) -> list[list[ActScore]]:
        """Return for each scene the scores of its acts, in order. Give all of a report at once."""
        return list(self._session.map(partial(self._scene, pieces, ends), scenes))

    def _pair(self, pieces: Pieces, ends: tuple[int, int], pair: tuple[Bounds, Marks]) -> PairScore:
        within, parties = pair[0], (pair[1].a, pair[1].b)
        framed = frame(pieces, within, [(PARTY, party) for party in parties if party], ends)
        found = iter(framed.at)
        a, b = (int(next(found)) if party else 0 for party in parties)
        relation, _, _ = self._run(framed, pairs=[(a, b), (b, a)])
        return self._read_pair(relation)

    def _scene(self, pieces: Pieces, ends: tuple[int, int], scene: Scene) -> list[ActScore]:
        framed = frame(pieces, scene.within, scene.marks, ends)
        acts, mentions = framed.at[: len(scene.acts)], framed.at[len(scene.acts) :]
        _, told, parts = self._run(framed, acts=list(acts), parts=[(mention, act) for act in acts for mention in mentions])
        width = len(mentions)
        read = [self._read_act(row, parts[i * width : (i + 1) * width], mentions) for i, row in enumerate(told)]
        return [score if place else replace(score, any=0.0) for score, place in zip(read, acts, strict=True)]

    def _run(
        self, framed: Frame, pairs: Sequence[tuple[int, int]] = (), acts: Sequence[int] = (), parts: Sequence[tuple[int, int]] = ()
    ) -> list[NDArray[np.float32]]:
        """Return the three outputs; where nothing is asked of a head, one row that means nothing goes through it."""
        inputs = {
            "pieces": piece_table(self.folder)(framed.ids[None]),
            "marks": np.where(framed.ids <= NAME, framed.ids, 0)[None],
            "shapes": framed.shapes[None],
            "pairs": np.array(pairs or [(0, 0)], np.int64),
            "acts": np.array(acts or [0], np.int64),
            "parts": np.array(parts or [(0, 0)], np.int64),
        }
        return self._session.run_all(inputs)

    def _read_pair(self, rows: NDArray[np.float32]) -> PairScore:
        types, (slope, shift) = self.description["types"], self.description["any"]
        ab, ba = rows
        scale, width = self.description["temperature"], len(types)
        return PairScore(
            any_ab=_chance(slope * float(ab[width]) + shift),
            any_ba=_chance(slope * float(ba[width]) + shift),
            ab=_shares(types, ab[:width] / scale),
            ba=_shares(types, ba[:width] / scale),
            quad=_shares(("1", "2", "3", "4"), ab[width + 1 :]),
        )

    def _read_act(self, row: NDArray[np.float32], parts: NDArray[np.float32], at: NDArray[np.int64]) -> ActScore:
        types, statuses, voices, names = (self.description[k] for k in ("types", "statuses", "voices", "parts"))
        edges = np.cumsum([1, len(types), len(statuses), len(voices)])
        nowhere = {name: float(name == names[0]) for name in names}
        return ActScore(
            any=_chance(float(row[0])),
            types=_shares(types, row[edges[0] : edges[1]]),
            status=_shares(statuses, row[edges[1] : edges[2]]),
            voice=_shares(voices, row[edges[2] : edges[3]]),
            parts=tuple(_shares(names, part) if place else nowhere for part, place in zip(parts, at, strict=False)),
        )


def touching(one: Bounds, other: Bounds) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _chance(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


def _shares(names: Sequence[str], logits: NDArray[np.float32]) -> dict[str, float]:
    """Return the softmax of the logits by name."""
    raised = np.exp(logits - logits.max())
    return {name: float(share) for name, share in zip(names, raised / raised.sum(), strict=True)}

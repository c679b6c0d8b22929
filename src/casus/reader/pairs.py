"""The pair model: what one party does to another, of which PLOVER type; and of each word that may name an act, whether it does.

One frame holds a whole sentence: every act with its type, status and voice, and the part that each mention plays in each of them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from importlib import resources
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from casus.reader.decode import Bounds
from casus.reader.frames import ACT, MOMENT, PARTY, PLACE, Frame, Mark, frame
from casus.reader.pieces import Pieces
from casus.reader.sessions import Session
from casus.reader.table import FILE, piece_table
from casus.records import MentionType, ModelError

TOGETHER = 64
"""Pieces that go through the model at once: short frames are slower one by one. Frames that go together share one scale of int8, so what a
sentence is scored depends a little on its neighbours: with three times as many, one rightly coded event in twenty more changes when two
names are swapped."""

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

    `parts` has one mapping for each mention of the scene, in order: none, actor, recipient, place, moment. `kind` is that of the claim
    whose cue the word is, given that it is one: none, or one of the eleven.
    """

    any: float
    types: Shares
    status: Shares
    voice: Shares
    parts: tuple[Shares, ...]
    kind: Shares = field(default_factory=dict)


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
        """Return for each scene the scores of its acts, in order. Give all of a report at once: frames of like length go together."""
        framed = [frame(pieces, scene.within, scene.marks, ends) for scene in scenes]
        asked = list(zip(scenes, framed, strict=True))
        groups = list(_alike([len(one.ids) for one in framed]))
        told = self._session.map(self._scenes, [[asked[number] for number in group] for group in groups])
        found = {number: scores for group, some in zip(groups, told, strict=True) for number, scores in zip(group, some, strict=True)}
        return [found[number] for number in range(len(asked))]

    def _pair(self, pieces: Pieces, ends: tuple[int, int], pair: tuple[Bounds, Marks]) -> PairScore:
        within, parties = pair[0], (pair[1].a, pair[1].b)
        framed = frame(pieces, within, [(PARTY, party) for party in parties if party], ends)
        found = iter(framed.at)
        a, b = (int(next(found)) if party else 0 for party in parties)
        relation, _, _ = self._run([framed], pairs=[(a, b), (b, a)])
        return self._read_pair(relation)

    def _scenes(self, asked: Sequence[tuple[Scene, Frame]]) -> list[list[ActScore]]:
        """Return the scores of the acts of scenes whose frames go through together."""
        width = max(len(framed.ids) for _, framed in asked)
        acts, parts = list[int](), list[tuple[int, int]]()
        for row, (scene, framed) in enumerate(asked):
            at = [row * width + int(place) for place in framed.at]
            acts += at[: len(scene.acts)]
            parts += [(mention, act) for act in at[: len(scene.acts)] for mention in at[len(scene.acts) :]]
        _, told, played = self._run([framed for _, framed in asked], acts=acts, parts=parts)
        rows, places = iter(told), iter(played)
        return [
            [self._act(next(rows), places, framed, len(scene.acts), number) for number in range(len(scene.acts))] for scene, framed in asked
        ]

    def _act(self, row: NDArray[np.float32], parts: Iterator[NDArray[np.float32]], framed: Frame, acts: int, number: int) -> ActScore:
        """Read one act; a mark that had no room in its frame names no act and plays no part."""
        mentions = framed.at[acts:]
        score = self._read_act(row, list(islice(parts, len(mentions))), mentions)
        return score if framed.at[number] else replace(score, any=0.0)

    def _run(
        self,
        framed: Sequence[Frame],
        pairs: Sequence[tuple[int, int]] = (),
        acts: Sequence[int] = (),
        parts: Sequence[tuple[int, int]] = (),
    ) -> list[NDArray[np.float32]]:
        """Return the three outputs; where nothing is asked of a head, one row that means nothing goes through it.

        What is asked for are rows of all pieces `(frames * pieces)`, frames padded to the longest.
        """
        ids, marks, shapes, mask = (
            _padded(rows) for rows in zip(*((one.ids, one.marks, one.shapes, np.ones_like(one.ids)) for one in framed), strict=True)
        )
        inputs: dict[str, NDArray[np.int64] | NDArray[np.float32]] = {
            "pieces": piece_table(self.folder)(ids),
            "marks": marks,
            "shapes": shapes,
            "mask": mask,
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

    def _read_act(self, row: NDArray[np.float32], parts: Sequence[NDArray[np.float32]], at: NDArray[np.int64]) -> ActScore:
        types, statuses, voices, kinds, names = (self.description[k] for k in ("types", "statuses", "voices", "kinds", "parts"))
        edges = np.cumsum([1, len(types), len(statuses), len(voices), len(kinds)])
        nowhere = {name: float(name == names[0]) for name in names}
        return ActScore(
            any=_chance(float(row[0])),
            types=_shares(types, row[edges[0] : edges[1]]),
            status=_shares(statuses, row[edges[1] : edges[2]]),
            voice=_shares(voices, row[edges[2] : edges[3]]),
            parts=tuple(_shares(names, part) if place else nowhere for part, place in zip(parts, at, strict=False)),
            kind=_shares(kinds, row[edges[3] : edges[4]]),
        )


def _alike(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the numbers of frames that go through together: of like length, `TOGETHER` pieces at most."""
    group: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda n: lengths[n]):
        if group and (len(group) + 1) * lengths[number] > TOGETHER:
            yield group
            group = []
        group.append(number)
    if group:
        yield group


def _padded(rows: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    """Return rows under each other, filled up with 0."""
    found = np.zeros((len(rows), max(len(row) for row in rows)), np.int64)
    for whole, row in zip(found, rows, strict=True):
        whole[: len(row)] = row
    return found


def touching(one: Bounds, other: Bounds) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def _chance(logit: float) -> float:
    return float(1 / (1 + np.exp(-logit)))


def _shares(names: Sequence[str], logits: NDArray[np.float32]) -> dict[str, float]:
    """Return the softmax of the logits by name."""
    raised = np.exp(logits - logits.max())
    return {name: float(share) for name, share in zip(names, raised / raised.sum(), strict=True)}

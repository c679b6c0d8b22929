"""Of which kind a claim is, or that an attribution is none: cue and content weighed together (codebook, section 5, `kind`).

What the words are is told by lists (`cues.yaml`, `contents.yaml`) and by the words themselves; how much each weighs is learned from
attributions of our own writing (`python -m training.kinds`): a log-linear model, the same for every speaker. No name is a feature.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from itertools import pairwise
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from casus.coding.wordlists import REMEMBERED, listed
from casus.records import ClaimKind

WEIGHTS = "kinds.npz"
KINDS: tuple[str, ...] = ("none", *get_args(ClaimKind))
"""The classes of the model, in the order of its columns: no claim, then the eleven kinds."""

FIRST, LONG = 5, 40
"""Words of a content that count by place; words that count at all."""

CUE_KINDS: tuple[ClaimKind, ...] = ("deny", "admit", "allege", "condemn", "threaten", "demand", "promise", "recognise", "reject", "assess")
_CUE_LISTS = (*CUE_KINDS, "think", "finding", "state", "silent", "negated", "passive", "joking")

TOLD = 0.8
"""Share of the pair model in the kind of a claim; the rest is the words'."""

_WORD = re.compile(r"[^\W_]+(?:[’'][a-z]+)?|[“”\"?!:]")
_SUBJECT = re.compile(r"^(?:that\s+)?[“\"]?(?:it|they|he|she|we|i|its|his|her|our|their|my)\b", re.IGNORECASE)
_CLAUSE = re.compile(r"^[“\"]?(?:that|whether|if|how|why|who|when|where|what|to|of|for|over|with|on)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Said:
    """The words of one attribution. `own`: the content begins with the speaker's own side."""

    source: str
    cue: str
    content: str
    quoted: str = "indirect"
    own: bool = False


def kind_of(cue: str) -> ClaimKind:
    """Return the kind of claim that a cue alone makes.

    >>> kind_of("has repeatedly denied"), kind_of("accused"), kind_of("told reporters")
    ('deny', 'allege', 'state')
    """
    found = listed("cues", cue)
    return next((kind for kind in CUE_KINDS if kind in found), "state")


def features(said: Said) -> list[str]:
    """Return the features of an attribution, each once: words of the cue and of the content, lists that they are on, and how these meet."""
    cue, content, source = said.cue.casefold(), said.content.casefold(), said.source.casefold()
    on_cue, on_content = listed("cues", cue) & set(_CUE_LISTS), listed("contents", content)
    kinds = sorted(on_cue & set(CUE_KINDS)) or ["plain"]
    first = next((k for k in CUE_KINDS if k in on_cue), "plain")
    own = said.own or _SUBJECT.match(content) is not None
    found = {f"c={w}" for w in _stems(cue)} | {f"C={k}" for k in on_cue} | {f"C1={first}", f"q={said.quoted}"}
    found |= {f"L={k}" for k in on_content} | {f"C={c}&L={k}" for c in kinds[:2] for k in on_content}
    found |= {f"own&L={k}" for k in on_content if own} | ({"own", f"own&C={kinds[0]}"} if own else set())
    words = _stems(content)[:LONG]
    found |= {f"w={w}" for w in words} | {f"b={a} {b}" for a, b in pairwise(words)}
    found |= {f"at{i}={w}" for i, w in enumerate(words[:FIRST])}
    opening = _CLAUSE.match(content)
    found |= {f"open={opening.group().lstrip('“') if opening else 'clause'}", f"C={kinds[0]}&open={opening.group() if opening else '-'}"}
    found |= {f"s={w}" for w in _stems(source)[-6:]} | ({"sourceless"} if not source else set())
    found |= {f"sourceless&C={kinds[0]}"} if not source else set()
    found |= {f"length={'one' if len(words) < 2 else 'few' if len(words) < 6 else 'many'}"}
    return sorted(found)


def _stems(text: str) -> list[str]:
    """Return the words of a text cut to six letters, numbers as one."""
    return ["#" if word[0].isdigit() else word[:6] for word in _WORD.findall(text)]


class KindModel:
    """The weights, and the chances that they give."""

    def __init__(self, names: Iterable[str], weights: NDArray[np.float32]) -> None:
        self.rows = {name: row for row, name in enumerate(names)}
        self.weights = weights

    @classmethod
    def shipped(cls) -> KindModel:
        """Return the model in the package, read once."""
        return _shipped()

    def chances(self, found: Iterable[str]) -> dict[str, float]:
        """Return the chance of each of `KINDS` given the features of an attribution."""
        rows = [self.rows["bias"], *(self.rows[name] for name in found if name in self.rows)]
        raised = self.weights[rows].sum(axis=0)
        raised = np.exp(raised - raised.max())
        return dict(zip(KINDS, (raised / raised.sum()).tolist(), strict=True))


@cache
def _shipped() -> KindModel:
    with resources.files("casus.coding").joinpath(WEIGHTS).open("rb") as file, np.load(file) as stored:
        return KindModel(bytes(stored["names"]).decode("utf-8").split("\n"), stored["weights"].astype(np.float32))


def kind_in(said: Said) -> ClaimKind | None:
    """Return the kind of claim that an attribution makes, None where it makes none.

    >>> kind_in(Said("the ministry", "said", "it had never trained the militia and the report was false"))
    'deny'
    """
    return likeliest(chances_of(said))


@lru_cache(REMEMBERED)
def chances_of(said: Said) -> Mapping[str, float]:
    """Return the chance of each of `KINDS` by the words of an attribution alone."""
    return KindModel.shipped().chances(features(said))


def agreed(by_words: Mapping[str, float], told: Mapping[str, float]) -> dict[str, float]:
    """Return the chances of kinds on which words and model agree: their geometric mean, the model's share being `TOLD`.

    >>> found = agreed({"state": 0.5, "deny": 0.5}, {"state": 0.1, "deny": 0.9})
    >>> found["deny"] > found["state"]
    True
    """
    raised = {kind: chance ** (1 - TOLD) * told.get(kind, 0.0) ** TOLD for kind, chance in by_words.items()}
    total = sum(raised.values())
    return {kind: chance / total for kind, chance in raised.items()} if total else dict(by_words)


def likeliest(chances: Mapping[str, float]) -> ClaimKind | None:
    """Return the likeliest kind, None where that is no claim."""
    best = max(chances, key=lambda kind: chances[kind])
    return None if best == "none" else best  # type: ignore[return-value]  # the other classes are the kinds of claims

"""The PLOVER ontology as data: `plover.yaml`, read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from importlib import resources

import yaml


@dataclass(frozen=True)
class EventTypeEntry:
    """One of the 16 types: its quad class (1–4), score (-10..+10), meaning, and the scores of its modes."""

    quad: int
    score: float
    means: str
    two_sided: bool = False
    modes: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Ontology:
    """Types by name, contexts, and the names of the four quad classes."""

    types: dict[str, EventTypeEntry]
    contexts: tuple[str, ...]
    quads: dict[str, int]

    def check(self, type: str, mode: str | None, contexts: Iterable[str]) -> None:
        """Raise `ValueError`, naming the nearest valid word, unless the coding stands in the ontology."""
        entry = self.types.get(type)
        if entry is None:
            raise ValueError(f"unknown event type {type!r}{_nearest(type, self.types)}")
        if mode is not None and mode not in entry.modes:
            raise ValueError(f"{type} has no mode {mode!r}{_nearest(mode, entry.modes)}")
        for context in contexts:
            if context not in self.contexts:
                raise ValueError(f"unknown context {context!r}{_nearest(context, self.contexts)}")

    def intensity(self, type: str, mode: str | None = None) -> float:
        """Return the PLOVER score, -10 (conflict) to +10 (cooperation), of a type, or of one of its modes.

        >>> ontology().intensity("ACCUSE"), ontology().intensity("ACCUSE", "disapprove")
        (-3, -2)
        """
        self.check(type, mode, ())
        entry = self.types[type]
        return entry.score if mode is None else entry.modes[mode]


def _nearest(word: str, known: Iterable[str]) -> str:
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), folded, n=1)
    return f"; did you mean {folded[close[0]]!r}?" if close else ""


@cache
def ontology() -> Ontology:
    """Return the ontology that ships with casus."""
    text = resources.files("casus.records").joinpath("plover.yaml").read_text("utf-8")
    data = yaml.safe_load(text)
    types = {name: EventTypeEntry(**entry) for name, entry in data["types"].items()}
    return Ontology(types, tuple(data["contexts"]), data["quads"])

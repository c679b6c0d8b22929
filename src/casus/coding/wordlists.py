"""Word lists of the coders: one YAML file a subject beside the modules, each a mapping from a name to patterns set off by commas."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from importlib import resources

import yaml

REMEMBERED = 1024
"""Texts whose lists are kept in memory: several coders ask about the same words."""


@cache
def wordlists(name: str) -> Mapping[str, tuple[str, ...]]:
    """Return the lists of `NAME.yaml` of this package, each as patterns: beginnings of words."""
    data: dict[str, str] = yaml.safe_load(resources.files("casus.coding").joinpath(f"{name}.yaml").read_text("utf-8"))
    return {key: tuple(text.strip().split(", ")) for key, text in data.items()}


def any_of(stems: Sequence[str], *, whole: bool = False) -> re.Pattern[str]:
    r"""Return a pattern for words that begin with one of the stems (any case); `whole`: that are one of them.

    A stem that begins with `^` stands at the beginning of the text, one that begins with `\b` or a bracket says itself where it begins.

    >>> bool(any_of(["accus"]).search("were accused")), bool(any_of(["war"], whole=True).search("warned"))
    (True, False)
    """
    placed = "|".join(stem if stem.startswith(("^", "\\b", "[", "(")) else rf"\b(?:{stem})" for stem in stems)
    return re.compile(rf"(?:{placed})" + (r"\b" if whole else ""), re.IGNORECASE)


@cache
def pattern(file: str, name: str, *, whole: bool = False) -> re.Pattern[str]:
    """Return the pattern for one list of a file."""
    return any_of(wordlists(file)[name], whole=whole)


@cache
def patterns(file: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of all lists of a file by name."""
    return {name: any_of(stems) for name, stems in wordlists(file).items()}


@lru_cache(REMEMBERED)
def listed(file: str, text: str) -> frozenset[str]:
    """Return the lists of a file that some words of a text are on.

    >>> "deny" in listed("cues", "has denied")
    True
    """
    return frozenset(name for name, found in patterns(file).items() if found.search(text))

"""Word lists that are data: `wordlists.yaml`, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml


@cache
def _lists() -> dict[str, frozenset[str]]:
    path = Path(__file__).parent / "wordlists.yaml"
    return {name: frozenset(words.split()) for name, words in yaml.safe_load(path.read_text("utf-8")).items()}


def wordlist(name: str) -> frozenset[str]:
    """Return one of the lists.

    >>> "shelling" in wordlist("deeds")
    True
    """
    return _lists()[name]

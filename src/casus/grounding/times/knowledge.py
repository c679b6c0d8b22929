"""The files that the grammar of time is written in (`grounding/knowledge/times`)."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The loader in C, five times as fast, where PyYAML was built with it."""


def load(name: str) -> Any:
    """Return the content of a file."""
    text = resources.files("casus.grounding").joinpath("knowledge", "times", name).read_text("utf-8")
    return yaml.load(text, _Loader)

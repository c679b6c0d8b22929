"""The tables that ship with the package (YAML), read by the quick parser where there is one: the plain one takes half a second."""

from __future__ import annotations

from importlib import resources
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def table(name: str) -> Any:
    """Return the contents of `exchange/NAME.yaml`."""
    return yaml.load(resources.files("casus.exchange").joinpath(f"{name}.yaml").read_text("utf-8"), _LOADER)

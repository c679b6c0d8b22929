"""Other people's formats: GDELT, ICEWS and UCDP in; JSONL, CSV, Parquet, GeoJSON, Web Annotations and schema.org claims out.

What is mapped to what, and what is lost, is in `docs/exchange.md`. Names load when they are used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casus.exchange.cameo import Cameo, Coding, cameo
    from casus.exchange.exporting import Selection, export
    from casus.exchange.importing import Result, import_file
    from casus.exchange.opml import feeds_of
    from casus.exchange.parties import Known, Parties

_HOMES = {
    "cameo": ("Cameo", "Coding", "cameo"),
    "exporting": ("Selection", "export"),
    "importing": ("Result", "import_file"),
    "opml": ("feeds_of",),
    "parties": ("Known", "Parties"),
}

__all__ = ["Cameo", "Coding", "Known", "Parties", "Result", "Selection", "cameo", "export", "feeds_of", "import_file"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"casus.exchange.{home}"), name)
    raise AttributeError(f"module 'casus.exchange' has no attribute {name!r}")

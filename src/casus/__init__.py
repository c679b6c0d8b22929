"""casus reads reports of strained relations and keeps the ledger of claims and events.

>>> import casus
>>> reading = casus.read("The ministry accused Ruritania of arming the rebels.")
>>> reading.claims[0].kind
'allege'
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casus.ingest import Options
    from casus.pipeline import Pipeline, read
    from casus.records import CasusError, Claim, Event, Reading, RejectedInput, Report, Span, schema

__version__ = "0.1.0"

_HOMES = {
    "casus.ingest": ("Options",),
    "casus.pipeline": ("Pipeline", "read"),
    "casus.records": ("CasusError", "Claim", "Event", "Reading", "RejectedInput", "Report", "Span", "schema"),
}

__all__ = [
    "CasusError",
    "Claim",
    "Event",
    "Options",
    "Pipeline",
    "Reading",
    "RejectedInput",
    "Report",
    "Span",
    "__version__",
    "read",
    "schema",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used: `import casus` and `casus --version` load no model and no library."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(home), name)
    raise AttributeError(f"module 'casus' has no attribute {name!r}")

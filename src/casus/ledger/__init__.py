"""The ledger: one store that keeps everything and counts occurrences, not reports.

>>> from casus.ledger import open_ledger
>>> with open_ledger() as ledger:  # a path, or postgresql://…; this one is temporary
...     page = ledger.claims({"kind": "allege", "since": "2026-01-01"})
...     page.total, page.next
('0', None)

Names load when they are used: a command that needs no ledger loads no SQLAlchemy. What is promised, and how, is in `docs/ledger.md`;
the tables are in `casus.ledger.schema`.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from casus.ledger.ask import alive
    from casus.ledger.decisions import RATINGS, UNRATED, Decided, Decision
    from casus.ledger.filters import KEYS, Filters
    from casus.ledger.imports import Imported
    from casus.ledger.paging import Page
    from casus.ledger.proof import Forgotten
    from casus.ledger.rejects import BadRow, Queued
    from casus.ledger.rows import ClaimRow, EventRow, Named, ReportRow, Source
    from casus.ledger.series import DayCount
    from casus.ledger.staging import ImportedEvent
    from casus.ledger.store import READER_VERSION, Ledger, open_ledger
    from casus.ledger.watching import Delivered, Exposed, Feed, Item
    from casus.ledger.write import Added

_HOMES = {
    "ask": ("alive",),
    "decisions": ("RATINGS", "UNRATED", "Decided", "Decision"),
    "filters": ("KEYS", "Filters"),
    "imports": ("Imported",),
    "paging": ("Page",),
    "proof": ("Forgotten",),
    "rejects": ("BadRow", "Queued"),
    "rows": ("ClaimRow", "EventRow", "Named", "ReportRow", "Source"),
    "series": ("DayCount",),
    "staging": ("ImportedEvent",),
    "store": ("READER_VERSION", "Ledger", "open_ledger"),
    "watching": ("Delivered", "Exposed", "Feed", "Item"),
    "write": ("Added",),
}

__all__ = [
    "KEYS",
    "RATINGS",
    "READER_VERSION",
    "UNRATED",
    "Added",
    "BadRow",
    "ClaimRow",
    "DayCount",
    "Decided",
    "Decision",
    "Delivered",
    "EventRow",
    "Exposed",
    "Feed",
    "Filters",
    "Forgotten",
    "Imported",
    "ImportedEvent",
    "Item",
    "Ledger",
    "Named",
    "Page",
    "Queued",
    "ReportRow",
    "Source",
    "alive",
    "open_ledger",
]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used."""
    for home, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"casus.ledger.{home}"), name)
    raise AttributeError(f"module 'casus.ledger' has no attribute {name!r}")

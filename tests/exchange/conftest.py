"""Ledgers for the exchange: empty, and with readings made by hand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casus.ledger import EventRow, Ledger, open_ledger
from tests.ledger.conftest import blank, database, server, target, template

__all__ = ["blank", "database", "server", "target", "template"]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def either(target: str) -> Iterator[Ledger]:
    """A ledger on each database."""
    with open_ledger(target) as opened:
        yield opened


def events(ledger: Ledger) -> list[EventRow]:
    """Return all events, by id."""
    return sorted(ledger.iterate("events"), key=lambda row: row.id)


def parties(row: EventRow) -> tuple[list[str | None], list[str | None]]:
    """Return the ids of who acts and of who is acted upon."""
    return [one.id for one in row.actors], [one.id for one in row.recipients]

"""A ledger with the thirty invented reports, shared by the tests that only read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from casus.ledger import Ledger, open_ledger
from tests.relations.unravelling import readings


@pytest.fixture(scope="package")
def ledger_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("relations") / "unravelling.db"
    with open_ledger(path) as ledger:
        for reading in readings():
            ledger.add(reading)
    return path


@pytest.fixture(scope="package")
def ledger(ledger_file: Path) -> Iterator[Ledger]:
    with open_ledger(ledger_file) as opened:
        yield opened

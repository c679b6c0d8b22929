"""Small runs of what `bench.ledger_crash` and `bench.ledger_readers` measure at length."""

from __future__ import annotations

from pathlib import Path

from bench import ledger_crash, ledger_readers
from casus.ledger import open_ledger


def test_a_killed_writer_loses_nothing_and_leaves_no_half(tmp_path: Path) -> None:
    tally = ledger_crash.crash(str(tmp_path / "ledger.db"), kills=3, seed=1)
    assert len(tally.acknowledged) >= 3
    assert (tally.lost, tally.halved) == (set(), [])


def test_readers_and_a_writer_get_along(tmp_path: Path) -> None:
    with open_ledger(tmp_path / "ledger.db") as ledger:
        ledger.add(ledger_crash.reading(0))
    taken, written, errors = ledger_readers.phase(str(tmp_path / "ledger.db"), 2.0, writing=True)
    with open_ledger(tmp_path / "ledger.db") as ledger:
        found = sum(1 for _ in ledger.iterate("reports"))
    assert errors == []
    assert found == written + 1
    assert taken

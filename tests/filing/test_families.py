"""The index over the ledger finds what the index in memory finds."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from casus.corroboration import Fingerprint, MemoryIndex, add_report, credited
from casus.filing import families
from casus.filing.families import LedgerFamilies
from casus.ledger import Ledger, open_ledger
from casus.records import Reading, Report

from .building import at


def running(seed: int, words: int = 200) -> str:
    return " ".join(f"w{seed}x{number}" for number in range(words))


TEXTS = (
    running(1),
    running(1, 90),
    f"LIMA (Reuters) - {running(2)}",
    f"{running(2, 80)} “{running(3)}”",
    running(4),
    f"{running(1, 100)} {running(4, 100)}",
)


def reports() -> list[Report]:
    return [Report(text=text, publisher=f"Paper {number}", published=at(3)) for number, text in enumerate(TEXTS)]


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with open_ledger() as opened:
        yield opened


def test_the_same_families_as_in_memory(ledger: Ledger) -> None:
    index = MemoryIndex()
    for report in reports():
        ledger.add(Reading(report=report))
        with ledger.write() as connection:
            kept = add_report(Fingerprint.of(report), LedgerFamilies(connection, 1))
        assert kept == add_report(Fingerprint.of(report), index)
    assert {ledger.family(r.id) for r in reports()} - {None} == set(index.all_families())
    assert len(index.all_families()) == 2


def test_fingerprints_come_back_whole(ledger: Ledger) -> None:
    report = reports()[2]
    ledger.add(Reading(report=report))
    prints = Fingerprint.of(report)
    with ledger.write() as connection:
        index = LedgerFamilies(connection, 1)
        index.keep(prints)
        (found,) = index.fingerprints([report.id]).values()
    assert (found.hashes, found.agencies, found.published) == (prints.hashes, frozenset({"Reuters"}), prints.published)


@pytest.mark.parametrize("length", [10, 300, 500, 640, 660, 3000])
def test_credits_at_the_foot_are_seen_in_texts_of_any_length(ledger: Ledger, length: int) -> None:
    report = Report(text="x" * length + "\n(AFP)", publisher="Paper")
    ledger.add(Reading(report=report))
    with ledger.write() as connection:
        found = LedgerFamilies(connection, 1).fingerprints([report.id])
    assert found[report.id].agencies == credited(report.text) == {"Agence France-Presse"}


def test_shingles_that_all_have_are_passed_over(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = reports()[:2]
    for report in (first, second):
        ledger.add(Reading(report=report))
    hashes = Fingerprint.of(second).hashes
    with ledger.write() as connection:
        index = LedgerFamilies(connection, 1)
        for report in (first, second):
            index.keep(Fingerprint.of(report))
        assert set(index.holders(hashes)) == set(hashes)
        monkeypatch.setattr(families, "COMMON", 1)
        assert index.holders(hashes) == {}

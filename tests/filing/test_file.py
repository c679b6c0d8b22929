"""Filing readings: families, occurrences, corroboration and answers follow, and are right again after a text is read anew."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from casus.filing import Filing
from casus.ledger import Ledger, open_ledger, schema
from casus.records import Counts, Place, Reading

from .building import Builder, at

HALMET = Place(id="plc.halmet", name="Halmet", kind="city", lat=48.2, lon=22.1, precision_km=5)


def bomb(publisher: str, words: str, **more: Any) -> Reading:
    """A report of a bomb at Halmet on Monday."""
    told = Builder(f"{words}. The mayor asked for calm, as {publisher} saw.", publisher, at(3))
    values = {"day": at(2), "place": HALMET, "counts": Counts(killed=6)} | more
    told.event("bomb", words, "ASSAULT", mode="explosives", **values)
    return told.reading()


ONE = bomb("Northern Wire", "A bomb killed six guards at the Halmet ferry")
TWO = bomb("Herald", "Six border guards died when a bomb hit the ferry at Halmet")
LATER = bomb("Post", "Another bomb wounded two clerks in a Velmar bank", day=at(6), place=None, counts=Counts(injured=2))


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with open_ledger() as opened:
        yield opened


def occurrence_of(ledger: Ledger, reading: Reading) -> tuple[str, ...] | None:
    found = ledger.occurrence(reading.events[0].id)
    return None if found is None else found.events


def ids(*readings: Reading) -> tuple[str, ...]:
    return tuple(sorted(reading.events[0].id for reading in readings))


def test_two_papers_tell_of_one_bomb(ledger: Ledger) -> None:
    filing = Filing(ledger)
    assert filing.add(ONE).occurrences == ()
    (occurrence,) = filing.add(TWO).occurrences
    assert filing.add(LATER).occurrences == ()
    assert occurrence_of(ledger, ONE) == occurrence.events == ids(ONE, TWO)
    assert [(c.side, c.happening, c.doer) for c in occurrence.corroboration] == [("unknown", 2, 0)]


def test_filing_again_changes_nothing(ledger: Ledger) -> None:
    filing = Filing(ledger)
    filing.add(ONE)
    filing.add(TWO)
    again = Filing(ledger).add(TWO)
    assert (again.added.state, again.occurrences, again.answers) == ("known", (), ())
    assert list(ledger.check()) == []


def test_a_new_reading_takes_the_place_of_the_old_one(ledger: Ledger) -> None:
    filing = Filing(ledger)
    filing.add(ONE, version="old")
    filing.add(TWO, version="old")
    without = TWO.model_copy(update={"events": ()})
    changed = filing.add(without, version="new").occurrences
    assert [occurrence.events for occurrence in changed] == [ids(ONE)]
    assert occurrence_of(ledger, ONE) == ids(ONE)
    filing.add(TWO, version="newest")
    assert occurrence_of(ledger, ONE) == ids(ONE, TWO)
    assert list(ledger.check()) == []


def test_a_reprint_lowers_the_number_of_voices(ledger: Ledger) -> None:
    body = " ".join(f"Sentence {n} of a long story about ferries, lorries and a customs house." for n in range(40))
    filing = Filing(ledger)
    for publisher in ("Northern Wire", "Herald"):
        told = Builder(f"A bomb killed six guards at the Halmet ferry. {body}", publisher, at(3))
        told.event("bomb", "A bomb killed six guards at the Halmet ferry", "ASSAULT", day=at(2), place=HALMET)
        filed = filing.add(told.reading())
    (occurrence,) = filed.occurrences
    assert filed.family is not None
    assert len(filed.family.reports) == 2
    assert [(c.happening, c.doer) for c in occurrence.corroboration] == [(1, 0)]


def test_state_media_speak_for_their_side(ledger: Ledger) -> None:
    filing = Filing(ledger)
    with ledger.write() as connection:
        rows = [
            {"name": "Northern Wire", "country": "KRS", "state_media_of": "KRS", "added": 1},
            {"name": "Herald", "country": "FRA", "added": 1},
        ]
        for row in rows:
            connection.execute(schema.sources.insert(), [row])
    for reading in (ONE, TWO):
        told = Builder(reading.report.text, reading.report.publisher, at(3))
        words = reading.events[0].evidence[0].quote
        guards, mayor = told.party("guards", "KRS.COP"), told.party("The mayor", "TRD")
        told.event("bomb", words, "ASSAULT", actors=(mayor,), recipients=(guards,), day=at(2), place=HALMET)
        filed = filing.add(told.reading())
    assert [(c.side, c.happening, c.doer) for c in filed.occurrences[0].corroboration] == [("A", 1, 1), ("third", 1, 1)]


def test_nothing_of_a_report_is_kept_when_filing_fails(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr("casus.filing.file.Answering.tie", fail)
    with pytest.raises(RuntimeError):
        Filing(ledger).add(ONE)
    assert ledger.report(ONE.report.id) is None

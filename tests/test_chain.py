"""The chain: an accusation, its reprint by another publisher, a denial elsewhere, and a clash two days later, in any order of arrival."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import permutations

import pytest

from casus.filing import Filing
from casus.ledger import Ledger, open_ledger
from casus.records import Reading

from .filing.building import Builder, at

STORY = """Karsovia on Tuesday accused Tarandia of arming the Upper Ilven Front, the group that it blames for the bombing near Halmet.

The interior ministry displayed crates of mortar rounds whose numbers, it said, match stocks that were sold across the river five years ago.
Ferries between the two banks went on running, and traders at the landing said that they had seen no soldiers since Sunday.

The mayor of Halmet asked for more buses, since the road along the dyke has been closed to lorries for a month."""


def accusation(publisher: str, day: int, text: str) -> Reading:
    told = Builder(text, publisher, at(day, 9))
    karsovia, tarandia = told.party("Karsovia", "KRS"), told.party("Tarandia", "TRD")
    front = told.party("the Upper Ilven Front", "grp.ilven")
    blamed = tarandia.model_copy(update={"basis": "alleged"})
    claim = told.claim("accused", "arming the Upper Ilven Front", "allege", karsovia, accused=(blamed,))
    told.event(
        "arming", "arming the Upper Ilven Front", "AID", actors=(blamed,), recipients=(front,), voice="alleged", status="habitual",
        claim=claim.id,
    )  # fmt: skip
    told.event(
        "accused", "Karsovia on Tuesday accused Tarandia of arming the Upper Ilven Front", "ACCUSE", mode="allege", actors=(karsovia,),
        recipients=(tarandia,), expresses=claim.id, day=at(3),
    )  # fmt: skip
    return told.reading()


def denial() -> Reading:
    told = Builder(
        "Tarandia's foreign minister denied on Friday that her country arms the Upper Ilven Front. There is a mill at Sorvek, she said.",
        "Oshmara Evening Post",
        at(6, 18),
    )
    minister = told.party("Tarandia's foreign minister", "TRD")
    told.claim("denied", "that her country arms the Upper Ilven Front", "deny", minister)
    return told.reading()


def clash() -> Reading:
    told = Builder(
        "Troops of Karsovia and soldiers of Tarandia exchanged fire near the Dresk bridge on Sunday. Nobody was reported hurt.",
        "Borderland Monitor",
        at(8, 22),
    )
    sides = told.party("Troops of Karsovia", "KRS"), told.party("soldiers of Tarandia", "TRD")
    told.event("fire", "Troops of Karsovia and soldiers of Tarandia exchanged fire near the Dresk bridge on Sunday", "ASSAULT",
               mode="firearms", actors=sides, day=at(8))  # fmt: skip
    return told.reading()


READINGS = (
    accusation("Northern Wire", 3, STORY),
    accusation("Ilven Valley Herald", 4, STORY.rpartition("\n\n")[0]),
    denial(),
    clash(),
)
FIRST, REPRINT, DENIAL, CLASH = READINGS


@pytest.fixture(params=[(0, 1, 2, 3), (3, 2, 1, 0), (2, 1, 3, 0), (1, 3, 0, 2)], ids=str, scope="module")
def chain(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    with open_ledger() as ledger:
        filing = Filing(ledger)
        for number in request.param:
            filing.add(READINGS[number], read_at=at(9))
        yield ledger


def test_orders_are_orders() -> None:
    assert len(set(permutations(range(4)))) == 24
    assert len({reading.report.id for reading in READINGS}) == 4


def test_one_claim_that_two_publishers_print(chain: Ledger) -> None:
    claims = chain.claims({"kind": "allege"}).rows
    assert [claim.words[0].quote for claim in claims] == ["arming the Upper Ilven Front"] * 2
    spoken = {chain.occurrence(event.id) for event in chain.events({"type": "ACCUSE"}).rows}
    (once,) = spoken
    assert once is not None
    assert len(once.events) == 2
    assert [(voices.side, voices.happening, voices.doer) for voices in once.corroboration] == [("unknown", 1, 1)]


def test_one_denial_tied_to_it(chain: Ledger) -> None:
    (denied,) = chain.claims({"kind": "deny"}).rows
    assert denied.words[0].quote == "that her country arms the Upper Ilven Front"
    assert [claim.answered_by for claim in chain.claims({"kind": "allege"}).rows] == [(denied.id,)] * 2


def test_two_families_speak_of_it(chain: Ledger) -> None:
    claims = [*chain.claims({"kind": "allege"}).rows, *chain.claims({"kind": "deny"}).rows]
    reports = {claim.report.id for claim in claims}
    families = {report: chain.family(report) for report in reports}
    assert len(reports) == 3
    assert {family.reports if family else (report,) for report, family in families.items()} == {
        tuple(sorted((FIRST.report.id, REPRINT.report.id))),
        (DENIAL.report.id,),
    }


def test_one_dated_event(chain: Ledger) -> None:
    (event,) = chain.events({"type": "ASSAULT"}).rows
    assert (event.start, event.trigger and event.trigger.quote, chain.occurrence(event.id)) == (date(2026, 3, 8), "fire", None)
    assert event.words[0].quote.endswith("near the Dresk bridge on Sunday")


def test_series_count_happenings(chain: Ledger) -> None:
    days = sorted((row.day, row.type, row.n) for row in chain.series([("KRS", "TRD")]))
    assert [(type, n) for _, type, n in days] == [("ACCUSE", 1), ("ASSAULT", 1)]


def test_the_ledger_is_sound(chain: Ledger) -> None:
    assert list(chain.check()) == []
    before = [row.id for row in chain.events().rows]
    assert Filing(chain).add(FIRST).added.state == "known"
    assert [row.id for row in chain.events().rows] == before

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest

from casus.ledger import ImportedEvent, Ledger, open_ledger
from casus.ledger.filing import day_of
from casus.records import ActorInReport, UsageError
from casus.relations import Asked, ranking, relation

FIRST = day_of(date(2025, 9, 1))
DAYS = 140


@pytest.fixture(scope="module")
def ledger() -> Iterator[Ledger]:
    dice = np.random.default_rng(1)
    names = [f"A{n:02d}" for n in range(14)]
    dyads = [(a, b) for a in names for b in names if a < b][:60]
    rows = [(day, a, b) for a, b in dyads for day in range(DAYS) for _ in range(dice.poisson(0.6))]
    rows += [(DAYS - 1 - n % 7, "A00", "A01") for n in range(25)]
    rows += [(n, "com.x", "A00") for n in range(DAYS)]
    rows += [(n, "A00.MIL", "A05") for n in range(0, DAYS, 2)]
    with open_ledger() as opened:
        opened.add_dataset("d", "made up")
        opened.add_actors([ActorInReport(id=n, name=f"State {n}", kind="government", sector="GOV") for n in names])
        opened.add_actors([ActorInReport(id="com.x", name="The X", kind="community")])
        opened.add_actors([ActorInReport(id="A00.MIL", name="Army", kind="military", sector="MIL")])
        opened.import_events("d", [ImportedEvent(str(n), FIRST + day, "ASSAULT", a, b) for n, (day, a, b) in enumerate(rows)])
        yield opened


def test_the_surge_stands_first_and_alone(ledger: Ledger) -> None:
    found = ranking(ledger)
    assert (found.dyads[0].a, found.dyads[0].b) == ("A00", "A01")
    assert [row.q is not None and row.q <= 0.1 for row in found.dyads].count(True) == 1
    assert found.tested == 60
    assert found.source.unit == "imported rows"


def test_communities_stand_outside_and_organs_roll_up(ledger: Ledger) -> None:
    everyone = ranking(ledger, limit=None)
    actors = {actor for row in everyone.dyads for actor in (row.a, row.b)}
    assert "com.x" not in actors
    assert "A00.MIL" not in actors
    assert "A00.MIL" in {actor for row in ranking(ledger, Asked(alone=True), limit=None).dyads for actor in (row.a, row.b)}
    rolled = next(row for row in everyone.dyads if (row.a, row.b) == ("A00", "A05"))
    assert rolled.n == relation(ledger, "A00", "A05").series.count().sum()


def test_before_the_surge_there_is_none(ledger: Ledger) -> None:
    found = ranking(ledger, Asked(until=date(2026, 1, 1)))
    assert all(row.q is None or row.q > 0.1 for row in found.dyads)
    assert found.until == date(2026, 1, 1)


def test_an_empty_ledger_says_so() -> None:
    with open_ledger() as empty, pytest.raises(UsageError, match="has read nothing"):
        ranking(empty)

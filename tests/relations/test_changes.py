from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from casus.ledger.filing import day_of
from casus.relations.changes import changes, drivers, noticed, steadied
from casus.relations.exposure import Exposure
from casus.relations.occurrences import Occurred
from casus.relations.series import Series, build

FIRST = day_of(date(2025, 1, 6))


def row(n: int, day: int, type: str = "ASSAULT", voice: str = "report") -> Occurred:
    return Occurred(n, FIRST + day, type, voice, ">", -9.0 if type == "ASSAULT" else -3.0, f"event:{n}", None, None, None, None)


@pytest.fixture(scope="module")
def rows() -> list[Occurred]:
    dice = np.random.default_rng(1)
    told = [("ACCUSE", d) for d in range(420) for _ in range(dice.poisson(0.3))]
    told += [("ASSAULT", d) for d in range(280, 420) for _ in range(dice.poisson(0.6))]
    return [row(n, day, type) for n, (type, day) in enumerate(told)]


def weekly(rows: list[Occurred]) -> Series:
    return build(rows, Exposure(FIRST, (10,) * 420, "reports", ("Alpha",), True, ()), "week")


def test_a_change_is_dated_and_explained_by_what_rose(rows: list[Occurred]) -> None:
    found = changes(weekly(rows), rows)
    assert len(found) == 1
    border = date(2025, 1, 6) + timedelta(days=280)
    assert found[0].earliest <= border <= found[0].latest + timedelta(days=7)
    assert found[0].up
    assert {driver.occurrence.type for driver in found[0].drivers} == {"ASSAULT"}


def test_it_could_have_been_noticed_within_weeks(rows: list[Occurred]) -> None:
    found = noticed(weekly(rows), rows, 1.5)
    assert found
    assert found[0].noticed is not None
    assert timedelta(0) <= found[0].noticed - (date(2025, 1, 6) + timedelta(days=280)) < timedelta(days=84)


def test_shares_of_the_evidence_add_up(rows: list[Occurred]) -> None:
    days = [FIRST, FIRST + 280, FIRST + 420]
    every = drivers(rows, days, 40.0, 20.0, shown=10**6)
    assert sum(driver.share for driver in every) == pytest.approx(1.0)


def test_alleged_acts_drive_nothing() -> None:
    rows = [row(n, n) for n in range(10)] + [row(100 + n, 50 + n, voice="alleged") for n in range(40)]
    assert drivers(rows, [FIRST, FIRST + 50, FIRST + 100], 50.0, 50.0) == ()


def test_unread_periods_take_the_value_of_their_neighbours() -> None:
    found = steadied(np.array([4.0, 0.0, 4.0]), np.array([1.0, 0.0, 1.0]))
    assert found[1] == pytest.approx(found[0])


def test_too_little_data_has_no_changes() -> None:
    rows = [row(n, 7 * n) for n in range(5)]
    assert changes(weekly(rows), rows) == []

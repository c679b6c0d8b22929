from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from casus.ledger.filing import date_of, day_of
from casus.relations.exposure import Exposure
from casus.relations.occurrences import Occurred
from casus.relations.series import CONFLICT, COOPERATION, borders, build

FIRST = day_of(date(2026, 1, 7))


def row(day: int, type: str = "ASSAULT", voice: str = "report", way: str = ">", intensity: float | None = -9.0) -> Occurred:
    return Occurred(day << 40, FIRST + day, type, voice, way, intensity, f"event:{day}", None, None, None, "r")


def source(daily: list[int]) -> Exposure:
    return Exposure(FIRST, tuple(daily), "reports", ("Alpha",), True, ())


def test_voices_and_directions_stay_apart_and_alleged_is_never_added() -> None:
    rows = [row(0), row(1, voice="attributed", way="<"), row(1, "AID", "alleged"), row(2, "CONSULT", way="=")]
    found = build(rows, source([1] * 14), "week")
    assert found.n == 3
    assert found.count(CONFLICT).sum() == 2
    assert found.count(CONFLICT, ("attributed",), ("<",)).sum() == 1
    assert found.count(COOPERATION).sum() == 1
    assert found.count(("AID",), ("alleged",)).sum() == 1


def test_weeks_begin_on_monday_and_unfinished_ones_are_marked() -> None:
    found = build([], source([1] * 14), "week")
    assert [str(day) for day in found.starts] == ["2026-01-05", "2026-01-12", "2026-01-19"]
    assert found.whole.tolist() == [False, True, False]


def test_exposure_is_what_was_read_over_what_is_usual() -> None:
    daily = [5] * 5 + [10] * 7 + [0] * 2
    found = build([], source(daily), "week")
    assert found.read.tolist() == [25, 70, 0]
    assert found.exposure == pytest.approx([25 / 70, 1.0, 0.0])


def test_intensity_is_averaged_with_its_n_never_summed() -> None:
    rows = [row(0, intensity=-9.0), row(1, intensity=-7.0), row(2, intensity=None)]
    mean, n = build(rows, source([1] * 5), "week").intensity()
    assert (mean[0], n[0]) == (-8.0, 2)


def test_requests_are_no_tension() -> None:
    assert "REQUEST" not in CONFLICT
    assert set(CONFLICT) == {"ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}


def test_what_lies_outside_the_span_is_left_out() -> None:
    found = build([row(-3), row(20), row(2)], source([1] * 14), "day")
    assert found.n == 1


def test_months_are_calendar_months() -> None:
    edges = borders(date(2026, 1, 15), date(2026, 3, 1), "month")
    assert [str(date_of(day)) for day in edges] == ["2026-01-01", "2026-02-01", "2026-03-01"]
    assert np.diff(edges).tolist() == [31, 28]

from datetime import datetime

import pytest

from casus.grounding.times.periods import Period, day, months, moved, quarter, season, unit_around, unknown

NOON = datetime(2031, 5, 15, 12, 30)


@pytest.mark.parametrize(
    ("unit", "start", "end"),
    [
        ("minute", datetime(2031, 5, 15, 12, 30), datetime(2031, 5, 15, 12, 31)),
        ("hour", datetime(2031, 5, 15, 12), datetime(2031, 5, 15, 13)),
        ("day", datetime(2031, 5, 15), datetime(2031, 5, 16)),
        ("week", datetime(2031, 5, 12), datetime(2031, 5, 19)),
        ("weekend", datetime(2031, 5, 17), datetime(2031, 5, 19)),
        ("month", datetime(2031, 5, 1), datetime(2031, 6, 1)),
        ("quarter", datetime(2031, 4, 1), datetime(2031, 7, 1)),
        ("half", datetime(2031, 1, 1), datetime(2031, 7, 1)),
        ("year", datetime(2031, 1, 1), datetime(2032, 1, 1)),
        ("decade", datetime(2030, 1, 1), datetime(2040, 1, 1)),
        ("century", datetime(2001, 1, 1), datetime(2101, 1, 1)),
    ],
)
def test_the_unit_that_holds_a_moment(unit: str, start: datetime, end: datetime) -> None:
    found = unit_around(NOON, unit)
    assert (found.start, found.end) == (start, end)


def test_a_winter_goes_into_the_next_year() -> None:
    assert season(2030, 12) == Period(datetime(2030, 12, 1), datetime(2031, 3, 1), "season")


def test_a_quarter_is_three_months() -> None:
    assert quarter(2031, 4) == months(2031, 10, 3)


def test_no_such_day() -> None:
    assert day(2031, 2, 29) is None
    assert day(0, 1, 1) is None


def test_months_are_moved_in_the_calendar() -> None:
    assert moved(datetime(2032, 3, 31), "month", -1) == datetime(2032, 2, 29)


def test_a_range_that_ends_before_it_begins_is_unknown() -> None:
    assert months(2031, 5).to(months(2031, 3)) == unknown("month")

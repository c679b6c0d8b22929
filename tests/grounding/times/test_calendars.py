from datetime import date

import pytest

from casus.grounding.times.calendars import first_day, month_of, year_around


@pytest.mark.parametrize(
    ("calendar", "year", "month", "gregorian"),
    [
        ("islamic", 1445, 9, date(2024, 3, 11)),
        ("islamic", 1446, 9, date(2025, 3, 1)),
        ("persian", 1358, 1, date(1979, 3, 21)),
        ("persian", 1400, 1, date(2021, 3, 21)),
        ("persian", 1403, 1, date(2024, 3, 20)),
        ("persian", 1404, 1, date(2025, 3, 21)),
        ("hebrew", 5784, 7, date(2023, 9, 16)),
        ("hebrew", 5785, 7, date(2024, 10, 3)),
        ("hebrew", 5784, 1, date(2024, 4, 9)),
        ("hebrew", 5784, 12, date(2024, 3, 11)),
        ("ethiopian", 2016, 1, date(2023, 9, 12)),
        ("ethiopian", 2017, 1, date(2024, 9, 11)),
        ("coptic", 1740, 1, date(2023, 9, 12)),
    ],
)
def test_first_days_that_almanacs_give(calendar: str, year: int, month: int, gregorian: date) -> None:
    assert first_day(calendar, year, month) == gregorian


@pytest.mark.parametrize("calendar", ["islamic", "persian", "hebrew", "ethiopian", "coptic"])
def test_months_follow_each_other(calendar: str) -> None:
    lengths = {month_of(calendar, year, month)[1] for year in range(1390, 1420) for month in range(1, 13)}
    if calendar == "hebrew":
        lengths = {month_of(calendar, year, month)[1] for year in range(5770, 5800) for month in range(1, 13)}
        lengths -= {59, 60}  # Shevat reaches to Adar II in a leap year: Adar I is not told apart
    assert lengths <= {29, 30, 31}


@pytest.mark.parametrize("calendar", ["islamic", "persian", "hebrew", "ethiopian", "coptic"])
def test_a_day_lies_in_its_year(calendar: str) -> None:
    first = 7 if calendar == "hebrew" else 1
    for day in (date(1996, 2, 29), date(2024, 3, 20), date(2025, 9, 11), date(2031, 12, 31)):
        year = year_around(calendar, day)
        assert first_day(calendar, year, first) <= day < first_day(calendar, year + 1, first)

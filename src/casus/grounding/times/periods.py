"""Periods of the calendar: half-open stretches of local time at a precision, and the arithmetic of units.

Times here are naive and local: those of the place whose offset the report's date carries. Weeks begin on Monday (ISO 8601), seasons
are the meteorological ones of the north (spring: March to May).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import get_args

from casus.records import Precision

FINENESS: tuple[str, ...] = get_args(Precision)
"""Precisions from the finest to the coarsest, vague last."""

DAY, WEEK = timedelta(days=1), timedelta(days=7)

_LAST_YEAR = 2999
"""The latest year that a period may begin in; far from the end of what `datetime` holds."""


@dataclass(frozen=True)
class Period:
    """`[start, end)` in local time; `end` is null where it is open ("since March"); both are null where they are not known."""

    start: datetime | None
    end: datetime | None
    precision: Precision

    def at(self, precision: Precision) -> Period:
        """Return the same stretch at another precision."""
        return replace(self, precision=precision)

    def to(self, other: Period) -> Period:
        """Return what reaches from the start of this period to the end of another; unknown where that is no stretch."""
        finer = min(self.precision, other.precision, key=FINENESS.index)
        if self.start is None or other.end is None or self.start >= other.end:
            return unknown(finer)
        return Period(self.start, other.end, finer)


def unknown(precision: Precision) -> Period:
    """Return a period without bounds."""
    return Period(None, None, precision)


def day(year: int, month: int, number: int) -> Period | None:
    """Return a day of the Gregorian calendar; None where there is no such day.

    >>> day(2031, 2, 29) is None
    True
    """
    if not (1 <= year <= _LAST_YEAR and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]):
        return None
    return days(date(year, month, number))


def days(first: date, count: int = 1, precision: Precision = "day") -> Period:
    """Return `count` days from the first one on."""
    start = datetime(first.year, first.month, first.day)
    return Period(start, start + count * DAY, precision)


def months(year: int, month: int, count: int = 1, precision: Precision = "month") -> Period:
    """Return `count` months from a month on; a month outside 1 to 12 counts on into other years. Unknown beyond the year 2999.

    >>> months(2030, 14).start.isoformat()
    '2031-02-01T00:00:00'
    """
    first, after = _month(year, month), _month(year, month + count)
    return Period(first, after, precision) if first < after else unknown(precision)


def _month(year: int, month: int) -> datetime:
    year, index = year + (month - 1) // 12, (month - 1) % 12
    return datetime(min(max(year, 1), _LAST_YEAR), index + 1, 1)


def years(first: int, count: int = 1, precision: Precision = "year") -> Period:
    """Return `count` years from a year on."""
    return months(first, 1, 12 * count, precision)


def quarter(year: int, number: int) -> Period:
    """Return a quarter of a year, 1 to 4. There is no such precision: its precision is the month."""
    return months(year, 3 * number - 2, 3)


def season(year: int, month: int) -> Period:
    """Return the season that begins in a month (3 spring, 6 summer, 9 autumn, 12 winter) of a year."""
    return months(year, month, 3, "season")


def unit_around(moment: datetime, unit: str) -> Period:
    """Return the day, week, month, quarter, year, decade, century, hour or minute that holds a moment.

    >>> unit_around(datetime(2031, 5, 15), "week").start.date().isoformat()
    '2031-05-12'
    """
    return _AROUND[unit](moment)


def _weekend(moment: datetime) -> Period:
    monday = moment.date() - timedelta(days=moment.weekday())
    return days(monday + timedelta(days=5), 2)


def _clock(moment: datetime, precision: Precision) -> Period:
    start = moment.replace(minute=0 if precision == "hour" else moment.minute, second=0, microsecond=0)
    return Period(start, start + (timedelta(hours=1) if precision == "hour" else timedelta(minutes=1)), precision)


_AROUND: dict[str, Callable[[datetime], Period]] = {
    "minute": lambda m: _clock(m, "minute"),
    "hour": lambda m: _clock(m, "hour"),
    "day": lambda m: days(m.date()),
    "week": lambda m: days(m.date() - timedelta(days=m.weekday()), 7, "week"),
    "fortnight": lambda m: days(m.date() - timedelta(days=m.weekday()), 7, "week"),
    "weekend": _weekend,
    "month": lambda m: months(m.year, m.month),
    "quarter": lambda m: quarter(m.year, (m.month + 2) // 3),
    "half": lambda m: months(m.year, 1 if m.month < 7 else 7, 6),
    "year": lambda m: years(m.year),
    "decade": lambda m: years(m.year - m.year % 10, 10, "decade"),
    "century": lambda m: years(m.year - (m.year - 1) % 100, 100, "century"),
}

PRECISIONS: dict[str, Precision] = {
    "minute": "minute", "hour": "hour", "day": "day", "week": "week", "fortnight": "week", "weekend": "day", "month": "month",
    "quarter": "month", "half": "month", "year": "year", "decade": "decade", "century": "century",
}  # fmt: skip
"""The precision of a moment that is told in a unit."""


def moved(moment: datetime, unit: str, count: int) -> datetime:
    """Return a moment moved by a number of units, in the calendar: a month later is the same day of the next month, or its last.

    >>> moved(datetime(2031, 1, 31), "month", 1).date().isoformat()
    '2031-02-28'
    """
    steps = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "day": DAY, "week": WEEK, "fortnight": 2 * WEEK, "weekend": WEEK}
    if unit in steps:
        return moment + max(min(count, 400_000), -400_000) * steps[unit]
    each = {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[unit]
    first = _month(moment.year, moment.month + each * count)
    return first.replace(
        day=min(moment.day, monthrange(first.year, first.month)[1]), hour=moment.hour, minute=moment.minute, second=moment.second
    )

"""Days of other calendars as days of the Gregorian one, by arithmetic.

Sources: the tabular Islamic, arithmetical Persian, Hebrew, Ethiopian and Coptic calendars as described by E. M. Reingold and
N. Dershowitz, Calendrical Calculations (2018). Days are counted as `date.toordinal` counts them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

_ISLAMIC_EPOCH = 227015
_PERSIAN_1400 = date(2021, 3, 21).toordinal()
_HEBREW_EPOCH = -1373427
_ETHIOPIAN_EPOCH = 2796
_COPTIC_EPOCH = 103605

BUDDHIST_OFFSET = 543
"""Years by which Thailand's count is ahead of the Gregorian."""


def islamic(year: int, month: int) -> int:
    """Return the ordinal of the first day of an Islamic month: the civil, tabular calendar."""
    return 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + _ISLAMIC_EPOCH


def persian(year: int, month: int) -> int:
    """Return the ordinal of the first day of a month of the Persian solar calendar (Iran, Afghanistan).

    Leap years follow the cycle of 33 years, which agrees with the astronomical calendar from 1178 to 1633 (1799 to 2254).
    """
    before = 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    return _PERSIAN_1400 + 365 * (year - 1400) + _persian_leaps(year) - _persian_leaps(1400) + before


def _persian_leaps(year: int) -> int:
    return (8 * year + 21) // 33


def hebrew(year: int, month: int) -> int:
    """Return the ordinal of the first day of a Hebrew month, 1 Nisan to 12 Adar (Adar II in a leap year); years begin with Tishrei, 7."""
    first = _hebrew_new_year(year)
    length = _hebrew_new_year(year + 1) - first
    leap = (7 * year + 1) % 19 < 7
    lengths = {7: 30, 8: 30 if length % 10 == 5 else 29, 9: 29 if length % 10 == 3 else 30, 10: 29, 11: 30, 12: 29}
    lengths |= {1: 30, 2: 29, 3: 30, 4: 29, 5: 30, 6: 29}
    order = [7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]
    passed = order[: order.index(month)]
    extra = 30 if leap and (month == 12 or 12 in passed) else 0
    return first + sum(lengths[m] for m in passed) + extra


def _hebrew_new_year(year: int) -> int:
    def elapsed(of: int) -> int:
        months = (235 * of - 234) // 19
        parts = 12084 + 13753 * months
        days = 29 * months + parts // 25920
        return days + 1 if 3 * (days + 1) % 7 < 3 else days

    before, this, after = elapsed(year - 1), elapsed(year), elapsed(year + 1)
    delay = 2 if after - this == 356 else 1 if this - before == 382 else 0
    return _HEBREW_EPOCH + this + delay


def _alexandrian(epoch: int) -> Callable[[int, int], int]:
    """Return the function of a calendar of twelve months of 30 days and a thirteenth of five or six."""

    def first(year: int, month: int) -> int:
        return epoch + 365 * (year - 1) + year // 4 + 30 * (month - 1)

    return first


FIRST_DAY: dict[str, Callable[[int, int], int]] = {
    "islamic": islamic,
    "persian": persian,
    "hebrew": hebrew,
    "ethiopian": _alexandrian(_ETHIOPIAN_EPOCH),
    "coptic": _alexandrian(_COPTIC_EPOCH),
}
"""The first day of a month, as an ordinal, by calendar."""

_LAST = date(2999, 12, 31).toordinal()
"""No day beyond this one is told; the ordinals of `date` end in the year 9999."""

_MONTHS = {"islamic": 12, "persian": 12, "hebrew": 12, "ethiopian": 13, "coptic": 13}


def first_day(calendar: str, year: int, month: int) -> date:
    """Return the Gregorian date of the first day of a month of another calendar.

    >>> first_day("islamic", 1445, 9).isoformat(), first_day("persian", 1403, 1).isoformat()
    ('2024-03-11', '2024-03-20')
    """
    return date.fromordinal(min(max(1, FIRST_DAY[calendar](year, month)), _LAST))


def month_of(calendar: str, year: int, month: int) -> tuple[date, int]:
    """Return the first day of a month of another calendar, and how many days it has."""
    start = first_day(calendar, year, month)
    after = first_day(calendar, *following(calendar, year, month))
    return start, (after - start).days


def following(calendar: str, year: int, month: int) -> tuple[int, int]:
    """Return the year and month after a month. A Hebrew year turns with Tishrei, the seventh month."""
    last = 6 if calendar == "hebrew" else _MONTHS[calendar]
    return (year + (month == last), month % _MONTHS[calendar] + 1)


def year_around(calendar: str, day: date) -> int:
    """Return the year of another calendar that holds a Gregorian day."""
    first = 7 if calendar == "hebrew" else 1
    year = day.year - {"islamic": 622, "persian": 621, "hebrew": -3760, "ethiopian": 8, "coptic": 284}[calendar]
    if calendar == "islamic":
        year = (year * 33) // 32
    while first_day(calendar, year, first) > day:
        year -= 1
    while first_day(calendar, year + 1, first) <= day:
        year += 1
    return year

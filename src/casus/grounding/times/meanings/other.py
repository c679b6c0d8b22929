"""Days, months and years of other calendars."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import cache

from casus.grounding.times import calendars
from casus.grounding.times.expressions import Expression, Fixed, Yearly
from casus.grounding.times.meanings.base import shift_in, year_in
from casus.grounding.times.patterns import Match
from casus.grounding.times.periods import Period, days, years
from casus.grounding.times.words import Word


def other_day(match: Match, word: Word, number: int) -> Expression | None:
    """Return a day of a month of another calendar."""
    calendar, index, _ = _calendar_of(match, word)
    year = year_in(match)

    def of(own: int) -> Period | None:
        first, length = calendars.month_of(calendar, own, index)
        return days(date.fromordinal(first.toordinal() + number - 1)) if number <= length else None

    return Yearly(of, "day", own_year(calendar, year), year_of=years_of(calendar))


def other_month(match: Match, word: Word) -> Expression | None:
    """Return a month of another calendar; one that may be another word needs its year."""
    calendar, index, bare = _calendar_of(match, word)
    year = year_in(match)
    if year is None and not bare:
        return None

    def of(own: int) -> Period | None:
        first, length = calendars.month_of(calendar, own, index)
        return days(first, length, "month") if length else None

    return Yearly(of, "month", own_year(calendar, year), own=shift_in(match), year_of=years_of(calendar))


def _calendar_of(match: Match, word: Word) -> tuple[str, int, bool]:
    """Return calendar, number of the month, and whether it needs nothing beside it; an era tells where two calendars share a name."""
    era = match.word("e")
    return next((entry for entry in word.value if era and entry[0] == era.value), word.value[0])  # type: ignore[no-any-return]


@cache
def years_of(calendar: str) -> Callable[[datetime], int]:
    """Return the function that gives the year of a calendar which holds a moment."""
    return lambda moment: calendars.year_around(calendar, moment.date())


def own_year(calendar: str, year: int | None) -> int | None:
    """Return a written year in the calendar's own count: a Gregorian one beside a foreign month ("Ramadan 2024") is turned into it."""
    gregorian = {"islamic": 1700, "persian": 1700, "hebrew": 0, "ethiopian": 3000, "coptic": 1900}
    if not year or (calendar == "hebrew" and year > 4000) or (calendar != "hebrew" and year < gregorian[calendar]):
        return year
    return calendars.year_around(calendar, date(min(year, 2900), 7, 1)) if year < 3000 else year


def other_year(year: int, calendar: str) -> Expression | None:
    """Return a year of another calendar."""
    if calendar == "buddhist":
        return Fixed(years(year - calendars.BUDDHIST_OFFSET)) if year > calendars.BUDDHIST_OFFSET else None
    if calendar == "hebrew":
        return None
    first, after = calendars.first_day(calendar, year, 1), calendars.first_day(calendar, year + 1, 1)
    return Fixed(days(first, (after - first).days, "year")) if first < after else None

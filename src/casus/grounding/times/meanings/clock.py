"""Times and parts of the day, and ranges of days, hours and years."""

from __future__ import annotations

from casus.grounding.times.anchored import Clock, Part
from casus.grounding.times.expressions import Expression, Fixed, Yearly
from casus.grounding.times.meanings.base import day_number, meaning, year_in
from casus.grounding.times.meanings.days import day_of
from casus.grounding.times.patterns import Match
from casus.grounding.times.periods import years
from casus.grounding.times.ranges import Range
from casus.grounding.times.words import Word


@meaning
def clock(match: Match) -> Expression | None:
    """Read a time of day: 18:00, 6 a.m., about noon."""
    figures, hour, named, half_day = match.word("c"), match.word("h"), match.word("w"), match.word("a")
    if named is not None:
        return Clock(named.value, 0, False) if _hour_word(match, named) else None
    if figures is not None:
        parts = figures.text.replace(".", ":").split(":") if not figures.text.isdigit() else [figures.text[:-2], figures.text[-2:]]
        number, minute = int(parts[0] or 0), int(parts[1])
    elif hour is not None:
        number, minute = int(hour.value), 0
    else:
        return None
    if half_day is not None:
        number = number % 12 + half_day.value
    if number > 24 or minute > 59:
        return None
    return Clock(number % 24, minute, figures is not None and minute != 0 and match.word("x") is None)


def _hour_word(match: Match, word: Word) -> bool:
    before = match.before()
    if word.text.lower() in ("noon", "midday", "midnight"):
        return True
    return before is not None and before.text.lower() in ("at", "before", "after", "by", "around", "until", "since", "from", "about")


@meaning
def part(match: Match) -> Expression | None:
    """Read a part of the day, for a day beside it."""
    word = match.word("p")
    return Part(word.value) if word else None


@meaning
def days_range(match: Match) -> Expression | None:
    """Read 9 to 12 July, July 9-12, between 9 and 12 July."""
    month_word, first, last = match.word("m"), day_number(match.word("d")), day_number(match.word("b"))
    if month_word is None or month_word.kind == "other_month" or not 1 <= first < last <= 31 or not _and_between(match):
        return None
    year = year_in(match)
    number = month_word.value
    return Range(Yearly(day_of(number, first), "day", year), Yearly(day_of(number, last), "day", year))


def _and_between(match: Match) -> bool:
    """Whether a range that is joined by "and" begins with "between"."""
    joined = [w.kind for w in match.words[match.first : match.last]]
    return "and" not in joined or "between" in joined


@meaning
def years_range(match: Match) -> Expression | None:
    """Read 2011-2013, 1998-99."""
    first, last = match.word("y"), match.word("b")
    if first is None or last is None:
        return None
    end = int(last.value) if len(last.text) == 4 else first.value - first.value % 100 + int(last.value)
    if len(last.text) not in (2, 4) or not first.value < end < first.value + 200:
        return None
    return Range(Fixed(years(first.value)), Fixed(years(end)))


@meaning
def hours_range(match: Match) -> Expression | None:
    """Read between one and two, at the end of a clause."""
    first, last, half_day = day_number(match.word("d")), day_number(match.word("b")), match.word("a")
    if not 1 <= first < last <= 12:
        return None
    add = half_day.value if half_day else 0
    return Clock(first % 12 + add, 0, False, hours=last - first)

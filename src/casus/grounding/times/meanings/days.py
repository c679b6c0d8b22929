"""Days: dates, weekdays, today and its neighbours."""

from __future__ import annotations

from collections.abc import Callable

from casus.grounding.times.anchored import Clock, Counted, Part, Same
from casus.grounding.times.expressions import Expression, Fixed, Off, Weekday, Yearly
from casus.grounding.times.meanings.base import day_number, meaning, shift_in, year_in
from casus.grounding.times.meanings.other import other_day
from casus.grounding.times.patterns import Match
from casus.grounding.times.periods import Period, day, unknown


@meaning
def day_(match: Match) -> Expression | None:
    """Read a day of a month, with or without its year, in any calendar."""
    month, number = match.word("m"), day_number(match.word("d"))
    if month is None or not 1 <= number <= 31:
        return None
    if month.kind == "other_month":
        return other_day(match, month, number)
    year, shift = year_in(match), shift_in(match)
    if day_of(month.value, number)(2024) is None:
        return None
    return Yearly(day_of(month.value, number), "day", year=year, by_year=shift)


def day_of(month: int, number: int) -> Callable[[int], Period | None]:
    """Return the function that gives a day of a month in each year."""
    return lambda year: day(year, month, number)


@meaning
def numeric_day(match: Match) -> Expression | None:
    """Read a day in figures. 3/4/2031 may be two days: then it is neither, unless one of them is the day before publication or near it."""
    word = match.words[match.first]
    if word.kind == "iso":
        return _iso(word.text)
    parts = [int(part) for part in word.text.replace(".", "/").split("/")]
    year = parts[2] + (0 if parts[2] > 99 else 2000 if parts[2] < 50 else 1900)
    readings = [day(year, parts[1], parts[0])] + ([day(year, parts[0], parts[1])] if word.kind == "slashes" else [])
    found = list(dict.fromkeys(period for period in readings if period))
    return Fixed(found[0] if len(found) == 1 else unknown("day")) if found else None


def _iso(text: str) -> Expression | None:
    found = day(*map(int, text[:10].split("-")))
    if found is None or "T" not in text:
        return Fixed(found) if found else None
    return Clock(int(text[11:13]), int(text[14:16]), True, Fixed(found))


@meaning
def day_of_month(match: Match) -> Expression | None:
    """Read "The 17th": of the month that was spoken of is more than the words say; of the report's month by tense."""
    return None if match.before() is None else _day_in_month(day_number(match.word("d")))


def _day_in_month(number: int) -> Expression | None:
    def of(index: int) -> Period | None:
        return day(index // 12, index % 12 + 1, number)

    return Yearly(of, "day", year_of=lambda moment: moment.year * 12 + moment.month - 1) if 1 <= number <= 31 else None


@meaning
def weekday(match: Match) -> Expression | None:
    """Read a weekday, "last Friday", "Tuesday last week"."""
    word, before = match.word("w"), match.before()
    if word is None or (before is not None and before.kind == "article" and match.before(2) and match.before(2).kind == "on"):  # type: ignore[union-attr]
        return None
    weeks = shift_in(match) if match.words[match.last - 1].kind in ("unit", "day_unit") else None
    if weeks is not None and match.words[match.last - 1].value != "week":
        return None
    if match.fields.get("s") and match.fields["s"][0].kind == "that":
        return Same("day")
    return Weekday(word.value, None if weeks is not None else shift_in(match), weeks)


@meaning
def weekdays(match: Match) -> Expression | None:
    """Read "Sundays": a habit, told as a vague time."""
    return Fixed(unknown("vague"), "frequency" if _each(match) else "vague")


def _each(match: Match) -> bool:
    before = match.before()
    return before is not None and before.kind == "each"


@meaning
def today(match: Match) -> Expression | None:
    """Read today, yesterday, tomorrow, with or without a part of the day."""
    word, part = match.word("t"), match.word("p")
    if word is None:
        return None
    if word.kind == "tonight":
        return Part(18, Off(0))
    return Part(part.value, Off(word.value)) if part else Off(word.value)


@meaning
def overnight(match: Match) -> Expression | None:
    """Read overnight, as an adverb: the day before and the report's day."""
    after = match.after()
    if after is not None and after.kind == "plain" and after.text not in ("into", "as", "when", "with", "while", "by", "near", "after"):
        return None
    return Off(-1, 2)


@meaning
def two_days_off(match: Match) -> Expression | None:
    """Read the day before yesterday, the day after tomorrow."""
    word = match.word("t")
    return Off(2 * word.value) if word and word.value else None


@meaning
def same_day(match: Match) -> Expression | None:
    """Read that day, the same evening, that same weekend."""
    row = match.words[match.first : match.last]
    last, pointing = row[-1], [w.text.lower() for w in row if w.kind == "that"]
    if last.kind == "day_unit":
        return Same("day") if last.text.lower() == "day" else None
    return Part(last.value, Same("day")) if last.kind == "part" else Same("weekend") if pointing else None


@meaning
def this_part(match: Match) -> Expression | None:
    """Read this morning, last night."""
    part, shift = match.word("p"), shift_in(match)
    if part is None or (shift == -1 and part.text.lower() == "morning"):
        return None
    return Part(part.value, Off(shift or 0))


@meaning
def beside_day(match: Match) -> Expression | None:
    """Read the next day, the previous evening, the day before."""
    word = match.word("s")
    plural = any(w.kind == "day_unit" and w.text.lower() == "days" for w in match.words[match.first : match.last])
    return Counted(word.value, "day") if word and not plural else None

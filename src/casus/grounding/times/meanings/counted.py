"""Units moved from now or counted from another moment; and lengths of time, which are no moments."""

from __future__ import annotations

from datetime import date

from casus.grounding.times.anchored import Counted, Same
from casus.grounding.times.expressions import Expression, Fixed, Off, Shifted, Yearly
from casus.grounding.times.meanings.base import meaning, number_in, shift_in
from casus.grounding.times.patterns import Match
from casus.grounding.times.periods import Period, days, unknown


@meaning
def shifted(match: Match) -> Expression | None:
    """Read last week, this month, next year, the end of the year."""
    unit = match.word("u")
    return Shifted(unit.value or unit.kind, shift_in(match) or 0) if unit else None


@meaning
def same_unit(match: Match) -> Expression | None:
    """Read that week, the same year."""
    unit = match.word("u")
    plural = unit is None or unit.text.lower().endswith("s")
    return None if plural or unit is None else Same(unit.value)


@meaning
def the_weekend(match: Match) -> Expression | None:
    """Read the weekend: the last or the next, by tense."""

    def of(index: int) -> Period:
        return days(date.fromordinal(7 * index + 6), 2)

    return Yearly(of, "day", year_of=lambda moment: (moment.toordinal() - 1) // 7)


@meaning
def recent(match: Match) -> Expression | None:
    """Read recent weeks, the past few days, the coming months: vague. In the singular "the recent month" is none."""
    return Fixed(unknown("vague"), "vague") if match.words[match.last - 1].text.lower().endswith("s") else None


@meaning
def span_of(match: Match) -> Expression | None:
    """Read the last five years: a length of time, and no moment."""
    return Fixed(unknown("vague"), "duration")


@meaning
def counted(match: Match) -> Expression | None:
    """Read three days ago, ten years later, a year earlier."""
    unit, relation = match.word("u"), match.word("r")
    if unit is None:
        return None
    number = number_in(match.fields.get("n")) if match.fields.get("n") else 1
    to = match.word("t")
    if number is None or (unit.text.lower().endswith("s") and not match.fields.get("n")):
        return Fixed(unknown("vague"), "vague")
    if relation is None:
        return Counted(-number, unit.value, ago=True)
    return Counted(relation.value * number, unit.value, to=Off(to.value) if to else None)


@meaning
def counted_event(match: Match) -> Expression | None:
    """Read a week after the vote: from a moment that the clause goes on to tell, where it does (see `compose`)."""
    unit, relation, number = match.word("u"), match.word("r"), number_in(match.fields.get("n"))
    if unit is None or relation is None or number is None:
        return Fixed(unknown("vague"), "duration")
    return Counted(number if relation.kind == "after" else -number, unit.value)


@meaning
def counted_name(match: Match) -> Expression | None:
    """Read year-earlier, as in "year-earlier profit"."""
    unit, relation = match.word("n"), match.word("r")
    return Counted(relation.value if relation else -1, unit.value) if unit else None


@meaning
def beside(match: Match) -> Expression | None:
    """Read the following month, the year before: from what was told."""
    unit, relation = match.word("u"), match.word("s") or match.word("r")
    if unit is None or relation is None or unit.text.lower().endswith("s"):
        return None
    return Counted(relation.value, unit.value)


@meaning
def duration(match: Match) -> Expression | None:
    """Read a length of time."""
    return Fixed(unknown("vague"), "duration")


@meaning
def frequency(match: Match) -> Expression | None:
    """Read every week, twice a day."""
    return Fixed(unknown("vague"), "frequency")


@meaning
def vague(match: Match) -> Expression | None:
    """Read now, recently, the future."""
    after, word = match.after(), match.words[match.first].text.lower()
    if after is not None and ((word == "now" and after.kind in ("and", "dash")) or (word == "soon" and after.text in ("as", "after"))):
        return None
    return Fixed(unknown("vague"), "vague")

"""Moments that have a name: "9/11", "the fall of Kabul", "Christmas". They stand in `knowledge/times/named.yaml` and `holidays.yaml`.

A name of a happening is a moment only where the words use it as one ("since the fall of Kabul", not "the fall of Kabul shocked …"),
so it needs a word of time before it, unless its entry says `always`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from casus.grounding.times import calendars
from casus.grounding.times.expressions import Expression, Fixed, Yearly
from casus.grounding.times.knowledge import load
from casus.grounding.times.periods import Period, day, days, months, unknown, years
from casus.grounding.times.words import Word, words

WEAK_CUES = frozenset({"at", "on", "around", "in", "over", "of", "by", "from", "between", "through"})
"""Words of time that make a feast a time, but no happening: "in the Arab Spring" tells of it."""

CUES = WEAK_CUES | {"since", "after", "before", "until", "till", "during", "following", "post", "pre", "throughout", "pending"}
"""Words that make the name of a happening a time."""


@dataclass(frozen=True)
class Name:
    """A name in words, folded; what it means; and whether it is a time without a word of time before it."""

    words: tuple[str, ...]
    meaning: Expression
    always: bool
    day: bool


def named_at(found: Sequence[Word]) -> Iterator[tuple[int, int, Expression]]:
    """Yield first and last word and meaning of each named moment, the longest name at each word."""
    index = _index()
    for first, word in enumerate(found):
        names = index.get(word.text.lower())
        for name in names or ():
            last = first + len(name.words)
            if tuple(w.text.lower() for w in found[first:last]) == name.words and _used_as_time(found, first, name):
                yield _shifted(found, first, last, name)
                break


def _used_as_time(found: Sequence[Word], first: int, name: Name) -> bool:
    if name.always or name.day:
        return name.always or found[first].text[0].isupper()
    at = first - 1
    while at >= 0 and (found[at].kind in ("the", "dash", "about", "article") or found[at].kind == "year"):
        at -= 1
    cue = found[at].text.lower() if at >= 0 else ""
    return cue in CUES and (cue not in WEAK_CUES or _reckons(found, at))


def _reckons(found: Sequence[Word], at: int) -> bool:
    """Whether "of" or "in" belongs to a word that reckons: "in the wake of", "the anniversary of", "on the eve of"."""
    before = found[at - 1].text.lower() if at else ""
    return before in (
        "wake",
        "aftermath",
        "anniversary",
        "eve",
        "outbreak",
        "beginning",
        "start",
        "end",
        "days",
        "weeks",
        "months",
        "years",
        "time",
    )


def _shifted(found: Sequence[Word], first: int, last: int, name: Name) -> tuple[int, int, Expression]:
    """Return words and meaning of a feast with its year ("Christmas 2030") or shift ("last Thanksgiving"), of other names as they are."""
    meaning = name.meaning
    before, after = found[first - 1] if first else None, found[last] if last < len(found) else None
    if not isinstance(meaning, Yearly):
        return first, last, meaning
    if after is not None and after.kind == "year" and 1900 <= after.value < 2100:
        gregorian = meaning.year_of(datetime(after.value, 7, 1))
        near = [p for y in (gregorian - 1, gregorian, gregorian + 1) if (p := meaning.of(y)) and p.start and p.start.year == after.value]
        return first, last + 1, Fixed(near[0] if near else unknown("day"))
    if before is not None and before.kind in ("last", "next", "this"):
        return first - 1, last, replace(meaning, own=before.value)
    return first, last, meaning


@cache
def _index() -> Mapping[str, list[Name]]:
    index: dict[str, list[Name]] = {}
    for name in sorted(_names(), key=lambda n: -len(n.words)):
        index.setdefault(name.words[0], []).append(name)
    return index


def _names() -> Iterator[Name]:
    for entry in load("named.yaml"):
        meaning = Fixed(period_of(entry), happened=True)
        for written in entry["names"]:
            yield Name(_folded(written), meaning, bool(entry.get("always")), False)
    for row in load("independence.yaml"):
        meaning = Fixed(period_of({"start": row["day"]}), happened=True)
        for place in row["of"]:
            for written in (f"{place}'s independence", f"independence of {place}", f"{place} independence"):
                yield Name(_folded(written), meaning, False, False)
    for entry in load("holidays.yaml"):
        for written in entry["names"]:
            yield Name(_folded(written), _feast(entry), False, True)


def _folded(written: str) -> tuple[str, ...]:
    return tuple(word.text.lower() for word in words(written))


def period_of(entry: Mapping[str, Any]) -> Period:
    """Return the period of an entry: `start` and `end` are days, months or years; the end is inclusive as written, and left out for one.

    >>> period_of({"start": "2011", "end": "2012-03"}).end.isoformat()
    '2012-04-01T00:00:00'
    """
    first = _written(str(entry["start"]))
    if "end" not in entry:
        return first
    return replace(first, end=None) if entry["end"] is None else first.to(_written(str(entry["end"])))


def _written(text: str) -> Period:
    parts = [int(part) for part in text.split("-")]
    found = years(parts[0]) if len(parts) == 1 else months(parts[0], parts[1]) if len(parts) == 2 else day(*parts)
    if found is None:
        raise ValueError(f"{text} is no day, month or year")
    return found


def _feast(entry: Mapping[str, Any]) -> Yearly:
    """Return a feast: on a day of a calendar, on the n-th weekday of a month, or so many days off Easter."""
    rule = entry["rule"]
    length = entry.get("days", 1)
    if "easter" in rule:
        return Yearly(lambda y: days(_easter(y) + timedelta(days=rule["easter"]), length), "day")
    if "weekday" in rule:
        return Yearly(
            lambda y: days(_nth_weekday(y, rule["month"], rule["weekday"], rule["nth"]) + timedelta(days=rule.get("and", 0)), length), "day"
        )
    calendar = rule.get("calendar")
    if calendar is None:
        return Yearly(lambda y: days(date(y, rule["month"], rule["day"]), length), "day")

    def of(own: int) -> Period:
        first = calendars.first_day(calendar, own, rule["month"])
        return days(first + timedelta(days=rule["day"] - 1), length)

    return Yearly(of, "day", year_of=lambda moment: calendars.year_around(calendar, moment.date()))


def _nth_weekday(year: int, month: int, weekday: int, nth: int) -> date:
    if nth < 0:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def _easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar (the anonymous algorithm of 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    h = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    m = (a + 11 * h + 22 * k) // 451
    month, rest = divmod(h + k - 7 * m + 114, 31)
    return date(year, month, rest + 1)

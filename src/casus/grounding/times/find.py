"""Finding the moments of a text, and when each of them is, against the date of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo

from casus.grounding.times.anchored import NIGHT, Part
from casus.grounding.times.compose import Phrase, phrases
from casus.grounding.times.expressions import Context, Kind, Placed, Told
from casus.grounding.times.tense import tense_at
from casus.grounding.times.words import words
from casus.records import Precision, UsageError


@dataclass(frozen=True)
class Found:
    """A time in a text: its span as code points `[start_at, end_at)`, and when it is: `[start, end)`, aware, in the offset of the report.

    `anchor` is `published`, the position in the result of the moment that it counts from, or None. `parts` are the spans of the two
    ends of a range.
    """

    start_at: int
    end_at: int
    kind: Kind
    start: datetime | None
    end: datetime | None
    precision: Precision
    anchor: str | int | None = None
    parts: tuple[tuple[int, int], ...] = ()


MOMENTS: tuple[Kind, ...] = ("date", "time", "vague")


def find_moments(text: str, published: datetime | None = None) -> tuple[Found, ...]:
    """Return the moments of a text in order: dates, times of day and vague times; no durations and no frequencies.

    Days are counted in the offset of `published`. Without it relative times have no bounds.

    >>> from datetime import datetime, UTC
    >>> on = datetime(2031, 5, 15, tzinfo=UTC)
    >>> [(f.start.date().isoformat(), f.end.date().isoformat()) for f in find_moments("It was signed last Tuesday.", on)]
    [('2031-05-13', '2031-05-14')]
    """
    found = find_times(text, published)
    kept = {old: new for new, old in enumerate(at for at, one in enumerate(found) if one.kind in MOMENTS)}
    return tuple(_renumbered(one, kept) for at, one in enumerate(found) if at in kept)


def _renumbered(found: Found, kept: dict[int, int]) -> Found:
    if not isinstance(found.anchor, int):
        return found
    return Found(**{**vars(found), "anchor": kept.get(found.anchor)})


def find_times(text: str, published: datetime | None = None) -> list[Found]:
    """Return all times of a text in order, durations and frequencies among them."""
    split = words(text)
    zone = (published.tzinfo if published else None) or UTC
    now = published.replace(tzinfo=None) if published else None
    told: list[Told] = []
    result: list[Found] = []
    paragraph, seen = 0, 0
    for number, phrase in enumerate(p for p in phrases(split) if p.meaning.kind != "part"):
        for at in range(seen, phrase.first):
            if split[at].kind == "break":
                paragraph = at
        seen = phrase.first
        context = Context(now, tense_at(split, phrase.first, phrase.last), told, paragraph)
        placed = phrase.meaning.place(context)
        if placed.period.start is not None and placed.period.precision != "vague":
            told.append(_told(number, phrase, placed))
        spans = tuple((split[a].start, split[b - 1].end) for a, b in phrase.parts)
        bounds = (_aware(placed.period.start, zone), _aware(placed.period.end, zone))
        result.append(
            Found(
                split[phrase.first].start,
                split[phrase.last - 1].end,
                phrase.meaning.kind,
                *bounds,
                placed.period.precision,
                placed.anchor,
                spans,
            )
        )
    return result


def _told(number: int, phrase: Phrase, placed: Placed) -> Told:
    night = isinstance(phrase.meaning, Part) and phrase.meaning.hour >= NIGHT
    return Told(number, placed.period, phrase.first, isinstance(placed.anchor, int), night)


def _aware(moment: datetime | None, zone: tzinfo) -> datetime | None:
    return moment.replace(tzinfo=zone) if moment else None


def parse_moment(words_: str, on: date | datetime | None = None) -> Found:
    """Return the one moment that some words tell, against a day: "since March", "9/11". Raise `UsageError` where they tell none.

    >>> found = parse_moment("since March", on=date(2031, 5, 15))
    >>> found.start.date().isoformat(), found.end
    ('2031-03-01', None)
    """
    published = on if isinstance(on, datetime) or on is None else datetime(on.year, on.month, on.day, tzinfo=UTC)
    found = [f for f in find_moments(words_, published) if f.start is not None]
    if len(found) != 1:
        problem = "no moment" if not found else "more than one moment"
        raise UsageError(f"{words_!r} names {problem}: write a date such as 2031-05-15, or 'since March 2031'")
    return found[0]


__all__ = ["Found", "Phrase", "find_moments", "find_times", "parse_moment"]

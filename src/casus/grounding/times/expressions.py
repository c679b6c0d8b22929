"""What an expression of time means before it is known when: each places itself in a context, or says that it cannot.

The context is the report's date, the tense of the clause, and what was told before. Without a date relative expressions stay
unknown; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Protocol

from casus.grounding.times.periods import DAY, PRECISIONS, Period, days, moved, unit_around, unknown
from casus.records import Precision

PUBLISHED = "published"
"""The anchor of what counts from the report's date."""

Kind = Literal["date", "time", "vague", "duration", "frequency", "part"]
"""What an expression names. Durations and frequencies are no moments (codebook, rulings), and a part of the day alone is none."""

FAR = timedelta(days=60)
"""A day without a year is the next one, whatever the tense, when that lies no further off than this and is nearer than the last: of the
last one the news would tell the year. So is anything where no tense is told."""


class Told(NamedTuple):
    """A moment told before: its number in the text, period and first word; whether it counts from another, and whether it is a night."""

    number: int
    period: Period
    word: int
    derived: bool = False
    night: bool = False


class Placed(NamedTuple):
    """When an expression is, and what it counts from: the report's date, the number of another moment, or nothing."""

    period: Period
    anchor: str | int | None = None


@dataclass(frozen=True)
class Context:
    """The report's date in local time, the tense of the clause (-1 past, 1 future, 0 unknown), and what was told before, nearest last."""

    now: datetime | None
    tense: int = 0
    told: Sequence[Told] = ()
    paragraph: int = 0

    @property
    def today(self) -> datetime | None:
        """Midnight at the beginning of the report's day."""
        return self.now.replace(hour=0, minute=0, second=0, microsecond=0) if self.now else None


class Expression(Protocol):
    """A time told in words."""

    @property
    def precision(self) -> Precision:
        """How exact the words are."""
        ...

    @property
    def kind(self) -> Kind:
        """What the words name."""
        ...

    def place(self, context: Context) -> Placed:
        """Return when this is, in a context."""
        ...


@dataclass(frozen=True)
class Fixed:
    """A time that needs no context: a full date; or one of which nothing is known ("recently").

    What `happened` by the knowledge base is not meant in a report that is older: the name is then another thing's.
    """

    period: Period
    kind: Kind = "date"
    happened: bool = False

    @property
    def precision(self) -> Precision:
        """How exact the words are."""
        return self.period.precision

    def place(self, context: Context) -> Placed:
        """Return the period itself."""
        start = self.period.start
        later = self.happened and context.now is not None and start is not None and start > context.now
        return Placed(unknown(self.precision) if later else self.period)


@dataclass(frozen=True)
class Yearly:
    """What comes once a year: a day, month, season, quarter. `of` gives it by year, `year_of` the year of a moment in its calendar.

    `own` shifts the thing ("last October"), `by_year` its year ("October last year").
    """

    of: Callable[[int], Period | None]
    precision: Precision
    year: int | None = None
    own: int | None = None
    by_year: int | None = None
    year_of: Callable[[datetime], int] = lambda moment: moment.year
    kind: Kind = "date"

    def place(self, context: Context) -> Placed:
        """Return it in its year, or in the year that tense or shift tell."""
        if self.year is not None:
            return Placed(self.of(self.year) or unknown(self.precision))
        now = context.today
        if now is None:
            return Placed(unknown(self.precision))
        found = self._near(now, context.tense) if self.by_year is None else self.of(self.year_of(now) + self.by_year)
        return Placed(found or unknown(self.precision), PUBLISHED)

    def _near(self, now: datetime, tense: int) -> Period | None:
        around = self.year_of(now)
        near = [p for y in range(around - 4, around + 5) if (p := self.of(y)) and p.start and p.end]
        past = [p for p in near if p.start and p.start <= now]
        if self.own == -1:
            past = [p for p in near if p.end and p.end <= now]
        ahead = [p for p in near if p.start and p.end and (p.start > now if self.own == 1 else p.end > now)]
        if self.own == 0:
            inside = [p for p in ahead if p in past]
            return inside[0] if inside else self.of(around)
        if self.own == 1 or (self.own is None and tense > 0):
            return ahead[0] if ahead else None
        if self.own is None and ahead and past and (tense == 0 or self.precision == "day"):
            ahead_by, past_by = _start(ahead[0]) - now, now - _start(past[-1])
            return ahead[0] if ahead_by < past_by and ahead_by < FAR else past[-1]
        return past[-1] if past else None

    def until(self, end: Period) -> Period | None:
        """Return the last one that begins before the end of a period: the beginning of a range ("November to March")."""
        if self.year is not None or end.end is None:
            return self.of(self.year) if self.year is not None else None
        around = self.year_of(end.end)
        near = [p for y in (around - 1, around) if (p := self.of(y)) and p.start and p.start < end.end]
        return near[-1] if near else None


@dataclass(frozen=True)
class Weekday:
    """A day of the week, Monday 0; `shift` for last, this and next."""

    number: int
    shift: int | None = None
    weeks: int | None = None
    precision: Precision = "day"
    kind: Kind = "date"

    def place(self, context: Context) -> Placed:
        """Return the last one up to and including today with a past tense, the next with a future one (codebook, section 7)."""
        today = context.today
        if today is None:
            return Placed(unknown("day"))
        back = (today.weekday() - self.number) % 7
        monday = today - today.weekday() * DAY
        if self.weeks is not None:
            found = monday + (7 * self.weeks + self.number) * DAY
        elif self.shift == -1:
            found = today - (back or 7) * DAY
        elif self.shift == 1:
            found = monday + (7 + self.number) * DAY
        elif self.shift == 0:
            found = monday + self.number * DAY
        else:
            found = today + (7 - back) * DAY if context.tense > 0 else today - back * DAY
        return Placed(days(found.date()), PUBLISHED)

    def until(self, end: Period) -> Period | None:
        """Return the last such day before the end of a period."""
        if end.end is None:
            return None
        last = end.end - DAY
        return days((last - ((last.weekday() - self.number) % 7) * DAY).date())


@dataclass(frozen=True)
class Off:
    """Days off today: yesterday -1. `count` days in all ("overnight": two)."""

    shift: int
    count: int = 1
    precision: Precision = "day"
    kind: Kind = "date"

    def place(self, context: Context) -> Placed:
        """Return the day."""
        if context.today is None:
            return Placed(unknown(self.precision))
        return Placed(days((context.today + self.shift * DAY).date(), self.count), PUBLISHED)


@dataclass(frozen=True)
class Shifted:
    """The unit that holds today, moved by a number of them: last week -1, this month 0."""

    unit: str
    shift: int
    kind: Kind = "date"

    @property
    def precision(self) -> Precision:
        """That of the unit."""
        return PRECISIONS[self.unit]

    def place(self, context: Context) -> Placed:
        """Return the unit."""
        if context.now is None:
            return Placed(unknown(self.precision))
        return Placed(unit_around(moved(context.now, self.unit, self.shift), self.unit), PUBLISHED)


def _start(period: Period) -> datetime:
    if period.start is None:
        raise ValueError(f"a period without a start: {period}")
    return period.start

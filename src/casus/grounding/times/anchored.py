"""Times that count from another: so many units later, the same day, an hour of a day that was told before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from casus.grounding.times.expressions import PUBLISHED, Context, Expression, Kind, Off, Placed, Told
from casus.grounding.times.periods import DAY, FINENESS, PRECISIONS, Period, days, moved, unit_around, unknown
from casus.records import Precision

NIGHT, MORNING = 18, 6
"""Hours before this one belong to the day after, where a night was told of."""


@dataclass(frozen=True)
class Counted:
    """So many units from a moment: "ago" from the report's date, "later" and "earlier" from what was told before, as exact as the unit.

    `to` is the expression that the words count from where they say so ("a week after 9/11").
    """

    count: int
    unit: str
    ago: bool = False
    day: bool = False
    to: Expression | None = None

    @property
    def precision(self) -> Precision:
        """That of the unit."""
        return PRECISIONS[self.unit]

    @property
    def kind(self) -> Kind:
        """Hours and minutes are times of day."""
        return "time" if self.unit in ("hour", "minute") else "date"

    def place(self, context: Context) -> Placed:
        """Return the unit so far off."""
        if self.ago:
            like = self._accounting(context)
            if like:
                return like
            return self._from(context.now, PUBLISHED) if context.now else Placed(unknown(self.precision))
        if self.to is not None:
            origin = self.to.place(context)
            return self._from(origin.period.start, origin.anchor) if origin.period.start else Placed(unknown(self.precision))
        return self._accounting(context) or self._told(context)

    def _from(self, origin: datetime | None, anchor: str | int | None) -> Placed:
        if origin is None or not 1 < origin.year + self.count // (1 if self.unit == "year" else 9999) < 2900:
            return Placed(unknown(self.precision))
        return Placed(unit_around(moved(origin, self.unit, self.count), self.unit), anchor)

    def _told(self, context: Context) -> Placed:
        for told in reversed(context.told):
            if told.period.start and FINENESS.index(told.period.precision) <= FINENESS.index(self.precision):
                return self._from(told.period.start, told.number)
        if self.count < 0 and context.now and not context.told:
            return self._from(context.now, PUBLISHED)
        return Placed(unknown(self.precision))

    def _accounting(self, context: Context) -> Placed | None:
        """Return last year's quarter or month for "a year earlier" behind a quarter or month: in accounts the periods are compared."""
        if self.unit != "year" or self.count != -1:
            return None
        for told in [told for told in context.told[-12:] if not told.derived][-3:][::-1]:
            start, end = told.period.start, told.period.end
            if start and end and told.period.precision == "month" and end - start > timedelta(days=80):
                return Placed(Period(moved(start, "year", -1), moved(end, "year", -1), "month"), told.number)
        return None


@dataclass(frozen=True)
class Same:
    """What was told before, once more: "the same day", "that week", "the quarter". Widened to the unit where the words are coarser."""

    unit: str
    shift: int = 0
    kind: Kind = "date"

    @property
    def precision(self) -> Precision:
        """That of the unit."""
        return PRECISIONS[self.unit]

    def place(self, context: Context) -> Placed:
        """Return the unit around the last moment that is as exact as it."""
        for told in reversed(context.told):
            start = told.period.start
            if start and FINENESS.index(told.period.precision) <= FINENESS.index(self.precision) and self._fits(told):
                return Placed(unit_around(moved(start, self.unit, self.shift), self.unit), told.number)
        return Placed(unknown(self.precision))

    def _fits(self, told: Told) -> bool:
        start, end = told.period.start, told.period.end
        if self.unit != "quarter" or start is None or end is None:
            return True
        return not told.derived and timedelta(days=80) < end - start < timedelta(days=100)


@dataclass(frozen=True)
class Clock:
    """A time of day: on `day`, else on the last day told in the paragraph, else on the report's; `hours` long, where it is an hour."""

    hour: int
    minute: int = 0
    exact: bool = True
    day: Expression | None = None
    hours: int = 1
    kind: Kind = "time"

    @property
    def precision(self) -> Precision:
        """The minute where minutes are told, else the hour."""
        return "minute" if self.exact else "hour"

    def place(self, context: Context) -> Placed:
        """Return the hour or minute."""
        base = self._base(context)
        start = base.period.start
        if start is None:
            return Placed(unknown(self.precision), base.anchor)
        found = unit_around(start + timedelta(hours=self.hour, minutes=self.minute), self.precision)
        last = unit_around(start + timedelta(hours=self.hour + self.hours - 1, minutes=self.minute), self.precision)
        return Placed(found.to(last), base.anchor)

    def _base(self, context: Context) -> Placed:
        if self.day is not None:
            return self.day.place(context)
        for told in reversed(context.told if context.tense <= 0 else ()):
            if told.word >= context.paragraph and told.period.precision == "day" and told.period.end:
                last = told.period.end - DAY
                after = told.night and self.hour < MORNING
                return Placed(days((last + DAY if after else last).date()), told.number)
        return Off(0).place(context)


@dataclass(frozen=True)
class Part:
    """A part of the day: with a day, that day; alone, no moment."""

    hour: int
    day: Expression | None = None

    @property
    def precision(self) -> Precision:
        """The day: where a night ends is not said."""
        return "day"

    @property
    def kind(self) -> Kind:
        """A time where the day is told."""
        return "time" if self.day else "part"

    def place(self, context: Context) -> Placed:
        """Return the day."""
        return self.day.place(context) if self.day else Placed(unknown("day"))

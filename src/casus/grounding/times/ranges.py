"""Times that reach from one to another, or that begin and have no end."""

from __future__ import annotations

from dataclasses import dataclass, replace

from casus.grounding.times.expressions import Context, Expression, Kind, Placed, Weekday, Yearly
from casus.grounding.times.periods import FINENESS
from casus.records import Precision


@dataclass(frozen=True)
class Open:
    """What begins and has no end: "since March"."""

    since: Expression

    @property
    def precision(self) -> Precision:
        """That of the beginning."""
        return self.since.precision

    @property
    def kind(self) -> Kind:
        """That of the beginning."""
        return self.since.kind

    def place(self, context: Context) -> Placed:
        """Return a period with a start only."""
        period, anchor = self.since.place(replace(context, tense=-1))
        return Placed(replace(period, end=None), anchor)


@dataclass(frozen=True)
class Range:
    """From one time to another: "Monday to Wednesday", "2011-2013". What the first leaves out the last tells ("9 to 12 July")."""

    first: Expression
    last: Expression

    @property
    def precision(self) -> Precision:
        """That of the finer end."""
        return min(self.first.precision, self.last.precision, key=FINENESS.index)

    @property
    def kind(self) -> Kind:
        """That of the last."""
        return self.last.kind

    def place(self, context: Context) -> Placed:
        """Return all from the start of the first to the end of the last."""
        first, last = self.first.place(context), self.last.place(context)
        if isinstance(self.last, (Yearly, Weekday)) and context.tense > 0 and first.period.start:
            ahead = self.last.place(replace(context, now=first.period.start))
            last = ahead if ahead.period.start else last
        elif isinstance(self.first, (Yearly, Weekday)):
            first = Placed(self.first.until(last.period) or first.period, first.anchor)
        return Placed(first.period.to(last.period), last.anchor if last.anchor is not None else first.anchor)

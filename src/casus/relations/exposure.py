"""How much was read: all reports of the panel on any subject, for conflict makes its own coverage."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection, func, select

from casus.ledger import schema
from casus.ledger.filing import date_of, day_of
from casus.ledger.watching import exposure, panel


@dataclass(frozen=True)
class Exposure:
    """Reports (or imported rows) read per day from `first` on, days counted from 1970.

    `sources` names the panel; `fixed` says whether it was fixed or is simply all that was read; `changes` are days on which it changed.
    Where most of what was read is about the dyad itself it measures no coverage: then each day counts alike, and
    `read` reports stand behind.
    """

    first: int
    daily: tuple[int, ...]
    unit: Literal["reports", "imported rows", "days"]
    sources: tuple[str, ...]
    fixed: bool
    changes: tuple[tuple[int, str], ...]
    read: int = 0

    @property
    def total(self) -> int:
        """All that was read."""
        return sum(self.daily)

    @property
    def described(self) -> str:
        """The panel in words, as it stands beside every number.

        >>> Exposure(0, (3, 4), "reports", ("Alpha", "Beta"), True, ()).described
        '7 reports on any subject from a panel of 2: Alpha, Beta'
        """
        named = ", ".join(self.sources[:6]) + (f" and {len(self.sources) - 6} more" if len(self.sources) > 6 else "")
        if self.unit == "days":
            read = f"{self.read:,} reports from {len(self.sources)} sources, most of them about this pair"
            return f"{read}: rates are by day, not by coverage: {named}"
        whence = f"a panel of {len(self.sources)}" if self.fixed else f"all {len(self.sources)} sources (no panel is fixed)"
        return f"{self.total:,} {self.unit} on any subject from {whence}: {named}"


ABOUT_ITSELF = 0.5
"""Share of the reports read that may be about the dyad before they cease to measure coverage: somebody chose them for being about it."""


def exposed(connection: Connection, first: int, last: int, datasets: Iterable[str | None], about: int = 0) -> Exposure:
    """Return what was read from day `first` to day `last` (exclusive).

    `datasets` are those of the dyad's own rows, null for rows of reports: where most are imported, the rows of their data sets are the
    exposure, else the panel's reports. The two are never added up. `about` is how many of the reports tell of the dyad.
    """
    counted = Counter(datasets)
    imported = sorted(name for name in counted if name is not None)
    if sum(counted[name] for name in imported) > counted[None]:
        return _rows(connection, first, last, imported)
    daily = [0] * (last - first)
    for day in exposure(connection, date_of(first), date_of(last)):
        daily[(day.day - date_of(first)).days] = day.reports
    members = panel(connection)
    names = sorted({source for source, *_ in members}) if members else _sources(connection, first, last)
    changes = [
        (day_of(edge), f"{source} {what} the panel")
        for source, since, until in members
        for edge, what in ((since, "joins"), (until, "leaves"))
        if edge is not None and date_of(first) < edge < date_of(last)
    ]
    if about > ABOUT_ITSELF * sum(daily):
        return Exposure(first, (1,) * (last - first), "days", tuple(names), bool(members), tuple(sorted(changes)), sum(daily))
    return Exposure(first, tuple(daily), "reports", tuple(names), bool(members), tuple(sorted(changes)), sum(daily))


def _sources(connection: Connection, first: int, last: int) -> list[str]:
    c = schema.coverage.c
    asked = select(c.source).where(c.day >= first, c.day < last, c.reports > 0).group_by(c.source).order_by(func.sum(c.reports).desc())
    return [name or "(publisher unknown)" for name in connection.execute(asked).scalars()]


def _rows(connection: Connection, first: int, last: int, datasets: list[str]) -> Exposure:
    c = schema.coverage.c
    named = [f"dataset:{name}" for name in datasets]
    asked = select(c.day, func.sum(c.rows)).where(c.source.in_(named), c.day >= first, c.day < last).group_by(c.day)
    daily = [0] * (last - first)
    for day, rows in connection.execute(asked):
        daily[day - first] = int(rows)
    return Exposure(first, tuple(daily), "imported rows", tuple(datasets), True, ())


def span(connection: Connection) -> tuple[int, int] | None:
    """Return the first day on which anything was read, and the day after the last; None where nothing was."""
    c = schema.coverage.c
    first, last = connection.execute(select(func.min(c.day), func.max(c.day)).where((c.reports > 0) | (c.rows > 0))).one()
    return None if first is None else (int(first), int(last) + 1)

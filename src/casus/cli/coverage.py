"""`casus coverage`: what each source delivered per day, and which fell silent."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING, Any

import click

from casus.cli.ledgers import existing
from casus.cli.options import Day, ledger

if TYPE_CHECKING:
    from casus.ledger import Delivered, Feed

QUIET = 2
"""A source is silent after so many times the longest pause that it made before: papers rest on Sundays, and at feasts."""

BARS = " ▁▂▃▄▅▆▇█"
LAST_DAYS = 14
"""Days that the table draws."""


@dataclass(frozen=True)
class Source:
    """A source over a period: what it delivered by day. `silent` is for how many days it has been silent, 0 where it is not."""

    name: str
    days: Sequence[Delivered]
    silent: int

    def total(self, what: str) -> int:
        """Return how many reports, rejected inputs or rows came in all."""
        return sum(getattr(day, what) for day in self.days)


def sources(delivered: Iterable[Delivered], today: date, least: int) -> list[Source]:
    """Return the sources by name. One is silent that brought nothing for `least` days, and for twice its longest pause before.

    Data sets are imported, not awaited: they are never silent.
    """
    by_name = groupby(sorted(delivered, key=lambda d: (d.source, d.day)), key=lambda d: d.source)
    return [Source(name, days := list(some), _silence(name, days, today, least)) for name, some in by_name]


def _silence(name: str, days: Sequence[Delivered], today: date, least: int) -> int:
    brought = [day.day for day in days if day.reports]
    if not brought or name.startswith("dataset:"):
        return 0
    longest = max(((b - a).days for a, b in pairwise(brought)), default=1)
    since = (today - brought[-1]).days
    return since if since >= max(least, QUIET * longest) else 0


@click.command("coverage")
@ledger()
@click.option("--since", type=Day(), help="From that day on.")
@click.option("--until", type=Day(), help="Before that day; silence is counted up to it, else up to today.")
@click.option("--silent-after", type=click.IntRange(1), default=3, show_default=True, metavar="DAYS", help="Days that nobody minds.")
@click.option("--format", "format_", type=click.Choice(["table", "jsonl"]), help="Table on a terminal, JSONL in a pipe, unless told.")
def command(target: str, since: datetime | None, until: datetime | None, silent_after: int, format_: str | None) -> int:
    """Show what each source delivered per day, which fell silent, and which feeds fail."""
    last = (until.date() - timedelta(days=1)) if until else datetime.now(UTC).date()
    with existing(target) as opened:
        found = sources(opened.coverage(since.date() if since else None, until.date() if until else None), last, silent_after)
        failing = [feed for feed in opened.feeds() if feed.failures]
    if (format_ or ("table" if sys.stdout.isatty() else "jsonl")) == "jsonl":
        for row in rows(found, failing):
            click.echo(json.dumps(row))
    else:
        _show(found, failing, last)
    return 0


def rows(found: Iterable[Source], failing: Iterable[Feed]) -> Iterable[dict[str, Any]]:
    """Yield a row a source, with its days, and a row a failing feed."""
    for source in found:
        yield {
            "source": source.name,
            **{what: source.total(what) for what in ("reports", "rejected", "rows")},
            "first": source.days[0].day.isoformat(),
            "last": source.days[-1].day.isoformat(),
            "silent_days": source.silent,
            "days": [{"day": d.day.isoformat(), "reports": d.reports, "rejected": d.rejected, "rows": d.rows} for d in source.days],
        }
    for feed in failing:
        due = feed.due.isoformat() if feed.due else None
        yield {"feed": feed.url, "failures": feed.failures, "error": feed.error, "due": due}


def _show(found: Sequence[Source], failing: Sequence[Feed], last: date) -> None:
    from rich.markup import escape

    from casus.cli.screen import _table as table
    from casus.cli.screen import console

    out = console(sys.stdout)
    shown = table(
        "Sources", ("source", 0), ("reports", 9), ("rejected", 9), ("rows", 11), ("last", 11), (f"{LAST_DAYS} days", 15), ("", 18)
    )
    for source in found:
        silent = f"silent for {source.silent} days" if source.silent else ""
        counts = (f"{source.total(what):,}" for what in ("reports", "rejected", "rows"))
        shown.add_row(escape(source.name or "(not known)"), *counts, f"{source.days[-1].day}", bars(source.days, last), silent)
    out.print(shown)
    if failing:
        failed = table("Feeds that fail", ("feed", 0), ("times", 6), ("why", 60))
        for feed in failing:
            failed.add_row(escape(feed.url), str(feed.failures), escape(feed.error or ""))
        out.print(failed)


def bars(days: Sequence[Delivered], last: date) -> str:
    """Return the last days as bars, the tallest the source's best of them; a blank for none.

    >>> from casus.ledger import Delivered
    >>> bars([Delivered("a", date(2026, 3, 1), 4, 0, 0), Delivered("a", date(2026, 3, 3), 1, 0, 0)], date(2026, 3, 3))[-3:]
    '█ ▂'
    """
    by_day = {d.day: d.reports + d.rows for d in days}
    counts = [by_day.get(last - timedelta(days=ago), 0) for ago in range(LAST_DAYS - 1, -1, -1)]
    top = max(counts) or 1
    return "".join(BARS[-(-count * (len(BARS) - 1) // top)] for count in counts)

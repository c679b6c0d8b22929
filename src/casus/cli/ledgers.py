"""Ledgers on the command line: opened where they exist, filled on the fly from reports, asked with one grammar of filters."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from casus.cli import SOME_FAILED
from casus.cli.options import FORMATS, as_of, published, threads
from casus.cli.options import ledger as ledger_option
from casus.ledger.filters import KEYS, Filters
from casus.records import RejectedInput, UsageError

if TYPE_CHECKING:
    from casus.ledger import Ledger, Page

List = Literal["reports", "claims", "events"]
Command = Callable[..., Any]


@contextmanager
def existing(target: str) -> Iterator[Ledger]:
    """Open a ledger that is there already: who asks a ledger does not mean to make an empty one."""
    from casus.ledger import open_ledger

    if "://" not in target and not Path(target).is_file():
        raise UsageError(f"there is no ledger {target}: `casus read … --ledger {target}` makes one")
    with open_ledger(target) as ledger:
        yield ledger


@contextmanager
def asked(target: str | None, sources: Sequence[str], published: datetime | None, threads: int) -> Iterator[tuple[Ledger, int]]:
    """Open the ledger, or read the reports that are named into a temporary one; yield it, and how many could not be read."""
    if sources and target:
        raise UsageError("give reports to read, or a ledger to ask: not both")
    if target:
        with existing(target) as ledger:
            yield ledger, 0
        return
    if not sources:
        raise UsageError("give reports to read, or --ledger PATH|URL")
    from casus.cli.screen import rejected_line
    from casus.ingest import Options
    from casus.ledger import open_ledger
    from casus.pipeline import Pipeline

    failed, pipeline = 0, Pipeline(threads=threads)
    with open_ledger() as ledger:
        for source in sources:
            for item in pipeline.read_all(source, Options(published=published), stdin=sys.stdin.buffer):
                if isinstance(item, RejectedInput):
                    failed += 1
                    click.echo(rejected_line(item), err=True)
                else:
                    ledger.add(item)
        yield ledger, failed


def filtered(list: List) -> Callable[[Command], Command]:
    """Add an option for each filter of a list; they are handed over as one `filters`."""
    names = [key for key, known in KEYS.items() if list in known.lists]

    def decorate(function: Command) -> Command:
        @wraps(function)
        def gathered(**given: Any) -> Any:
            words = [f"{key}={value}" for key in names for value in given.pop(_parameter(key))]
            return function(filters=Filters.parse(words), **given)

        for key in reversed(names):
            known = KEYS[key]
            means = known.means[0].upper() + known.means[1:] + "."
            gathered = click.option(f"--{key}", _parameter(key), metavar=known.shape, multiple=True, help=means)(gathered)
        return gathered

    return decorate


def _parameter(key: str) -> str:
    return f"filter_{key.replace('-', '_')}"


def paged(function: Command) -> Command:
    """Add the options of a list: format, output, where to begin, how many."""
    for option in (
        as_of,
        click.option("--limit", type=click.IntRange(1, 10_000), help="Rows at most; 50 in a table, all in data formats."),
        click.option("--after", metavar="CURSOR", help="Go on after a page: what it named at its end."),
        click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of stdout."),
        click.option("--format", "format_", type=click.Choice(FORMATS), help="A table on a terminal and JSONL in a pipe, unless told."),
    ):
        function = option(function)
    return function


def end_of(day: datetime | None) -> datetime | None:
    """Return the end of a day where no time of day was given: "as of a day" takes in what was read on it."""
    return day + timedelta(days=1, microseconds=-1) if day is not None and day.timetz().replace(tzinfo=None) == time() else day


def lister(list: List, text: str) -> click.Command:
    """Return the command that lists claims or events, of a ledger or of reports read on the fly."""

    @click.command(list, help=text)
    @click.argument("sources", nargs=-1, metavar="[SOURCE]...")
    @ledger_option(required=False)
    @filtered(list)
    @paged
    @published
    @threads
    def command(
        sources: Sequence[str],
        target: str | None,
        filters: Filters,
        format_: str | None,
        output: Path | None,
        after: str | None,
        limit: int | None,
        as_of: datetime | None,
        published: datetime | None,
        threads: int,
    ) -> int:
        with asked(None if sources else target, sources, published, threads) as (ledger, failed):
            print_list(ledger, list, filters, format_, output, after, limit, end_of(as_of))
        return SOME_FAILED if failed else 0

    return command


def print_list(
    ledger: Ledger,
    list: List,
    filters: Filters,
    format_: str | None,
    output: Path | None,
    after: str | None,
    limit: int | None,
    as_of: datetime | None,
) -> None:
    """Print a page as a table; in a data format the whole list, or the page where a limit or a cursor is given."""
    from casus.cli import rows

    format_ = rows.chosen(format_, output)
    lists: dict[str, Callable[..., Page[Any]]] = {"reports": ledger.reports, "claims": ledger.claims, "events": ledger.events}
    ask = lists[list]
    if format_ == "table":
        rows.show(ask(filters, after, limit or 50, as_of), list)
    elif limit is None and after is None:
        rows.write(ledger.iterate(list, filters, as_of), format_, output)
    else:
        page = ask(filters, after, limit or 50, as_of, False)
        rows.write(page.rows, format_, output)
        if page.next is not None:
            click.echo(f"casus: more with --after {page.next}", err=True)

"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from casus.ingest.options import FIELDS, Fetch

F = TypeVar("F", bound=Callable[..., Any])

FORMATS = ("table", "json", "jsonl", "csv", "geojson", "parquet")


class Day(click.ParamType):  # type: ignore[type-arg]
    """A date or time in ISO 8601; UTC where it names no zone."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return an aware datetime."""
        if isinstance(value, datetime):
            return value
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no date; write it like 2026-03-14 or 2026-03-14T09:30+05:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Seconds(click.ParamType):  # type: ignore[type-arg]
    """A time limit, as the settings of a fetch that keeps it."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Fetch:
        """Return the settings; no single wait is longer than the whole may take."""
        if isinstance(value, Fetch):
            return value
        try:
            total = float(value)
        except ValueError:
            total = 0.0
        if not 0 < total < 86_400:
            self.fail(f"{value!r}: give seconds, more than 0 and less than a day", param, ctx)
        return Fetch(total=total, connect=min(total, Fetch.connect), read=min(total, Fetch.read))


class Columns(click.ParamType):  # type: ignore[type-arg]
    """A column map, `text=body,title=headline`."""

    name = "map"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> dict[str, str]:
        """Return our fields with the columns that hold them."""
        if isinstance(value, dict):
            return value
        pairs = [part.partition("=") for part in value.split(",") if part]
        for field, _, column in pairs:
            if field not in FIELDS or not column:
                self.fail(f"{field!r}: write FIELD=COLUMN, where FIELD is one of {', '.join(FIELDS)}", param, ctx)
        return {field: column for field, _, column in pairs}


def published(function: F) -> F:
    """Add `--published`."""
    text = "When the reports appeared, where they do not say so themselves."
    return click.option("--published", type=Day(), help=text)(function)


def timeout(function: F) -> F:
    """Add `--timeout`, handed over as the settings of a fetch."""
    text = "Seconds that one URL may take in all, robots.txt, redirects and retries included."
    option = click.option("--timeout", "fetch", type=Seconds(), default=Fetch.total, show_default=True, help=text)
    return option(function)


def threads(function: F) -> F:
    """Add `--threads`."""
    return click.option("--threads", type=click.IntRange(0, 256), default=0, help="Threads for the models; 0 takes all cores.")(function)


def columns(function: F) -> F:
    """Add `--columns`."""
    text = "Columns of CSV and JSONL files: text=body,title=headline,publisher=outlet,url=link,published=date."
    return click.option("--columns", type=Columns(), default={}, help=text)(function)


def ledger(required: bool = True) -> Callable[[F], F]:
    """Add `--ledger`."""
    text = "The ledger: a file, or postgresql://USER@HOST/NAME."
    return click.option("--ledger", "target", metavar="PATH|URL", envvar="CASUS_LEDGER", required=required, help=text)


def as_of(function: F) -> F:
    """Add `--as-of`."""
    return click.option("--as-of", type=Day(), help="What the ledger knew then, the whole of that day included.")(function)

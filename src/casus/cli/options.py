"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, TypeVar

import click

from casus.ingest.options import FIELDS

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


def threads(function: F) -> F:
    """Add `--threads`."""
    return click.option("--threads", type=click.IntRange(0, 256), default=0, help="Threads for the models; 0 takes all cores.")(function)


def columns(function: F) -> F:
    """Add `--columns`."""
    text = "Columns of CSV and JSONL files: text=body,title=headline,publisher=outlet,url=link,published=date."
    return click.option("--columns", type=Columns(), default={}, help=text)(function)

"""What all evaluations share: how scores are asked for, and the floors that they must reach."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import click

from casus.cli import GATE_FAILED
from casus.records import UsageError

Floors = Sequence[tuple[str, float]]

predictions = click.option(
    "--predictions", type=click.Path(dir_okay=False, path_type=Path), help="Write one JSON row a text: gold and predicted."
)
format_ = click.option(
    "--format", "format_", type=click.Choice(("table", "json")), help="Table on a terminal, JSON in a pipe, unless told."
)


class Floor(click.ParamType):  # type: ignore[type-arg]
    """A score that must be reached, `source exact=0.74`."""

    name = "score"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, float]:
        """Return the score's name and its floor."""
        if isinstance(value, tuple):
            return value
        name, _, number = value.rpartition("=")
        try:
            return name, float(number)
        except ValueError:
            self.fail(f"{value!r}: write NAME=F1, as 'source exact=0.74'", param, ctx)


floors = click.option(
    "--floor", "floors", type=Floor(), multiple=True, help="Exit with 4 where this F1 is not reached; repeat for several."
)


def check_names(names: Sequence[str], floors: Floors) -> None:
    """Raise `UsageError` where a floor is set for a score that does not exist."""
    for name, _ in floors:
        if name not in names:
            close = get_close_matches(name, names, n=1)
            raise UsageError(f"no score named {name!r}{f'; did you mean {close[0]!r}?' if close else ''}; scores: {', '.join(names)}")


def write_rows(path: Path | None, rows: Sequence[Mapping[str, Any]]) -> None:
    """Write one JSON row a text, ASCII-escaped."""
    if path:
        path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")


def as_json(format_: str | None) -> bool:
    """Whether JSON is asked for: where told, and in a pipe."""
    return (format_ or ("table" if sys.stdout.isatty() else "json")) == "json"


def gate(f1: Mapping[str, float | None], floors: Floors) -> int:
    """Name each score below its floor on stderr; return the exit code."""
    low = [(name, floor) for name, floor in floors if f1[name] is None or (f1[name] or 0.0) < floor]
    for name, floor in low:
        reached = "is not defined" if (value := f1[name]) is None else f"{value:.4f} is below its floor {floor}"
        click.echo(f"casus: {name}: F1 {reached}", err=True)
    return GATE_FAILED if low else 0

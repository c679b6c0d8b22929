"""`casus export`: the ledger in other people's formats."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click

from casus.cli.options import as_of, ledger
from casus.ledger.filters import KEYS, Filters
from casus.records import UsageError

FORMATS = ("jsonl", "csv", "parquet", "geojson", "webannotation", "schemaorg")
LISTS = ("events", "claims", "reports", "readings")


def _filters(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add an option for each filter; which fit depends on the list, and the ledger says so."""

    @wraps(function)
    def gathered(**given: Any) -> Any:
        words = [f"{key}={value}" for key in KEYS for value in given.pop(f"filter_{key.replace('-', '_')}")]
        return function(filters=Filters.parse(words), **given)

    for key, known in reversed(KEYS.items()):
        means = f"{known.means[0].upper()}{known.means[1:]}."
        gathered = click.option(f"--{key}", f"filter_{key.replace('-', '_')}", metavar=known.shape, multiple=True, help=means)(gathered)
    return gathered


@click.command("export")
@ledger()
@click.option("--as", "format_", type=click.Choice(FORMATS), required=True, help="The format.")
@click.option("--list", "list_", type=click.Choice(LISTS), help="What to export; events unless told, claims for schemaorg.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of stdout.")
@click.option("--with-private", is_flag=True, help="With private people: those whom reports name and who hold no office.")
@as_of
@_filters
def command(
    target: str, format_: str, list_: str | None, output: Path | None, with_private: bool, as_of: datetime | None, filters: Filters
) -> int:
    """Export events, claims, reports or whole readings, newest first. Private people are left out unless told.

    jsonl holds every list, and `casus import --as casus` takes readings and imported events back; csv and parquet hold flat rows; geojson
    events; webannotation (W3C, JSON-LD) events or claims with the places of their words; schemaorg claims.
    """
    from casus.cli.ledgers import end_of, existing
    from casus.exchange import Selection, export

    if format_ == "parquet" and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is binary: give --output FILE, or pipe it into one")
    with existing(target) as opened, ExitStack() as stack:
        stream = stack.enter_context(output.open("wb")) if output else sys.stdout.buffer
        number = export(opened, format_, stream, Selection(list_, filters, end_of(as_of), with_private))
        stream.flush()
    click.echo(f"casus: {number:,} exported", err=True)
    return 0

"""`casus search`: words in a ledger."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from casus.cli.ledgers import List, end_of, existing, paged, print_list
from casus.cli.options import ledger
from casus.ledger.filters import Filters


@click.command("search")
@click.argument("words", nargs=-1, required=True)
@ledger()
@click.option(
    "--in", "list_", type=click.Choice(["reports", "claims", "events"]), default="reports", show_default=True, help="What to search."
)
@click.option("--filter", "given", multiple=True, metavar="KEY=VALUE", help="Narrow down, e.g. source=NAME or actor=AFG.")
@paged
def command(
    words: tuple[str, ...],
    target: str,
    list_: List,
    given: tuple[str, ...],
    format_: str | None,
    output: Path | None,
    after: str | None,
    limit: int | None,
    as_of: datetime | None,
) -> None:
    """Find reports, claims or events that hold WORDS, newest first.

    All words must occur; "two words" in quotes are a phrase, begin* takes any ending, -word may not occur.
    """
    text: tuple[str, tuple[Any, ...]] = ("text", (" ".join(words),))
    filters = Filters((text, *Filters.parse(given).conditions))
    with existing(target) as opened:
        print_list(opened, list_, filters, format_, output, after, limit, end_of(as_of))

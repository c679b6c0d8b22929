"""`casus show`: one report, with the words that casus went by."""

from __future__ import annotations

import sys
from datetime import datetime

import click

from casus.cli import SOME_FAILED
from casus.cli.options import columns, published, threads, timeout
from casus.ingest.options import Fetch
from casus.records import RejectedInput


@click.command("show")
@click.argument("source")
@published
@columns
@click.option("--mentions", is_flag=True, help="Mark actors, persons, places, moments and weapons too.")
@timeout
@threads
def command(source: str, published: datetime | None, columns: dict[str, str], mentions: bool, fetch: Fetch, threads: int) -> int:
    """Print a report with its sources, cues and contents in brackets.

    SOURCE is a file, a URL, or - for stdin; of a file with several reports all are shown.
    """
    from casus.cli import screen
    from casus.ingest import Options
    from casus.pipeline import Pipeline

    out, failed = screen.console(sys.stdout), 0
    out.print(screen.legend(mentions))
    for item in Pipeline(threads=threads).read_all(
        source, Options(published=published, columns=columns, fetch=fetch), stdin=sys.stdin.buffer
    ):
        out.print()
        if isinstance(item, RejectedInput):
            failed += 1
            click.echo(screen.rejected_line(item), err=True)
        else:
            out.print(screen.marked(item, mentions))
    return SOME_FAILED if failed else 0

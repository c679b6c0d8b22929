"""`casus retry`: read again what could not be read."""

from __future__ import annotations

import sys

import click

from casus.cli import SOME_FAILED
from casus.cli.ledgers import existing
from casus.cli.options import ledger, threads


@click.command("retry")
@ledger()
@click.option("--stage", help="Only what was rejected at this stage.")
@click.option("--drop", is_flag=True, help="Take what fails again off the queue; the row stays, as dropped.")
@threads
def command(target: str, stage: str | None, drop: bool, threads: int) -> int:
    """Read again the inputs that the ledger keeps as rejected. Rows of imported files wait for the next import of their file."""
    from casus.cli.screen import rejected_line
    from casus.filing import Filing
    from casus.pipeline import Pipeline
    from casus.records import RejectedInput

    pipeline, read, failed = Pipeline(threads=threads), 0, 0
    with existing(target) as opened:
        filing = Filing(opened)
        for queued in opened.retry_queue():
            if queued.line is not None or queued.input == "-" or (stage is not None and queued.stage != stage):
                continue
            kept = queued.item.report if queued.item else None
            items = [pipeline.try_read(kept, queued.input)] if kept else pipeline.read_all(queued.input, stdin=sys.stdin.buffer)
            sound = True
            for item in items:
                if isinstance(item, RejectedInput):
                    sound, failed = False, failed + 1
                    opened.reject(item)
                    click.echo(rejected_line(item), err=True)
                else:
                    read += 1
                    filing.add(item)
            if sound or drop:
                opened.resolve(queued.key)
    click.echo(f"casus: {read:,} read, {failed:,} rejected again", err=True)
    return SOME_FAILED if failed else 0

"""`casus check`: whether the ledger is sound."""

from __future__ import annotations

import click

from casus.cli import FAILURE
from casus.cli.ledgers import existing
from casus.cli.options import ledger


@click.command("check")
@ledger()
def command(target: str) -> int:
    """Check that every quote is the text at its offsets, that nothing stands alone or twice, and that what is derived is right."""
    found = 0
    with existing(target) as opened:
        for problem in opened.check():
            found += 1
            click.echo(problem)
    click.echo(f"casus: {found:,} problems" if found else "casus: the ledger is sound", err=True)
    return FAILURE if found else 0

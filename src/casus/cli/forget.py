"""`casus forget`: erase a report or a person."""

from __future__ import annotations

import click

from casus.cli import FAILURE
from casus.cli.ledgers import existing
from casus.cli.options import ledger


@click.command("forget")
@click.argument("what", metavar="PERSON|REPORT")
@ledger()
@click.option("--yes", is_flag=True, help="Do not ask.")
def command(what: str, target: str, yes: bool) -> int:
    """Erase a report (by id) or a person (by name or id) for good, and prove it.

    A person's names are blotted out in every report that names them. Backups, and what the file system or a PostgreSQL server keeps of
    old pages, are beyond casus.
    """
    with existing(target) as opened:
        if not yes:
            click.confirm(f"Erase {what} from {target} for good?", abort=True, err=True)
        done = opened.forget(report=what) if what.startswith("report:") else opened.forget(person=what)
    click.echo(f"casus: {done}", err=True)
    return 0 if done.proven else FAILURE

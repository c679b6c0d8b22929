"""`casus backup`: a copy of the ledger."""

from __future__ import annotations

from pathlib import Path

import click

from casus.cli.ledgers import existing
from casus.cli.options import ledger


@click.command("backup")
@click.argument("path", type=click.Path(dir_okay=False, path_type=Path))
@ledger()
def command(path: Path, target: str) -> None:
    """Write a copy of the ledger to PATH while it is in use: a ledger file, or pg_dump's for PostgreSQL. Only its owner can read it."""
    with existing(target) as opened:
        opened.backup(path)
    click.echo(f"casus: wrote {path} ({path.stat().st_size:,} bytes)", err=True)

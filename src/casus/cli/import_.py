"""`casus import`: other people's events, and our own readings, into a ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from casus.cli import SOME_FAILED
from casus.cli.options import ledger

if TYPE_CHECKING:
    from casus.exchange import Known, Result
    from casus.records import Actor

FORMATS = ("gdelt", "icews", "ucdp", "casus")


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--as", "format_", type=click.Choice(FORMATS), required=True, help="Whose file it is; `casus`: what export or read wrote.")
@ledger()
def command(files: tuple[Path, ...], format_: str, target: str) -> int:
    """Import events of a data set into a ledger, flagged as imported and without text.

    FILE is of GDELT 2.0 events (58 or 61 columns), an ICEWS dump or its Parquet layout (date, source, relation, target), UCDP GED or
    Candidate Events (CSV); plain, .gz or .zip. Rows that the ledger has are left alone.

    Rows that cannot be read are kept as rejected, with their lines, and make the exit code 3. Rows that mean nothing in PLOVER are counted.
    """
    from casus.exchange import import_file
    from casus.ledger import open_ledger
    from casus.records import InputError

    failed = False
    with open_ledger(target) as opened:
        for path in files:
            try:
                done = import_file(opened, path, format_, known_names())
            except InputError as error:
                click.echo(f"casus: {error}", err=True)
                failed = True
                continue
            click.echo(f"casus: {path}: {said(done)}", err=True)
            failed |= done.rejected > 0
        opened.tidy()
    return SOME_FAILED if failed else 0


def said(done: Result) -> str:
    """Return what became of a file's rows, for people.

    >>> from casus.exchange import Result
    >>> said(Result(rows=1200, known=3, skipped={"statements have no PLOVER type": 7}, rejected=1))
    '1,200 new, 3 known, 7 skipped (statements have no PLOVER type), 1 rejected'
    """
    skipped = [f"{number:,} skipped ({reason})" for reason, number in sorted(done.skipped.items())]
    return ", ".join([f"{done.rows:,} new", f"{done.known:,} known", *skipped, f"{done.rejected:,} rejected"])


def known_names() -> Known:
    """Return what names an actor by our own knowledge: only where a name means one actor, and not by a description."""
    from casus.grounding.knowledge import fold, open_knowledge

    knowledge = open_knowledge()

    def known(name: str) -> Actor | None:
        ids = {alias.actor for alias in knowledge.lookup(fold(name)) if alias.use == "name"}
        return knowledge.actor(ids.pop()) if len(ids) == 1 else None

    return known

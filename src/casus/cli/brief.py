"""`casus brief`: one cited page on two actors."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click

from casus.cli.options import Day
from casus.cli.relation import ALONE, AS_OF, LEDGER, UNTIL, governments


@click.command("brief")
@click.argument("a")
@click.argument("b")
@LEDGER
@click.option("--since", type=Day(), required=True, help="First day of what the page tells.")
@UNTIL
@AS_OF
@ALONE
@click.option(
    "--output", "-o", type=click.Path(dir_okay=False, path_type=Path), help="A .md or .html file; without it, Markdown to stdout."
)
def command(
    a: str, b: str, ledger_name: str, since: datetime, until: datetime | None, as_of: datetime | None, alone: bool, output: Path | None
) -> int:  # fmt: skip
    """Write a page on two actors: what moved, accusations and answers, clashes, backing, what outlets judge.

    Every line has its words, source and date. Levels and trends come from all of the past; lines from --since on.
    """
    from casus.ledger import open_ledger
    from casus.records import UsageError
    from casus.relations import Asked, relation
    from casus.relations.brief import brief
    from casus.relations.pages import html, markdown

    if output is not None and output.suffix.lower() not in (".md", ".html"):
        raise UsageError(f"{output}: a brief ends in .md or .html")
    with open_ledger(ledger_name) as ledger:
        last = None if until is None else until.date()
        found = relation(ledger, a, b, Asked(until=last, as_of=as_of, roles=governments((a, b), alone), alone=alone))
        page = brief(ledger, found, since.date(), as_of)
    if output is None:
        sys.stdout.write(markdown(page))
    else:
        output.write_text(html(page, found) if output.suffix.lower() == ".html" else markdown(page), "utf-8")
        click.echo(f"casus: written to {output}", err=True)
    return 0

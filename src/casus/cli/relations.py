"""`casus relations`: all dyads, ranked by change."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

import click

from casus.cli.relation import ALONE, AS_OF, LEDGER, UNTIL, governments

if TYPE_CHECKING:
    from casus.relations import Ranking


@click.command("relations")
@LEDGER
@UNTIL
@click.option("--by", "horizon", type=click.Choice(["day", "week", "month"]), default="week", show_default=True,
              help="Compare the last day, seven days, or four weeks with the past.")  # fmt: skip
@AS_OF
@ALONE
@click.option("--limit", type=click.IntRange(1), default=25, show_default=True, help="Dyads to show.")
@click.option("--format", "format_", type=click.Choice(["table", "json", "jsonl", "csv"]), help="Table on a terminal, JSONL in a pipe.")
def command(
    ledger_name: str, until: datetime | None, horizon: Any, as_of: datetime | None, alone: bool, limit: int, format_: str | None
) -> int:
    """Rank all pairs of actors by how far their last week lies above what their past led one to expect.

    Communities and persons stand outside. A pair is a surge (marked !) where at most one in ten so marked is a false alarm.
    """
    from casus.ledger import open_ledger
    from casus.relations import Asked, ranking

    with open_ledger(ledger_name) as ledger:
        until_day = None if until is None else until.date()
        asked = Asked(until=until_day, as_of=as_of, roles=governments(None, alone), alone=alone)
        found = ranking(ledger, asked, horizon, limit)
    _show(found, format_ or ("table" if sys.stdout.isatty() else "jsonl"))
    return 0


def _show(found: Ranking, format_: str) -> None:
    from casus.relations import data

    match format_:
        case "json":
            click.echo(json.dumps(data.ranking_data(found)))
        case "jsonl":
            for row in found.dyads:
                click.echo(json.dumps({**data.ranked_data(row), "until": found.until.isoformat(), "read": found.source.described}))
        case "csv":
            import csv
            from dataclasses import fields

            from casus.relations import Ranked

            writer = csv.DictWriter(sys.stdout, [field.name for field in fields(Ranked)])
            writer.writeheader()
            writer.writerows(data.ranked_data(row) for row in found.dyads)
        case _:
            _print(found)


def _print(found: Ranking) -> None:
    from rich.markup import escape
    from rich.table import Table

    from casus.cli import screen
    from casus.relations.surges import FALSE_DISCOVERIES
    from casus.relations.words import HORIZON, chance, number, p_value

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, right in (("", False), ("between", False), ("came", True), ("expected", True), ("q", True), ("a week, 90 %", True),
                        ("trend over 4 weeks", False), ("n", True)):  # fmt: skip
        table.add_column(name, header_style="dim", justify="right" if right else "left")
    for row in found.dyads:
        surge = "!" if row.q is not None and row.q <= FALSE_DISCOVERIES else ""
        names = f"{row.a_name.removeprefix('Government of ')} – {row.b_name.removeprefix('Government of ')}"
        band = f"{number(row.tension)} ({number(row.low)}–{number(row.high)})"
        q = "untested" if row.q is None else p_value(row.q)
        table.add_row(
            surge, escape(names), str(row.count), number(row.expected), q, band, f"{row.trend}, {chance(row.probability)}", str(row.n)
        )
    out = screen.console(sys.stdout)
    said = f"Conflict in the {HORIZON[found.horizon]} before {found.until}, against the past since {found.since}"
    out.print(f"{said}: {found.tested} pairs tested at once", style="bold", markup=False)
    out.print(f"  {found.source.described}", style="dim", markup=False)
    out.print(table)

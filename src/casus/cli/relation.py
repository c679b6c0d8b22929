"""`casus relation`: two actors, and whether it is getting worse, since when, because of what."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from casus.cli.options import Day

if TYPE_CHECKING:
    from rich.console import Console

    from casus.ledger import Ledger
    from casus.records import Actor
    from casus.relations import Relation

ISO3 = 3
"""Letters of a state's id."""

FORMATS = ("table", "json", "csv")

LEDGER = click.option("--ledger", "ledger_name", required=True, envvar="CASUS_LEDGER", metavar="FILE|URL", help="The ledger to ask.")
SINCE = click.option("--since", type=Day(), help="First day; without it, all that the ledger has of the two.")
UNTIL = click.option("--until", type=Day(), help="Day after the last.")
AS_OF = click.option("--as-of", type=Day(), help="What the ledger knew then.")
ALONE = click.option("--alone", is_flag=True, help="The actors by themselves, without organs and those who govern.")


@click.command("relation")
@click.argument("a")
@click.argument("b")
@LEDGER
@SINCE
@UNTIL
@click.option("--by", type=click.Choice(["day", "week", "month"]), default="week", show_default=True, help="Length of a period.")
@AS_OF
@ALONE
@click.option("--why", is_flag=True, help="Show the words behind each change and surge.")
@click.option("--plot", "picture", type=click.Path(dir_okay=False, path_type=Path), help="Draw it: PNG, SVG or PDF.")
@click.option("--format", "format_", type=click.Choice(FORMATS), help="Table on a terminal, JSON in a pipe.")
def command(
    a: str, b: str, ledger_name: str, since: datetime | None, until: datetime | None, by: Any, as_of: datetime | None, alone: bool,
    why: bool, picture: Path | None, format_: str | None,
) -> int:  # fmt: skip
    """Show how two actors stand to each other: tension, trend, surges, changes, who backs whom.

    A and B are actor ids, such as AFG and PAK. A state stands with its organs and with those that govern it at the time.
    """
    from casus.ledger import open_ledger
    from casus.relations import Asked, relation

    with open_ledger(ledger_name) as ledger:
        asked = Asked(_date(since), _date(until), as_of, governments((a, b), alone), alone)
        found = relation(ledger, a, b, asked, by)
        if picture is not None:
            from casus.relations.plot import plot

            plot(found, picture)
            click.echo(f"casus: drawn to {picture}", err=True)
        _show(found, format_ or ("table" if sys.stdout.isatty() else "json"), ledger if why else None)
    return 0


def _date(moment: datetime | None) -> date | None:
    return None if moment is None else moment.date()


def governments(states: tuple[str, ...] | None, alone: bool) -> list[Actor]:
    """Return the actors that govern, or governed, some states (None: any), with their dated roles."""
    if alone:
        return []
    from casus.grounding.knowledge import open_knowledge
    from casus.relations.rollup import GOVERNS

    knowledge = open_knowledge()
    # A government is itself a state's actor; who else governs has an id of its own.
    profiles = [profile for actor in knowledge.ids() if len(actor) > ISO3 and (profile := knowledge.profile(actor))]
    ruling = [p.id for p in profiles if any(r.what == GOVERNS and (states is None or r.of in states) for r in p.roles)]
    return [actor for actor in map(knowledge.actor, ruling) if actor is not None]


def _show(found: Relation, format_: str, why: Ledger | None) -> None:
    from casus.relations import data

    match format_:
        case "json":
            click.echo(json.dumps(data.relation_data(found)))
        case "csv":
            import csv

            rows = [{**row, "types": json.dumps(row["types"])} for row in data.periods(found)]
            writer = csv.DictWriter(sys.stdout, list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        case _:
            _print(found, why)


def _print(found: Relation, why: Ledger | None) -> None:
    from casus.cli import screen
    from casus.relations import data

    out = screen.console(sys.stdout)
    out.print(f"{found.a.short} – {found.b.short}", style="bold", markup=False)
    for side in (found.a, found.b):
        out.print(f"  {side.described}", style="dim", markup=False)
    out.print(f"  n = {found.n} occurrences; {found.source.described}", style="dim", markup=False)
    for sentence in data.sentences(found):
        out.print(f"• {sentence}.", markup=False)
    _periods(found, out)
    _backing(found, out)
    if why is not None:
        _why(found, why, out)


def _periods(found: Relation, out: Console) -> None:
    from rich.table import Table

    from casus.relations import data

    table = Table(title="Periods", title_justify="left", title_style="bold", box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name in (f"{found.series.by} of", "conflict", "by sources", "alleged", "cooperation", "read", "tension", "90 % band", ""):
        table.add_column(name, header_style="dim", justify="left" if name.endswith("of") or not name else "right")
    for row in list(data.periods(found))[-16:]:
        band = f"{row['low']:.1f}–{row['high']:.1f}" if row["low"] is not None else ""
        level = f"{row['level']:.1f}" if row["level"] is not None else ""
        marks = " ".join([*(["surge"] if row["surge"] else []), *([] if row["whole"] else ["unfinished"])])
        told = row["cooperation_report"] + row["cooperation_attributed"]
        alleged = row["conflict_alleged"] + row["cooperation_alleged"]
        cells = (row["conflict_report"], row["conflict_attributed"], alleged, told, row["read"], level, band, marks)
        table.add_row(row["start"], *(str(cell) for cell in cells))
    out.print(table)


def _backing(found: Relation, out: Console) -> None:
    for backing in [b for b in found.backings if b.alleged][:5]:
        by = ", ".join(f"{actor} ({n})" for actor, n in backing.by)
        line = (
            f"Alleged, never counted: {backing.backer} backs {backing.backed}, {backing.alleged} times, by {by}; denied {backing.denied}."
        )
        out.print(line, markup=False)


def _why(found: Relation, ledger: Ledger, out: Console) -> None:
    from casus.relations.brief import event_line
    from casus.relations.series import CONFLICT, TOLD
    from casus.relations.words import day, surges

    drivers = [(f"change of {day(c.on)}", d.occurrence.event) for c in found.changes for d in c.drivers]
    if surges(found):
        last = int(found.daily.edges[-1]) - 7
        latest = [row for row in found.rows if row.day >= last and row.type in CONFLICT and row.voice in TOLD]
        drivers += [("surge", row.event) for row in latest[-10:]]
    out.print("Because of", style="bold")
    for what, event in drivers:
        row = ledger.event(event)
        if row is not None:
            line = event_line(row)
            quote = f" “{line.quote}”" if line.quote else ""
            out.print(f"  {what}: {line.on}. {line.said}.{quote} — {line.source}", markup=False)

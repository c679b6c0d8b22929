"""`casus events`: who did what to whom; and with --explain, which words made one event what it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import click

from casus.cli.ledgers import lister

command = lister(
    "events",
    """List events, latest first, each with its words and report: of a ledger, or of reports that are read on the fly.

    A filter given twice must hold twice; values with a comma between them are any of them. --explain ID shows one event: how sure the
    model is of its type, what came second, and what each word of its sentence adds (the word is hidden and the chance read again).
    """,
)

_list: Any = command.callback


def _explained(
    explain: str | None,
    sources: Sequence[str],
    target: str | None,
    published: datetime | None,
    threads: int,
    format_: str | None,
    **others: Any,
) -> int:
    """List events, or explain the one whose id was given."""
    given = {"sources": sources, "target": target, "published": published, "threads": threads, "format_": format_}
    if explain is None:
        code: int = _list(**given, **others)
        return code
    from casus.cli.explaining import explain_event

    return explain_event(explain, sources, None if sources else target, published, threads, format_)


command.callback = _explained
command.params.insert(
    1,
    click.Option(["--explain"], metavar="ID", help="Show which words made an event what it is; the first characters of its id will do."),
)

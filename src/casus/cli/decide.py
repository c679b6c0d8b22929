"""`casus decide`: what an analyst says, which wins over the machine."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable
from typing import Any

import click
from pydantic import ValidationError

from casus.cli.ledgers import existing
from casus.cli.options import ledger
from casus.records import UsageError


@click.group("decide")
def command() -> None:
    """Merge or split actors, correct, reject or add a claim or event, rate a source, undo: each with who and why.

    Decisions win over what the machine read, survive reading again, and are never overwritten: to take one back is another one.
    """


def _signed(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the ledger, who decides, and why."""
    function = click.option("--why", required=True, help="The reason, for whoever reads it later.")(function)
    function = click.option("--who", default=getpass.getuser, show_default="your user name", help="Who decides.")(function)
    return ledger()(function)


def _decide(ledger: str, **fields: Any) -> None:
    from casus.ledger import Decision

    with existing(ledger) as opened:
        try:
            decision = Decision(**fields)
        except ValidationError as error:
            raise UsageError(error.errors(include_url=False)[0]["msg"].removeprefix("Value error, ")) from error
        number = opened.decide(decision)
    click.echo(f"casus: decision {number}; `casus decide undo {number}` takes it back", err=True)


@command.command("merge")
@click.argument("actor")
@click.argument("into")
@_signed
def merge(actor: str, into: str, target: str, who: str, why: str) -> None:
    """Say that ACTOR is the actor INTO: whoever asks for either gets both."""
    _decide(target, kind="merge", target=actor, into=into, who=who, why=why)


@command.command("split")
@click.argument("actor")
@click.argument("into")
@click.option("--report", help="Only in this report; everywhere unless given.")
@click.option("--mention", "mentions", multiple=True, help="Only these mentions, by id.")
@_signed
def split(actor: str, into: str, report: str | None, mentions: tuple[str, ...], target: str, who: str, why: str) -> None:
    """Say that what was taken for ACTOR is INTO."""
    _decide(target, kind="split", target=actor, into=into, report=report, mentions=mentions, who=who, why=why)


@command.command("correct")
@click.argument("record")
@click.argument("fields", nargs=-1, required=True, metavar="FIELD=VALUE...")
@_signed
def correct(record: str, fields: tuple[str, ...], target: str, who: str, why: str) -> None:
    """Correct fields of a claim or event: type=COERCE mode=arrest status=negated. Lists and nulls are written as JSON."""
    _decide(target, kind="correct", target=record, set=dict(map(_field, fields)), who=who, why=why)


def _field(written: str) -> tuple[str, Any]:
    name, equals, value = written.partition("=")
    if not equals or not name:
        raise UsageError(f"{written!r}: write FIELD=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value


@command.command("reject")
@click.argument("record")
@_signed
def reject(record: str, target: str, who: str, why: str) -> None:
    """Say that a claim or event is none."""
    _decide(target, kind="reject", target=record, who=who, why=why)


@command.command("add")
@click.argument("report")
@click.argument("record", type=click.File("r", encoding="utf-8"))
@_signed
def add(report: str, record: Any, target: str, who: str, why: str) -> None:
    """Add a claim or event that the machine missed. RECORD is a file with its JSON, as `casus schema` describes it, or - for stdin."""
    try:
        data = json.load(record)
    except ValueError as error:
        raise UsageError(f"{record.name}: no JSON: {error}") from error
    _decide(target, kind="add", report=report, record=data, who=who, why=why)


@command.command("rate")
@click.argument("source")
@click.argument("rating", metavar="A1..F6")
@_signed
def rate(source: str, rating: str, target: str, who: str, why: str) -> None:
    """Rate a source on the Admiralty code: A to F how reliable it is, 1 to 6 how credible. F6, cannot be judged, holds until you do."""
    _decide(target, kind="rate", target=source, rating=rating.upper(), who=who, why=why)


@command.command("undo")
@click.argument("number", type=int)
@_signed
def undo(number: int, target: str, who: str, why: str) -> None:
    """Take a decision back. To take that back, undo it in turn."""
    _decide(target, kind="undo", target=str(number), who=who, why=why)


@command.command("list")
@ledger()
@click.option("--all", "every", is_flag=True, help="Those taken back too.")
def list_(target: str, every: bool) -> None:
    """Print the decisions that stand, one JSON line each."""
    with existing(target) as opened:
        for decided, at in opened.decisions(only_standing=not every):
            data = {"number": decided.key, "at": at.isoformat(), **decided.decision.model_dump(mode="json", exclude_defaults=True)}
            click.echo(json.dumps(data))

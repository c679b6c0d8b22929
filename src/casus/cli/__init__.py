"""The casus command line: data on stdout, progress and complaints on stderr.

Exit codes: 0 all well, 1 failure, 2 usage, 3 some reports failed, 4 quality gate failed, 130 interrupted.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from casus import __version__
from casus.records import CasusError, UsageError

FAILURE, USAGE, SOME_FAILED, GATE_FAILED, INTERRUPTED = 1, 2, 3, 4, 130

COMMANDS = {
    "read": "Read reports and print their claims and events.",
    "show": "Print a report with what casus found in it.",
    "claims": "List who says what about whom, of a ledger or of reports.",
    "events": "List who did what to whom, of a ledger or of reports.",
    "search": "Find words in a ledger.",
    "watch": "Poll feeds; fetch, read and write down what is new.",
    "coverage": "Show what each source delivered, and which fell silent.",
    "import": "Import events of GDELT, ICEWS or UCDP, or our own readings.",
    "export": "Export a ledger: JSONL, CSV, Parquet, GeoJSON, Web Annotation, schema.org.",
    "demo": "Read the bundled reports: claims, events, and what to try next.",
    "evaluate": "Score casus against labelled texts.",
    "audit": "Test whether the coding depends on who is named.",
    "relation": "Show how two actors stand to each other: is it getting worse, since when, because of what.",
    "relations": "Rank all pairs of actors by change.",
    "brief": "Write one cited page on two actors.",
    "decide": "Merge, split, correct, reject, add, rate: what an analyst says wins.",
    "retry": "Read again what could not be read.",
    "forget": "Erase a report or a person from a ledger, and prove it.",
    "backup": "Copy a ledger while it is in use.",
    "check": "Check that a ledger is sound.",
    "schema": "Print the JSON Schema of a line of `casus read`.",
}
"""Commands and what they do; each lives in the module of its name, loaded when it is called."""


class Commands(click.Group):
    """A group that imports a command when it is called, so that `casus --version` starts at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """Return a command, or None where there is none of that name."""
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"casus.cli.{name}{'_' if iskeyword(name) else ''}").command
        return command

    def resolve_command(self, ctx: click.Context, args: list[str]) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or name the nearest one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            close = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {close[0]!r}?" if close else f" Commands: {', '.join(COMMANDS)}."
            raise click.UsageError(f"No such command {args[0]!r}.{hint}", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="casus")
def casus() -> None:
    """Read reports of strained relations; keep who claims what about whom, and who did what to whom.

    What is alleged is never counted as what happened, and every figure opens down to its words.
    """


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with its code. No error that a user can cause ends in a traceback."""
    sys.exit(run(arguments))


def run(arguments: list[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        # Not `casus.main()`: it turns a closed pipe into exit code 1 before we can see it.
        with casus.make_context("casus", list(sys.argv[1:] if arguments is None else arguments)) as context:
            code: Any = casus.invoke(context)
        sys.stdout.flush()
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except (CasusError, OSError, click.exceptions.Exit, click.Abort, KeyboardInterrupt) as error:
        return _ended(error)
    return code if isinstance(code, int) else 0


def _ended(error: BaseException) -> int:
    """Say on stderr why a run ended early, where there is anything to say, and return its exit code."""
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case BrokenPipeError():
            # The reader of our output has left (`casus read … | head`): nothing is wrong, and nobody is left to tell.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
        case OSError():
            message, code = f"{error.filename or 'output'}: {error.strerror or error}", FAILURE
        case CasusError():
            message, code = str(error), USAGE if isinstance(error, UsageError) else FAILURE
        case _:
            message, code = "interrupted", INTERRUPTED
    click.echo(f"casus: {message}", err=True)
    return code

"""`casus schema`."""

from __future__ import annotations

import json

import click

from casus.records import schema


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of a line of `casus read --format jsonl`: a reading, or a rejected input."""
    click.echo(json.dumps(schema(), indent=2))

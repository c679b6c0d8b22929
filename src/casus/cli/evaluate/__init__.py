"""`casus evaluate`: scores on labelled texts, from raw text, by the shipped model or by anybody else's readings."""

from __future__ import annotations

import click

from casus.cli.evaluate.events import events
from casus.cli.evaluate.golden import golden
from casus.cli.evaluate.labelled import attribution, entities


@click.group("evaluate")
def command() -> None:
    """Score casus against labelled texts, reading each from its raw text."""


for _command in (attribution, entities, events, golden):
    command.add_command(_command)

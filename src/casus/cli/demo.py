"""`casus demo`: what casus does, on reports that come with it."""

from __future__ import annotations

import sys
from importlib import resources
from pathlib import Path

import click

NEXT = (
    ("casus read report.txt", "your own report"),
    ("casus read reports/ --format csv -o ledger.csv", "a folder, into a spreadsheet"),
    ("casus show report.txt", "the text, with the words casus went by"),
    ("casus read https://example.org/article --format jsonl", "a page, as data"),
    ("casus schema", "what the data looks like"),
)


@click.command("demo")
def command() -> int:
    """Read the bundled reports (invented, our own writing) and print their claims and events."""
    from casus.cli import screen
    from casus.pipeline import Pipeline
    from casus.records import Reading

    out = screen.console(sys.stdout)
    folder = Path(str(resources.files("casus"))) / "demo"
    pipeline = Pipeline()
    readings = [item for item in pipeline.read_all(folder) if isinstance(item, Reading)]
    for reading in readings:
        screen.print_reading(reading, out)
        out.print()
    claims = sum(len(r.claims) for r in readings)
    unanswered = sum(c.kind == "allege" and c.status == "unanswered here" for r in readings for c in r.claims)
    out.print(f"{len(readings)} reports, {claims} claims, {unanswered} accusations unanswered in their own report.")
    out.print("casus says who said it, not whether it is true.\n")
    out.print("Next:")
    for line, what in NEXT:
        out.print(f"  {line:<55}{what}", markup=False)
    return 0 if readings else 1

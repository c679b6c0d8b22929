"""`casus read`: the main job."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import click

from casus.cli import SOME_FAILED
from casus.cli.options import FORMATS, columns, ledger, published, threads, timeout
from casus.ingest.options import FORMATS as INPUT_FORMATS
from casus.ingest.options import Fetch
from casus.records import RejectedInput, UsageError


@click.command("read")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@published
@columns
@click.option(
    "--input-format", type=click.Choice(INPUT_FORMATS), help="What the sources are, where their names and first bytes do not tell."
)
@click.option(
    "--format", "format_", type=click.Choice(FORMATS), help="How to print: a table on a terminal and JSONL in a pipe, unless told."
)
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of stdout.")
@ledger(required=False)
@timeout
@threads
def command(
    sources: Sequence[str],
    published: datetime | None,
    columns: dict[str, str],
    input_format: str | None,
    format_: str | None,
    output: Path | None,
    target: str | None,
    fetch: Fetch,
    threads: int,
) -> int:
    """Read reports and print their claims and events.

    SOURCE is a file (text, Markdown, HTML, RSS or Atom, JSONL, CSV, WARC), a folder, a glob, a URL, or - for stdin.

    Inputs that cannot be read are told on stderr, one line each, kept as rows in the data formats, and make the exit code 3.
    """
    from casus.ingest import Options
    from casus.pipeline import Pipeline

    format_ = format_ or ("table" if output is None and sys.stdout.isatty() else "jsonl")
    if format_ == "parquet" and output is None and sys.stdout.isatty():
        raise UsageError("Parquet is binary: give --output FILE, or pipe it into one")
    options = Options(published=published, columns=columns, format=input_format, fetch=fetch)
    pipeline, tally = Pipeline(threads=threads), Tally(sys.stderr.isatty())
    items = tally.watch(item for source in sources for item in pipeline.read_all(source, options, stdin=sys.stdin.buffer))
    with ExitStack() as stack:
        if target is not None:
            items = _kept(items, stack, target)
        stream = stack.enter_context(output.open("wb")) if output else sys.stdout.buffer
        _write(items, format_, stream)
    tally.close(total=format_ != "table")
    return SOME_FAILED if tally.rejected else 0


def _kept(items: Iterator[Any], stack: ExitStack, target: str) -> Iterator[Any]:
    """Write each item into a ledger before it is passed on: what is printed is in there to stay."""
    from casus.filing import Filing
    from casus.ledger import open_ledger

    opened = stack.enter_context(open_ledger(target))
    filing = Filing(opened)

    def keep() -> Iterator[Any]:
        for item in items:
            opened.reject(item) if isinstance(item, RejectedInput) else filing.add(item)
            yield item

    return keep()


def _write(items: Iterator[Any], format_: str, stream: BinaryIO) -> None:
    if format_ != "table":
        from casus.cli import formats

        formats.write(items, format_, stream)
        stream.flush()
        return
    from io import TextIOWrapper

    from casus.cli import screen

    text = sys.stdout if stream is sys.stdout.buffer else TextIOWrapper(stream, "utf-8", write_through=True)
    screen.print_items(items, screen.console(text))


class Tally:
    """Counts what was read and what was not, and says so on stderr: each rejected input at once, progress on a terminal."""

    def __init__(self, live: bool) -> None:
        self.live, self.read, self.rejected = live, 0, 0

    def watch(self, items: Iterator[Any]) -> Iterator[Any]:
        """Pass items on, counting them."""
        for item in items:
            if isinstance(item, RejectedInput):
                from casus.cli.screen import rejected_line

                self.rejected += 1
                self._clear()
                click.echo(rejected_line(item), err=True)
            else:
                self.read += 1
            if self.live and self.read + self.rejected > 1:
                click.echo(f"\r{self.read:,} read, {self.rejected:,} rejected", err=True, nl=False)
            yield item

    def close(self, total: bool) -> None:
        """End the progress line; say how many there were where that was more than one."""
        self._clear()
        if total and self.read + self.rejected > 1:
            click.echo(f"casus: {self.read:,} read, {self.rejected:,} rejected", err=True)

    def _clear(self) -> None:
        if self.live:
            click.echo("\r\x1b[2K", err=True, nl=False)

"""`casus watch`: feeds into a ledger, until told to stop."""

from __future__ import annotations

import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import click

from casus.cli import INTERRUPTED, SOME_FAILED
from casus.cli.options import ledger, threads

if TYPE_CHECKING:
    from casus.watch import Told, Watcher


@click.command("watch")
@click.argument("sources", nargs=-1, required=True, metavar="OPML|URL...")
@ledger()
@click.option("--once", is_flag=True, help="Poll each feed once and end; a feed that failed waits until it is due.")
@click.option("--every", type=click.FloatRange(1, 86_400), default=900, show_default=True, help="Seconds between two polls of a feed.")
@click.option("--pause", type=click.FloatRange(0, 3600), default=1, show_default=True, help="Seconds between two requests to a host.")
@click.option("--timeout", type=click.FloatRange(1, 3600), default=30, show_default=True, help="Seconds that one address may take in all.")
@threads
def command(sources: Sequence[str], target: str, once: bool, every: float, pause: float, timeout: float, threads: int) -> int:
    """Poll feeds; fetch, read and write down what is new.

    Feeds are named by address, or by OPML files. Each poll that brought or lost something is told on stderr. SIGINT and SIGTERM end the
    watch after the report at hand; everything is in the ledger, and the next watch goes on from there. With --once the exit code is 3 where
    a feed or a report failed.
    """
    from casus.filing import Filing
    from casus.ingest import Fetch
    from casus.ledger import open_ledger
    from casus.pipeline import Pipeline
    from casus.watch import Settings, Watcher

    feeds = [feed for source in sources for feed in _feeds(source)]
    fetch = Fetch(total=timeout, connect=min(timeout, Fetch.connect), read=min(timeout, Fetch.read), retries=1)
    with open_ledger(target) as opened:
        filing = Filing(opened)
        settings = Settings(every, pause, fetch=fetch)
        watcher = Watcher(opened, Pipeline(threads=threads), settings, lambda reading: filing.add(reading).added, _tell)
        with _stopped_by_signals(watcher) as received:
            watcher.run(feeds, once)
    if signal.SIGINT in received:
        return INTERRUPTED
    return SOME_FAILED if once and any(told.error or told.rejected for told in watcher.told) else 0


def _feeds(source: str) -> list[tuple[str, str | None]]:
    from casus.exchange import feeds_of
    from casus.records import UsageError

    if urlsplit(source).scheme in ("http", "https"):
        return [(source, None)]
    if not Path(source).is_file():
        raise UsageError(f"{source!r} is neither the address of a feed (http or https) nor an OPML file")
    return feeds_of(Path(source))


def _tell(told: Told) -> None:
    if told.error is not None:
        click.echo(f"casus: {told.feed}: {told.error}", err=True)
    if told.new or told.rejected:
        click.echo(f"casus: {told.feed}: {told.new:,} new, {told.known:,} known, {told.rejected:,} rejected", err=True)


@contextmanager
def _stopped_by_signals(watcher: Watcher) -> Iterator[list[int]]:
    """Stop the watcher at the first signal; at the second one the process ends as processes do."""
    received: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        received.append(number)
        watcher.stop()
        signal.signal(number, former[number])

    former: dict[int, Any] = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)

"""Watching: feeds are polled, what they link to is fetched, read and written down, until somebody says stop. All state is in the ledger.

    due feeds -> poll (conditional GET) -> items not met before -> fetch the page -> read -> ledger

An item is marked as met after its reading is in the ledger, and a feed's ETag is kept after all its items were: so a kill at any moment
loses nothing, and what was under way is done again, which changes nothing. A host is asked one thing at a time, with a pause between.
A feed that fails is asked again later and later, with jitter; one that says when (`Retry-After`) is not asked before.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from casus.ingest import Fetch, Options, ingest_named
from casus.ingest.document import Document
from casus.ingest.feed import read_feed
from casus.ingest.fetch import FEED, BusyError, Fetched, Validators, fetch
from casus.ingest.kind import charset_of
from casus.ledger import Feed, Item, Ledger, filing
from casus.pipeline import Pipeline, rejected
from casus.records import FetchError, InputError, Reading, Rejected, RejectedInput, Report

LONGEST = timedelta(days=1)
"""However often a feed failed, it is asked once a day: hosts come back."""

GRACE = 10.0
"""Seconds that work under way gets to end in when it is told to stop. What does not end is done again next time."""

WORDS_ENOUGH = 200
"""Characters of a feed's own text that stand for a page that cannot be had; less is a teaser."""

TRIES = 3
"""How often a page that fails for now (server errors, time-outs) is tried, once a poll, before it is rejected."""


@dataclass(frozen=True)
class Settings:
    """How to watch. `interval` is how long a feed rests, `pause` how long a host does, both in seconds."""

    interval: float = 900.0
    pause: float = 1.0
    workers: int = 4
    fetch: Fetch = field(default_factory=lambda: Fetch(total=30.0, retries=1))


@dataclass(frozen=True)
class Told:
    """What became of one poll: how many reports were written down, were known, could not be read; or what is wrong with the feed."""

    feed: str
    new: int = 0
    known: int = 0
    rejected: int = 0
    error: str | None = None
    unchanged: bool = False


def poll(feed: Feed, settings: Fetch) -> Fetched:
    """Ask a feed for what it has, if it has changed (else status 304); raise `FetchError`, `BusyError` where the host asks to wait."""
    return fetch(feed.url, replace(settings, retries=0), Validators(feed.etag, feed.last_modified), FEED)


class Hosts:
    """Lets one thread at a time ask a host, and that not before the pause since the last one is over."""

    def __init__(self, pause: float, stopping: threading.Event) -> None:
        self._pause, self._stopping = pause, stopping
        self._locks: dict[str, threading.Lock] = {}
        self._free: dict[str, float] = {}
        self._guard = threading.Lock()

    @contextmanager
    def asked(self, url: str) -> Iterator[None]:
        """Hold the host of an address while asking it."""
        host = urlsplit(url).netloc.lower()
        with self._guard:
            lock = self._locks.setdefault(host, threading.Lock())
        with lock:
            wait = self._free.get(host, 0.0) - time.monotonic()
            if wait > 0:
                self._stopping.wait(wait)
            try:
                yield
            finally:
                self._free[host] = time.monotonic() + self._pause


# --- watching ---------------------------------------------------------------------------------------------------------------------------


class Watcher:
    """Watches feeds. `run` goes on until `stop` is called, from a signal handler or another thread.

    `keep` writes a reading down, `ledger.add` unless told; whatever it returns has a `state`. `tell` hears of each poll.
    """

    def __init__(
        self,
        ledger: Ledger,
        pipeline: Pipeline | None = None,
        settings: Settings | None = None,
        keep: Callable[[Reading], Any] | None = None,
        tell: Callable[[Told], None] = lambda told: None,
    ) -> None:
        self.ledger, self.pipeline, self.settings = ledger, pipeline or Pipeline(), settings or Settings()
        self._keep, self._tell = keep or ledger.add, tell
        self._stopping = threading.Event()
        self._hosts = Hosts(self.settings.pause, self._stopping)
        # Reading is bound by the processor: two at once are no faster and take twice the memory; and `keep` need not mind threads.
        self._one_at_a_time = threading.Lock()
        self._dice = random.Random()
        self.told: list[Told] = []

    def stop(self) -> None:
        """End after the item at hand."""
        self._stopping.set()

    def run(self, feeds: Iterable[tuple[str, str | None]], once: bool = False) -> None:
        """Watch feeds, given as addresses with titles. `once` polls each and returns; one that is held back after failing waits on."""
        urls = dict(feeds)
        for url, title in urls.items():
            if not self.ledger.feeds(url):
                self.ledger.keep_feed(Feed(url, title))
        if once:
            self._all([feed for feed in self._feeds(urls) if not (feed.failures and _later(feed))])
            return
        while not self._stopping.is_set():
            feeds_ = self._feeds(urls)
            self._all([feed for feed in feeds_ if not _later(feed)])
            due = min((feed.due for feed in self._feeds(urls) if feed.due), default=filing.now())
            self._stopping.wait(min(max((due - filing.now()).total_seconds(), 0.05), 60.0))

    def _feeds(self, urls: Iterable[str]) -> list[Feed]:
        return [feed for url in urls for feed in self.ledger.feeds(url)]

    def _all(self, feeds: list[Feed]) -> None:
        """Work through feeds with a few threads, so that a dead host holds up its own feeds alone."""
        waiting, guard = iter(feeds), threading.Lock()
        broken: list[BaseException] = []

        def work() -> None:
            while not self._stopping.is_set() and not broken:
                with guard:
                    feed = next(waiting, None)
                if feed is None:
                    return
                try:
                    told = self._one(feed)
                except BaseException as error:  # noqa: BLE001  handed to the thread that waits
                    broken.append(error)
                    return
                with guard:
                    self.told.append(told)
                    self._tell(told)

        number = min(self.settings.workers, len(feeds))
        threads = [threading.Thread(target=work, name=f"casus-watch-{n}", daemon=True) for n in range(number)]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads) and not self._stopping.is_set():
            threads[0].join(0.05)
            threads.append(threads.pop(0))
        deadline = time.monotonic() + GRACE
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))
        if broken:
            raise broken[0]

    def _one(self, feed: Feed) -> Told:
        """Poll a feed, write down what is new in it, and when to ask again."""
        at = filing.now()
        try:
            with self._hosts.asked(feed.url):
                answer = poll(feed, self.settings.fetch)
            told, feed, whole = self._items(feed, answer)
        except InputError as error:
            told, whole = Told(feed.url, error=error.reason), False
            wait = self._back_off(feed.failures + 1, error)
            self.ledger.keep_feed(replace(feed, polled=at, due=at + wait, failures=feed.failures + 1, error=error.reason))
            return told
        if self._stopping.is_set() and not whole:
            return told
        failures = 0 if told.error is None else feed.failures + 1
        wait = self._back_off(failures, None)
        kept = replace(feed, polled=at, due=at + wait, failures=failures, error=told.error)
        self.ledger.keep_feed(replace(kept, etag=answer.etag, last_modified=answer.last_modified) if whole else kept)
        return told

    def _back_off(self, failures: int, error: InputError | None) -> timedelta:
        """Return how long to leave a feed alone: twice as long after each failure, a tenth of jitter, or as long as the host asks."""
        wait = timedelta(seconds=self.settings.interval * 2 ** min(failures, 20) * self._dice.uniform(0.9, 1.1))
        asked = timedelta(seconds=error.seconds) if isinstance(error, BusyError) else timedelta()
        return max(min(wait, LONGEST), asked)

    # --- items ------------------------------------------------------------------------------------------------------------------------

    def _items(self, feed: Feed, answer: Fetched) -> tuple[Told, Feed, bool]:
        """Write down the items that were not met before. The last value says whether all are done: only then may the ETag be kept."""
        if answer.status == 304:
            return Told(feed.url, unchanged=True), feed, True
        entries, error = self._entries(feed, answer)
        title = next((entry.publisher for entry in entries if entry.publisher), feed.title)
        tries: dict[str, int] = dict((feed.extra or {}).get("waiting", {}))
        met = self.ledger.seen_items(feed.url, [_item(entry) for entry in entries])
        told, later = Told(feed.url, error=error), dict[str, int]()
        for entry in entries:
            item = _item(entry)
            if item in met:
                continue
            if self._stopping.is_set():
                return told, feed, False
            outcome, told = self._item(feed, entry, told, last=tries.get(item, 0) + 1 >= TRIES)
            if outcome is None:
                later[item] = tries.get(item, 0) + 1
            else:
                self.ledger.keep_item(Item(feed.url, item, entry.url, outcome))
        # A feed with pages that wait is asked in full again: their entries come with it.
        return told, replace(feed, title=title, extra={"waiting": later} if later else None), not later and error is None

    def _entries(self, feed: Feed, document: Fetched) -> tuple[list[Report], str | None]:
        """Return a feed's entries as reports, and what is wrong with the feed, if it is cut short; raise `InputError` where it is none."""
        stream = Document(feed.url, BytesIO(document.data), document.url, charset_of(document.content_type))
        entries, error = [], None
        for name, found in read_feed(stream, Options()):
            if isinstance(found, Report):
                entries.append(found)
            elif name == feed.url and entries:
                error = found.reason
            elif name == feed.url:
                raise found
            else:
                self.ledger.reject(RejectedInput(input=name, rejected=Rejected(stage=found.stage, reason=found.reason)))
        return entries, error

    def _item(self, feed: Feed, entry: Report, told: Told, last: bool) -> tuple[str | None, Told]:
        """Read what an entry tells of; return the outcome, None where it is to be tried again."""
        outcomes = []
        for name, found in self._found(feed, entry):
            if isinstance(found, InputError):
                if not last and _passing(found):
                    return None, told
                if len(entry.text) >= WORDS_ENOUGH:
                    found = entry  # noqa: PLW2901  the feed's own words stand for the page
            if isinstance(found, Report):
                with self._one_at_a_time:
                    result = self.pipeline.try_read(found, name)
                    added = None if isinstance(result, RejectedInput) else self._keep(result)
            else:
                result, added = rejected(found, source=name), None
            if isinstance(result, RejectedInput):
                self.ledger.reject(result)
                told = replace(told, rejected=told.rejected + 1)
                outcomes.append(f"rejected: {result.rejected.reason}")
            else:
                fresh = added is not None and added.state in ("new", "changed", "reread")
                told = replace(told, new=told.new + 1) if fresh else replace(told, known=told.known + 1)
                outcomes.append(result.report.id)
        return " ".join(outcomes) or "empty", told

    def _found(self, feed: Feed, entry: Report) -> Iterator[tuple[str, Report | InputError]]:
        """Yield the reports behind an entry's link, with the feed's date and publisher where the page has none of its own."""
        url = entry.url or ""
        # A link may say anything: `/etc/passwd` is no page.
        if urlsplit(url).scheme not in ("http", "https") or url == feed.url:
            yield url or feed.url, entry
            return
        with self._hosts.asked(url):
            found = list(ingest_named(url, Options(published=entry.published, fetch=self.settings.fetch)))
        for name, page in found:
            if isinstance(page, Report) and page.publisher is None and entry.publisher is not None:
                yield name, Report(**{**dict(page), "id": "", "publisher": entry.publisher})
            else:
                yield name, page


def _item(entry: Report) -> str:
    return entry.url or entry.id


def _later(feed: Feed) -> bool:
    return feed.due is not None and feed.due > filing.now()


def _passing(error: InputError) -> bool:
    """Whether an error may be gone at the next poll: those that a page or its publisher means to make are not."""
    return (
        isinstance(error, FetchError)
        and "robots.txt" not in error.reason
        and not any(f" answered {code}" in error.reason for code in _FINAL)
    )


_FINAL = (400, 401, 402, 403, 404, 405, 406, 410, 415, 451)

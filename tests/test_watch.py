"""Watching, against a server that fails on purpose."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

import pytest

from casus.ingest import Fetch
from casus.ledger import Feed, Ledger, open_ledger
from casus.ledger.filing import now
from casus.pipeline import Pipeline
from casus.reader import ActScore, Marked, Scene
from casus.records import Reading, Report, Span
from casus.watch import LONGEST, Hosts, Settings, Told, Watcher
from tests.conftest import Site

QUICK = Settings(interval=60.0, pause=0.0, workers=4, fetch=Fetch(connect=0.5, read=0.3, total=0.8, retries=0, backoff=0.01, redirects=3))
BODY = "The guards of Tolle left the harbour on Monday. A spokesman of the port said that the guards would not come back this year, " * 3


class Blind:
    """A reader that marks nothing: these tests are about watching."""

    def mark(self, report: Report, sentences: Sequence[Span]) -> Marked:
        return Marked((), ())

    def tell(self, report: Report, scenes: Sequence[Scene]) -> list[list[ActScore]]:
        return [[] for _ in scenes]


def entry(number: int, link: str, title: str = "", text: str = "A teaser.") -> str:
    return (
        f"<item><title>{title or f'Guards left, part {number}'}</title><link>{link}</link><guid>{number}</guid>"
        f"<pubDate>Sat, 14 Mar 2026 0{number}:00:00 GMT</pubDate><description>{text}</description></item>"
    )


def rss(*entries: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Sound Wire</title>{"".join(entries)}</channel></rss>'


def page(number: int) -> str:
    title = f"Guards left, part {number}"
    return f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1><p>{BODY}</p></article></body></html>"


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with open_ledger(tmp_path / "ledger.db") as opened:
        yield opened


@pytest.fixture
def watcher(ledger: Ledger) -> Watcher:
    return Watcher(ledger, Pipeline(Blind()), QUICK)


@pytest.fixture
def feed(site: Site) -> str:
    """A feed with two pages behind it."""
    links = [site.page(f"/{n}", page(n)) for n in (1, 2)]
    return site.page("/rss", rss(*(entry(n, link) for n, link in enumerate(links, start=1))), "application/rss+xml", ETag='"v1"')


def once(watcher: Watcher, *urls: str) -> list[Told]:
    watcher.told.clear()
    watcher.run([(url, None) for url in urls], once=True)
    return watcher.told


def again(ledger: Ledger, url: str) -> Feed:
    """Make a feed due, and return it."""
    (feed,) = ledger.feeds(url)
    ledger.keep_feed(replace(feed, due=now() - timedelta(seconds=1)))
    return feed


def test_what_is_new_is_fetched_read_and_written_down(watcher: Watcher, ledger: Ledger, feed: str, site: Site) -> None:
    (told,) = once(watcher, feed)
    assert (told.new, told.known, told.rejected, told.error) == (2, 0, 0, None)
    rows = ledger.reports().rows
    assert {row.url for row in rows} == {f"{site.url}/1", f"{site.url}/2"}
    assert {row.publisher for row in rows} == {"127.0.0.1"}
    assert all(row.published is not None and row.published.day == 14 for row in rows)
    (kept,) = ledger.feeds()
    assert (kept.title, kept.etag, kept.failures, kept.error) == ("Sound Wire", '"v1"', 0, None)
    assert kept.due is not None
    assert 0.89 * 60 <= (kept.due - now()).total_seconds() + 5 <= 1.11 * 60 + 5


def conditional(site: Site, path: str) -> list[str | None]:
    """Answer 304 to whoever has the feed; return what was asked with."""
    full, asked = site.answers[path], list[str | None]()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.append(handler.headers.get("If-None-Match"))
        if asked[-1] == '"v1"':
            handler.send_response(304)
            handler.end_headers()
        else:
            full(handler)

    site.answers[path] = answer
    return asked


def test_a_feed_that_has_not_changed_is_not_sent_again(watcher: Watcher, ledger: Ledger, feed: str, site: Site) -> None:
    asked = conditional(site, "/rss")
    once(watcher, feed)
    (told,) = once(Watcher(ledger, Pipeline(Blind()), QUICK), feed)
    assert asked == [None, '"v1"']
    assert told == Told(feed, unchanged=True)
    assert site.seen.count("/1") == 1


def test_items_that_were_met_are_not_fetched_again(watcher: Watcher, feed: str, site: Site) -> None:
    once(watcher, feed)
    (told,) = once(watcher, feed)
    assert (told.new, told.known, told.unchanged) == (0, 0, False)
    assert site.seen.count("/1") == 1


def answered(status: int, **headers: str) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


def silent(site: Site) -> Callable[[BaseHTTPRequestHandler], None]:
    return lambda handler: (site.closing.wait(5), None)[1]


def dripping(site: Site) -> Callable[[BaseHTTPRequestHandler], None]:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n")
        while not site.closing.wait(0.1):
            handler.wfile.write(b"<")

    return answer


def cut(handler: BaseHTTPRequestHandler) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nContent-Length: 9999\r\n\r\n<rss><channel>")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (lambda site: answered(500), "500"),
        (lambda site: answered(404), "404"),
        (lambda site: answered(301, Location="/rss"), "redirected more than 3 times"),
        (lambda site: answered(302, Location="file:///etc/passwd"), "http or https"),
        (silent, "no answer within|not complete"),
        (dripping, "not complete after"),
        (lambda site: cut, "could not be fetched"),
    ],
)
def test_a_feed_that_fails_is_left_alone_for_a_while(
    watcher: Watcher, ledger: Ledger, site: Site, feed: str, answer: Callable[[Site], Callable[[BaseHTTPRequestHandler], None]], reason: str
) -> None:
    good, site.answers["/rss"] = site.answers["/rss"], answer(site)
    (told,) = once(watcher, feed)
    assert told.error is not None
    assert re.search(reason, told.error)
    assert "\n" not in told.error
    (kept,) = ledger.feeds()
    assert (kept.failures, kept.etag, kept.error) == (1, None, told.error)
    assert kept.due is not None
    assert 80 < (kept.due - now()).total_seconds() < 140
    assert once(watcher, feed) == []
    site.answers["/rss"] = good
    again(ledger, feed)
    (told,) = once(watcher, feed)
    assert (told.new, told.error, ledger.feeds()[0].failures) == (2, None, 0)


@pytest.mark.parametrize("body", ["", "no feed", "<html><body>Down for repairs</body></html>", "<rss><channel><item>", "\x00\xff<<<"])
def test_garbage_for_a_feed(watcher: Watcher, ledger: Ledger, site: Site, body: str) -> None:
    url = site.page("/rss", body, "application/rss+xml", ETag='"bad"')
    (told,) = once(watcher, url)
    assert told.error
    assert (ledger.feeds()[0].failures, ledger.feeds()[0].etag) == (1, None)


def test_of_a_feed_that_is_cut_short_the_whole_entries_are_taken(watcher: Watcher, ledger: Ledger, site: Site) -> None:
    link = site.page("/1", page(1))
    url = site.page("/rss", rss(entry(1, link))[:-22], "application/rss+xml", ETag='"half"')
    (told,) = once(watcher, url)
    assert told.new == 1
    assert told.error is not None
    assert (ledger.feeds()[0].failures, ledger.feeds()[0].etag) == (1, None)


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_says_when_is_not_asked_before(watcher: Watcher, ledger: Ledger, site: Site, status: int) -> None:
    site.answers["/rss"] = answered(status, Retry_After="7200")
    (told,) = once(watcher, f"{site.url}/rss")
    assert told.error is not None
    assert "asks to wait 7200 s" in told.error
    (kept,) = ledger.feeds()
    assert kept.due is not None
    assert 7190 < (kept.due - now()).total_seconds() <= 7200
    assert site.seen.count("/rss") == 1


def test_back_off_grows_with_jitter_up_to_a_day(watcher: Watcher) -> None:
    waits = [watcher._back_off(n, None).total_seconds() for n in range(30)]
    assert all(0.9 * 60 * 2**n <= wait <= 1.1 * 60 * 2**n for n, wait in enumerate(waits[:10]))
    assert waits[-1] == LONGEST.total_seconds()
    assert len({watcher._back_off(1, None) for _ in range(9)}) > 1


def test_a_page_that_fails_for_now_is_tried_three_times_and_then_rejected(watcher: Watcher, ledger: Ledger, site: Site) -> None:
    site.answers["/1"] = answered(500)
    url = site.page("/rss", rss(entry(1, f"{site.url}/1")), "application/rss+xml", ETag='"v1"')
    for tries in (1, 2):
        (told,) = once(watcher, url)
        assert (told.rejected, ledger.feeds()[0].extra) == (0, {"waiting": {f"{site.url}/1": tries}})
        assert ledger.feeds()[0].etag is None
    (told,) = once(watcher, url)
    assert (told.rejected, ledger.feeds()[0].extra, ledger.feeds()[0].etag) == (1, None, '"v1"')
    (kept,) = ledger.retry_queue()
    assert kept.input == f"{site.url}/1"
    assert once(watcher, url)[0].rejected == 0


@pytest.mark.parametrize("status", [403, 404])
def test_where_a_page_is_not_to_be_had_the_feeds_own_words_are_read(watcher: Watcher, ledger: Ledger, site: Site, status: int) -> None:
    site.answers["/1"] = answered(status)
    url = site.page("/rss", rss(entry(1, f"{site.url}/1", text=BODY), entry(2, f"{site.url}/1?teaser")), "application/rss+xml")
    (told,) = once(watcher, url)
    assert (told.new, told.rejected) == (1, 1)
    assert ledger.reports().rows[0].url == f"{site.url}/1"


def test_robots_are_asked_and_obeyed(watcher: Watcher, ledger: Ledger, site: Site) -> None:
    site.page("/robots.txt", "User-agent: casus\nDisallow: /private\n", "text/plain")
    site.page("/private/1", page(1))
    feed = site.page("/rss", rss(entry(1, f"{site.url}/private/1")), "application/rss+xml")
    hidden = site.page("/private/rss", rss(entry(1, f"{site.url}/1")), "application/rss+xml")
    first, second = sorted(once(watcher, feed, hidden), key=lambda told: told.feed == hidden)
    assert first.rejected == 1
    assert second.error is not None
    assert "robots.txt" in second.error
    assert not {"/private/1", "/private/rss"} & set(site.seen)


@pytest.mark.parametrize("link", ["/etc/passwd", "file:///etc/passwd", "ftp://host.example/a", ""])
def test_a_link_that_is_no_web_address_is_not_followed(watcher: Watcher, ledger: Ledger, site: Site, link: str) -> None:
    url = site.page("/rss", rss(entry(1, link, text=BODY)), "application/rss+xml")
    (told,) = once(watcher, url)
    assert told.new == 1
    assert "root:" not in (ledger.reading(ledger.reports().rows[0].id) or pytest.fail("no reading")).report.text


def test_a_dead_host_holds_up_nobody_else(watcher: Watcher, ledger: Ledger, site: Site, feed: str) -> None:
    site.answers["/dead"] = silent(site)
    began = time.monotonic()
    told = once(watcher, f"{site.url}/dead", "http://127.0.0.1:9/rss", feed)
    assert time.monotonic() - began < 5
    assert {one.feed: bool(one.error) for one in told} == {f"{site.url}/dead": True, "http://127.0.0.1:9/rss": True, feed: False}
    assert len(ledger.reports().rows) == 2


def test_a_host_is_asked_one_thing_at_a_time_with_a_pause() -> None:
    hosts, asked = Hosts(0.2, threading.Event()), list[tuple[float, float]]()

    def ask() -> None:
        with hosts.asked("http://a.example/1"):
            began = time.monotonic()
            time.sleep(0.05)
            asked.append((began, time.monotonic()))

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asked.sort()
    assert all(later[0] - earlier[1] >= 0.19 for earlier, later in pairwise(asked))


def test_what_was_under_way_when_it_was_stopped_is_done_next_time(ledger: Ledger, feed: str, site: Site) -> None:
    stopped: list[Reading] = []

    def keep(reading: Reading) -> object:
        stopped.append(reading)
        stoppable.stop()
        return ledger.add(reading)

    stoppable = Watcher(ledger, Pipeline(Blind()), QUICK, keep)
    stoppable.run([(feed, None)])
    assert len(stopped) == len(ledger.reports().rows) == 1
    assert ledger.feeds()[0].etag is None
    (told,) = once(Watcher(ledger, Pipeline(Blind()), QUICK), feed)
    assert (told.new, len(ledger.reports().rows), ledger.feeds()[0].etag) == (1, 2, '"v1"')


def test_an_error_of_the_ledger_ends_the_watch(ledger: Ledger, feed: str) -> None:
    def keep(reading: Reading) -> object:
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError, match="the disk is full"):
        once(Watcher(ledger, Pipeline(Blind()), QUICK, keep), feed)


def test_it_goes_on_until_it_is_stopped(ledger: Ledger, feed: str, site: Site) -> None:
    often = Settings(interval=0.05, pause=0.0, fetch=QUICK.fetch)
    watcher = Watcher(ledger, Pipeline(Blind()), often)
    thread = threading.Thread(target=watcher.run, args=([(feed, None)],))
    thread.start()
    deadline = time.monotonic() + 20
    while site.seen.count("/rss") < 3 and time.monotonic() < deadline:
        time.sleep(0.02)
    watcher.stop()
    thread.join(15)
    assert not thread.is_alive()
    assert site.seen.count("/rss") >= 3
    assert len(ledger.reports().rows) == 2


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_signal_ends_the_command_in_good_order(tmp_path: Path, site: Site, number: int, code: int) -> None:
    site.page("/rss", rss(), "application/rss+xml")
    command = [sys.executable, "-m", "casus", "watch", f"{site.url}/rss", "--ledger", str(tmp_path / "a.db")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env={**os.environ, "NO_PROXY": "127.0.0.1"}) as running:
        deadline = time.monotonic() + 180
        while not (tmp_path / "a.db").is_file() or "/rss" not in site.seen:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        time.sleep(0.2)
        running.send_signal(number)
        _, said = running.communicate(timeout=30)
    assert running.returncode == code
    assert "Traceback" not in said

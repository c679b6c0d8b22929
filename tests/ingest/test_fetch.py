from __future__ import annotations

import asyncio
import gzip
import re
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler

import pytest

from casus.ingest import Fetch, Options
from casus.ingest.fetch import BusyError, Validators, fetch
from casus.records import FetchError
from tests.conftest import Site

from .conftest import reports, the_error, the_report
from .samples import BODY, RUSSIAN, TITLE, feed, item, page

QUICK = Fetch(connect=0.5, read=0.25, total=0.7, retries=2, backoff=0.01, redirects=3)


def refused(url: str, settings: Fetch = QUICK) -> str:
    error = the_error(url, Options(fetch=settings))
    assert isinstance(error, FetchError)
    assert error.source == url
    return error.reason


def test_a_page_is_a_report_with_its_address(site: Site) -> None:
    url = site.page("/a", page())
    report = the_report(url)
    assert (report.title and report.title.quote, report.url, report.language) == (TITLE, url, "en")
    assert re.fullmatch(r"casus/\S+ \(\+https://pypi.org/project/casus-ledger/\)", site.agents[-1])


@pytest.mark.parametrize(
    ("path", "content_type", "body", "count"),
    [
        ("/a", "application/rss+xml", feed(item(), item("Talks resume")), 2),
        ("/a", "text/html", feed(item(), item("Talks resume")), 2),
        ("/a", "application/x-ndjson", '{"text": "Guards waited."}\n{"text": "Guards left."}', 2),
        ("/a", "application/json", '[{"text": "Guards waited."}]', 1),
        ("/a.jsonl", "text/plain", '{"text": "Guards waited."}', 1),
        ("/a", "text/csv; charset=utf-8", "text,url\nGuards waited.,u\n", 1),
        ("/a", "text/plain", BODY, 1),
        ("/a.txt", "application/octet-stream", BODY, 1),
        ("/a", "", page(), 1),
    ],
)
def test_the_content_type_and_else_the_content_says_what_it_is(site: Site, path: str, content_type: str, body: str, count: int) -> None:
    assert len(reports(site.page(path, body, content_type))) == count


def test_the_charset_of_the_server_is_used(site: Site) -> None:
    assert the_report(site.page("/a", RUSSIAN.encode("koi8-r", "ignore"), "text/plain; charset=koi8-r")).language == "ru"


def test_a_page_that_is_not_open_to_programs_is_an_error(site: Site) -> None:
    assert refused(site.page("/a", "", status=403)).startswith("the server answered 403 Forbidden; the page is not open to programs")


def test_a_missing_page_is_an_error(site: Site) -> None:
    assert refused(f"{site.url}/none") == "the server answered 404 Not Found; check the address"


def test_a_server_error_is_tried_again(site: Site) -> None:
    good = site.page("/a", BODY, "text/plain")
    answer, failures = site.answers["/a"], iter([True, True, False])
    site.answers["/a"] = lambda handler: handler.send_error(500) if next(failures) else answer(handler)
    assert the_report(good, Options(fetch=QUICK)).text == BODY
    assert site.seen.count("/a") == 3


def test_a_server_that_stays_broken_is_an_error(site: Site) -> None:
    assert refused(site.page("/a", "", status=503)) == "the server answered 503 Service Unavailable; try later"
    assert site.seen.count("/a") == 1 + QUICK.retries


def test_the_time_that_the_server_asks_for_is_waited(site: Site) -> None:
    good = site.page("/a", BODY, "text/plain")
    busy = site.page("/b", "", status=429, Retry_After="1")
    answers = iter([site.answers["/b"], site.answers["/a"]])

    def first_busy(handler: BaseHTTPRequestHandler) -> None:
        next(answers)(handler)

    site.answers["/a"] = first_busy
    start = time.monotonic()
    assert the_report(good, Options(fetch=Fetch(backoff=0.01))).text == BODY
    assert time.monotonic() - start >= 1
    assert "asks to wait 1 s, past the 0.9 s allowed" in refused(busy, Fetch(total=0.9))


def test_a_redirect_is_followed_and_a_loop_is_not(site: Site) -> None:
    site.page("/b", BODY, "text/plain")
    assert the_report(site.page("/a", "", status=302, Location="/b")).url == f"{site.url}/b"
    url = site.page("/loop", "", status=301, Location="/loop")
    assert refused(url) == f"redirected more than 3 times, last to {url}; give the final address"


def test_a_redirect_out_of_the_web_is_refused(site: Site) -> None:
    assert "expected an http or https address" in refused(site.page("/a", "", status=302, Location="file:///etc/passwd"))


def trickle(site: Site, head: bytes) -> str:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.wfile.write(head)
        while not site.closing.wait(0.1):
            handler.wfile.write(b"x")

    site.answers["/slow"] = answer
    return f"{site.url}/slow"


@pytest.mark.parametrize("head", [b"", b"HTTP/1.1 200 OK\r\nX-Long: ", b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"])
def test_a_host_that_trickles_bytes_is_left_at_the_deadline(site: Site, head: bytes) -> None:
    start = time.monotonic()
    assert refused(trickle(site, head)).startswith("not complete after 0.7 s; the host is too slow")
    assert time.monotonic() - start < 2.5


def test_a_host_that_says_nothing_is_left_after_the_read_timeout(site: Site) -> None:
    def mute(_: BaseHTTPRequestHandler) -> None:
        site.closing.wait(3)

    site.answers["/mute"] = mute
    assert refused(f"{site.url}/mute") == "no answer within 0.25 s; try later"


def test_robots_txt_is_respected_unless_told_otherwise(site: Site) -> None:
    site.page("/robots.txt", "User-agent: casus\nDisallow: /private", "text/plain")
    url = site.page("/private/a", BODY, "text/plain")
    assert refused(url) == "robots.txt of 127.0.0.1 does not allow /private/a; save the page by hand, or ask its publisher"
    assert "/private/a" not in site.seen
    assert the_report(url, Options(fetch=Fetch(robots=False))).text == BODY


def test_robots_txt_is_read_once_a_host_and_a_broken_one_forbids(site: Site) -> None:
    for path in ("/a", "/b"):
        the_report(site.page(path, BODY, "text/plain"))
    assert site.seen == ["/robots.txt", "/a", "/b"]


def test_a_robots_txt_may_redirect_and_fail_once(site: Site) -> None:
    site.page("/robots.txt", "", status=301, Location="/rules")
    site.page("/rules", "User-agent: *\nDisallow: /private", "text/plain")
    rules, failures = site.answers["/rules"], iter([True, False])
    site.answers["/rules"] = lambda handler: handler.send_error(502) if next(failures) else rules(handler)
    assert "does not allow /private" in refused(site.page("/private", BODY, "text/plain"))


def test_a_robots_txt_that_fails_forbids_for_now(site: Site) -> None:
    site.page("/robots.txt", "", status=500)
    assert "robots.txt of 127.0.0.1 answers 500, which forbids" in refused(site.page("/a", BODY, "text/plain"))


def test_a_redirect_asks_the_rules_of_where_it_leads(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nDisallow: /private", "text/plain")
    assert "does not allow /private" in refused(site.page("/a", "", status=302, Location="/private"))


@pytest.mark.parametrize("packed", [False, True])
def test_a_document_over_the_bound_is_left(site: Site, packed: bool) -> None:
    body = b"word " * 100_000
    url = site.page("/a", gzip.compress(body), "text/plain", Content_Encoding="gzip") if packed else site.page("/a", body, "text/plain")
    assert refused(url, Fetch(max_bytes=10_000)).startswith("too large: over 10,000 bytes")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("http://127.0.0.1:9/a", "could not be fetched: "),
        ("http://", "expected an http or https address with a host"),
        ("http://[::1", "could not be fetched: "),
        ("http://a b/", "could not be fetched: "),
        ("ftp://host.example/a", "the scheme 'ftp' is not read"),
        ("file:///etc/hosts", "the scheme 'file' is not read"),
    ],
)
def test_an_address_that_leads_nowhere_is_an_error(url: str, reason: str) -> None:
    assert refused(url, Fetch(connect=0.5, total=1, retries=0, robots=False)).startswith(reason)


def test_a_fetch_works_inside_a_running_loop(site: Site) -> None:
    url = site.page("/a", BODY, "text/plain")

    async def inside() -> bytes:
        return fetch(url, QUICK).data

    assert asyncio.run(inside()).decode() == BODY


def test_a_document_that_has_not_changed_is_not_sent_again(site: Site) -> None:
    asked: list[str | None] = []

    def answer(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.headers["If-None-Match"])
        same = asked[-1] == '"v1"'
        request.send_response(304 if same else 200)
        request.send_header("ETag", '"v1"')
        request.send_header("Content-Length", "0" if same else "3")
        request.end_headers()
        request.wfile.write(b"" if same else b"one")

    site.answers["/a"] = answer
    url = site.url + "/a"
    first = fetch(url, QUICK)
    again = fetch(url, QUICK, Validators(first.etag, first.last_modified))
    assert (first.status, first.data, first.etag) == (200, b"one", '"v1"')
    assert (again.status, again.data, again.etag) == (304, b"", '"v1"')
    assert asked == [None, '"v1"']


def test_a_host_that_asks_to_wait_says_how_long(site: Site) -> None:
    url = site.page("/a", "", status=503, Retry_After="120")
    with pytest.raises(BusyError, match="asks to wait 120 s") as caught:
        fetch(url, replace(QUICK, retries=0))
    assert caught.value.seconds == 120

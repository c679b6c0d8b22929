"""What a user sees of the web: one clear line, exit code 3, and the other inputs read all the same."""

from __future__ import annotations

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from tests.cli.conftest import TEXT, Ran
from tests.conftest import Site

Casus = Callable[..., Ran]


def one_line(ran: Ran) -> str:
    (row,) = ran.rows
    assert ran.code == 3
    assert "Traceback" not in ran.err
    assert len(ran.err.splitlines()) == 1
    assert row["rejected"]["stage"] == "ingest"
    return ran.err


def test_a_page_is_read(casus: Casus, site: Site) -> None:
    ran = casus("read", site.page("/a.txt", TEXT, "text/plain; charset=utf-8"))
    assert ran.code == 0
    assert ran.rows[0]["report"]["url"] == site.url + "/a.txt"
    assert site.agents[-1].startswith("casus/")


def test_404(casus: Casus, site: Site) -> None:
    assert "the server answered 404 Not Found" in one_line(casus("read", site.url + "/none"))


def test_a_host_that_hangs(casus: Casus, site: Site) -> None:
    def hang(handler: BaseHTTPRequestHandler) -> None:
        site.closing.wait(20)

    site.answers["/slow"] = hang
    assert "try later" in one_line(casus("read", site.url + "/slow", "--timeout", "0.5"))


def test_a_redirect_loop(casus: Casus, site: Site) -> None:
    site.page("/loop", "", status=302, Location="/loop")
    assert "redirected more than" in one_line(casus("read", site.url + "/loop"))


def test_a_page_that_robots_txt_forbids(casus: Casus, site: Site) -> None:
    site.page("/robots.txt", "User-agent: casus\nDisallow: /private", "text/plain")
    assert "robots.txt" in one_line(casus("read", site.url + "/private/a"))
    assert "/private/a" not in site.seen


def test_a_dead_host_does_not_stop_the_others(casus: Casus, report: Path) -> None:
    ran = casus("read", "http://127.0.0.1:9/", report)
    assert ran.code == 3
    assert ["rejected" in row for row in ran.rows] == [True, False]


@pytest.mark.parametrize("seconds", ["0", "soon", "-3"])
def test_a_timeout_that_is_none(casus: Casus, report: Path, seconds: str) -> None:
    ran = casus("read", report, "--timeout", seconds)
    assert ran.code == 2
    assert "give seconds" in ran.err

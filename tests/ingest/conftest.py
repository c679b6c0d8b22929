"""A small HTTP server whose answers each test chooses, and one-line access to what `ingest` yields."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from casus.ingest import Options, ingest
from casus.records import InputError, Report

Answer = Callable[[BaseHTTPRequestHandler], None]


def missing(handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(404)


class Site:
    """Paths and their answers; `seen` lists the paths asked for, in order, `agents` the names that asked."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self.answers: dict[str, Answer] = {}
        self.seen: list[str] = []
        self.agents: list[str] = []
        self.closing = threading.Event()

    def page(self, path: str, body: bytes | str, content_type: str = "text/html", status: int = 200, **headers: str) -> str:
        """Answer `path` with a body; return its URL."""
        data = body.encode() if isinstance(body, str) else body

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            for name, value in {"Content-Type": content_type, "Content-Length": str(len(data)), **headers}.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(data)

        self.answers[path] = answer
        return self.url + path


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path
            there.seen.append(path)
            there.agents.append(self.headers.get("User-Agent", ""))
            try:
                there.answers.get(path, missing)(self)
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Keep the test run quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads, server.block_on_close = True, True
    there = Site(server.server_address[1])
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield there
    there.closing.set()
    server.shutdown()
    server.server_close()
    thread.join()


def reports(source: str | Path, options: Options | None = None) -> list[Report]:
    """Return what `ingest` yields, which must be reports only."""
    found = list(ingest(source, options or Options()))
    assert all(isinstance(item, Report) for item in found), found
    return [item for item in found if isinstance(item, Report)]


def the_report(source: str | Path, options: Options | None = None) -> Report:
    (report,) = reports(source, options)
    return report


def the_error(source: str | Path, options: Options | None = None) -> InputError:
    (error,) = list(ingest(source, options or Options()))
    assert isinstance(error, InputError), error
    assert "\n" not in str(error)
    return error

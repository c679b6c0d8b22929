"""What tests of several packages share: a small HTTP server, and Hypothesis without a clock."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from hypothesis import HealthCheck, settings

# A busy machine is no counter-example.
settings.register_profile("casus", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("casus")

Answer = Callable[[BaseHTTPRequestHandler], None]


def missing(handler: BaseHTTPRequestHandler) -> None:
    handler.send_error(404)


class Site:
    """A server whose answers each test chooses, by path. `seen` lists the paths asked for, in order, `agents` who asked."""

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

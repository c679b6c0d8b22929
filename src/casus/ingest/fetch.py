"""One document over HTTP: bounded in time, size, redirects and retries, and only where robots.txt allows it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, TypeVar

from casus.ingest.options import Fetch
from casus.ingest.published import published_at
from casus.ingest.robots import allows
from casus.records import FetchError

if TYPE_CHECKING:
    import httpx

T = TypeVar("T")

PRODUCT = "casus"
"""The name that robots.txt may address."""

_ACCEPT = "text/html, application/xhtml+xml, application/rss+xml, application/atom+xml, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"
_BUSY = frozenset((429, 503))
_RETRIED = _BUSY | {500, 502, 504}
_ROBOTS_BYTES = 512_000
"""RFC 9309, 2.5: a crawler must read at least 500 KiB of the file."""
_ROBOTS_SECONDS = 3600
"""How long a robots.txt is believed; RFC 9309, 2.4 allows a day."""
_ROBOTS: dict[str, tuple[float, str]] = {}


FEED = "application/rss+xml, application/atom+xml, */*;q=0.5"
"""What is asked for where a feed is expected."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A document: where it was found in the end, what the server calls it, its bytes, and what to tell the next fetch of it.

    `status` is 304, and there are no bytes, where it is as the validators say.
    """

    url: str
    content_type: str
    data: bytes
    status: int = 200
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server said of a document when it was last fetched: it is sent again only where it has changed (RFC 9110, 13.1)."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The conditions of a request."""
        asked = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in asked.items() if value}


class BusyError(FetchError):
    """A host asks to be left alone for so many seconds."""

    def __init__(self, source: str, reason: str, seconds: float) -> None:
        super().__init__(source, reason)
        self.seconds = seconds


def user_agent() -> str:
    """Return how casus names itself: product, version, and where to read about it."""
    try:
        number = version("casus-ledger")
    except PackageNotFoundError:
        number = "0"
    return f"{PRODUCT}/{number} (+https://pypi.org/project/casus-ledger/)"


def fetch(url: str, settings: Fetch, known: Validators | None = None, accept: str = _ACCEPT) -> Fetched:
    """Return the document at `url`; where it is as `known` says, one with status 304 and no bytes.

    Raises `FetchError` with one line that says what went wrong and what to do, of the kind `BusyError` where the host says how long to
    leave it alone. The whole of it, robots.txt, redirects and retries included, ends after `settings.total` seconds.
    """
    made = _bounded(url, settings, known or Validators(), accept)
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(made)
    with ThreadPoolExecutor(1) as pool:  # the caller runs a loop of its own (a notebook, a server), and loops do not nest
        return pool.submit(asyncio.run, made).result()


async def _bounded(url: str, settings: Fetch, known: Validators, accept: str) -> Fetched:
    """Fetch under a deadline around everything: a read timeout starts anew with each byte, so on its own it ends nothing."""
    import httpx

    timeout = httpx.Timeout(settings.read, connect=settings.connect)
    headers = {"User-Agent": settings.user_agent or user_agent(), "Accept": accept}
    try:
        async with (
            asyncio.timeout(settings.total),
            httpx.AsyncClient(timeout=timeout, headers=headers, max_redirects=settings.redirects) as client,
        ):
            return await _Fetching(client, url, settings, known).follow()
    except TimeoutError as error:
        raise FetchError(
            url, f"not complete after {settings.total:g} s; the host is too slow: try later, or raise the total time"
        ) from error
    except httpx.TimeoutException as error:
        raise FetchError(url, f"no answer within {settings.read:g} s; try later") from error
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, UnicodeError) as error:
        raise FetchError(url, f"could not be fetched: {_reason(error)}; check the address and the connection") from error


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:160] or type(error).__name__


class _Fetching:
    """One fetch under way: a client, the address asked for, the settings, and what is known of the document."""

    def __init__(self, client: httpx.AsyncClient, url: str, settings: Fetch, known: Validators) -> None:
        self.client, self.source, self.settings, self.known = client, url, settings, known
        self.deadline = time.monotonic() + settings.total

    async def follow(self) -> Fetched:
        """Fetch, going where the server sends us, at most `redirects` times."""
        import httpx

        url = httpx.URL(self.source)
        for _ in range(self.settings.redirects + 1):
            if url.scheme not in ("http", "https") or not url.host:
                raise FetchError(self.source, f"expected an http or https address with a host, found {str(url)!r}")
            await self._ask_robots(url)
            answer = await self._patiently(url, self._answer, headers=self.known.headers)
            if isinstance(answer, Fetched):
                return answer
            url = answer
        raise FetchError(self.source, f"redirected more than {self.settings.redirects} times, last to {url}; give the final address")

    async def _ask_robots(self, url: httpx.URL) -> None:
        if not self.settings.robots:
            return
        origin = url.copy_with(raw_path=b"/robots.txt", fragment=None)
        read_at, rules = _ROBOTS.get(str(origin), (-float("inf"), ""))
        if time.monotonic() - read_at > _ROBOTS_SECONDS:
            rules = await self._patiently(origin, self._rules, follow=True)
            _ROBOTS[str(origin)] = time.monotonic(), rules
        if not allows(rules, PRODUCT, url.raw_path.decode("ascii")):
            raise FetchError(
                self.source, f"robots.txt of {url.host} does not allow {url.path}; save the page by hand, or ask its publisher"
            )

    async def _rules(self, response: httpx.Response) -> str:
        """Return a robots.txt; a missing one allows everything, a server error forbids everything (RFC 9309, 2.3.1)."""
        status, host = response.status_code, response.url.host
        if status >= 500:
            raise FetchError(self.source, f"robots.txt of {host} answers {status}, which forbids fetching for now; try later")
        data = b""
        async for part in response.aiter_bytes():
            data += part
            if len(data) > _ROBOTS_BYTES:
                break
        return data[:_ROBOTS_BYTES].decode("utf-8", "replace") if status < 400 else ""

    async def _patiently(
        self, url: httpx.URL, read: Callable[[httpx.Response], Awaitable[T]], *, follow: bool = False, headers: dict[str, str] | None = None
    ) -> T:
        """Try again after server errors and broken connections, each time waiting twice as long, or as long as the server asks."""
        import httpx

        for attempt in range(self.settings.retries + 1):
            pause, last = self.settings.backoff * 2**attempt, attempt == self.settings.retries
            try:
                async with self.client.stream("GET", url, follow_redirects=follow, headers=headers) as response:
                    if response.status_code not in _RETRIED or last:
                        return await read(response)
                    pause = _asked_to_wait(response) or pause
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ReadError, httpx.RemoteProtocolError):
                if last:
                    raise
            await self._wait(pause)
        raise AssertionError("the last attempt returns or raises")

    async def _wait(self, seconds: float) -> None:
        if time.monotonic() + seconds >= self.deadline:
            raise FetchError(
                self.source, f"the server is busy and asks to wait {seconds:.0f} s, past the {self.settings.total:g} s allowed; try later"
            )
        await asyncio.sleep(seconds)

    async def _answer(self, response: httpx.Response) -> Fetched | httpx.URL:
        if response.next_request is not None:
            return response.next_request.url
        url, status = str(response.url), f"{response.status_code} {response.reason_phrase}".rstrip()
        if response.status_code == 304 and self.known.headers:
            return Fetched(url, "", b"", 304, self.known.etag, self.known.last_modified)
        if response.status_code in _BUSY and (seconds := _asked_to_wait(response)) is not None:
            raise BusyError(self.source, f"the server answered {status} and asks to wait {seconds:.0f} s; try later", seconds)
        if not response.is_success:
            raise FetchError(self.source, f"the server answered {status}; {_advice(response.status_code)}")
        etag, last_modified = response.headers.get("etag"), response.headers.get("last-modified")
        kind = response.headers.get("content-type", "")
        return Fetched(url, kind, await self._body(response), response.status_code, etag, last_modified)

    async def _body(self, response: httpx.Response) -> bytes:
        limit, parts, size = self.settings.max_bytes, [], 0
        async for part in response.aiter_bytes():
            parts.append(part)
            size += len(part)
            if size > limit:
                raise FetchError(self.source, f"too large: over {limit:,} bytes; raise the limit, or save the file and read it from disk")
        return b"".join(parts)


def _advice(status: int) -> str:
    if status in (401, 402, 403, 451):
        return "the page is not open to programs: save it by hand and read the file"
    return "check the address" if status < 500 else "try later"


def _asked_to_wait(response: httpx.Response) -> float | None:
    """Return the seconds of a `Retry-After`, which may be a number or a date (RFC 9110, 10.2.3)."""
    value = response.headers.get("retry-after", "")
    if value.isdigit():
        return float(value)
    moment = published_at(value)
    return max((moment - datetime.now(UTC)).total_seconds(), 0.0) if moment else None

"""One document on its way to a report: its bytes, and what its carrier (file, server, archive) says about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from casus.ingest.decode import declared_in, decode
from casus.records import InputError, Report

Found = tuple[str, Report | InputError]
"""The name of an input or record (`feeds.jsonl:17`), and what became of it."""


@dataclass(frozen=True, slots=True)
class Document:
    """A stream of bytes named `source`; `url` is where it came from, `charset` what the server declared."""

    source: str
    stream: BinaryIO
    url: str | None = None
    charset: str | None = None

    def read(self, limit: int) -> bytes:
        """Return all bytes; raises `InputError` when there are more than `limit`."""
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise InputError(self.source, f"too large: over {limit:,} bytes for one report; split it, or raise max_bytes")
        return data

    def text(self, limit: int, *, markup: bool = False) -> str:
        """Return the decoded text; in `markup` (HTML, XML) a charset declared inside counts. Raises `InputError`."""
        data = self.read(limit)
        return decode(data, self.source, self.charset, declared_in(data) if markup else None)

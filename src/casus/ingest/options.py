"""What a caller may set: which column is which field, how large an input may be, how a page is fetched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches

from casus.records import UsageError

FIELDS = ("text", "title", "byline", "publisher", "url", "published", "language")
"""The fields of a report that a column of a table may fill."""

FORMATS = ("text", "markdown", "html", "feed", "jsonl", "csv", "warc")
"""The formats that `Options.format` may force."""


@dataclass(frozen=True)
class Fetch:
    """How a URL is fetched. Times are seconds, sizes bytes.

    `total` ends everything, retries and redirects included: without it a host that sends one byte a minute holds the run for hours.
    """

    connect: float = 10.0
    read: float = 15.0
    total: float = 60.0
    max_bytes: int = 20_000_000
    retries: int = 3
    backoff: float = 0.5
    redirects: int = 5
    user_agent: str | None = None
    robots: bool = True


@dataclass(frozen=True)
class Options:
    """What a caller may set for one run of `ingest`.

    `published` (aware) is given to reports that carry no date of their own. `columns` maps our field to the column of a JSONL or CSV input.
    `max_bytes` bounds one report; tables and archives of any size are streamed, with the bound on each record.
    Raises `UsageError` for an unknown field or format and for a `published` without a zone.

    >>> Options(columns={"text": "story"}).columns["text"]
    'story'
    """

    published: datetime | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    format: str | None = None
    fetch: Fetch = field(default_factory=Fetch)
    max_bytes: int = 20_000_000

    def __post_init__(self) -> None:
        if self.published is not None and self.published.utcoffset() is None:
            raise UsageError("published has no time zone: give an aware datetime, such as 2024-03-05T00:00:00+00:00")
        if self.format is not None and self.format not in FORMATS:
            raise UsageError(_unknown("format", self.format, FORMATS))
        for name in self.columns:
            if name not in FIELDS:
                raise UsageError(_unknown("field", name, FIELDS))


def _unknown(what: str, given: str, known: tuple[str, ...]) -> str:
    nearest = get_close_matches(given, known, 1)
    meant = f"; did you mean {nearest[0]!r}?" if nearest else ""
    return f"there is no {what} {given!r}{meant} The {what}s are {', '.join(known)}"

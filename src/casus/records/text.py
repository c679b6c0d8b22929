"""Text: a report, and the spans that everything else points to. Offsets are code points of `Report.text`, half-open."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b
from typing import Any

from pydantic import AwareDatetime, Field, model_validator

from casus.records.errors import SpanError
from casus.records.record import Record

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
"""NUL and lone surrogates: neither PostgreSQL nor UTF-8 can hold them."""


class Span(Record):
    """Words of a report: `text[start:end] == quote`."""

    start: int = Field(ge=0, description="first code point")
    end: int = Field(ge=0, description="one past the last code point")
    quote: str = Field(description="the words at these offsets")

    @model_validator(mode="after")
    def _length(self) -> Span:
        if self.end - self.start != len(self.quote) or not self.quote:
            raise SpanError(f"span [{self.start}, {self.end}) cannot hold the {len(self.quote)} characters of {self.quote[:60]!r}")
        return self

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Span:
        """Return the span `[start, end)` of `text`.

        >>> Span.of("Clashes erupted.", 0, 7).quote
        'Clashes'
        """
        if not 0 <= start < end <= len(text):
            raise SpanError(f"span [{start}, {end}) lies outside a text of {len(text)} characters")
        return cls(start=start, end=end, quote=text[start:end])

    @property
    def offsets(self) -> tuple[int, int]:
        """`(start, end)`."""
        return self.start, self.end

    def check(self, text: str) -> None:
        """Raise `SpanError` unless the quote is the text at these offsets."""
        if text[self.start : self.end] != self.quote:
            raise SpanError(f"span [{self.start}, {self.end}): expected {text[self.start : self.end]!r}, got {self.quote!r}")

    def covers(self, other: Span) -> bool:
        """Whether `other` lies inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two spans share a character."""
        return self.start < other.end and other.start < self.end


def storable(text: str) -> str:
    r"""Replace NUL and lone surrogates by U+FFFD, one for one, so that offsets stay.

    >>> storable("a\x00b") == "a\ufffdb"
    True
    """
    return _UNSTORABLE.sub("\ufffd", text)


def report_id(publisher: str | None, text: str) -> str:
    r"""Return the id of a report: a hash over its publisher and its text folded to NFC and single spaces.

    >>> report_id("Wire", "Clashes  erupted.") == report_id("Wire", "Clashes\r\nerupted.")
    True
    """
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    key = storable(f"{publisher or ''}\n{folded}")
    return f"report:{blake2b(key.encode(), digest_size=8).hexdigest()}"


class Report(Record):
    """One news item. `text` is as it came but for NUL and lone surrogates; title, byline and dateline are spans of it."""

    id: str = Field(default="", description="hash over publisher and folded text; computed where not given")
    url: str | None = None
    publisher: str | None = None
    title: Span | None = None
    byline: Span | None = None
    dateline: Span | None = None
    published: AwareDatetime | None = None
    language: str | None = Field(default=None, description="ISO 639-1 code, null where undecided")
    text: str = Field(strict=True, description="decoded text; offsets are its code points")

    @model_validator(mode="before")
    @classmethod
    def _complete(cls, values: Any) -> Any:
        if isinstance(values, dict) and isinstance(values.get("text"), str):
            fields = ("text", "publisher", "url")
            values = {**values, **{name: storable(values[name]) for name in fields if isinstance(values.get(name), str)}}
            values["id"] = values.get("id") or report_id(values.get("publisher"), values["text"])
        return values

    @model_validator(mode="after")
    def _spans(self) -> Report:
        for span in (self.title, self.byline, self.dateline):
            if span is not None:
                span.check(self.text)
        return self

    def span(self, start: int, end: int) -> Span:
        """Return the span `[start, end)` of this report's text."""
        return Span.of(self.text, start, end)

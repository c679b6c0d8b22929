"""RSS and Atom: each entry a report, from its content or its summary. The pages behind the links are not fetched."""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from casus.ingest.document import Document, Found
from casus.ingest.html import fragment_text
from casus.ingest.options import Options
from casus.ingest.published import published_at
from casus.ingest.text import report_from_text
from casus.records import InputError, Report

_ROOT_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>\s*(?:<!--.*?-->\s*)*$", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<[a-zA-Z/!]|&#?\w+;")


def read_feed(document: Document, options: Options) -> Iterator[Found]:
    """Yield one report for each entry, named `feed.xml#3`, and an `InputError` for each entry without words and for a feed cut short.

    Raises `InputError` where the document is no feed.
    """
    source, markup = document.source, document.text(options.max_bytes, markup=True)
    feed = _parsed(markup, source)
    for number, entry in enumerate(feed.entries, start=1):
        name = f"{source}#{number}"
        try:
            yield name, _report(entry, feed.feed, document.url, name)
        except InputError as error:
            yield name, error
    if not _ROOT_END.search(markup[-4096:]):
        yield source, InputError(source, f"the feed ends in the middle, after {len(feed.entries)} entries; fetch it again")
    elif not feed.entries:
        yield source, InputError(source, "empty: the feed has no entries")


def _parsed(markup: str, source: str) -> Any:
    if not markup.lstrip("\ufeff \t\r\n").startswith("<"):
        raise InputError(source, "not a feed: expected RSS or Atom in XML, found no XML at all; set the format if it is something else")
    import feedparser  # type: ignore[import-untyped]

    # As bytes: feedparser takes a string for a URL or a file name where it looks like one.
    headers = {"content-type": "application/xml; charset=utf-8"}
    feed = feedparser.parse(BytesIO(markup.encode("utf-8", "replace")), response_headers=headers)
    if not feed.entries and not feed.version:
        raise InputError(source, "not a feed: expected RSS or Atom, found other XML or HTML; set the format if it is something else")
    return feed


def _report(entry: Any, feed: Any, url: str | None, source: str) -> Report:
    title, text = _plain(entry.get("title")), _text(entry)
    if not text and not title:
        raise InputError(source, "empty: the entry has no content, no summary and no title")
    return report_from_text(
        text or title,
        title=title or None,
        byline=_author(entry.get("author") or ""),
        publisher=(entry.get("source") or {}).get("title") or _plain(feed.get("title")) or None,
        url=entry.get("link") or url,
        published=_published(entry),
        language=entry.get("language") or feed.get("language"),
    )


def _author(author: str) -> str | None:
    """Return a name; RSS asks for an address, with the name in brackets (`desk@gazette.example (Mira Tal)`)."""
    named = re.search(r"\(([^()@]+)\)", author) if "@" in author else None
    return named[1] if named else None if "@" in author else author or None


def _text(entry: Any) -> str:
    """Return the longest of content and summary: some feeds put a teaser into one and the article into the other."""
    contents = [item.get("value") or "" for item in entry.get("content") or ()]
    return max((_plain(text) for text in [*contents, entry.get("summary") or ""]), key=len)


def _plain(text: str | None) -> str:
    text = text or ""
    return fragment_text(text) if _MARKUP.search(text) else text.strip()


def _published(entry: Any) -> datetime | None:
    """Return the date of publication; of the last update where there is none, which Atom requires."""
    for field in ("published", "updated"):
        # `in` first: feedparser answers a missing `updated` with `published` and a DeprecationWarning.
        if field not in entry:
            continue
        if parsed := entry.get(f"{field}_parsed"):
            return datetime.fromtimestamp(timegm(parsed), UTC)
        if moment := published_at(entry[field]):
            return moment
    return None

"""A row of a table to a report: which column is which field, by the caller's map or by the names that columns usually have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from casus.ingest.options import FIELDS
from casus.ingest.published import published_at
from casus.ingest.text import report_from_text, require_words
from casus.records import InputError, Report

_USUAL = {
    "text": ("text", "body", "content", "article", "fulltext", "full_text", "article_text", "story"),
    "title": ("title", "headline"),
    "byline": ("byline", "author", "authors"),
    "publisher": ("publisher", "source", "outlet", "site_name", "sitename", "site"),
    "url": ("url", "link", "uri"),
    "published": ("published", "published_at", "publication_date", "publish_date", "date_published", "pubdate", "date", "datetime"),
    "language": ("language", "lang"),
}


def text_columns(columns: Mapping[str, str]) -> tuple[str, ...]:
    """Return the names that the column of the text may have."""
    return (columns["text"],) if "text" in columns else _USUAL["text"]


def choose_columns(present: Iterable[str], columns: Mapping[str, str], source: str) -> dict[str, str]:
    """Return field to column for the columns that are `present`: those that the caller named, else usual names, compared without case.

    Raises `InputError` when the text's column is missing; it names the nearest one there is.

    >>> choose_columns(["Body", "Headline"], {}, "a.csv")
    {'text': 'Body', 'title': 'Headline'}
    """
    there = list(present)
    folded = {name.strip().casefold(): name for name in reversed(there)}
    chosen = {}
    for field in FIELDS:
        if columns.get(field) in there:
            chosen[field] = columns[field]
        elif field not in columns and (usual := next((name for name in _USUAL[field] if name in folded), None)):
            chosen[field] = folded[usual]
    if "text" not in chosen:
        raise InputError(source, _missing("text", columns.get("text", "text"), there))
    return chosen


def require_columns(present: Iterable[str], columns: Mapping[str, str], source: str) -> None:
    """Raise `InputError` for a column that the caller named and the header has not."""
    there = list(present)
    for field, column in columns.items():
        if column not in there:
            raise InputError(source, _missing(field, column, there))


def _missing(field: str, wanted: str, there: list[str]) -> str:
    names = [name for name in there if name.strip()]
    nearest = get_close_matches(wanted, names, 1, cutoff=0.3) or names[:1]
    hint = f"; the nearest is {nearest[0]!r}: map it with columns {field}={nearest[0]}" if nearest else ""
    listed = ", ".join(names[:12]) + (" …" if len(names) > 12 else "")
    return f"no column {wanted!r} for the {field}{hint} (columns: {listed or 'none'})"


def report_from_row(row: Mapping[str, object], chosen: Mapping[str, str], source: str) -> Report:
    """Return one row as a report. Raises `InputError` where the text is not a string or has no words."""
    values = {field: row.get(column) for field, column in chosen.items()}
    text = values.pop("text", None)
    if not isinstance(text, str):
        what = "nothing" if text is None else f"a {type(text).__name__}"
        raise InputError(source, f"column {chosen['text']!r}: expected the text of a report, found {what}")
    require_words(text, source)
    published = published_at(values.pop("published", None))
    words = {field: _words(value) for field, value in values.items()}
    return report_from_text(text, published=published, **words)


def _words(value: object) -> str | None:
    """Return a value as one line: lists of authors are joined, `{"name": …}` gives its name, other shapes say nothing."""
    if isinstance(value, list):
        return ", ".join(filter(None, map(_words, value))) or None
    if isinstance(value, dict):
        return _words(value.get("name") or value.get("title") or value.get("quote"))
    return value.strip() or None if isinstance(value, str) else None

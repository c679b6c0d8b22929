"""Plain text and Markdown to a report: what it says of itself is found in the text, what is known besides is put before it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from urllib.parse import urlsplit

from casus.ingest.dateline import Dateline, dateline_end, find_dateline
from casus.ingest.document import Document, Found
from casus.ingest.heading import BREAKS, Head, after, find_byline, find_head, text_lines
from casus.ingest.language import language_of
from casus.ingest.options import Options
from casus.ingest.published import aware
from casus.records import InputError, Report, Span, report_id, storable

MAX_DATELINE_PARAGRAPH = 3
"""A dateline may follow a standfirst; past the third paragraph a place before a dash is a list or another report."""


def read_text(document: Document, options: Options) -> Iterator[Found]:
    """Yield the one report of a plain text or Markdown document; raises `InputError` where it has no words."""
    text = document.text(options.max_bytes)
    require_words(text, document.source)
    yield document.source, report_from_text(text, url=document.url)


def require_words(text: str, source: str) -> None:
    """Raise `InputError` unless `text` holds a letter or a digit."""
    if not any(map(str.isalnum, text)):
        found = "no words in it" if text.strip() else "nothing but white space"
        raise InputError(source, f"empty: expected the text of a report, found {found}")


def afresh(report: Report) -> Report:
    """Return a report made anew from its text, publisher, address and date; title, byline and dateline are found again."""
    return report_from_text(report.text, publisher=report.publisher, url=report.url, published=report.published)


def report_from_text(  # noqa: PLR0913 - the fields of a report
    text: str,
    *,
    publisher: str | None = None,
    url: str | None = None,
    title: str | None = None,
    byline: str | None = None,
    published: datetime | None = None,
    language: str | None = None,
) -> Report:
    r"""Return `text` as a report, with title, byline and dateline found in it.

    A `title` or `byline` that the text does not begin with is put before it, with a blank line after each: what a report knows about itself
    stands in its text. `publisher` falls back to the agency in the dateline and then to the host of `url`; `published` to a date with a
    year in the dateline, UTC where a moment has no zone; `language` (a declared one) yields to what the text shows.

    >>> report = report_from_text("KABUL (AP) — Talks resumed.", title="Talks resume")
    >>> report.text, report.title.quote, report.dateline.quote, report.publisher
    ('Talks resume\n\nKABUL (AP) — Talks resumed.', 'Talks resume', 'KABUL (AP)', 'AP')
    """
    text, head = _composed(storable(text), _one_line(title), _one_line(byline))
    dateline = _dateline(text, head.body)
    publisher = _one_line(publisher) or (dateline.agency if dateline else None) or _host(url)
    return Report(
        id=report_id(publisher, text),
        text=text,
        url=url,
        publisher=publisher,
        title=head.title and Span.of(text, *head.title),
        byline=head.byline and Span.of(text, *head.byline),
        dateline=Span.of(text, dateline.start, dateline.end) if dateline else None,
        published=aware(published) if published else dateline.published if dateline else None,
        language=language_of(text, language),
    )


def body_start(report: Report) -> int:
    r"""Return the offset (code points) where the first sentence begins: behind title, byline, and a dateline that follows them.

    >>> report = report_from_text("Talks resume\n\nKABUL – Envoys met on Monday.")
    >>> report.text[body_start(report) :]
    'Envoys met on Monday.'
    """
    ends = [span.end for span in (report.title, report.byline) if span]
    start = after(report.text, max(ends, default=0), underline=report.title is not None)
    if report.dateline and report.dateline.start >= start and not report.text[start : report.dateline.start].strip("*_ \t"):
        return dateline_end(report.text, report.dateline)
    return start


def _one_line(value: str | None) -> str | None:
    return " ".join(storable(value or "").split()) or None


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _composed(text: str, title: str | None, byline: str | None) -> tuple[str, Head]:
    """Return the text with a known title and byline in front of it where they are missing, and where everything stands."""
    head = find_head(text, title)
    known = find_byline(text, byline, head) if byline else head.byline
    if (title is None or head.title) and (byline is None or known):
        return text, head._replace(byline=known, body=max(head.body, known[1] if known else 0))
    heading = title or (text[slice(*head.title)] if head.title else None)
    body = text[after(text, head.title[1], underline=True) if head.title else 0 :].lstrip(BREAKS)
    composed = "\n\n".join([part for part in (heading, byline) if part] + [body])
    start = len(heading) + 2 if heading else 0
    spans = (0, len(heading)) if heading else None, (start, start + len(byline)) if byline else None
    return composed, Head(*spans, body=len(composed) - len(body))


def _dateline(text: str, body: int) -> Dateline | None:
    """Return the dateline at the body's beginning, or one in capitals or signed by an agency that opens one of the next paragraphs."""
    for place, (start, _) in enumerate(text_lines(text, body, MAX_DATELINE_PARAGRAPH)):
        dateline = find_dateline(text, start)
        if dateline and (place == 0 or dateline.agency or text[dateline.start : dateline.end].partition(",")[0].isupper()):
            return dateline
    return None

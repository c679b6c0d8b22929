"""HTML pages: the article by trafilatura, and what the page says about itself, with the time of day that trafilatura drops."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from casus.ingest.document import Document, Found
from casus.ingest.options import Options
from casus.ingest.published import published_at
from casus.ingest.text import report_from_text, require_words
from casus.records import InputError, Report

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

MIN_WORDS = 8
"""Words of an article; below stand cookie notices, "page not found" and menus. A news flash must pass. Chosen, not measured."""

MIN_PROSE_SHARE = 0.2
"""Share of the words that stand in lines of at least `MIN_WORDS` words with a full stop: near 1 in articles, 0 in a list of links."""

_STOP = re.compile(r"[.!?…。؟۔।።]")

# What publishers put there is the first publication; `modified` is never taken for it.
_DATES = (
    "//meta[@property='article:published_time' or @property='og:published_time' or @property='og:article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content | //*[@itemprop='datePublished']/@datetime",
    "//script[@type='application/ld+json']/text()",
    "//meta[contains(' date pubdate publishdate publish-date parsely-pub-date sailthru.date ', concat(' ', @name, ' '))]/@content",
    "//meta[contains(' dc.date DC.date dc.date.issued DC.date.issued dcterms.date dcterms.created ', concat(' ', @name, ' '))]/@content",
    "//article//header//time/@datetime | //time[@pubdate]/@datetime | //h1/following::time[1]/@datetime",
)
_LD_DATE = re.compile(r'"datePublished"\s*:\s*"([^"]{4,60})"')


def read_html(document: Document, options: Options) -> Iterator[Found]:
    """Yield the one report of an HTML page; raises `InputError` where the page has no article."""
    markup = document.text(options.max_bytes, markup=True)
    require_words(markup, document.source)
    yield document.source, report_from_html(markup, document.source, url=document.url)


def report_from_html(markup: str, source: str, url: str | None = None) -> Report:
    """Return the article of a page as a report; `url` is where it was fetched. Raises `InputError` where there is none."""
    from trafilatura import bare_extraction

    tree = _parsed(markup, source)
    says = _published(tree), tree.get("lang") or next(iter(tree.xpath("//html/@lang")), None)
    page: Any = bare_extraction(tree, url=url, with_metadata=True, include_comments=False, date_extraction_params=_date_search())
    text = (page.text or "") if page else ""
    if not _is_article(text):
        raise InputError(
            source,
            f"no article: expected sentences, found {len(text.split())} words without any; give the article's own page",
        )
    return report_from_text(
        text,
        title=page.title,
        byline=page.author,
        publisher=_site(page.sitename, page.url or url),
        url=url or page.url,
        published=says[0] or published_at(page.date),
        language=says[1],
    )


def _parsed(markup: str, source: str) -> HtmlElement:
    from trafilatura import load_html

    # A declaration of an encoding is about bytes, and lxml refuses it in text; without words around it a page has no tree.
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    tree = load_html(markup if re.search(r"<html|<body|<!doctype", markup[:4096], re.IGNORECASE) else f"<html><body>{markup}</body></html>")
    if tree is None:
        raise InputError(source, "no article: expected an HTML page, found no elements in it")
    return tree


def _date_search() -> dict[str, Any]:
    """`extensive_search` would take any year in a footer for the date of publication."""
    from trafilatura.settings import set_date_params

    return set_date_params(extensive=False)


def _is_article(text: str) -> bool:
    lines = [(len(line.split()), _STOP.search(line)) for line in text.splitlines()]
    prose = sum(words for words, stop in lines if words >= MIN_WORDS and stop)
    return prose >= MIN_WORDS and prose >= MIN_PROSE_SHARE * sum(words for words, _ in lines)


def _site(name: str | None, url: str | None) -> str | None:
    """Return the site's name; None where trafilatura made it from the address, so that an agency in the dateline comes first."""
    return None if name and "." in name and name in (url or "") else name


def _published(tree: HtmlElement) -> datetime | None:
    for path in _DATES:
        for value in tree.xpath(path):
            match = _LD_DATE.search(value) if "datePublished" in value else None
            if moment := published_at(json.loads(f'"{match[1]}"') if match and "\\" not in match[1] else value):
                return moment
    return None


_BLOCKS = frozenset((
    "address", "article", "blockquote", "br", "dd", "div", "dl", "dt", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hr", "li", "ol", "p", "pre", "section", "table", "tr", "ul",
))  # fmt: skip
_SILENT = frozenset(("script", "style", "template", "noscript"))


class _Fragment(HTMLParser):
    """Collects the words of a piece of HTML, one line a block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._silent += tag in _SILENT
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(self._silent - (tag in _SILENT), 0)
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(re.sub(r"\s+", " ", data))


def fragment_text(markup: str) -> str:
    r"""Return the words of a piece of HTML, as feeds carry it, one line a block.

    >>> fragment_text("<p>Talks&nbsp;<b>resumed</b>.</p><p>Envoys met.</p>").split("\n")
    ['Talks resumed.', 'Envoys met.']
    """
    parser = _Fragment()
    parser.feed(markup)
    parser.close()
    lines = (line.strip() for line in "".join(parser.words).split("\n"))
    return "\n".join(line for line in lines if line)

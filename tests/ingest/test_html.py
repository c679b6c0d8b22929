from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.ingest import Options, body_start
from casus.ingest.html import fragment_text, report_from_html
from casus.records import InputError

from .conftest import the_error, the_report
from .samples import BODY, RUSSIAN, TITLE, page

HEAD = (
    "<meta property='og:site_name' content='Orsa Gazette'><meta name='author' content='Mira Tal'>"
    "<meta property='article:published_time' content='2024-03-04T08:30:00+05:00'>"
    "<meta property='article:modified_time' content='2024-03-09T08:30:00+05:00'>"
)

LD_JSON = """<script type="application/ld+json">
{"@context": "https://schema.org", "@type": "Article", "datePublished": "2024-03-04T03:30:00Z", "dateModified": "2024-03-09T03:30:00Z"}
</script>"""


def test_a_page_becomes_title_byline_and_article(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(f"KABUL (AP) — {BODY}", HEAD), encoding="utf-8")
    report = the_report(tmp_path / "a.html")
    assert report.text == f"{TITLE}\n\nMira Tal\n\nKABUL (AP) — {BODY}".rstrip()
    assert (report.title and report.title.quote, report.byline and report.byline.quote) == (TITLE, "Mira Tal")
    assert report.text[body_start(report) :].startswith("Gunmen attacked")
    assert report.publisher == "Orsa Gazette"
    assert report.published is not None
    assert report.published.isoformat() == "2024-03-04T08:30:00+05:00"
    assert report.language == "en"


@pytest.mark.parametrize(
    "head",
    [
        LD_JSON,
        "<meta itemprop='datePublished' content='2024-03-04T03:30:00Z'>",
        "<meta name='pubdate' content='Mon, 04 Mar 2024 03:30:00 GMT'>",
        "<meta name='DC.date.issued' content='2024-03-04 03:30'>",
    ],
)
def test_the_time_of_publication_is_read_with_its_hour(head: str) -> None:
    assert report_from_html(page(head=head), "a.html").published == datetime(2024, 3, 4, 3, 30, tzinfo=UTC)


def test_a_year_in_the_footer_is_no_date_but_the_fallback_of_the_caller_is(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page(), encoding="utf-8")
    assert the_report(tmp_path / "a.html").published is None
    day = datetime(2024, 3, 5, tzinfo=UTC)
    assert the_report(tmp_path / "a.html", Options(published=day)).published == day


def test_an_agency_is_the_publisher_before_the_host_is() -> None:
    url = "https://www.gazette.example/2024/a"
    assert report_from_html(page(f"KABUL (Reuters) - {BODY}").replace(" | Orsa Gazette", ""), "a", url).publisher == "Reuters"
    assert report_from_html(page().replace(" | Orsa Gazette", ""), "a", url).publisher == "gazette.example"


def test_a_charset_in_the_page_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page(RUSSIAN).replace("charset='utf-8'", "charset='koi8-r'").encode("koi8-r", "ignore"))
    report = the_report(tmp_path / "a.html")
    assert "таможенный пост" in report.text
    assert report.language == "ru"


def test_a_truncated_page_gives_what_it_has(tmp_path: Path) -> None:
    markup = page()
    (tmp_path / "a.html").write_bytes(markup[: markup.index("two explosions")].encode())
    report = the_report(tmp_path / "a.html")
    assert report.text.endswith("had heard")
    assert TITLE in report.text


def test_xhtml_and_a_fragment_are_read() -> None:
    xhtml = f'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>{BODY}</p></body></html>'
    assert "Gunmen attacked" in report_from_html(xhtml, "a").text
    assert "Gunmen attacked" in report_from_html(f"<p>{BODY}</p>", "a").text


@pytest.mark.parametrize(
    "markup",
    [
        "<html><head><title>Home</title></head><body><nav>"
        + "".join(f"<a href='/{n}'>Section {n} today</a>" for n in range(40))
        + "</nav></body></html>",
        "<html><head><title>Gone</title></head><body><h1>404</h1><p>This page is gone.</p></body></html>",
        "<html><head><script>var words = '" + "word " * 300 + "';</script></head><body><div id='app'></div></body></html>",
        "<html><body></body></html>",
        "<html>",
    ],
)
def test_a_page_without_an_article_is_an_error(tmp_path: Path, markup: str) -> None:
    (tmp_path / "a.html").write_text(markup, encoding="utf-8")
    assert the_error(tmp_path / "a.html").reason.startswith("no article: expected ")


@settings(max_examples=40, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(st.sampled_from('<>/="&;!-? \n\x00\ud800'), st.sampled_from("pabdivhtml"), st.characters(codec=None)),
        max_size=120,
    )
)
def test_any_markup_gives_a_report_or_an_input_error(markup: str) -> None:
    with suppress(InputError):
        assert "Gunmen" in report_from_html(f"<html><body><p>{BODY}</p>{markup}", "a.html").text


def test_a_fragment_is_one_line_a_block_without_scripts() -> None:
    assert fragment_text("<p>A &amp; <i>B</i>\n C</p><script>x</script><ul><li>D<br>E</ul>") == "A & B C\nD\nE"

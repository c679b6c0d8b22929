from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.ingest import body_start, report_from_text
from casus.records import storable

from .conftest import the_error, the_report
from .samples import BODY, PASHTO, TITLE

ODD = "\r\n\u2028\u2029\u200f\u202b\u0301\ufeff\x00\ud800🕊—–- :#*_()."
texts = st.text(alphabet=st.one_of(st.characters(codec=None), st.sampled_from(ODD + "AB ab"), st.sampled_from("KABUL")), max_size=80)
starts = st.sampled_from(["", "KABUL – ", "# ", f"{TITLE}\n\n", f"{TITLE}\r\n\r\nBy Mira Tal\r\n", "GENEVA, 14 March (AP) — "])


@settings(max_examples=150, deadline=None)
@given(starts, texts)
def test_a_text_stays_as_it_came_and_spans_quote_it(start: str, rest: str) -> None:
    report = report_from_text(start + rest, language="en")
    assert report.text == storable(start + rest)
    for span in (report.title, report.byline, report.dateline):
        assert span is None or report.text[span.start : span.end] == span.quote
    assert 0 <= body_start(report) <= len(report.text)


@settings(max_examples=100, deadline=None)
@given(starts, texts, texts, texts)
def test_a_known_title_and_byline_are_in_the_text_before_the_body(start: str, rest: str, title: str, byline: str) -> None:
    report = report_from_text(start + rest, title=title, byline=byline, language="en")
    said = " ".join(storable(title).split()).casefold()
    assert (" ".join(report.title.quote.split()).casefold() if report.title else "") == said or not said
    assert report.byline is not None or not storable(byline).split()
    assert body_start(report) >= max((span.end for span in (report.title, report.byline) if span), default=0)


def test_unusual_characters_and_line_ends_are_kept(tmp_path: Path) -> None:
    text = f"{TITLE}\r\n\r\nKABUL – The envoy 🕊 said “ceasefire”\u2028in a cafe\u0301, \u202bوقف\u202c.\r\n{BODY}"
    (tmp_path / "a.txt").write_bytes(text.encode())
    report = the_report(tmp_path / "a.txt")
    assert report.text == text
    assert report.title is not None
    assert report.dateline is not None


def test_a_title_that_the_text_lacks_is_put_before_it_and_one_that_it_has_is_not() -> None:
    composed = report_from_text(BODY, title=TITLE, byline="Mira Tal")
    assert composed.text == f"{TITLE}\n\nMira Tal\n\n{BODY}"
    assert report_from_text(composed.text, title=TITLE, byline="Mira Tal").text == composed.text
    assert report_from_text(f"# {TITLE}\n\n{BODY}", title=TITLE.upper()).text == f"# {TITLE}\n\n{BODY}"


def test_a_title_is_put_before_a_sentence_that_begins_with_the_same_words() -> None:
    assert report_from_text(BODY, title="Gunmen attacked").text == f"Gunmen attacked\n\n{BODY}"


def test_a_byline_that_the_text_lacks_goes_between_its_title_and_its_body() -> None:
    report = report_from_text(f"{TITLE}\n{BODY}", title=TITLE, byline="Mira Tal")
    assert report.text == f"{TITLE}\n\nMira Tal\n\n{BODY}"
    assert (
        report_from_text(f"{TITLE}\n\nBy Mira Tal\n\n{BODY}", byline="mira tal").byline
        == report_from_text(f"{TITLE}\n\nBy Mira Tal\n\n{BODY}").byline
    )


def test_the_publisher_is_the_given_one_then_the_agency_then_the_host() -> None:
    text, url = f"KABUL (Reuters) - {BODY}", "https://www.gazette.example:8080/a"
    assert report_from_text(text, publisher="Orsa Gazette", url=url).publisher == "Orsa Gazette"
    assert report_from_text(text, url=url).publisher == "Reuters"
    assert report_from_text(BODY, url=url).publisher == "gazette.example"
    assert report_from_text(BODY, url="http://[broken").publisher is None


def test_the_date_is_the_given_one_then_the_dateline_s_with_a_year_and_always_aware() -> None:
    dated = f"KABUL, 5 January 2024 – {BODY}"
    east = timezone(timedelta(hours=5))
    assert report_from_text(dated, published=datetime(2024, 1, 6, 8, tzinfo=east)).published == datetime(2024, 1, 6, 3, tzinfo=UTC)
    assert report_from_text(dated, published=datetime(2024, 1, 6)).published == datetime(2024, 1, 6, tzinfo=UTC)
    assert report_from_text(dated).published == datetime(2024, 1, 5, tzinfo=UTC)
    assert report_from_text(f"KABUL, January 5 – {BODY}").published is None


def test_a_report_in_another_language_is_kept_and_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(PASHTO, encoding="utf-8")
    assert the_report(tmp_path / "a.txt").language == "ps"


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", "\ufeff\n".encode(), b"---\n***\n"])
def test_nothing_to_read_is_an_error(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    assert "empty: expected the text of a report" in the_error(tmp_path / "a.txt").reason

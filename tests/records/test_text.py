import subprocess
import sys
import unicodedata
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from casus.records import Report, Span, SpanError, identify, report_id, storable

ANY_TEXT = st.text(alphabet=st.characters(), max_size=60)
"""Any code points, NUL and lone surrogates among them."""


@st.composite
def texts_with_offsets(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(st.text(min_size=1, max_size=60))
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@settings(deadline=None)
@given(texts_with_offsets())
def test_a_quote_is_the_text_at_its_offsets(case: tuple[str, int, int]) -> None:
    text, start, end = case
    span = Span.of(text, start, end)
    assert span.quote == text[start:end]
    assert span.offsets == (start, end)
    span.check(text)
    assert Span.model_validate_json(span.model_dump_json()) == span


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (0, 0), (2, 1), (0, 6), (5, 6), (9, 12)])
def test_offsets_outside_the_text(start: int, end: int) -> None:
    with pytest.raises(SpanError, match=r"lies outside a text of 5 characters"):
        Span.of("Qasr.", start, end)


@pytest.mark.parametrize(("start", "end", "quote"), [(0, 4, "Qas"), (0, 3, "Qasr"), (4, 0, "Qasr"), (3, 3, ""), (-4, 0, "Qasr")])
def test_a_quote_of_another_length(start: int, end: int, quote: str) -> None:
    with pytest.raises(ValidationError):
        Span(start=start, end=end, quote=quote)


def test_a_quote_of_other_words() -> None:
    span = Span(start=0, end=4, quote="Lund")
    with pytest.raises(SpanError, match=r"\[0, 4\): expected 'Qasr', got 'Lund'"):
        span.check("Qasr fell.")
    with pytest.raises(SpanError, match="expected 'Lu'"):
        span.check("Lu")


@settings(deadline=None)
@given(texts_with_offsets(), st.data())
def test_covers_and_overlaps(case: tuple[str, int, int], data: st.DataObject) -> None:
    text, start, end = case
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    one, other = Span.of(text, start, end), Span.of(text, first, last)
    shared = set(range(start, end)) & set(range(first, last))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)
    assert one.covers(other) == (shared == set(range(first, last)))


@settings(deadline=None)
@given(ANY_TEXT)
def test_storable_replaces_one_for_one(text: str) -> None:
    stored = storable(text)
    assert len(stored) == len(text)
    assert all(a == b or (b == "\ufffd" and (a == "\0" or unicodedata.category(a) == "Cs")) for a, b in zip(text, stored, strict=True))
    assert "\0" not in stored
    stored.encode()


@settings(deadline=None)
@given(ANY_TEXT, st.none() | ANY_TEXT)
def test_any_text_becomes_a_report_that_survives_json(text: str, publisher: str | None) -> None:
    report = Report(text=text, publisher=publisher)
    assert report.text == storable(text)
    assert report.id == report_id(publisher, text)
    assert Report.model_validate_json(report.model_dump_json()) == report


def test_line_ends_and_byte_order_mark_are_kept() -> None:
    assert Report(text="\ufeffa\r\nb\rc\u2028").text == "\ufeffa\r\nb\rc\u2028"


def test_surrogates_are_replaced_wherever_a_report_holds_text() -> None:
    report = Report(text="a\udc80b", publisher="Qasr\0Wire", url="https://wire.example/\ud800")
    assert (report.text, report.publisher, report.url) == ("a\ufffdb", "Qasr\ufffdWire", "https://wire.example/\ufffd")


@settings(deadline=None)
@given(st.text(max_size=40), st.sampled_from([" ", "\r\n", "\t", "\u00a0 \u2003", "\u2028"]))
def test_report_id_folds_white_space_and_nfc(text: str, space: str) -> None:
    key = report_id("Wire", text)
    assert report_id("Wire", unicodedata.normalize("NFC", text)) == report_id("Wire", unicodedata.normalize("NFD", text)) == key
    assert report_id("Wire", f"{space}{space.join(text.split())}{space}") == report_id("Wire", " ".join(text.split())) == key


def test_report_id_tells_words_and_publishers_apart() -> None:
    ids = [
        report_id(publisher, text)
        for publisher in (None, "Wire", "wire", "W\u0131re", "Wire ")
        for text in ("The truce held.", "the truce held.", "The truce held", "Thetruce held.")
    ]
    assert len(set(ids)) == len(ids)


def test_ids_are_the_same_in_every_process_and_version() -> None:
    assert report_id("River Wire", "The truce held.") == "report:81ce5a7633f36cfc"
    code = "from casus.records import identify; print(identify('report:1', 'event', [(3, 5), (9, 12)]))"
    runs = {
        subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, env={"PYTHONHASHSEED": s}).stdout
        for s in "12"
    }
    assert runs == {identify("report:1", "event", [(3, 5), (9, 12)]) + "\n"}


OFFSETS = st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=3)


@settings(deadline=None)
@given(OFFSETS, OFFSETS)
def test_different_offsets_have_different_ids(one: list[tuple[int, int]], other: list[tuple[int, int]]) -> None:
    assert (identify("report:1", "event", one) == identify("report:1", "event", other)) == (one == other)


def test_ids_differ_by_report_and_kind() -> None:
    ids = {identify(report, kind, [(0, 4)]) for report in ("report:1", "report:2") for kind in ("event", "claim", "mention")}
    assert len(ids) == 6


@pytest.mark.parametrize("field", ["title", "byline", "dateline"])
def test_the_spans_of_a_report_are_checked(field: str) -> None:
    fields: dict[str, Any] = {"text": "Truce holds", field: Span(start=0, end=5, quote="Truth")}
    with pytest.raises(ValidationError, match="expected 'Truce', got 'Truth'"):
        Report(**fields)


def test_a_given_id_is_kept_and_a_span_is_cut() -> None:
    report = Report(id="report:mine", text="Truce holds")
    assert report.id == "report:mine"
    assert report.span(6, 11).quote == "holds"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": None},
        {"text": b"Truce"},
        {"text": "a", "published": datetime(2031, 3, 3)},
        {"text": "a", "headline": "b"},
        {"text": "a", "publisher": 7},
    ],
)
def test_no_report(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Report(**fields)

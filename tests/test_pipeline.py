import json
from collections.abc import Generator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import casus
from casus.pipeline import Pipeline, Stage
from casus.reader import ActScore, Marked, Scene
from casus.records import InputError, LanguageError, Reading, RejectedInput, Report, Span, StageError, UsageError, spans_of

TEXT = "KABUL – The ministry accused Ruritania of arming rebels. “We did not,” said its envoy, Ilo Bren, on Monday."
PIPELINE = Pipeline()


def test_the_dateline_is_no_part_of_the_first_sentence() -> None:
    reading = casus.read(TEXT)
    assert reading.report.dateline is not None
    assert reading.report.dateline.quote == "KABUL"
    assert reading.sentences[0].quote.startswith("The ministry")
    assert not [a for a in reading.attributions for s in spans_of(a) if s.start < 8]


def test_a_title_is_a_sentence_of_its_own_and_no_span_reaches_over_it() -> None:
    reading = casus.read("Harbour chief quits, blames ministry\n\nPORT SELA — Oda Brenn resigned on Friday. She said she had been ignored.")
    assert reading.sentences[0].quote == "Harbour chief quits, blames ministry"
    assert not [s for s in spans_of(reading) if s.start < 36 < s.end and s.quote != reading.report.text]


def test_reading_again_changes_nothing() -> None:
    assert casus.read(TEXT) == casus.read(TEXT)


def test_a_reading_comes_back_from_its_json() -> None:
    reading = casus.read(TEXT)
    assert Reading.model_validate_json(reading.model_dump_json()) == reading


def test_line_ends_are_kept() -> None:
    text = "The port said it closed.\r\n\r\nWorkers denied it.\r\n"
    assert casus.read(text).report.text == text


@settings(max_examples=60)
@given(st.text(max_size=400))
@example("İ")
@example("ſhe said ıt was İts army.")
def test_any_text_is_read_or_refused_and_every_quote_is_the_text(text: str) -> None:
    try:
        reading = PIPELINE.read(Report(text=text))
    except InputError:
        return
    for span in spans_of(reading):
        assert reading.report.text[span.start : span.end] == span.quote


@settings(max_examples=40)
@given(
    st.lists(
        st.sampled_from(
            ["The army said", "“", "”", " ", "\n\n", "\u2028", "é", "e\u0301", "👩‍🚒", "accused Rome of", "\r\n", ".", "\x00", "\u202e"]
        )
    )
)
def test_news_with_odd_characters(parts: list[str]) -> None:
    reading = PIPELINE.read(Report(text="".join(parts)))
    assert all(reading.report.text[s.start : s.end] == s.quote for s in spans_of(reading))


class Broken:
    """A reader that fails."""

    def mark(self, report: Report, sentences: Sequence[Span]) -> Marked:
        raise RuntimeError("out of ideas")

    def tell(self, report: Report, scenes: Sequence[Scene]) -> list[list[ActScore]]:
        raise RuntimeError("out of ideas")


def test_a_failing_stage_names_itself_and_keeps_the_report() -> None:
    pipeline = Pipeline(Broken())
    with pytest.raises(StageError, match="stage reader: RuntimeError: out of ideas"):
        pipeline.read(Report(text=TEXT))
    row = pipeline.try_read(Report(text=TEXT), "a.txt")
    assert isinstance(row, RejectedInput)
    assert (row.input, row.rejected.stage) == ("a.txt", "reader")
    assert row.report is not None


def test_another_language_is_refused() -> None:
    with pytest.raises(LanguageError, match="the language is fr"):
        Pipeline().read(Report(text="Le ministre a parlé.", language="fr"))


def test_stages_are_named_in_the_order_of_the_house() -> None:
    assert [stage.name for stage in PIPELINE.stages] == ["language", "sentences", "reader", "grounding", "claims", "answers", "events"]
    assert all(isinstance(stage, Stage) for stage in PIPELINE.stages)


def test_what_read_takes(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(TEXT, "utf-8")
    assert casus.read(path).report.text == TEXT
    assert casus.read(Report(text=TEXT)).report.text == TEXT
    dated = casus.read("The port closed on Monday.", casus.Options(published=datetime(2026, 5, 4, tzinfo=UTC)))
    assert dated.report.published == datetime(2026, 5, 4, tzinfo=UTC)


def test_read_takes_one_report(tmp_path: Path) -> None:
    (tmp_path / "one.txt").write_text(TEXT, "utf-8")
    (tmp_path / "two.txt").write_text(TEXT, "utf-8")
    with pytest.raises(UsageError, match="holds 2 reports"):
        casus.read(tmp_path)
    with pytest.raises(UsageError, match="is the name of a file"):
        casus.read(str(tmp_path / "one.txt"))
    with pytest.raises(InputError, match=r"none\.txt"):
        casus.read(tmp_path / "none.txt")


def test_exports_are_few_and_real() -> None:
    assert len(casus.__all__) <= 15
    assert all(getattr(casus, name) is not None for name in casus.__all__)
    with pytest.raises(AttributeError, match="nonsense"):
        casus.nonsense  # noqa: B018


def test_many_reports_come_out_in_order_and_read_as_each_does_alone(tmp_path: Path) -> None:
    texts = [TEXT.replace("Monday", day) for day in ("Monday", "Tuesday", "Friday")] * 4 + ["", TEXT]
    (tmp_path / "many.jsonl").write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    items = list(PIPELINE.read_all(tmp_path / "many.jsonl"))
    assert [isinstance(item, RejectedInput) for item in items] == [not text for text in texts]
    for text, item in zip(texts, items, strict=True):
        assert isinstance(item, RejectedInput) or item.report.text == text
        assert isinstance(item, RejectedInput) or item == PIPELINE.read(item.report)


def test_reading_stops_where_its_reader_leaves(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text((json.dumps({"text": TEXT}) + "\n") * 50, "utf-8")
    items = PIPELINE.read_all(tmp_path / "many.jsonl")
    assert isinstance(next(items), Reading)
    assert isinstance(items, Generator)
    items.close()
    assert list(items) == []


def test_reading_may_stop_after_a_stage() -> None:
    text = "The ministry in Lagos accused Benin of arming rebels on Monday."
    report = Report(text=text)
    early, whole = PIPELINE.read(report, until="reader"), PIPELINE.read(report)
    assert early.mentions
    assert (early.claims, early.actors, early.moments) == ((), (), ())
    assert whole.claims
    assert whole.actors

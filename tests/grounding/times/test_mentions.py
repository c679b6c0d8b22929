from datetime import UTC, datetime

from casus.grounding.times import ground_moments
from casus.records import Mention, MentionType, Reading, Report, identify

ON = datetime(2031, 5, 15, tzinfo=UTC)


def read(text: str, *marked: tuple[str, MentionType], published: datetime | None = ON) -> Reading:
    report = Report(text=text, published=published)
    spans = [(report.span(text.index(words), text.index(words) + len(words)), type_) for words, type_ in marked]
    mentions = tuple(Mention(id=identify(report.id, type_, [span.offsets]), span=span, type=type_) for span, type_ in spans)
    return ground_moments(Reading(report=report, mentions=mentions))


def test_each_moment_has_its_mention() -> None:
    reading = Reading(**dict(read("They met in 2012. Ten years later, on Tuesday, they fought.")))
    assert [m.span.quote for m in reading.mentions] == ["2012", "Ten years later", "Tuesday"]
    assert [m.mention for m in reading.moments] == [m.id for m in reading.mentions]
    assert [m.anchor for m in reading.moments] == [None, reading.mentions[0].id, ON.isoformat()]


def test_a_cut_span_is_mended_and_keeps_its_id_where_it_was_right() -> None:
    reading = read("He left on June 20, and came back on Friday.", ("June", "moment"), ("Friday", "moment"))
    assert [m.span.quote for m in reading.mentions] == ["June 20", "Friday"]
    assert reading.mentions[1].id == identify(reading.report.id, "moment", [reading.mentions[1].span.offsets])


def test_durations_are_dropped_and_other_mentions_stay() -> None:
    reading = read("Rebels fought for eight years.", ("Rebels", "actor"), ("eight years", "moment"))
    assert [m.span.quote for m in reading.mentions] == ["Rebels"]
    assert reading.moments == ()


def test_what_the_reader_alone_found_stays_without_bounds() -> None:
    reading = read("It was worse in the bad old days.", ("bad old days", "moment"))
    assert [(m.start, m.end, m.precision) for m in reading.moments] == [(None, None, "vague")]


def test_an_undated_report_keeps_its_moments_without_bounds() -> None:
    reading = read("He left on Tuesday.", published=None)
    assert [(m.start, m.precision, m.anchor) for m in reading.moments] == [(None, "day", None)]


def test_grounding_twice_changes_nothing() -> None:
    once = read("He left on June 20, 2030, after two days of rain.", ("June", "moment"))
    assert ground_moments(once) == once


def test_what_is_written_like_a_name_is_no_moment_of_the_readers() -> None:
    report = Report(text="Seen in the Horn Daily, in the lean months.")
    names = [report.span(12, 22), report.span(31, 42)]
    reading = Reading(report=report, mentions=tuple(Mention(id=s.quote, span=s, type="moment") for s in names))
    assert [m.span.quote for m in ground_moments(reading).mentions] == ["lean months"]

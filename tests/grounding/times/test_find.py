import itertools
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.grounding.times import find_moments, find_times, parse_moment
from casus.records import UsageError

THURSDAY = datetime(2031, 5, 15, 9, 30, tzinfo=UTC)


def told(text: str, published: datetime | None = THURSDAY) -> list[tuple[str, str | None, str | None, str]]:
    """Return words, first day, day after the last, and precision of each moment."""
    return [
        (
            text[f.start_at : f.end_at],
            f.start.date().isoformat() if f.start else None,
            f.end.date().isoformat() if f.end else None,
            f.precision,
        )
        for f in find_moments(text, published)
    ]


@pytest.mark.parametrize(
    ("text", "words", "start", "end", "precision"),
    [
        # the codebook's own table
        ("Troops fired on Tuesday.", "Tuesday", "2031-05-13", "2031-05-14", "day"),
        ("Ties soured last year.", "last year", "2030-01-01", "2031-01-01", "year"),
        ("Clashes grew in recent months.", "recent months", None, None, "vague"),
        ("Tension rose, especially after the 2028 vote.", "2028", "2028-01-01", "2029-01-01", "year"),
        # days
        ("It was signed on 14 August 2013.", "14 August 2013", "2013-08-14", "2013-08-15", "day"),
        ("It was signed on August 14th, 2013.", "August 14th, 2013", "2013-08-14", "2013-08-15", "day"),
        ("It was signed on 2013-08-14.", "2013-08-14", "2013-08-14", "2013-08-15", "day"),
        ("It was signed on 14/08/2013.", "14/08/2013", "2013-08-14", "2013-08-15", "day"),
        ("It was signed on 3/4/2013.", "3/4/2013", None, None, "day"),
        ("They met on Feb. 3.", "Feb. 3", "2031-02-03", "2031-02-04", "day"),
        ("They met on Dec. 20.", "Dec. 20", "2030-12-20", "2030-12-21", "day"),
        ("They will meet on Feb. 3.", "Feb. 3", "2032-02-03", "2032-02-04", "day"),
        ("The talks are due on Friday.", "Friday", "2031-05-16", "2031-05-17", "day"),
        ("Police fired on Thursday.", "Thursday", "2031-05-15", "2031-05-16", "day"),
        ("He called a strike for Saturday.", "Saturday", "2031-05-17", "2031-05-18", "day"),
        ("He left last Friday.", "last Friday", "2031-05-09", "2031-05-10", "day"),
        ("He leaves next Monday.", "next Monday", "2031-05-19", "2031-05-20", "day"),
        ("He left on Monday last week.", "Monday last week", "2031-05-05", "2031-05-06", "day"),
        ("Shots were heard on Tuesday night.", "Tuesday night", "2031-05-13", "2031-05-14", "day"),
        ("Shots were heard last night.", "last night", "2031-05-14", "2031-05-15", "day"),
        ("He left the day before yesterday.", "day before yesterday", "2031-05-13", "2031-05-14", "day"),
        ("Dozens were held overnight.", "overnight", "2031-05-14", "2031-05-16", "day"),
        ("He came on the morning of the 7th.", "morning of the 7th", "2031-05-07", "2031-05-08", "day"),
        # months, seasons, quarters, halves
        ("It was lifted in March.", "March", "2031-03-01", "2031-04-01", "month"),
        ("It was lifted in August.", "August", "2030-08-01", "2030-09-01", "month"),
        ("It will be lifted in August.", "August", "2031-08-01", "2031-09-01", "month"),
        ("It fell in early June last year.", "early June last year", "2030-06-01", "2030-07-01", "month"),
        ("It fell last October.", "last October", "2030-10-01", "2030-11-01", "month"),
        ("It rose in the spring of 2014.", "spring of 2014", "2014-03-01", "2014-06-01", "season"),
        ("Trade fell in the third quarter of 2029.", "third quarter of 2029", "2029-07-01", "2029-10-01", "month"),
        ("It starts in the second half of the year.", "second half of the year", "2031-07-01", "2032-01-01", "month"),
        # years and more
        ("It began in the 1980s.", "1980s", "1980-01-01", "1990-01-01", "decade"),
        ("It began in the late seventies.", "late seventies", "1970-01-01", "1980-01-01", "decade"),
        ("It dates from the 19th century.", "19th century", "1801-01-01", "1901-01-01", "century"),
        ("They ruled from 2011 to 2013.", "2011 to 2013", "2011-01-01", "2014-01-01", "year"),
        # ranges
        ("They met Monday to Wednesday.", "Monday to Wednesday", "2031-05-12", "2031-05-15", "day"),
        ("They met between 3 and 5 May.", "between 3 and 5 May", "2031-05-03", "2031-05-06", "day"),
        ("They met on 14–20 July 2025.", "14–20 July 2025", "2025-07-14", "2025-07-21", "day"),
        ("It ran from November to March.", "November to March", "2030-11-01", "2031-04-01", "month"),
        ("They ruled in 1998-99.", "1998-99", "1998-01-01", "2000-01-01", "year"),
        # counted
        ("He fled two years ago.", "two years ago", "2029-01-01", "2030-01-01", "year"),
        ("He fled eight days ago.", "eight days ago", "2031-05-07", "2031-05-08", "day"),
        ("He fled three weeks ago.", "three weeks ago", "2031-04-21", "2031-04-28", "week"),
        ("Talks resume this week.", "this week", "2031-05-12", "2031-05-19", "week"),
        # open
        ("Nobody has passed since March.", "March", "2031-03-01", None, "month"),
        ("Nobody has passed since 2004.", "2004", "2004-01-01", None, "year"),
    ],
)
def test_when_words_are(text: str, words: str, start: str | None, end: str | None, precision: str) -> None:
    assert (words, start, end, precision) in told(text)


def test_a_hundred_and_more_forms_lose_their_bounds_without_a_date() -> None:
    for text in (
        "on Tuesday",
        "last year",
        "in March",
        "on May 3",
        "yesterday",
        "two years ago",
        "this week",
        "at 6 a.m.",
        "in the spring",
    ):
        (moment,) = find_moments(f"It happened {text}, they said.", None)
        assert (moment.start, moment.end) == (None, None), text
        assert moment.precision != "vague", text


def test_full_dates_need_no_date() -> None:
    assert told("It was on 14 August 2013, in the 1980s and since 2004.", None) == [
        ("14 August 2013", "2013-08-14", "2013-08-15", "day"),
        ("1980s", "1980-01-01", "1990-01-01", "decade"),
        ("2004", "2004-01-01", None, "year"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "He may go.",
        "The March on the capital was banned.",
        "They fought for eight years.",
        "It meets every week.",
        "Some 2000 soldiers and 1950 villagers died in 2000 villages.",
        "Jan Novak and June Carter met May Lind.",
        "Resolution 1701 was read; Route 1990 is shut.",
        "A second man was held for the first time.",
        "He spoke for three hours.",
        "Spring rolls and fall guys.",
        "The second quarter-finalist won 2:1 in the Armenian quarter.",
        "The Arab Spring shocked rulers.",
    ],
)
def test_what_is_no_moment(text: str) -> None:
    assert told(text) == []


def test_later_counts_from_what_was_told() -> None:
    first, second = find_moments("It was fixed in 2012. Ten years later the line was moved.", THURSDAY)
    assert second.anchor == 0
    assert second.start is not None
    assert (first.start, second.start.year, second.precision) == (datetime(2012, 1, 1, tzinfo=UTC), 2022, "year")


def test_after_counts_from_what_the_clause_tells() -> None:
    found = told("A week after the 9/11 attacks he fled; two days after the vote on 3 May 2030 he was back.")
    assert ("A week", "2001-09-17", "2001-09-24", "week") in found
    assert ("two days", "2030-05-05", "2030-05-06", "day") in found


def test_after_something_without_a_date_is_not_guessed() -> None:
    assert told("Two days after the vote he fled.") == [("Two days", None, None, "day")]


def test_a_list_shares_the_year_of_its_last_item() -> None:
    found = told("They met in March, May and November of last year, and on April 24 and 25.")
    assert [start for _, start, _, _ in found] == ["2030-03-01", "2030-05-01", "2030-11-01", "2031-04-24", "2031-04-25"]


def test_hours_join_their_day() -> None:
    (one,) = find_moments("It opened at 6 a.m. on Tuesday.", THURSDAY)
    assert (one.start, one.end, one.precision) == (datetime(2031, 5, 13, 6, tzinfo=UTC), datetime(2031, 5, 13, 7, tzinfo=UTC), "hour")
    day, hour = find_moments("They met on Monday. Firing began at 14:40.", THURSDAY)
    assert (hour.start, hour.precision, hour.anchor) == (datetime(2031, 5, 12, 14, 40, tzinfo=UTC), "minute", 0)
    assert day.precision == "day"


def test_after_midnight_belongs_to_the_night_before() -> None:
    (_, hours) = find_moments("Crowds came last night. They were driven off between one and two.", THURSDAY)
    assert (hours.start, hours.end) == (datetime(2031, 5, 15, 1, tzinfo=UTC), datetime(2031, 5, 15, 2, tzinfo=UTC))


def test_days_are_counted_where_the_report_was_published() -> None:
    zone = timezone(timedelta(hours=12))
    (found,) = find_moments("Troops fired on Wednesday.", datetime(2031, 5, 15, 0, 30, tzinfo=zone))
    assert found.start == datetime(2031, 5, 14, tzinfo=zone)


def test_other_calendars() -> None:
    found = told("On 24 Asad 1400, 1 Ramadan 1445 AH, 17 Tammuz 5784, Meskerem 1, 2016 and in 2567 B.E. they met.")
    assert [start for _, start, _, _ in found] == ["2021-08-15", "2024-03-11", "2024-07-23", "2023-09-12", "2024-01-01"]


def test_a_name_of_later_date_is_another_thing() -> None:
    (found,) = find_moments("They had hoped since the fall of Kabul.", datetime(1999, 1, 1, tzinfo=UTC))
    assert found.start is None


def test_a_tense_across_abbreviations() -> None:
    assert told("He warned U.S. officials Wednesday that they should leave.")[0][1] == "2031-05-14"


def test_durations_are_times_but_no_moments() -> None:
    assert [f.kind for f in find_times("They fought for eight years, every week.", THURSDAY)] == ["duration", "frequency"]


def test_ranges_tell_their_ends() -> None:
    text = "They met between May 3 and May 5."
    (found,) = find_moments(text, THURSDAY)
    assert [text[a:b] for a, b in found.parts] == ["May 3", "May 5"]


def test_parse_moment_takes_an_open_period() -> None:
    found = parse_moment("since March", on=date(2031, 5, 15))
    assert (found.start, found.end) == (datetime(2031, 3, 1, tzinfo=UTC), None)


@pytest.mark.parametrize("words", ["", "soon", "Monday", "May 3, 2030 or June 4, 2030"])
def test_parse_moment_says_what_it_wants(words: str) -> None:
    with pytest.raises(UsageError, match="write a date such as"):
        parse_moment(words)


WORDS = [
    "the", "last", "next", "this", "since", "between", "and", "to", "of", "in", "31", "30", "2", "9999", "1", "0", "12", "1403",
    "2031", "1980s", "May", "March", "Feb.", "Ramadan", "24", "Adar", "AH", "B.E.", "three", "days", "weeks", "years",
    "centuries", "ago", "later", "before", "after", "quarter", "half", "third", "year", "Monday", "night", "18:00", "6", "a.m.",
    "midnight", "-", ",", ".", "9/11", "Easter", "Thanksgiving", "spring", "early", "decade", "century", "BC", "overnight",
    "’90s", "Q3", "week", "29"
]  # fmt: skip


@given(st.lists(st.sampled_from(WORDS), max_size=12), st.none() | st.datetimes(datetime(1800, 1, 1), datetime(2900, 1, 1)))
@settings(max_examples=300, deadline=None)
def test_any_words_are_read(words: list[str], now: datetime | None) -> None:
    text = " ".join(words)
    found = find_times(text, now.replace(tzinfo=UTC) if now else None)
    assert all(0 <= f.start_at < f.end_at <= len(text) for f in found)
    assert all(a.end_at <= b.start_at for a, b in itertools.pairwise(found))
    assert all(f.start < f.end for f in found if f.start and f.end)
    assert all(not isinstance(f.anchor, int) or f.anchor < at for at, f in enumerate(found))

"""Place names that the reader passed over."""

from __future__ import annotations

import pytest

from casus.grounding.gazetteer import Gazetteer
from casus.grounding.missed_places import add_missed
from casus.records import Mention, MentionType, Reading, Report, identify


def found(text: str, *marked: tuple[str, MentionType]) -> list[tuple[str, str]]:
    report = Report(text=text)
    mentions = []
    for word, kind in marked:
        start = text.index(word)
        span = report.span(start, start + len(word))
        mentions.append(Mention(id=identify(report.id, kind, [span.offsets]), span=span, type=kind))
    reading = Reading(report=report, sentences=(report.span(0, len(text)),), mentions=tuple(mentions))
    return [(mention.type, mention.span.quote) for mention in add_missed(Gazetteer.open(), reading)]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Clashes broke out in Bukavu on Monday.", "Bukavu"),
        ("Aid reached Maban in Upper Nile state.", "Upper Nile"),
        ("Ships passed through the Strait of Hormuz in Iran's view.", "Iran"),
        ("North Kivu: three dead in a raid.", "North Kivu"),
        ("A curfew was imposed across Rakhine State.", "Rakhine State"),
    ],
)
def test_names_in_the_place_of_a_place_are_added(text: str, place: str) -> None:
    assert ("place", place) in found(text)


@pytest.mark.parametrize(
    "text",
    [
        "He was reading in Darwin's notes of the march.",
        "They believe in Hope and in Victory Day.",
        "In May the talks ended.",
        "The firm invested in Orange shares.",
        "She spoke to Jordan about it.",
    ],
)
def test_other_names_are_not(text: str) -> None:
    assert [kind for kind, _ in found(text)] == []


def test_a_name_cut_short_is_made_whole() -> None:
    assert found("Guards fired in Spin Boldak.", ("Spin", "place")) == [("place", "Spin Boldak")]
    assert found("A raid in Jammu and Kashmir failed.", ("Jammu and", "place")) == [("place", "Jammu and Kashmir")]


def test_a_place_taken_for_a_person_is_one_after_in() -> None:
    assert found("A driver was shot dead in Irapuato.", ("Irapuato", "person")) == [("place", "Irapuato")]
    assert found("A driver met Irapuato.", ("Irapuato", "person")) == [("person", "Irapuato")]


def test_other_mentions_are_left_alone() -> None:
    assert found("Unrest in Sudanese Armed Forces ranks", ("Sudanese Armed Forces", "actor")) == [("actor", "Sudanese Armed Forces")]

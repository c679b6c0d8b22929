"""From a mention's words to the name that is looked up."""

from __future__ import annotations

import pytest

from casus.grounding.gazetteer import Gazetteer
from casus.grounding.toponyms import bearing, look_up, proper, toponyms
from casus.records import Mention, Span, identify


@pytest.mark.parametrize(
    ("quote", "name"),
    [
        ("the village of Aghbradzor", "village of Aghbradzor"),
        ("the border", ""),
        ("al-Fasher", "al-Fasher"),
        ("Villages", ""),
        ("Four", ""),
        ("Kenya's Rift Valley", "Rift Valley"),
    ],
)
def test_the_proper_name_of_a_mention(quote: str, name: str) -> None:
    assert proper(quote) == name


@pytest.mark.parametrize(
    ("quote", "name", "part", "first"),
    [
        ("Kandahar province", "Kandahar", None, "plc.af-kandahar"),
        ("northern Iraq", "Iraq", "northern", "plc.irq"),
        ("NE Syria", "Syria", "NE", "plc.syr"),
        ("Northern Ireland", "Northern Ireland", None, "plc.gb-northern-ireland"),
        ("the Kalininsky district of Donetsk", "Donetsk", None, "plc.ua-donetsk"),
        ("Canadians", "Canadians", None, "plc.can"),
    ],
)
def test_words_of_kind_and_part_come_off(quote: str, name: str, part: str | None, first: str) -> None:
    found = look_up(Gazetteer.open(), quote)
    assert (found.name, found.part, found.candidates[0].id) == (name, part, first)


def test_short_names_need_capitals_or_a_full_stop() -> None:
    gazetteer = Gazetteer.open()
    assert not any(place.id == "plc.us-louisiana" for place in look_up(gazetteer, "La").candidates)
    assert any(place.id == "plc.us-louisiana" for place in look_up(gazetteer, "La.").candidates)
    assert any(place.id == "plc.us-louisiana" for place in look_up(gazetteer, "LA").candidates)


def test_what_is_said_to_lie_inside_what() -> None:
    text = "PARIS, Texas, and a camp in Sawkay district in Kunar"
    spans = [Span.of(text, text.index(word), text.index(word) + len(word)) for word in ("PARIS", "Texas", "Sawkay", "Kunar")]
    mentions = [Mention(id=identify("r", "place", [span.offsets]), span=span, type="place") for span in spans]
    found, peoples = toponyms(Gazetteer.open(), text, mentions)
    assert not peoples
    assert [item.inside for item in found] == [[1], [], [3], []]
    assert found[2].kinds == {"district"}


def test_bearings() -> None:
    assert [bearing(word) for word in ("north", "South-Western", "far east", "NE", "central")] == [0, 225, 90, 45, None]

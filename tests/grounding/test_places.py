"""Which place each name means, decided for the whole report."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from casus.grounding.places import ground_places
from casus.ingest import report_from_text
from casus.records import Mention, MentionType, Place, Reading, Report, identify


def reading(text: str, places: Sequence[str], others: Sequence[tuple[str, MentionType]] = (), **fields: str) -> Reading:
    report = report_from_text(text, published=datetime(2031, 5, 4, tzinfo=UTC))
    report = Report(**(dict(report) | fields))
    mentions = []
    for word, kind in [*((word, "place") for word in places), *others]:
        for match in re.finditer(rf"\b{re.escape(word)}\b", text):
            span = report.span(*match.span())
            mentions.append(Mention(id=identify(report.id, kind, [span.offsets]), span=span, type=kind))
    mentions.sort(key=lambda mention: mention.span.start)
    return Reading(report=report, sentences=(report.span(0, len(text)),), mentions=tuple(mentions))


def resolved(found: Reading, word: str) -> Place | None:
    known = {place.id: place for place in found.places}
    hits = [mention for mention in found.mentions if mention.span.quote == word and mention.type == "place"]
    assert hits, f"{word} is no place mention"
    return known.get(hits[0].resolved or "")


@pytest.mark.parametrize(
    ("text", "names", "word", "country", "kind"),
    [
        ("A fair opened in Paris, Texas, on Monday.", ["Paris", "Texas"], "Paris", "USA", "city"),
        ("Police in Paris and Lyon questioned two men.", ["Paris", "Lyon"], "Paris", "FRA", "city"),
        ("Convoys left Tripoli for Misrata and Sirte.", ["Tripoli", "Misrata", "Sirte"], "Tripoli", "LBY", "city"),
        ("Lebanese soldiers patrolled Tripoli, Zahle and Tyre.", ["Tripoli", "Zahle", "Tyre"], "Tripoli", "LBN", "city"),
        ("Armenia and Georgia share a border with Azerbaijan.", ["Armenia", "Georgia", "Azerbaijan"], "Georgia", "GEO", "country"),
        ("Voters in Atlanta, Georgia, and Alabama queued.", ["Atlanta", "Georgia", "Alabama"], "Georgia", "USA", "province"),
        ("Envoys flew from Washington to Kabul.", ["Washington", "Kabul"], "Washington", "USA", "city"),
        ("Farmers in Kandahar province met elders from Helmand.", ["Kandahar", "Helmand"], "Kandahar", "AFG", "province"),
        ("A bomb went off in Kandahar city, near the airport.", ["Kandahar"], "Kandahar", "AFG", "city"),
        ("Herders crossed from Sool and Sanaag into Mudug.", ["Sool", "Sanaag", "Mudug"], "Mudug", "SOM", "province"),
    ],
)
def test_the_report_tells_places_of_one_name_apart(text: str, names: list[str], word: str, country: str, kind: str) -> None:
    place = resolved(ground_places(reading(text, names)), word)
    assert place is not None
    assert (place.country, place.kind) == (country, kind)


def test_the_sites_own_country_speaks() -> None:
    text = "A court in London heard the case."
    assert (place := resolved(ground_places(reading(text, ["London"])), "London")) is not None
    assert place.country == "GBR"
    home = resolved(
        ground_places(
            reading("Councillors in London met. The mayor of Woodstock came.", ["London", "Woodstock"], url="https://paper.ca/1")
        ),
        "London",
    )
    assert home is not None
    assert home.country == "CAN"


def test_an_unknown_place_blanks_nothing() -> None:
    found = ground_places(reading("Shots were heard in Lokwanyangbari and in Juba.", ["Lokwanyangbari", "Juba"]))
    assert resolved(found, "Lokwanyangbari") is None
    assert (juba := resolved(found, "Juba")) is not None
    assert juba.country == "SSD"


def test_alternatives_are_kept_best_first() -> None:
    found = ground_places(reading("A mill burned in Springfield.", ["Springfield"]))
    (mention,) = [m for m in found.mentions if m.type == "place"]
    assert len(mention.candidates) > 2
    assert sum(candidate.score for candidate in mention.candidates) <= 1.0001
    assert mention.resolved is None or mention.resolved == mention.candidates[0].id


def test_a_people_means_its_country() -> None:
    found = ground_places(reading("The Kenyan side of the market was shut.", ["Kenyan"]))
    assert (place := resolved(found, "Kenyan")) is not None
    assert place.id == "plc.ken"


def test_nearness_makes_a_place_of_its_own() -> None:
    found = ground_places(reading("Rebels dug in 30 km north of Goma. Goma was calm.", ["Goma"]))
    first, second = [m.resolved for m in found.mentions]
    assert first != second
    names = {place.id: place for place in found.places}
    assert names[first or ""].name == "30 km north of Goma"
    assert (names[first or ""].precision_km or 0) > (names[second or ""].precision_km or 0)


def test_a_part_of_a_country() -> None:
    place = resolved(ground_places(reading("Crowds marched in eastern Libya.", ["eastern Libya"])), "eastern Libya")
    assert place is not None
    assert (place.name, place.kind, place.country) == ("Eastern Libya", "region", "LBY")
    assert place.lon is not None
    assert place.lon > 17


def test_a_disputed_place_shows_each_side() -> None:
    place = resolved(ground_places(reading("Patrols met on the Durand Line.", ["Durand Line"])), "Durand Line")
    assert place is not None
    assert place.country is None
    assert {holding.by for holding in place.claimed_by} == {"AFG", "PAK"}


def test_datelines_are_places_and_their_agencies_none() -> None:
    text = "GORIS, Armenia, March 12 (Meridian) - Two soldiers were hurt."
    found = ground_places(reading(text, ["Meridian"]))
    assert (goris := resolved(found, "GORIS")) is not None
    assert goris.country == "ARM"
    assert resolved(found, "Armenia") is not None
    assert resolved(found, "Meridian") is None


def test_reading_twice_changes_nothing() -> None:
    once = ground_places(reading("Troops entered Bunia in Ituri province.", ["Bunia"]))
    assert ground_places(once) == once


def test_a_report_without_places() -> None:
    found = ground_places(reading("Nobody was hurt.", []))
    assert found.places == ()

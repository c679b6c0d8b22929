"""Look-ups in the compiled gazetteer."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from threading import Thread

import pytest

from casus.grounding.gazetteer import Gazetteer, centre, distance_km, haversine_km, offset
from casus.records import ModelError


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def test_the_name_in_use_comes_before_further_names(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates("Paris")
    assert (found[0].states, found[0].kind, found[0].match) == (("FRA",), "city", "name")
    assert any(place.states == ("USA",) for place in found)
    assert {place.states for place in gazetteer.candidates("Paris", country="USA")} == {("USA",)}


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Afghanistan", "plc.afg"), ("Ivory Coast", "plc.civ"), ("Kandahar province", None), ("Kunar", "plc.af-kunar"),
        ("Darfur", "plc.darfur"), ("Strait of Hormuz", "plc.strait-of-hormuz"), ("LoC", "plc.line-of-control"), ("Torkham", "plc.torkham"),
        ("Dokdo", "plc.liancourt-rocks"), ("Takeshima", "plc.liancourt-rocks"), ("Gaza", "plc.ps-gaza-strip"), ("Tex.", "plc.us-texas"),
    ],
)  # fmt: skip
def test_own_entries_are_found_by_their_names(gazetteer: Gazetteer, name: str, place_id: str | None) -> None:
    found = [place.id for place in gazetteer.candidates(name) if place.match == "name"]
    assert (place_id in found) if place_id else not found


def test_a_transliteration_is_found_by_sound(gazetteer: Gazetteer) -> None:
    found = gazetteer.candidates("Dhuusamareeb")
    assert found[0].states == ("SOM",)
    assert found[0].match == "sound"


def test_an_unknown_name_has_no_candidates(gazetteer: Gazetteer) -> None:
    assert gazetteer.candidates("Lokwanyangbari") == ()
    assert gazetteer.place("plc.nowhere") is None
    assert gazetteer.place("plc.999999999") is None


@pytest.mark.parametrize(
    "place_id",
    [
        "plc.ua-crimea", "plc.esh", "plc.golan-heights", "plc.abyei", "plc.aksai-chin", "plc.kuril-islands", "plc.xkx",
        "plc.spratly-islands", "plc.twn", "plc.in-jammu-and-kashmir", "plc.durand-line", "plc.northern-cyprus", "plc.somaliland",
        "plc.essequibo", "plc.flk",
        "plc.halaib-triangle", "plc.senkaku-diaoyu", "plc.md-transnistria", "plc.ge-abkhazia", "plc.south-ossetia", "plc.gib",
    ],
)  # fmt: skip
def test_a_disputed_place_has_no_country_and_each_party_has_its_say(gazetteer: Gazetteer, place_id: str) -> None:
    place = gazetteer.place(place_id)
    assert place is not None
    assert place.country is None
    claimants = {holding.by for holding in place.claimed_by}
    assert len(claimants) > 1
    said = gazetteer.positions(place_id)
    assert not said or len(set(said) & claimants) > 1


def test_a_town_in_a_disputed_territory_shares_its_dispute(gazetteer: Gazetteer) -> None:
    towns = [place for place in gazetteer.candidates("Simferopol") if place.kind == "city"]
    place = gazetteer.place(towns[0].id)
    assert place is not None
    assert place.country is None
    assert {holding.by for holding in place.administered_by if holding.holds(date(2020, 1, 1))} == {"RUS"}
    assert {holding.by for holding in place.administered_by if holding.holds(date(2010, 1, 1))} == {"UKR"}
    assert {holding.by for holding in place.claimed_by} == {"UKR", "RUS"}


def test_an_undisputed_town_keeps_its_country(gazetteer: Gazetteer) -> None:
    place = gazetteer.place(gazetteer.candidates("Goma")[0].id)
    assert place is not None
    assert (place.country, place.claimed_by) == ("COD", ())
    assert place.precision_km
    assert place.precision_km < 20


def test_hierarchy(gazetteer: Gazetteer) -> None:
    texas = gazetteer.by_id("plc.us-texas")
    paris = gazetteer.candidates("Paris", country="USA")
    france = gazetteer.by_id("plc.fra")
    assert texas is not None
    assert france is not None
    assert sum(gazetteer.contains(texas, place) for place in paris) >= 1
    assert not any(gazetteer.contains(france, place) for place in paris)


def test_nationalities_name_states(gazetteer: Gazetteer) -> None:
    assert gazetteer.nationalities["pakistani"] == {"PAK"}
    assert gazetteer.nationalities["congolese"] == {"COD", "COG"}
    assert "pakistan" not in gazetteer.adjectives
    assert "IND" in gazetteer.neighbours["PAK"]


def test_look_ups_from_several_threads(gazetteer: Gazetteer) -> None:
    results: list[int] = []
    threads = [Thread(target=lambda: results.append(len(Gazetteer(gazetteer.path).candidates("Springfield")))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert len(set(results)) == 1
    assert results[0] > 5


def test_a_file_of_another_format_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as database:
        database.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT)")
    database.close()
    with pytest.raises(ModelError, match="another format"):
        Gazetteer(other)


def test_distances() -> None:
    assert haversine_km(0, 0, 0, 1) == pytest.approx(111.2, abs=0.1)
    lat, lon = offset(34.5, 69.2, 30, 0)
    assert haversine_km(34.5, 69.2, lat, lon) == pytest.approx(30, abs=0.01)
    assert lat > 34.5
    assert centre([(0, 179), (0, -179)])[1] == pytest.approx(180, abs=1e-6)


def test_distance_of_places(gazetteer: Gazetteer) -> None:
    kabul, islamabad = gazetteer.candidates("Kabul", "AFG"), gazetteer.candidates("Islamabad", "PAK")
    assert 300 < distance_km(kabul[-1], islamabad[-1]) < 450

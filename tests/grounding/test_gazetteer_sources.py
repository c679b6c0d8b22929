"""What the gazetteer is made of: our own files say what they must, and computed centres lie where they should."""

from __future__ import annotations

import re
from datetime import date

import pytest

from casus.grounding.gazetteer_sources import OWN_FILES, first_day, latin, middle, plain, read_yaml, within

ROWS = [(kind, row) for name in OWN_FILES for kind, rows in dict(read_yaml(name)).items() for row in rows]
COUNTRIES = {row["iso3"] for row in read_yaml("countries")}
HOLDER = re.compile(r"[A-Z]{3}(?:\.[A-Za-z]+)?|(?:grp|org)\.[a-z0-9-]+")


@pytest.mark.parametrize(
    ("kind", "row"), ROWS, ids=lambda value: value if isinstance(value, str) else str(value.get("id") or value.get("name"))
)
def test_each_entry_is_whole(kind: str, row: dict[str, object]) -> None:
    assert "id" in row or {"name", "at", "km", "in"} <= set(row)
    at = row.get("at", [0, 0])
    assert isinstance(at, list)
    assert -90 <= at[0] <= 90
    assert -180 <= at[1] <= 180
    states = row.get("in", [])
    assert set([states] if isinstance(states, str) else states) <= COUNTRIES  # type: ignore[call-overload]
    for relation in ("administered_by", "claimed_by"):
        for item in row.get(relation, ()):  # type: ignore[attr-defined]
            held = {"by": item} if isinstance(item, str) else item
            assert HOLDER.fullmatch(held["by"])
            since, until = first_day(held.get("since")), first_day(held.get("until"))
            assert since is None or date.fromisoformat(since)
            assert since is None or until is None or since < until
    for party in row.get("positions", {}):  # type: ignore[attr-defined]
        assert HOLDER.fullmatch(party)


def test_every_state_has_a_country_entry_and_regions() -> None:
    codes = {row["iso2"] for row in read_yaml("countries")}
    assert len(codes) == len(COUNTRIES) >= 249
    regions = {row["country"] for row in read_yaml("admin1")}
    assert regions <= codes
    assert len(regions) > 190


def test_there_are_conflict_regions_enough() -> None:
    assert sum(kind == "region" for kind, _ in ROWS) >= 150
    assert sum("claimed_by" in row for _, row in ROWS) >= 80


def test_a_crowded_coast_does_not_pull_the_centre() -> None:
    coast = [(0.0, 0.01 * n) for n in range(10)] * 20
    inland = [(1.0 * n, 1.0 * m) for n in range(4) for m in range(4)]
    lat, lon, km = middle([*coast, *inland])
    assert lat == pytest.approx(1.5, abs=0.3)
    assert lon == pytest.approx(1.5, abs=0.3)
    assert km > 10


def test_a_region_across_the_antimeridian_stays_whole() -> None:
    lat, lon, km = middle([(0, 179.8), (0, -179.8), (0.3, 179.9)])
    assert abs(abs(lon) - 180) < 0.3
    assert km < 60
    assert lat == pytest.approx(0.1, abs=0.2)


def test_names_for_english_texts() -> None:
    assert list(latin(["Kabul", "KBL", "kabala", "کابل", "Кабул", "Kaboul"])) == ["Kabul", "Kaboul"]
    assert plain("Rafaḩ", "PS") == "Rafah"
    assert plain("Bogotá", "CO") == "Bogotá"


def test_outlines() -> None:
    square = [(0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0)]
    assert within(1, 1, square)
    assert not within(1, 3, square)

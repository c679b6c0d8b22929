"""Places told by way of others."""

from __future__ import annotations

import pytest

from casus.grounding.gazetteer import Gazetteer, distance_km
from casus.grounding.nearness import between, displaced, joins, nearness


@pytest.mark.parametrize(
    ("before", "relation", "km", "bearing"),
    [
        ("shelled a post near the town of ", "near", 0, None),
        ("about 30 kilometres (19 miles) north-east of ", "side", 30, 45),
        ("20 miles from ", "side", 32.18, None),
        ("on the outskirts of ", "edge", 0, None),
        ("a tanker off the coast of ", "coast", 0, None),
        ("just west of the city of ", "side", 0, 270),
    ],
)
def test_what_the_words_before_say(before: str, relation: str, km: float, bearing: int | None) -> None:
    found = nearness(before)
    assert found is not None
    assert (found.relation, found.bearing) == (relation, bearing)
    assert found.km == pytest.approx(km)


@pytest.mark.parametrize("before", ["a market in ", "returned from ", "soldiers of the north, in ", "the government of "])
def test_the_place_itself(before: str) -> None:
    assert nearness(before) is None


def test_a_told_distance_moves_the_point_and_widens_it() -> None:
    gazetteer = Gazetteer.open()
    base = gazetteer.candidates("Goma", "COD")[0]
    place, near = gazetteer.place(base.id), nearness("fighting 30 km north of ")
    assert place is not None
    assert near is not None
    moved = displaced(place, base, near)
    assert distance_km(place, moved) == pytest.approx(30, abs=0.5)
    assert moved.lat is not None
    assert moved.lat > base.lat
    assert moved.precision_km is not None
    assert moved.precision_km > base.radius_km
    assert (moved.country, moved.name) == ("COD", "30 km north of Goma")
    assert moved.id == displaced(place, base, near).id != place.id


def test_between_two_places() -> None:
    gazetteer = Gazetteer.open()
    a, b = gazetteer.candidates("Goma", "COD")[0], gazetteer.candidates("Bukavu", "COD")[0]
    one, other = gazetteer.place(a.id), gazetteer.place(b.id)
    assert one is not None
    assert other is not None
    middle = between(one, other, a, b)
    assert distance_km(middle, one) == pytest.approx(distance_km(middle, other), abs=1)
    assert middle.precision_km == pytest.approx(distance_km(a, b) / 2, abs=1)
    text = "the road between Goma and Bukavu"
    assert joins(text, text.index("Goma") + 4, text.index("Bukavu"), text[: text.index("Goma")])
    assert not joins("Goma and Bukavu", 4, 9, "")

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from casus.records import Actor, Dated, Dyad, Holding, Place, Role

DAYS = st.dates(date(1990, 1, 1), date(2040, 1, 1))


@settings(deadline=None)
@given(DAYS | st.none(), DAYS | st.none(), DAYS)
def test_dated(since: date | None, until: date | None, day: date) -> None:
    if since and until and since >= until:
        with pytest.raises(ValidationError, match="ends before it begins"):
            Dated(since=since, until=until)
        return
    holds = Dated(since=since, until=until).holds(day)
    assert holds == ((since or date.min) <= day < (until or date.max))


def test_one_role_follows_another() -> None:
    taken = date(2021, 8, 15)
    group = Role(what="armed group", until=taken)
    government = Role(what="government", of="QAS", since=taken, recognition="de facto")
    actor = Actor(id="river-league", name="River League", kind="armed group", roles=(group, government))
    assert [r.what for r in actor.roles if r.holds(date(2021, 8, 14))] == ["armed group"]
    assert [r.what for r in actor.roles if r.holds(taken)] == ["government"]
    assert government.source == "general knowledge, unverified"


def place(*claimants: str, country: str | None = None) -> Place:
    return Place(id="p", name="Stone Bridge", kind="crossing", country=country, claimed_by=tuple(Holding(by=c) for c in claimants))


def test_a_place_claimed_by_several_has_no_country() -> None:
    with pytest.raises(ValidationError, match="Stone Bridge is claimed by several: country stays null"):
        place("QAS", "LUN", country="QAS")
    assert place("QAS", "LUN").country is None


def test_a_place_claimed_by_one_may_have_a_country() -> None:
    assert place(country="QAS").country == "QAS"
    assert place("QAS", "QAS", country="QAS").country == "QAS"


@pytest.mark.parametrize(("field", "value"), [("lat", 90.1), ("lat", -91), ("lon", 181), ("lon", -180.5), ("precision_km", -1)])
def test_coordinates_on_the_globe(field: str, value: float) -> None:
    with pytest.raises(ValidationError):
        Place(id="p", name="n", kind="k", **{field: value})


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_numbers_that_json_cannot_hold(value: float) -> None:
    with pytest.raises(ValidationError):
        Place(id="p", name="n", kind="k", precision_km=value)


@settings(deadline=None)
@given(st.text(max_size=3), st.text(max_size=3))
def test_a_dyad_is_the_same_from_both_sides(one: str, other: str) -> None:
    if one == other:
        with pytest.raises(ValidationError, match="two different ids"):
            Dyad.of(one, other)
        return
    dyad = Dyad.of(one, other)
    assert dyad == Dyad.of(other, one)
    assert dyad.a < dyad.b
    with pytest.raises(ValidationError, match="in order"):
        Dyad(a=dyad.b, b=dyad.a)

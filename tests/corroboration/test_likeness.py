from typing import Any

import pytest

from casus.corroboration import Happening, compare
from casus.records import Counts

from .telling import ABUJA, DAY, FAR_PLATEAU, JOS, LAGOS_PT, NIGERIA, PLATEAU, told

PLAIN = told(1, places=(JOS,), actors=("grp.a",), recipients=("NGA.COP",))


@pytest.mark.parametrize(
    "other",
    [
        told(2, report="report:001"),
        told(2, type="CONSULT"),
        told(2, status="future"),
        told(2, start=DAY + 3, end=DAY + 4),
        told(2, start=None, end=None, published=DAY + 20),
        told(2, start=None, end=None, published=None),
        told(2, actors=("grp.b",)),
        told(2, recipients=("CMR",)),
        told(2, places=(LAGOS_PT,)),
        told(2, places=(ABUJA,)),
    ],
    ids=lambda h: f"{h.type} {h.status} {h.start} {h.actors} {h.recipients} {h.places}",
)
def test_contradictions(other: Happening) -> None:
    assert compare(PLAIN, other) is None
    assert compare(other, PLAIN) is None


def test_a_suspected_doer_contradicts_nobody() -> None:
    from casus.corroboration import Who

    assert compare(PLAIN, told(2, actors=(Who("grp.b", "alleged"),))) is not None


def test_two_sided_tellings_fit_directed_ones() -> None:
    clash = told(2, actors=("NGA.COP", "grp.a"))
    assert compare(PLAIN, clash) is not None
    assert compare(clash, told(3, actors=("CMR", "grp.b"))) is None


@pytest.mark.parametrize(
    ("one", "other", "agrees"),
    [
        ({"places": (JOS,)}, {"places": (JOS,)}, "place"),
        ({"counts": Counts(killed=5)}, {"counts": Counts(killed=5)}, "number"),
        ({}, {}, "time"),
    ],
)
def test_what_agrees(one: dict[str, object], other: dict[str, object], agrees: str) -> None:
    found = compare(told(1, "", **one), told(2, "", **other))
    assert found is not None
    assert agrees in found.agrees


def test_broad_places_and_vague_times_agree_on_nothing() -> None:
    vague = {"start": DAY - 20, "end": DAY + 20, "published": DAY + 2}
    for place in (PLATEAU, NIGERIA):
        found = compare(told(1, "", places=(place,), **vague), told(2, "", places=(place,), **vague))
        assert found is not None
        assert found.agrees == frozenset()


def test_more_agreement_is_a_higher_score() -> None:
    def score(**more: Any) -> float:
        found = compare(PLAIN, told(2, **more))
        assert found is not None
        return found.score

    assert score(places=(JOS,)) > score() > score(places=(FAR_PLATEAU,))
    assert score(actors=("grp.a",)) > score()
    assert score(type="COERCE") < score()
    assert score(words="nurses walked out over pay in Reykjavik") < score()


def test_comparison_is_symmetric() -> None:
    others = [told(n, places=(p,), actors=a) for n, (p, a) in enumerate([(JOS, ()), (PLATEAU, ("grp.a",)), (ABUJA, ("NGA",))], start=2)]
    for one in others:
        for other in others:
            assert compare(one, other) == compare(other, one)

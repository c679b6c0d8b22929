from __future__ import annotations

from math import log

import pytest

from casus.coding import code_claims
from casus.corroboration.replying import POINTING, Pair, Side, pairs, shipped_weights
from tests.coding.telling import reading

KNOWN = {"Mirova": ("MIR", "government"), "Sollen": ("SOL", "government"), "Ardia": ("ARD", "government")}
THEFT = "of stealing copper from the depot"


def pairs_of(accuser: str, accused: str, *replies: tuple[str, str, str]) -> list[Pair]:
    """The pairs in which replies follow an accusation of theft."""
    told = [(accuser, "accused", f"{accused} {THEFT}"), *replies]
    text = " ".join(f"{source} {cue} {content}." for source, cue, content in told)
    names = list(dict.fromkeys([accuser, accused, *(source for source, _, _ in replies)]))
    found = pairs(code_claims(reading(text, told, actor=names, known={n: KNOWN[n] for n in names if n in KNOWN})))
    return [pair for pair in found if pair.accusation.number == 0]


STATE, ARMY = Side(frozenset({"SOL"}), frozenset({"SOL"})), Side(frozenset({"SOL.MIL"}), frozenset({"SOL"}))
OTHER = Side(frozenset({"MIR"}), frozenset({"MIR"}))
MINE, MINERS = Side(frozenset({"new.1"}), stems=frozenset({"norrs"})), Side(frozenset({"one.2"}), stems=frozenset({"norrs"}))


@pytest.mark.parametrize(
    ("one", "other", "fit"),
    [
        (STATE, STATE, "same"),
        (STATE, ARMY, "state"),
        (MINE, MINERS, "stem"),
        (Side(nouns=frozenset({"group"})), Side(nouns=frozenset({"group", "armed"})), "noun"),
        (STATE, MINE, "open"),
        (STATE, OTHER, "other"),
    ],
)
def test_how_two_sides_fit(one: Side, other: Side, fit: str) -> None:
    assert (one.fit(other), other.fit(one)) == (fit, fit)


def test_the_best_fit_of_several_sides() -> None:
    assert STATE.best_fit([OTHER, ARMY, MINE]) == "state"
    assert STATE.best_fit([]) == "none"


@pytest.mark.parametrize(
    "reply",
    [
        ("Ardia", "denied", "the charge"),
        ("An opposition deputy", "denied", "it"),
        ("Both governments", "denied", "any link"),
        ("Sollen", "said", "an inquiry had been opened"),
        ("Sollen", "demanded", "that lorries be returned"),
    ],
    ids=" ".join,
)
def test_who_cannot_answer_makes_no_pair(reply: tuple[str, str, str]) -> None:
    assert pairs_of("Mirova", "Sollen", reply) == []
    assert len(pairs_of("Mirova", "Sollen", ("Sollen", "denied", "all of it"))) == 1


def test_features_tell_who_speaks_and_what_is_said() -> None:
    (pair,) = pairs_of("Mirova", "Sollen", ("Sollen", "denied", "the charge"))
    wanted = {
        "accused same",
        "speakers other",
        "kinds allege, deny",
        "after 1",
        "after with 0 between",
        "points after 1",
        "reply: cue denied",
    }
    assert wanted <= pair.features


def test_features_stay_when_two_names_change_places() -> None:
    reply = ("denied", "that copper had been taken by anybody")
    (one,), (other,) = pairs_of("Mirova", "Sollen", ("Sollen", *reply)), pairs_of("Sollen", "Mirova", ("Mirova", *reply))
    assert one.features == other.features


def test_the_chance_is_the_logistic_of_the_weights() -> None:
    (pair,) = pairs_of("Mirova", "Sollen", ("Sollen", "denied", "the charge"))
    assert pair.chance({"bias": log(3)}) == pytest.approx(0.75)
    assert pair.chance({}) == 0.5


def test_the_shipped_weights_are_of_features_that_are_made() -> None:
    (pair,) = pairs_of("Mirova", "Sollen", ("Sollen", "denied", "the charge"))
    weights = shipped_weights()
    assert pair.features <= set(weights)
    assert weights["reply: kind deny"] > weights["reply: kind state"]


@pytest.mark.parametrize(
    ("content", "points"),
    [
        ("it", True),
        ("the charge as absurd", True),
        ("any such order", True),
        ("it had no troops there", False),
        ("that anyone was beaten", False),
    ],
)
def test_what_points_back_and_what_says_something_itself(content: str, points: bool) -> None:
    assert (POINTING.fullmatch(content) is not None) is points

import pytest

from casus.coding.speech import mode_of_accusation, speech_type
from casus.records import ClaimKind, EventType


@pytest.mark.parametrize(
    ("kind", "type"),
    [
        ("allege", "ACCUSE"),
        ("condemn", "ACCUSE"),
        ("demand", "REQUEST"),
        ("threaten", "THREATEN"),
        ("reject", "REJECT"),
        ("recognise", "SUPPORT"),
        ("promise", "AGREE"),
        ("state", None),
        ("deny", None),
        ("assess", None),
    ],
)
def test_the_kind_of_a_claim_says_what_act_it_is(kind: ClaimKind, type: EventType | None) -> None:
    assert speech_type(kind, {"ASSAULT": 1.0}, 1.0) == type


def test_a_promise_that_gives_way_is_a_concession() -> None:
    assert speech_type("promise", {"AGREE": 0.3, "CONCEDE": 0.5}, 1.0) == "CONCEDE"


def test_praise_and_apology_are_support_where_the_model_is_sure() -> None:
    assert speech_type("assess", {"SUPPORT": 0.9}, 0.8) == "SUPPORT"
    assert speech_type("admit", {"SUPPORT": 0.9}, 0.2) is None


def test_the_mode_of_an_accusation_comes_from_its_claim() -> None:
    assert mode_of_accusation("allege", None) == "allege"
    assert mode_of_accusation("condemn", "allege") == "disapprove"
    assert mode_of_accusation("allege", "investigate") == "investigate"
    assert mode_of_accusation("demand", "meet") == "meet"

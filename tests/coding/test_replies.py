"""Whoever answers at once is the accused: a statement that its doer says is not so was an accusation."""

import pytest

from casus.coding import code_claims
from casus.coding.replies import POINTING
from casus.corroboration import code_answers
from casus.records import Reading
from tests.coding.telling import accused, reading

KNOWN = {"Mirova": ("MIR", "government"), "Sollen": ("SOL", "government"), "Sollenese envoy": ("SOL.MFA", "government")}


def coded(reply: tuple[str, str, str]) -> Reading:
    first = "Sollen had moved its column to the ridge"
    text = f"Mirova said {first}. {' '.join(reply)}."
    made = reading(text, [("Mirova", "said", first), reply], actor=["Mirova", "Sollen", "Sollenese envoy"], known=KNOWN)
    return code_answers(code_claims(made))


@pytest.mark.parametrize(
    "reply",
    [
        ("Sollenese envoy", "denied", "that any column had moved"),
        ("Sollenese envoy", "said", "nobody had left the depots"),
        ("Sollenese envoy", "said", "the accusation was groundless"),
    ],
)
def test_what_its_doer_denies_was_an_accusation(reply: tuple[str, str, str]) -> None:
    found = coded(reply)
    claim, answer = found.claims
    assert (claim.kind, accused(found, claim), claim.status) == ("allege", ["Sollen"], "denied")
    assert (answer.kind, answer.answers) == ("deny", (claim.id,))


def test_what_nobody_denies_stays_a_statement() -> None:
    claim, _ = coded(("Sollenese envoy", "said", "the harvest was good")).claims
    assert (claim.kind, claim.status) == ("state", "unanswered here")


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

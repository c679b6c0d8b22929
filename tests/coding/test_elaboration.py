"""Which claims sum up which others."""

from casus.coding import code_claims
from casus.records import Reading
from tests.coding.telling import reading

KNOWN = {
    "Mirova": ("MIR", "government"),
    "Sollen": ("SOL", "government"),
    "Sollenese army": ("SOL.MIL", "military"),
    "Sollenese envoy": ("SOL.MFA", "government"),
    "Ardia": ("ARD", "government"),
}


def links(text: str, *attributions: tuple[str, str, str]) -> list[list[int]]:
    """For each claim the numbers of those that give its details."""
    named = [name for name in KNOWN if name in text]
    found: Reading = code_claims(reading(text, attributions, actor=named, known={n: KNOWN[n] for n in named}))
    ids = [c.id for c in found.claims]
    return [[ids.index(i) for i in c.elaborated_by] for c in found.claims]


def test_a_denial_that_only_points_back_is_detailed_by_the_one_that_says_what_is_denied() -> None:
    text = "Ardia was shelled. Ardia blamed its neighbour. Sollen denied it. “No shot was fired by our men,” the Sollenese army insisted."
    shot = ("Sollenese army", "insisted", "“No shot was fired by our men,”")
    assert links(text, ("Sollen", "denied", "it"), shot) == [[1], []]


def test_what_opens_a_report_is_detailed_by_the_next_charge_of_its_side() -> None:
    text = "Mirova accused Sollen of theft. Rain fell. Envoys left. Mirova’s ministry blamed the Sollenese army for nine empty lorries."
    assert links(text, ("Mirova", "accused", "Sollen of theft"), ("Mirova", "blamed", "the Sollenese army for nine empty lorries")) == [
        [1],
        [],
    ]


def test_another_side_gives_no_details() -> None:
    text = "Rain fell. Sollen denied it. “No shot was fired,” Ardia insisted."
    assert links(text, ("Sollen", "denied", "it"), ("Ardia", "insisted", "“No shot was fired,”")) == [[], []]


def test_a_charge_may_be_detailed_by_plain_statements_that_take_up_its_words() -> None:
    text = "Rain fell. Sollen alleged smuggling of copper lorries. The Sollenese army said nine lorries of copper crossed at night."
    details = ("Sollenese army", "said", "nine lorries of copper crossed at night")
    assert links(text, ("Sollen", "alleged", "smuggling of copper lorries"), details)[0] == [1]

import pytest

from casus.coding import code_claims
from casus.coding.evidence import offers_only
from tests.coding.telling import reading

CLAIM = "Mirova accused Sollen of theft"


def offered(rest: str) -> list[tuple[str, str, tuple[str, ...]]]:
    made = reading(f"{CLAIM}{rest}", [("Mirova", "accused", "Sollen of theft")], actor=["Mirova", "Sollen"])
    return [(e.span.quote, e.type, e.strength) for claim in code_claims(made).claims for e in claim.evidence]


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (" and published the shipping contract.", [("the shipping contract", "document", ())]),
        (", citing drone footage and two letters.", [("drone footage", "video", ()), ("two letters", "document", ())]),
        (" and showed a grainy clip of the raid.", [("a grainy clip of the raid", "video", ("grainy",))]),
        (" without offering any evidence.", [("without offering any evidence", "refused", ())]),
        (", citing no evidence.", [("citing no evidence", "refused", ())]),
        (". State radio aired an intercepted call.", [("an intercepted call", "intercept", ())]),
        (" and is looking for evidence.", []),
        (" and asked for the radar tracks.", []),
        (". The statistics office was shut.", []),
    ],
)
def test_what_is_offered_for_a_claim(rest: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert offered(rest) == expected


def test_words_that_do_nothing_but_offer_proof_are_evidence_and_no_claim() -> None:
    text = f"{CLAIM}. “We have photographs of every boat,” the envoy said."
    said = ("the envoy", "said", "“We have photographs of every boat,”")
    found = code_claims(reading(text, [("Mirova", "accused", "Sollen of theft"), said], actor=["Mirova", "Sollen", "envoy"]))
    assert [(c.kind, [e.span.quote for e in c.evidence]) for c in found.claims] == [("allege", ["photographs of every boat"])]


@pytest.mark.parametrize(
    ("words", "only"), [("We have the recordings", True), ("We have the recordings and will sue", True), ("It rained", False)]
)
def test_offers_only(words: str, only: bool) -> None:
    assert offers_only(words) is only

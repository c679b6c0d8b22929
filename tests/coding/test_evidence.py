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


KNOWN = {
    "Mirova": ("MIR", "government"),
    "Sollen": ("SOL", "government"),
    "Mirovan army": ("MIR.MIL", "military"),
    "Sollenese army": ("SOL.MIL", "military"),
}


def offered_after(rest: str, *more: tuple[str, str, str]) -> list[list[str]]:
    """What is offered for each claim, the accusation first."""
    text = f"{CLAIM}. {rest}"
    named = [name for name in KNOWN if name in text]
    made = reading(text, [("Mirova", "accused", "Sollen of theft"), *more], actor=named, known={n: KNOWN[n] for n in named})
    return [[e.span.quote for e in claim.evidence] for claim in code_claims(made).claims]


def test_a_side_goes_on_offering_evidence_where_it_also_demands_something() -> None:
    rest = "The Mirovan army asked that the lorries be returned and published the shipping contract."
    demand = ("The Mirovan army", "asked", "that the lorries be returned")
    assert offered_after(rest, demand) == [["the shipping contract"], []]


@pytest.mark.parametrize(
    "rest", ["The Sollenese army published the shipping contract.", "The Sollenese army declined to release the tapes."]
)
def test_what_the_accused_offers_or_refuses_is_no_evidence_for_the_charge(rest: str) -> None:
    assert offered_after(rest) == [[]]


def test_what_another_is_told_to_keep_is_not_offered() -> None:
    rest = "Mirova’s envoy said Sollen had stopped sharing its radar data."
    made = reading(
        f"Rain fell. {rest}", [("Mirova", "said", "Sollen had stopped sharing its radar data")], actor=["Mirova", "Sollen"], known=KNOWN
    )
    assert [c.evidence for c in code_claims(made).claims] == [()]


@pytest.mark.parametrize(
    ("rest", "expected"),
    [
        (" and offered to have its own certificates audited.", []),
        (" and played eleven minutes of security-camera film.", [("eleven minutes of security-camera film", "video", ())]),
        (
            ", citing a lease from 1961 and two letters from the ministry.",
            [("a lease from 1961", "document", ()), ("two letters from the ministry", "document", ())],
        ),
        (". It showed reporters a drum of solvent.", [("a drum", "physical", ())]),
        (" and produced a torn sleeve.", [("a torn sleeve", "document", ())]),
        (" and held up a torn sleeve.", [("a torn sleeve", "physical", ())]),
        (" and produced an agreement.", []),
        (". It had interviewed forty-one villagers.", []),
        (", having interviewed forty-one villagers.", [("forty-one villagers", "testimony", ())]),
        (" and has never offered proof.", [("has never offered proof", "refused", ())]),
        (" and has ignored every order.", []),
        (", but has not shown any evidence.", [("has not shown any evidence", "refused", ())]),
        (" and showed them an inspection sheet.", [("an inspection sheet", "physical", ())]),
        (". It handed diplomats photographs of the pipe.", [("photographs of the pipe", "image", ())]),
        (". Its evidence is overwhelming, and proof of it was shown.", [("proof", "unspecified", ())]),
        (" but declined to release the tapes.", [("declined to release the tapes", "refused", ())]),
        (" and would not show up in court.", []),
        (" and produced no list.", [("produced no list", "refused", ())]),
        (" after a record harvest.", []),
        (" and has record support.", []),
        (", in an order seen by this newspaper.", [("an order", "document", ())]),
    ],
)
def test_noun_phrases_and_refusals(rest: str, expected: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert offered(rest) == expected


@pytest.mark.parametrize(
    ("cue", "content", "expected"),
    [("showed", "shell casings to reporters", "shell casings"), ("declined", "to release the log", "declined to release the log")],
)
def test_who_only_shows_or_refuses_evidence_makes_no_claim(cue: str, content: str, expected: str) -> None:
    assert offered_after(f"The Mirovan army {cue} {content}.", ("The Mirovan army", cue, content)) == [[expected]]


def test_beside_the_verb_the_speaker_cites_and_not_whoever_stands_nearer() -> None:
    content = "that Sollen had crossed the border"
    made = reading(
        f"Mirova concluded {content}, citing two letters.", [("Mirova", "concluded", content)], actor=["Mirova", "Sollen"], known=KNOWN
    )
    assert [[e.span.quote for e in c.evidence] for c in code_claims(made).claims] == [["two letters"]]


def test_a_paper_that_itself_speaks_is_no_evidence_for_what_it_says() -> None:
    text = "A leaked memo shows that Sollen armed the League."
    made = reading(text, [("A leaked memo", "shows", "that Sollen armed the League")], actor=["Sollen", "League"])
    assert [c.evidence for c in code_claims(made).claims] == [()]

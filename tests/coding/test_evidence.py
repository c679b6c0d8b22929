import pytest

from casus.coding import code_claims
from casus.coding.evidence import only_offers
from casus.records import EvidenceType
from tests.coding.telling import reading

CLAIM = "Mirova accused Sollen of theft"
ACCUSED = ("Mirova", "accused", "Sollen of theft")
KNOWN = {
    "Mirova": ("MIR", "government"),
    "Sollen": ("SOL", "government"),
    "Mirovan army": ("MIR.MIL", "military"),
    "Sollenese army": ("SOL.MIL", "military"),
}


def offered(rest: str, *more: tuple[str, str, str], **offers: EvidenceType) -> list[list[str]]:
    """What is offered for each claim, the accusation first; `the_log` stands for "the log"."""
    text = f"{CLAIM}{rest}"
    named = [name for name in KNOWN if name in text]
    quotes = {quote.replace("_", " "): kind for quote, kind in offers.items()}
    made = reading(text, [ACCUSED, *more], actor=named, known={n: KNOWN[n] for n in named}, offers=quotes)
    return [[e.span.quote for e in claim.evidence] for claim in code_claims(made).claims]


@pytest.mark.parametrize(
    "rest", [" and published the log.", ", citing the log.", ". It published the log.", ". The army of Mirova published the log."]
)
def test_what_the_speaker_offers_backs_the_claim(rest: str) -> None:
    assert offered(rest, the_log="document") == [["the log"]]


@pytest.mark.parametrize("rest", [". The Sollenese army published the log.", ". The Sollenese army would not show the log."])
def test_what_the_accused_offers_or_refuses_is_no_evidence_for_the_charge(rest: str) -> None:
    quote: dict[str, EvidenceType] = {"would_not_show_the_log": "refused"} if "would not" in rest else {"the_log": "document"}
    assert offered(rest, **quote) == [[]]


def test_a_refusal_by_the_speaker_belongs_to_the_claim() -> None:
    assert offered(" without offering any proof.", without_offering_any_proof="refused") == [["without offering any proof"]]


def test_what_is_far_from_every_claim_is_no_evidence() -> None:
    gap = " Rain fell. The harvest was late. Prices rose. Boats lay idle. The fair was held."
    assert offered(f".{gap} A dealer in Sollen sold the log.", the_log="document") == [[]]


def test_a_side_goes_on_offering_evidence_where_it_also_demands_something() -> None:
    rest = ". The Mirovan army asked that the lorries be returned and published the log."
    assert offered(rest, ("The Mirovan army", "asked", "that the lorries be returned"), the_log="document") == [["the log"], []]


def test_beside_the_verb_the_speaker_cites_and_not_whoever_stands_nearer() -> None:
    content = "that Sollen had crossed the border"
    text = f"Mirova concluded {content}, citing two letters."
    known = {name: KNOWN[name] for name in ("Mirova", "Sollen")}
    made = reading(text, [("Mirova", "concluded", content)], actor=list(known), known=known, offers={"two letters": "document"})
    assert [[e.span.quote for e in c.evidence] for c in code_claims(made).claims] == [["two letters"]]


def test_a_paper_that_itself_speaks_is_no_evidence_for_what_it_says() -> None:
    said = ("A leaked memo", "shows", "that Sollen armed the League")
    made = reading("A leaked memo shows that Sollen armed the League.", [said], actor=["Sollen"], offers={"A leaked memo": "document"})
    assert [c.evidence for c in code_claims(made).claims] == [()]


@pytest.mark.parametrize(
    ("text", "strength"),
    [(" and showed a grainy clip.", ("grainy",)), (" and showed a clip.", ()), (" and showed a clip. It rained.", ())],
)
def test_words_of_strength(text: str, strength: tuple[str, ...]) -> None:
    quote = "a grainy clip" if "grainy" in text else "a clip"
    made = reading(f"{CLAIM}{text}", [ACCUSED], actor=["Mirova", "Sollen"], offers={quote: "video"})
    assert [e.strength for c in code_claims(made).claims for e in c.evidence] == [strength]


@pytest.mark.parametrize(
    ("cue", "content", "offer", "only"),
    [
        ("said", "“We have photographs of every boat,”", "photographs of every boat", True),
        ("showed", "shell casings that had been dug up behind the school", "shell casings", True),
        ("said", "that photographs of every boat had been taken to the capital by night", "photographs of every boat", False),
        ("said", "it rained", "boat", False),
    ],
)
def test_words_that_do_nothing_but_offer_proof_make_no_claim(cue: str, content: str, offer: str, only: bool) -> None:
    made = reading(f"A boat sank. The army {cue} {content}.", [("The army", cue, content)], offers={offer: "image"})
    assert only_offers(made.offers, made.attributions[0]) is only


def test_to_refuse_proof_makes_no_claim_of_its_own() -> None:
    rest = ". The Mirovan army declined to release the log."
    assert offered(rest, ("The Mirovan army", "declined", "to release the log"), declined_to_release_the_log="refused") == [
        ["declined to release the log"]
    ]

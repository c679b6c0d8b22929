"""To whom a wrong is imputed, where the words are not the plain ones: `test_claims` has those."""

import pytest

from casus.coding import code_claims
from casus.records import Claim, Reading
from tests.coding.telling import accused, reading

KNOWN = {"Mirova": ("MIR", "government"), "Sollen": ("SOL", "government")}


def told(text: str, attribution: tuple[str, str, str], actor: list[str], known: dict[str, tuple[str, str]] | None = None) -> Reading:
    return code_claims(reading(text, [attribution], actor=actor, known=known))


def only(found: Reading) -> Claim:
    (claim,) = (c for c in found.claims if c.attribution)
    return claim


def test_a_noun_that_is_accused_is_named_though_the_reader_marked_none() -> None:
    found = told("The prosecutor accused the mission of fraud.", ("The prosecutor", "accused", "the mission of fraud"), ["prosecutor"])
    assert accused(found, only(found)) == ["mission"]


def test_another_is_accused_of_something_else_by_the_same_verb() -> None:
    content = "farmers of stealing water, and officials of looking away"
    found = told(f"Mirova accused {content}.", ("Mirova", "accused", content), ["Mirova", "farmers", "officials"])
    assert accused(found, only(found)) == ["farmers", "officials"]


def test_the_victims_of_what_is_condemned_are_not_accused() -> None:
    content = "the raid on the villagers"
    found = told(f"Mirova condemned {content}.", ("Mirova", "condemned", content), ["Mirova", "villagers"])
    assert accused(found, only(found)) == []


def test_whoever_is_told_is_not_accused() -> None:
    text = "The council blamed nobody. A widow accused him, as she told the court, of theft."
    found = told(text, ("A widow", "told", "of theft"), ["council", "widow", "court"])
    assert not any("court" in accused(found, claim) for claim in found.claims)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("Gunmen seized nine teachers.", ["Gunmen"]),
        ("Gunmen seized nine teachers. Rain fell. The roads are bad.", ["Gunmen"]),
        ("Rain fell.", []),
    ],
)
def test_a_judgement_that_names_nobody_is_of_whoever_did_the_deed_told_before(before: str, expected: list[str]) -> None:
    text = f"{before} The union condemned the seizure as a crime."
    actors = ["union", *(["Gunmen"] if "Gunmen" in text else [])]
    found = told(text, ("The union", "condemned", "the seizure as a crime"), actors)
    claim = only(found)
    assert accused(found, claim) == expected
    assert all(party.basis == "inferred" for party in claim.accused)


def test_a_deed_laid_on_no_party_is_no_accusation() -> None:
    found = told(
        "Gunmen left. The prefect attributes the deaths to illness.", ("The prefect", "attributes", "the deaths to illness"), ["Gunmen"]
    )
    assert [(c.kind, c.accused) for c in found.claims] == [("state", ())]


def test_to_condemn_violence_accuses_nobody_whom_the_report_does_not_name_for_it() -> None:
    known = {"Mirova": ("MIR", "government"), "Sollen": ("SOL", "government")}
    text = "Sollen buried nine people. Mirova condemned the bombing."
    found = told(text, ("Mirova", "condemned", "the bombing"), ["Mirova", "Sollen"], known)
    assert only(found).accused == ()

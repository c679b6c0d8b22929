from collections.abc import Callable
from typing import Any, get_args

import pytest
from pydantic import ValidationError

from casus.records import Answer, Claim, ClaimKind, Evidence, EvidenceType, Party, Span


def test_a_claim_may_have_no_speaker_and_is_unanswered_at_first() -> None:
    claim = Claim(id="c", kind="allege")
    assert claim.speaker is None
    assert claim.attribution is None
    assert claim.status == "unanswered here"
    assert (claim.events, claim.accused, claim.evidence) == ((), (), ())


def test_an_assessment_points_somewhere() -> None:
    claim = Claim(id="c", kind="assess", speaker=Party(actor="river-wire"), about=("a", "b"), direction="down")
    assert (claim.direction, claim.about) == ("down", ("a", "b"))


def test_a_party_is_stated_unless_told_otherwise() -> None:
    assert Party().basis == "stated"
    assert Party(mention="m", basis="inferred").actor is None


@pytest.mark.parametrize("kind", get_args(ClaimKind))
def test_kinds(kind: Any) -> None:
    assert Claim(id="c", kind=kind).kind == kind


def test_the_words_of_the_design() -> None:
    assert set(get_args(ClaimKind)) == {
        *("state", "allege", "deny", "admit", "condemn", "demand", "promise", "threaten", "assess", "recognise", "reject"),
    }
    assert set(get_args(Answer)) == {"unanswered here", "denied", "admitted", "contested"}


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "accuse"},
        {"kind": "state", "status": "true"},
        {"kind": "assess", "direction": "worse"},
        {"kind": "state", "accused": "Lund"},
    ],
)
def test_words_outside_the_design(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Claim(id="c", **fields)


def test_evidence_has_words_and_a_type(span: Callable[[str], Span]) -> None:
    assert all(Evidence(span=span("a video"), type=kind).type == kind for kind in get_args(EvidenceType))
    with pytest.raises(ValidationError):
        Evidence(span=span("a video"), type="film")


def test_a_record_is_frozen_and_knows_its_fields() -> None:
    claim = Claim(id="c", kind="state")
    with pytest.raises(ValidationError, match="frozen"):
        claim.kind = "deny"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="Extra inputs"):
        Claim(id="c", kind="state", verdict="true")  # type: ignore[call-arg]
    assert {claim, Claim(id="c", kind="state")} == {claim}

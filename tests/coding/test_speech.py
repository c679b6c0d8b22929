import pytest

from casus.coding import code_claims, code_speech_acts
from casus.coding.speech import SPEECH_ACTS, status_of
from casus.records import EVENT_TYPES, Reading, ontology
from tests.coding.test_claims import reading


def coded(text: str, attribution: tuple[str, str, str], *actors: str) -> Reading:
    return code_speech_acts(code_claims(reading(text, [attribution], actor=list(actors))))


def test_an_accusation_is_one_event_and_its_content_none() -> None:
    found = coded("Mirova accused Sollen of shelling Port Ede.", ("Mirova", "accused", "Sollen of shelling Port Ede"), "Mirova", "Sollen")
    (event,) = found.events
    assert (event.type, event.mode, event.voice, event.status) == ("ACCUSE", "allege", "report", "actual")
    assert event.expresses == found.claims[0].id
    assert [p.mention for p in event.recipients] == [p.mention for p in found.claims[0].accused]
    assert (event.recipients[0].basis, found.claims[0].accused[0].basis) == ("stated", "alleged")
    assert event.intensity == -3.5


def test_a_statement_is_no_event() -> None:
    assert not coded("Mirova said Sollen had shelled it.", ("Mirova", "said", "Sollen had shelled it"), "Mirova", "Sollen").events


def test_an_accusation_by_nobody_is_a_claim_and_no_event() -> None:
    found = coded("Sollen was accused of robbing Mirova.", ("", "was accused of", "robbing Mirova"), "Sollen", "Mirova")
    assert found.claims[0].accused
    assert not found.events


def test_all_speech_acts_stand_in_the_ontology() -> None:
    for type_, mode in SPEECH_ACTS.values():
        assert type_ in EVENT_TYPES
        ontology().check(type_, mode, ())


@pytest.mark.parametrize(
    ("cue", "status"),
    [
        ("accused", "actual"),
        ("did not accuse", "negated"),
        ("hasn’t blamed", "negated"),
        ("could threaten", "hypothetical"),
        ("will demand", "future"),
    ],
)
def test_status_of(cue: str, status: str) -> None:
    assert status_of(cue) == status

import pytest

from casus.coding.voices import Voices
from casus.records import Attribution, Claim, ClaimKind, EventType, Reading, Report, Span

TEXT = "The bishop said miners told him that guards beat a driver. Qasr accused Lund of arming rebels. A bus burned."
REPORT = Report(text=TEXT)


def attribution(name: str, cue: str, content: str) -> Attribution:
    return Attribution(id=name, cue=(span(cue),), content=(span(content),), quoted="indirect")


def span(quote: str) -> Span:
    at = TEXT.index(quote)
    return REPORT.span(at, at + len(quote))


OUTER = attribution("a1", "said", "miners told him that guards beat a driver")
INNER = attribution("a2", "told", "that guards beat a driver")
CHARGE = attribution("a3", "accused", "Lund of arming rebels")


def voices(**kinds: ClaimKind) -> Voices:
    claims = tuple(Claim(id=f"c{name}", attribution=name, kind=kind) for name, kind in kinds.items())
    return Voices(Reading(report=REPORT, attributions=(OUTER, INNER, CHARGE), claims=claims))


def test_what_nobody_is_made_to_say_is_the_outlets() -> None:
    assert voices().source(span("burned"), "ASSAULT").voice == "report"


def test_what_a_source_states_is_attributed_to_the_innermost() -> None:
    source = voices(a1="state", a2="state").source(span("beat"), "ASSAULT")
    assert (source.voice, [claim.id for claim in source.claims], source.doer_alleged) == ("attributed", ["ca2", "ca1"], False)


def test_what_somebody_is_accused_of_is_alleged() -> None:
    source = voices(a3="allege").source(span("arming"), "AID")
    assert (source.voice, source.doer_alleged) == ("alleged", True)


@pytest.mark.parametrize(("type", "voice"), [("ASSAULT", "attributed"), ("AID", "alleged")])
def test_an_allegation_without_an_accusing_cue_alleges_the_doer_and_the_mere_link(type: EventType, voice: str) -> None:
    source = voices(a1="state", a2="allege").source(span("beat"), type)
    assert (source.voice, source.doer_alleged) == (voice, True)


def test_an_alleged_event_needs_a_claim() -> None:
    assert voices().source(span("arming"), "AID").voice == "attributed"


def test_a_cue_is_not_told_in_its_own_content() -> None:
    assert voices(a3="allege").claims(span("accused")) == []


def test_a_statement_that_the_model_takes_for_a_charge_is_alleged() -> None:
    found = voices(a1="state", a2="state")
    assert found.source(span("beat"), "ASSAULT", 0.6).voice == "alleged"
    assert found.source(span("burned"), "ASSAULT", 0.6).voice == "report"


@pytest.mark.parametrize(
    ("text", "act", "voice"),
    [
        ("Lund is charged with arming rebels.", "arming", "attributed"),
        ("Qasr stopped short of accusing Lund of hiding gold and arming rebels.", "arming", "attributed"),
        ("Lund is in charge of arming rebels.", "arming", "report"),
        ("Lund, accused of theft, went on arming rebels.", "arming", "report"),
    ],
)
def test_what_somebody_is_charged_with_is_never_the_outlets_own(text: str, act: str, voice: str) -> None:
    report = Report(text=text)
    reading = Reading(report=report, sentences=(report.span(0, len(text)),))
    at = text.index(act)
    assert Voices(reading).source(report.span(at, at + len(act)), "AID").voice == voice

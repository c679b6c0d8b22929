import pytest

from bench.events_told import at, checks, given_trigger
from bench.told_keywords import keyword_status, keyword_voice
from casus.evaluation.contrast import ContrastRow, ToldEvent
from casus.pipeline import Pipeline
from casus.records import Event, Mention, Party, Reading, Report

TEXT = "Gunmen shelled the harbour of Sela. Two cousins painted the boats."


@pytest.fixture(scope="module")
def claims() -> tuple[Pipeline, Reading]:
    pipeline = Pipeline()
    return pipeline, pipeline.read(Report(text=TEXT), until="claims")


def test_a_trigger_that_is_given_is_coded(claims: tuple[Pipeline, Reading]) -> None:
    pipeline, reading = claims
    painted = (TEXT.index("painted"), TEXT.index("painted") + 7)
    assert at(given_trigger(reading, pipeline.reader, painted), painted) is not None
    assert at(pipeline.read(reading.report), painted) is None


def test_what_is_right_of_an_event() -> None:
    report = Report(text=TEXT)
    mention = Mention(id="m", span=report.span(0, 6), type="actor")
    trigger = report.span(7, 14)
    event = Event(
        id="e", type="ASSAULT", actors=(Party(mention="m"),), voice="report", status="actual", trigger=trigger, evidence=(trigger,)
    )
    reading = Reading(report=report, mentions=(mention,), events=(event,))
    told = ToldEvent("ASSAULT", (7, 14), actors=((0, 6),), voice="report", status="negated")
    row = ContrastRow("a", TEXT, (told,))
    from bench.events_told import Asked

    asked = Asked(row, told, event, None, None, reading)
    assert list(checks(asked, event, reading).values()) == [True, True, True, True, True, False]
    assert not any(checks(asked, None, reading).values())
    assert at(reading, (10, 12)) is event
    assert at(reading, (15, 18)) is None


@pytest.mark.parametrize(
    ("sentence", "status", "voice"),
    [
        ("They did not attack.", "negated", "report"),
        ("He said they will attack.", "future", "attributed"),
        ("He accused them of a plot to attack if they could.", "hypothetical", "alleged"),
    ],
)
def test_the_keyword_baseline(sentence: str, status: str, voice: str) -> None:
    at = sentence.index("attack")
    assert (keyword_status(sentence, at), keyword_voice(sentence, at)) == (status, voice)

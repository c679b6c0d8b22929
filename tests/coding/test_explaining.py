from collections.abc import Sequence

import pytest

from casus.coding.explaining import HIDDEN, explain
from casus.reader import ActScore, Scene
from casus.records import EVENT_TYPES, Event, Mention, Reading, Report

TEXT = "First line.\n\nOro shelled the port on Monday."
TYPES = dict.fromkeys(EVENT_TYPES, 0.0)


def reading() -> Reading:
    report = Report(text=TEXT)
    actor = Mention(id="m1", span=report.span(13, 16), type="actor")
    return Reading(report=report, sentences=(report.span(0, 11), report.span(13, 44)), mentions=(actor,), acts=(report.span(17, 24),))


def event(words: tuple[int, int] = (17, 24)) -> Event:
    trigger = reading().report.span(*words)
    return Event(id="event:1", type="ASSAULT", voice="report", status="actual", trigger=trigger, evidence=(trigger,))


def by_keywords(report: Report, scenes: Sequence[Scene]) -> list[list[ActScore]]:
    """A model that goes by two words: "shelled" for the act, "port" for its type."""
    found = []
    for scene in scenes:
        words = report.text[slice(*scene.within)]
        types = {**TYPES, "ASSAULT": 0.9, "COERCE": 0.1} if "port" in words else {**TYPES, "ASSAULT": 0.2, "COERCE": 0.8}
        parts = tuple({"none": 0.1, "actor": 0.9} for _ in scene.mentions)
        assert report.text[slice(*scene.acts[0])].rstrip() in ("shelled", HIDDEN)
        found += [[ActScore(0.9 if "shelled" in words else 0.3, types, {"actual": 1.0}, {"report": 1.0}, parts) for _ in scene.acts]]
    return found


def test_each_word_weighs_what_goes_with_it() -> None:
    found = explain(reading(), event(), by_keywords)
    weights = {weight.word.quote: (round(weight.type, 3), round(weight.act, 3)) for weight in found.words}
    assert weights == {"Oro": (0, 0), "shelled": (0, 0.6), "the": (0, 0), "port": (0.7, 0), "on": (0, 0), "Monday": (0, 0)}
    assert (found.act, found.types["ASSAULT"], found.second) == (0.9, 0.9, "COERCE")
    assert [(mention.id, part, chance) for mention, part, chance in found.parts] == [("m1", "actor", 0.9)]
    for weight in found.words:
        weight.word.check(TEXT)


def test_a_trigger_that_was_not_asked_about_is_asked_about_alone() -> None:
    bare = reading().model_copy(update={"acts": ()})
    assert explain(bare, event(), by_keywords).act == 0.9


def test_a_trigger_in_no_sentence() -> None:
    bare = reading().model_copy(update={"sentences": ()})
    with pytest.raises(ValueError, match="no sentence of the report holds the trigger 'shelled'"):
        explain(bare, event(), by_keywords)

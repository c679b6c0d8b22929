from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from casus.coding.sides import NOBODY, Question
from casus.evaluation.datasets import Bounds
from casus.reader import ActScore, ModelReader, Scene
from casus.records import Report
from tests.coding.telling import reading
from training.corpus import Row, Told
from training.sides import Example, examples, figures, fit
from training.unseen import Read

TEXT = "Mirova closed the bridge. Partners praised the closure."


class Reader:
    """Takes the first mention of a sentence for the actor of each act in it."""

    def tell(self, report: Report, scenes: Sequence[Scene]) -> list[list[ActScore]]:
        assert report.text == TEXT
        return [[self._score(scene) for _ in scene.acts] for scene in scenes]

    def _score(self, scene: Scene) -> ActScore:
        parts = [
            {"none": float(n > 0), "actor": float(n == 0), "recipient": 0.0, "place": 0.0, "moment": 0.0}
            for n in range(len(scene.mentions))
        ]
        return ActScore(1.0, {"SUPPORT": 1.0}, {"actual": 1.0}, {"report": 1.0, "attributed": 0.0, "alleged": 0.0}, tuple(parts))


def at(word: str) -> Bounds:
    return TEXT.index(word), TEXT.index(word) + len(word)


def read(*recipients: str) -> Read:
    event = Told("SUPPORT", None, at("praised"), (at("Partners"),), tuple(at(word) for word in recipients), "report", "actual")
    made = reading(TEXT, actor=["Mirova", "Partners"])
    marked = made.model_copy(update={"acts": tuple(made.report.span(*at(word)) for word in ("closed", "praised"))})
    return Read(Row("reports_x-1", TEXT, {}, [], [event]), marked, cast("ModelReader", Reader()))


def test_the_sides_of_acts_that_the_key_knows_are_examples() -> None:
    found = list(examples(read("Mirova")))
    assert [(one.file, one.side, one.open, len(one.right)) for one in found] == [
        ("reports_x", "actors", False, 1),
        ("reports_x", "recipients", True, 1),
    ]
    assert found[1].right <= set(found[1].question.features) - {NOBODY}


def test_a_side_that_the_key_leaves_empty_is_nobodys_and_a_lost_party_leaves_no_answer() -> None:
    assert list(examples(read()))[1].right == {NOBODY}
    assert list(examples(read("bridge")))[1].right == frozenset()


def example(right: str) -> Example:
    features = {"a": frozenset({"told"}), "b": frozenset({"untold"}), NOBODY: frozenset({"nobody"})}
    return Example("x", "recipients", Question(features), frozenset({right}), open=True)


def test_weights_learn_who_takes_a_side_and_what_is_rare_has_none() -> None:
    found = [example("a")] * 12
    weights = fit(found, penalty=0.1)
    assert weights["told"] > weights["untold"]
    assert fit(found[:2]) == {}
    assert figures((one, weights) for one in found) == "right 1.000 of 12 (0.000 if left open), P 1.000, R 1.000"
    assert (
        figures((one, {"nobody": 9.0}) for one in (example(NOBODY), example("a")))
        == "right 0.500 of 2 (0.500 if left open), P 0.000, R 0.000"
    )

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from casus.coding.kinds import KINDS
from casus.coding.surroundings import ALONE
from casus.reader import ActScore, ModelReader, Scene
from casus.records import Report
from tests.coding.telling import reading
from training.corpus import Made, Row
from training.surroundings import Example, examples, fit, right
from training.unseen import Read

TEXT = "Mirova accused Sollen of theft. Sollen denied it. Ardia said rain fell."
SAYS = [("Mirova", "accused", "Sollen of theft"), ("Sollen", "denied", "it"), ("Ardia", "said", "rain fell")]


class Reader:
    """Says nothing of any act."""

    def tell(self, report: Report, scenes: Sequence[Scene]) -> list[list[ActScore]]:
        assert report.text == TEXT
        return [[ActScore(0.0, {}, {}, {}, ()) for _ in scene.acts] for scene in scenes]


def test_attributions_that_are_claims_in_the_key_are_examples() -> None:
    says = [tuple([(TEXT.index(part), TEXT.index(part) + len(part))] for part in said) for said in SAYS]
    row = Row("reports_x-1", TEXT, {}, says, made=[Made("allege"), Made("deny"), Made("none")])  # type: ignore[arg-type]
    found = list(examples(Read(row, reading(TEXT, SAYS, actor=["Mirova", "Sollen", "Ardia"]), cast("ModelReader", Reader()))))
    assert [(one.file, one.kind) for one in found] == [("reports_x", "allege"), ("reports_x", "deny")]


def test_weights_learn_what_tells_kinds_and_what_is_rare_has_none() -> None:
    even = dict.fromkeys(KINDS, 1 / len(KINDS))
    found = [Example("x", even, frozenset({"accused"}), "deny"), Example("x", even, frozenset({"calm"}), "state")] * 12
    weights = fit([*found, Example("x", even, frozenset({"once"}), "admit")], penalty=0.5)
    assert weights["accused"]["deny"] > 0 > weights["calm"].get("deny", -1)
    assert set(weights) == {ALONE, "accused", "calm"}
    assert (right(found, weights), right(found, None)) == (24, 0)

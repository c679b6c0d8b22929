"""Extent: one happening, or several that the words bundle."""

import json
from pathlib import Path

import pytest

from casus.coding.extent import extent_of
from casus.records import EventType, Extent

ROWS = [json.loads(line) for line in Path("tests/golden/contrast/extents.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("type", "trigger", "clause", "extent"),
    [
        ("ASSAULT", "arson", "A spate of arson hit schools in Kasai", "several"),
        ("CONSULT", "Talks", "Talks were held in three rounds last week", "several"),
        ("ASSAULT", "clashes", "The clashes at the bridge on Monday lasted an hour", "single"),
        ("ASSAULT", "Shots", "Shots were fired at a patrol", "single"),
        ("ASSAULT", "attacks", "Three attacks killed nine", "several"),
        ("REQUEST", "urges", "Maputo urges the rebels to disarm", "single"),
    ],
)
def test_examples(type: EventType, trigger: str, clause: str, extent: Extent) -> None:
    assert extent_of(type, trigger, clause, clause.index(trigger)) == extent


def test_floor_on_contrast_rows() -> None:
    rows = [r for r in ROWS if r["split"] == "tune"]
    right = sum(extent_of(r["type"], r["trigger"], r["text"], r["text"].index(r["trigger"])) == r["extent"] for r in rows)
    assert right / len(rows) >= 0.9

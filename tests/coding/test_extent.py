"""Extent: one happening, or several that the words bundle."""

import json
from pathlib import Path

import pytest

from casus.coding.extent import extent_of
from casus.evaluation.keys.quotes import find
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
    bounds = [find(r["text"], r["trigger"], first=True) for r in rows]
    found = [extent_of(r["type"], r["text"][s:e], r["text"], s) for r, (s, e) in zip(rows, bounds, strict=True)]
    right = sum(extent == r["extent"] for extent, r in zip(found, rows, strict=True))
    assert right / len(rows) >= 0.9

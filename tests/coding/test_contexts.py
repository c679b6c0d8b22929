"""Contexts: said by the clause or its paragraph, never by habit."""

import json
from pathlib import Path

import pytest

from casus.coding.contexts import contexts_of
from casus.coding.lexicon import read_lists
from casus.records import EventType, ontology

ROWS = [json.loads(line) for line in Path("tests/golden/contrast/facets.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("type", "mode", "clause", "contexts"),
    [
        ("PROTEST", "strike", "Shipyard workers in Gdynia struck over pay", ("economic",)),
        ("ASSAULT", "firearms", "Guards shot a herder near the mine", ()),
        ("ASSAULT", "firearms", "Gunmen attacked the church bus", ()),
        ("COERCE", "cyber", "They emptied the ledger of the firm", ("cyber",)),
        ("SUPPORT", None, "Fiji recognised the council and praised its vaccines", ("diplomatic", "health")),
    ],
)
def test_examples(type: EventType, mode: str | None, clause: str, contexts: tuple[str, ...]) -> None:
    assert contexts_of(type, mode, clause, "") == contexts


def test_a_phrase_that_looks_alike_does_not_count() -> None:
    assert "natural_resource" in contexts_of("COERCE", None, "They closed the gas field", "")
    assert "natural_resource" not in contexts_of("COERCE", None, "They fired tear gas", "")


def test_the_paragraph_must_say_it_several_times() -> None:
    clause, once = "It was shown again on Friday", "It was shown again on Friday. An election is near."
    often = once + " The ballots were burnt, voters said, and the recount stopped."
    assert contexts_of("ACCUSE", "allege", clause, once) == ()
    assert contexts_of("ACCUSE", "allege", clause, often) == ("election",)


def test_lists_name_every_context_of_the_ontology() -> None:
    assert set(read_lists("contexts.yaml")) == set(ontology().contexts)


def test_floor_on_contrast_rows() -> None:
    rows = [r for r in ROWS if r["split"] == "tune"]
    found = [(set(contexts_of(r["type"], r["mode"], r["text"], "")), set(r["contexts"])) for r in rows]
    right = sum(len(a & b) for a, b in found)
    assert 2 * right / sum(len(a) + len(b) for a, b in found) >= 0.84

"""Modes: the trigger, its object and the weapon name them; the type is the frame."""

import json
from pathlib import Path

import pytest

from casus.coding.lexicon import read_lists
from casus.coding.modes import mode_of
from casus.records import EventType, ontology

ROWS = [json.loads(line) for line in Path("tests/golden/contrast/facets.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("type", "trigger", "clause", "mode"),
    [
        ("ASSAULT", "struck", "A drone struck the minister's car", "targeted"),
        ("ASSAULT", "burned", "Armed men burned sixty huts", "destroy"),
        ("ACCUSE", "opened", "A prosecutor opened an inquiry into the tender", "investigate"),
        ("ASSAULT", "clashed", "They clashed near Abyei", None),
        ("ASSAULT", "came", "The attackers came in trucks", None),
        ("SANCTION", "recalled", "Rome recalled its ambassador", "withdraw"),
        ("THREATEN", "warned", "Accra warned that it would ban the rice unless the guards were freed", "restrict"),
        ("REQUEST", "urged", "Dili urged the rebels to free the pilots", "yield"),
        ("AID", "trained", "Instructors from the north trained the militia", None),
    ],
)
def test_examples(type: EventType, trigger: str, clause: str, mode: str | None) -> None:
    assert mode_of(type, trigger, clause) == mode


def test_same_words_take_the_mode_of_their_type() -> None:
    clause = "They demanded that the captives be released, and refused to release theirs"
    assert mode_of("REQUEST", "demanded", clause) == "yield"
    assert mode_of("REJECT", "refused", clause) == "yield"


def test_weapons_of_the_clause_count() -> None:
    assert mode_of("ASSAULT", "attacked", "They attacked the post") is None
    assert mode_of("ASSAULT", "attacked", "They attacked the post", weapons=["mortars"]) == "heavy-weapons"


def test_the_trigger_is_the_one_at_its_offset() -> None:
    clause = "Police held a rally's leaders and held back their pay"
    assert mode_of("COERCE", "held", clause, trigger_at=clause.index("held back")) == "withhold"


def test_lists_name_modes_of_the_ontology_and_every_mode_has_words() -> None:
    lists = read_lists("modes.yaml")
    for type, entry in ontology().types.items():
        assert set(lists.get(type, ())) == set(entry.modes)


def test_floor_on_contrast_rows() -> None:
    rows = [r for r in ROWS if r["split"] == "tune" and ontology().types[r["type"]].modes]
    right = sum(mode_of(r["type"], r["trigger"], r["text"], trigger_at=r["text"].index(r["trigger"])) == r["mode"] for r in rows)
    assert right / len(rows) >= 0.88

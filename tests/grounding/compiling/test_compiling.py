"""The readable knowledge: what is accepted, what is refused, and that what ships is sound."""

import sqlite3
from pathlib import Path

import pytest

from casus.grounding.compiling import KnowledgeError, compile_knowledge, read_entries
from casus.grounding.compiling.check import problems
from casus.grounding.compiling.entries import day, entry
from casus.grounding.compiling.states import spread
from casus.grounding.knowledge import SOURCE

RURITANIA = (
    "- {id: RUR, name: Ruritania, adj: Ruritanian, capital: Strelsau, mil: [Royal Guard, RG],\n"
    "   bynames: [{name: Elphberg Palace, organ: MFA}]}\n"
)
AGENTS = "- {sector: MIL, kind: military, organ: MIL, nouns: [soldier]}\n"


def folder(tmp_path: Path, **files: str) -> Path:
    (tmp_path / "states").mkdir()
    (tmp_path / "states" / "europe.yaml").write_text(RURITANIA, "utf-8")
    (tmp_path / "agents.yaml").write_text(AGENTS, "utf-8")
    for name, text in files.items():
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def test_the_knowledge_that_ships_has_no_faults() -> None:
    assert problems(SOURCE) == []


def test_every_part_of_the_knowledge_that_was_asked_for_is_there() -> None:
    entries = read_entries(SOURCE)
    states = [e for e in entries if len(e.id) == 3 and e.of is None and e.until is None]
    assert len(states) >= 195
    assert sum(e.id.endswith((".MIL", ".COP", ".SPY")) for e in entries) >= 300


def test_a_state_spreads_into_government_and_organs() -> None:
    found = {
        e.id: e
        for e in spread({"id": "RUR", "name": "Ruritania", "adj": "Ruritanian", "mil": ["Royal Guard"], "bynames": ["the Elphberg"]}, "x")
    }
    assert set(found) == {"RUR", "RUR.MIL", "RUR.JUD", "RUR.MFA", "RUR.MOD", "RUR.MOI"}
    assert found["RUR"].name == "Government of Ruritania"
    assert {a.surface for a in found["RUR"].aliases if a.use == "demonym"} == {"Ruritanian", "Ruritanians"}
    assert ("Ruritanian army", -1) in {(a.surface, a.rank) for a in found["RUR.MIL"].aliases}
    assert found["RUR.MFA"].of == "RUR"


@pytest.mark.parametrize(("written", "read"), [("2012", "2012-01-01"), ("2012-05", "2012-05-01"), (2012, "2012-01-01"), (None, None)])
def test_partial_dates_read_as_their_first_day(written: object, read: str | None) -> None:
    assert day(written, "x") == read


def test_a_date_that_is_none_is_refused_with_its_place() -> None:
    with pytest.raises(KnowledgeError, match=r"grp\.x.*spring"):
        entry({"id": "grp.x", "name": "X", "kind": "armed group", "since": "spring"}, "f.yaml")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("- {id: grp.x, name: X, kind: armed group, roles: [{what: sponsored by, of: RUR}]}\n", "roles.0.what"),
        ("- {id: grp.x, name: X, kind: armed group, colour: red}\n", "colour"),
        ("- {id: x, name: X, kind: armed group}\n", "id"),
        ("- {id: grp.x, name: X, kind: armed group, roles: [{what: member, of: org.gone}]}\n", "org.gone is nobody"),
        ("- {id: grp.x, name: X, kind: armed group, since: 2012, until: 2011}\n", "ends before it begins"),
        ("- {id: grp.x, name: X, kind: armed group}\n- {id: grp.x, name: Y, kind: armed group}\n", "grp.x is also in"),
        ("- {id: grp.x, name: The Front, kind: armed group}\n- {id: grp.y, name: Front, kind: armed group}\n", "'front' names"),
        (
            "- {id: per.a, name: A B, kind: person, roles: [{what: head of state, of: RUR, since: 2001, until: 2005}]}\n"
            "- {id: per.c, name: C D, kind: person, roles: [{what: head of state, of: RUR, since: 2004}]}\n",
            "head of state of RUR",
        ),
    ],
)
def test_faults_are_named(tmp_path: Path, text: str, fault: str) -> None:
    found = problems(folder(tmp_path, groups=text))
    assert len(found) == 1
    assert fault in found[0]


def test_one_name_for_two_groups_needs_a_difference(tmp_path: Path) -> None:
    text = "- {id: grp.x, name: Front, kind: armed group, until: 2001}\n- {id: grp.y, name: The Front, kind: armed group, since: 2001}\n"
    assert problems(folder(tmp_path, groups=text)) == []


def test_compiling_replaces_the_file_in_one_step(tmp_path: Path) -> None:
    out = tmp_path / "k.db"
    source = folder(tmp_path)
    compile_knowledge(source, out)
    count = compile_knowledge(source, out)
    with sqlite3.connect(out) as connection:
        assert connection.execute("SELECT count(*) FROM actor").fetchone() == (count,)
        found = connection.execute("SELECT actor, use FROM alias WHERE key = 'elphberg palace'").fetchall()
    assert found == [("RUR.MFA", "byname")]
    assert [path.name for path in tmp_path.glob("k.db*")] == ["k.db"]

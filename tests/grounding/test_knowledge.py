"""Opening the knowledge and looking things up."""

import time
from datetime import date
from pathlib import Path

from casus.grounding.compiling import compile_knowledge
from casus.grounding.knowledge import SOURCE, Knowledge, fold, is_stale, open_knowledge


def test_opens_fast() -> None:
    path = open_knowledge().path
    began = time.perf_counter()
    Knowledge(path)
    assert time.perf_counter() - began < 0.1


def test_every_actor_is_found_by_its_own_name() -> None:
    knowledge = open_knowledge()
    ids = list(knowledge.ids())
    profiles = [p for i in ids if (p := knowledge.profile(i))]
    assert len(profiles) == len(ids)
    lost = [p.id for p in profiles if p.id not in {a.actor for a in knowledge.lookup(fold(p.name))}]
    assert lost == []


def test_a_state_carries_all_its_names() -> None:
    kenya = open_knowledge().actor("KEN")
    assert kenya is not None
    assert {"Government of Kenya", "Kenya", "Kenyan", "Kenyans", "Nairobi"} <= set(kenya.aliases)
    assert kenya.roles[0].what == "government of"


def test_unknown_names_and_ids_are_nobody() -> None:
    knowledge = open_knowledge()
    assert knowledge.lookup("ruritania") == ()
    assert knowledge.actor("RUR") is None
    assert knowledge.profile("RUR") is None


def test_many_look_ups_agree_with_single_ones() -> None:
    knowledge = Knowledge(open_knowledge().path)
    keys = [fold(name) for name in ("Kenya", "Ruritania", "Chad", "Kenya")]
    many = knowledge.lookup_many(keys)
    assert set(many) == {"kenya", "chad"}
    assert many["kenya"] == knowledge.lookup("kenya")


def test_stale_only_beside_its_sources(tmp_path: Path) -> None:
    compiled = tmp_path / "knowledge.db"
    assert is_stale(compiled, SOURCE)
    assert not is_stale(compiled, tmp_path)
    compile_knowledge(SOURCE, compiled)
    assert not is_stale(compiled, SOURCE)


def test_an_alias_holds_between_its_dates() -> None:
    (zaire,) = [a for a in open_knowledge().lookup("zaire") if a.actor == "COD"]
    assert zaire.holds(date(1990, 1, 1))
    assert not zaire.holds(date(1997, 5, 17))

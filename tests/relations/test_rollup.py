from __future__ import annotations

from datetime import date

from casus.ledger import open_ledger
from casus.ledger.filing import day_of
from casus.records import Actor, ActorInReport, Role
from casus.relations.rollup import Member, governing, side

RULED = Actor(
    id="grp.rule",
    name="The Rule",
    kind="armed group",
    roles=(
        Role(what="government of", of="AAA", since=date(1996, 9, 27), until=date(2001, 12, 22)),
        Role(what="government of", of="AAA", since=date(2021, 8, 15)),
        Role(what="member", of="AAA"),
    ),
)


def test_those_who_govern_do_so_from_day_to_day() -> None:
    members = governing("AAA", [RULED])
    assert [(m.since, m.until) for m in members] == [(date(1996, 9, 27), date(2001, 12, 22)), (date(2021, 8, 15), None)]
    assert governing("BBB", [RULED]) == []
    assert [members[1].holds(day_of(on)) for on in (date(2021, 8, 14), date(2021, 8, 15))] == [False, True]
    assert Member("x", "X", until=date(2020, 1, 1)).holds(day_of(date(2020, 1, 1))) is False


def test_organs_stand_for_their_state_and_rebels_refugees_and_neighbours_do_not() -> None:
    names = {"AAA": "GOV", "AAA.MIL": "MIL", "AAA.REB": "REB", "AAA.REF": "REF", "AAAB.MIL": "MIL", "AAB": "GOV"}
    with open_ledger() as ledger:
        ledger.add_actors([ActorInReport(id=id, name=f"Actor {id}", kind="government", sector=sector) for id, sector in names.items()])
        with ledger.read() as connection:
            whole, alone = (side(connection, "AAA", {}, [RULED], one) for one in (False, True))
            merged = side(connection, "AAA", {"AAB": "AAA"}, ())
    assert whole.ids == ["AAA", "AAA.MIL", "grp.rule"]
    assert whole.described.startswith("Actor AAA = Actor AAA, with Actor AAA.MIL, The Rule (since 1996-09-27 until 2001-12-22)")
    assert alone.ids == ["AAA"]
    assert alone.described.endswith("alone")
    assert set(merged.ids) == {"AAA", "AAA.MIL", "AAB"}

from typing import Any

import pytest

from casus.exchange.countries import countries
from casus.exchange.parties import Parties, rules
from casus.grounding.identities import new_group
from casus.grounding.knowledge import open_knowledge
from casus.records import Actor


@pytest.mark.parametrize(
    ("name", "id"),
    [
        ("Afghanistan", "AFG"),
        ("  Cote d'Ivoire ", "CIV"),
        ("Government of Russia (Soviet Union)", "RUS"),
        ("Citizen (India)", "IND.CVL"),
        ("Police (Kosovo)", "XKX.COP"),
        ("Head of Government (Kenya)", "KEN"),
        ("Defense / Security Ministry (Kenya)", "KEN.MOD"),
        ("Treasury/Finance Ministry (Kenya)", "KEN"),
        ("Justice Department/Ministery (Kenya)", "KEN"),
        ("Military (Palestinian Territory, Occupied)", "PSE.MIL"),
        ("Armed Rebel (Mali)", "MLI.REB"),
        ("Main Opposition (Togo)", "TGO.OPP"),
        ("Farm Worker (India)", "IND.AGR"),
        ("Medical Personnel (Chad)", "TCD.MED"),
        ("Media Personnel (Chad)", "TCD.JRN"),
        ("Unspecified Actor", None),
        ("Citizen (International)", None),
    ],
)
def test_names(name: str, id: str | None) -> None:
    expected = Parties().named("Citizen (International)") if name.startswith("Citizen (Inter") else id
    assert Parties().named(name) == expected
    assert id is None or id.split(".")[0] in countries().names


def test_an_unknown_name_is_a_provisional_actor_as_the_readings_have_it() -> None:
    parties = Parties()
    assert parties.named("the Ruritanian  Front") == new_group("Ruritanian Front")
    assert parties.named("Ruritanian Front", "Mali") == new_group("Ruritanian Front", "MLI")
    (first, second) = parties.fresh()
    assert (first.country, second.country, second.kind) == (None, "MLI", "other")
    assert parties.fresh() == []


def test_fighters_of_a_body_are_the_body_and_people_around_it_are_not() -> None:
    parties = Parties()
    assert parties.named("Militant (Northern Column)") == parties.named("Northern Column")
    assert parties.named("Student (Northern Column)") != parties.named("Northern Column")


def test_who_knows_more_is_asked() -> None:
    taliban = Actor(id="grp.taliban", name="Taliban", kind="armed group")
    parties = Parties({"Taliban": taliban}.get)
    assert parties.named("Combatant (Taliban)") == "grp.taliban"
    assert parties.fresh() == [taliban]


def test_sectors_beside_a_name_say_what_it_is() -> None:
    parties = Parties()
    parties.named("Fourth Column", "Mali", "Rebel,Dissident")
    (actor,) = parties.fresh()
    assert (actor.kind, actor.sector) == ("party", "OPP") or (actor.kind, actor.sector) == ("armed group", "REB")


@pytest.mark.parametrize(
    ("codes", "id"),
    [
        (("AFGHANISTAN", "AFG", "", ["", "", ""]), "AFG"),
        (("KABUL", "AFG", "", ["GOV", "", ""]), "AFG"),
        (("REBEL", "AFG", "", ["INS", "", ""]), "AFG.REB"),
        (("NEWSPAPER", "ROM", "", ["MED", "", ""]), "ROU.JRN"),
        (("HOSPITAL", "ROM", "", ["HLH", "", ""]), "ROU.MED"),
        (("UNITED NATIONS", "", "UNO", ["IGO", "", ""]), "org.united-nations"),
        (("AFRICA", "AFR", "", ["", "", ""]), None),
        (("POLICE", "", "", ["COP", "", ""]), None),
        (("", "", "", ["", "", ""]), None),
    ],
)
def test_codes(codes: tuple[Any, ...], id: str | None) -> None:
    assert Parties().coded(*codes) == id


def test_well_known_bodies_stand_in_the_knowledge_base() -> None:
    known = set(open_knowledge().ids())
    assert set(rules()["groups"].values()) <= known


def test_the_parts_are_codebook_kinds_and_sectors() -> None:
    kinds = {
        "government",
        "military",
        "police",
        "intelligence",
        "court",
        "parliament",
        "party",
        "armed group",
        "company",
        "media",
        "people",
    }
    assert {row["kind"] for row in rules()["parts"].values() if row} <= kinds
    assert all(code in rules()["parts"] for row in rules()["words"] for code in row)
    assert set(rules()["types"].values()) <= set(rules()["parts"])

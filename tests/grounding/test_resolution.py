"""Whom the words of a mention name, on a day."""

from datetime import date

import pytest

from bench.grounding_actors import roles
from casus.grounding.resolution import Context, clean, resolve

DAY = date(2018, 3, 1)


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("the U.S.", "USA"),
        ("Iran’s", "IRN"),
        ("“Türkiye”", "TUR"),
        ("Pakistani military personnel", "PAK.MIL"),
        ("a senior Afghan official", "AFG"),
        ("dozens of Turkish-backed Syrian rebels", "SYR.REB"),
        ("police in Nairobi", "KEN.COP"),
        ("Kenya's foreign ministry", "KEN.MFA"),
        ("members of the Pakistan Army", "PAK.army"),
        ("Ministry of Agriculture of India", "IND.ministry-agriculture"),
        ("former Malian officials", "MLI.ELI"),
        ("Ugandan fishermen", "UGA.LAB"),
        ("Congolese army", "COD.MIL"),
        ("Police (India)", "IND.COP"),
        ("Civil Guard (Spain)", "ESP.gc"),
    ],
)
def test_names_and_descriptions(text: str, actor: str) -> None:
    assert resolve(text, DAY).actor == actor


@pytest.mark.parametrize("text", ["us", "the group", "Elm Street Committee", "rebels", "Ruritanian Liberation Army", "pro-Russian", ""])
def test_what_nothing_names_stays_open(text: str) -> None:
    assert resolve(text, DAY).actor is None


def test_a_name_of_two_states_follows_date_and_context() -> None:
    assert resolve("Yemen", date(1988, 1, 1)).actor == "YAR"
    assert resolve("Yemen", date(2018, 1, 1)).actor == "YEM"
    assert resolve("Congolese army", DAY, Context(countries=("COG",))).actor != "COD.MIL"


def test_an_unnamed_army_is_the_one_of_the_country_that_the_report_is_about() -> None:
    assert resolve("the army", DAY, Context(("NPL",), certain=True)).actor == "NPL.MIL"
    unsure = resolve("the army", DAY, Context(("NPL", "IND")))
    assert unsure.actor is None
    assert [c.id for c in unsure.candidates] == ["NPL.MIL", "IND.MIL"]


def test_a_dissolved_state_is_found_and_said_to_be_gone() -> None:
    assert resolve("Soviet Union", date(1985, 1, 1)).role == "government"
    assert resolve("Soviet Union", date(2003, 1, 1)).role == "dissolved"


def test_recognition_is_of_the_day() -> None:
    assert resolve("Kosovo", DAY).recognition == "contested"
    assert resolve("Afghanistan", date(2010, 1, 1)).recognition == "recognised"
    assert resolve("Afghanistan", date(2023, 1, 1)).recognition == "de facto"


def test_without_a_day_the_newest_role_is_given_and_flagged() -> None:
    found = resolve("Afghanistan")
    assert (found.recognition, found.undated) == ("de facto", True)
    assert not resolve("Afghanistan", DAY).undated


def test_sides_mirror() -> None:
    for text in ("{} soldiers", "a senior {} official", "{} refugees", "the {} foreign ministry"):
        one, other = resolve(text.format("Armenian"), DAY), resolve(text.format("Azerbaijani"), DAY)
        assert one.actor is not None
        assert other.actor == one.actor.replace("ARM", "AZE")
        assert (one.kind, one.sector, one.level) == (other.kind, other.sector, other.level)


def test_title_in_words() -> None:
    assert resolve("Kenya", DAY).title == "government of Kenya"


@pytest.mark.parametrize(
    ("text", "words"), [("the  Houthis,", "Houthis"), ("12 soldiers", "soldiers"), ("Honduras'", "Honduras"), ("a", "a")]
)
def test_clean(text: str, words: str) -> None:
    assert clean(text) == words


def test_roles_in_time() -> None:
    n, faults = roles()
    assert n >= 150
    assert len(faults) <= 0.03 * n, faults

"""Whom the words of a whole report name, where two states are told of."""

import pytest

from casus.records import Mention, MentionType
from tests.grounding.test_offices import read


def mention(text: str, words: str, kind: MentionType = "actor") -> Mention:
    """Return the mention of some words after grounding, which the reader marked."""
    found = read(text, (kind, words))
    return next(m for m in found.mentions if m.span.quote == words)


@pytest.mark.parametrize(
    ("text", "words", "actor"),
    [
        # a mention that holds the name of a known body is nobody else's
        ("Kenyan troops fired.\nA European Union patrol came.", "European Union patrol", "org.european-union"),
        # the ministry that speaks in a capital is that capital's
        ("Armenia complained.\nThe Defence Ministry denied it, he said in Baku.", "Defence Ministry", "AZE.MOD"),
        ("Armenia complained.\nIn Baku, the Defence Ministry denied it.", "Defence Ministry", "AZE.MOD"),
        # troops are those of the state that sends them, wherever they are
        ("Uganda has kept troops in South Sudan.", "troops", "UGA.MIL"),
        # a civil body with a name in capitals belongs to the state that the report is about
        (
            "Kenya voted. Kenya waits.\nThe Central Election Commission is late.",
            "Central Election Commission",
            "KEN.central-election-commission",
        ),
        ("Kenya's food safety authority closed it.", "Kenya's food safety authority", "KEN.food-safety-authority"),
        # no mission or company is the government's for want of another
        ("Kenya voted. Kenya waits.\nThe mission is late.", "mission", None),
    ],
)
def test_whose(text: str, words: str, actor: str | None) -> None:
    assert mention(text, words).resolved == actor


def test_both_governments_are_left_open_between_the_two() -> None:
    found = mention("Kenya accused Uganda of theft.\nBoth governments met.", "governments")
    assert found.resolved is None
    assert {c.id for c in found.candidates} == {"KEN", "UGA"}


def test_kinds_and_sectors_follow_the_head_noun() -> None:
    text = "Kenya voted.\nGunmen attacked a rights group, and villagers of Lodwar fled."
    found = read(text, ("actor", "Gunmen"), ("actor", "rights group"), ("actor", "villagers"), ("place", "Lodwar"))
    told = {a.name: (a.kind, a.sector) for a in found.actors}
    assert told["Gunmen"] == ("people", "UAF")
    assert told["rights group"] == ("ngo", "SOC")
    assert told["villagers of Lodwar"] == ("people", "CVL")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The Maridian army shelled a village.\nTalks were held in Geneva, Swiss diplomats said.", "Maridian army"),
        ("The coast guard of Maridia held two boats, the Swiss government said.", "coast guard"),
    ],
)
def test_a_body_of_a_people_that_nobody_knows_is_nobody_elses(text: str, words: str) -> None:
    assert not (mention(text, words).resolved or "one.").startswith("CHE")

"""Grounding the actors of a whole report."""

from datetime import UTC, datetime

import pytest

from casus.grounding.actors import describe_actors, ground_actors
from casus.records import Mention, MentionType, Reading, Report, Span, identify


def reading(text: str, *marked: tuple[MentionType, str], published: datetime | None = datetime(2024, 3, 1, tzinfo=UTC)) -> Reading:
    """A reading of one text whose reader marked the given words, at their first occurrence."""
    report = Report(text=text, published=published)
    mentions = []
    for kind, words in marked:
        start = text.index(words)
        span = Span.of(text, start, start + len(words))
        mentions.append(Mention(id=identify(report.id, kind, [span.offsets]), span=span, type=kind))
    return Reading(report=report, sentences=(Span.of(text, 0, len(text)),), mentions=tuple(mentions))


def found(result: Reading) -> list[tuple[str, str, str | None, str | None]]:
    return [(m.type, m.span.quote, m.resolved, m.acts_for) for m in result.mentions]


@pytest.mark.parametrize(
    ("text", "marked", "expected"),
    [
        # names that the reader missed
        ("On Monday Ruritania and Kenya traded blows.", [], [("actor", "Kenya", "KEN", None)]),
        # a description cut short is widened to its owner
        ("A Kenyan border police unit fired.", [("actor", "police")], [("actor", "Kenyan border police unit", "KEN.COP", None)]),
        # a country where things happen is a place
        ("A bus crashed in Kenya on Monday.", [], [("place", "Kenya", None, None)]),
        # a country that acts is no place
        ("Kenya accused the herders of theft.", [("place", "Kenya")], [("actor", "Kenya", "KEN", None)]),
        # a demonym before a deed is a party, an adjective is nothing
        ("The village was hit by Kenyan shelling.", [], [("actor", "Kenyan", "KEN", None)]),
        ("He bought Kenyan coffee.", [("place", "Kenyan")], []),
        # a capital stays a place and acts for its government
        ("Nairobi rejected the charge.", [("actor", "Nairobi")], [("place", "Nairobi", None, "KEN")]),
        ("A fire broke out in Nairobi.", [("place", "Nairobi")], [("place", "Nairobi", None, None)]),
        # no title in a person's mention; a name inside a title is marked
        (
            "Kenya's envoy Otieno Barasa left.",
            [("person", "envoy Otieno Barasa")],
            [("actor", "Kenya", "KEN", None), ("person", "Otieno Barasa", None, None)],
        ),
        # an attached name is nobody's party
        ("Kenyan-backed militiamen withdrew.", [("actor", "militiamen")], [("actor", "militiamen", None, None)]),
        # coordinated adjectives share their noun
        (
            "Ugandan and Kenyan soldiers met.",
            [],
            [("actor", "Ugandan", "UGA.MIL", None), ("actor", "Kenyan soldiers", "KEN.MIL", None)],
        ),
        # a body may be named before its owner
        ("The Ministry of Defence of Kenya denied it.", [], [("actor", "Ministry of Defence of Kenya", "KEN.MOD", None)]),
        ("Raiders met the army of Chad at dawn.", [], [("actor", "army of Chad", "TCD.MIL", None)]),
        # the owner may follow
        ("The Defence Ministry in Nairobi denied it.", [("actor", "Defence Ministry")], [("actor", "Defence Ministry", "KEN.MOD", None)]),
    ],
)
def test_marks_and_resolutions(
    text: str, marked: list[tuple[MentionType, str]], expected: list[tuple[str, str, str | None, str | None]]
) -> None:
    assert [row for row in found(ground_actors(reading(text, *marked))) if row[0] in ("actor", "person", "place")] == expected


def test_moments_and_weapons_are_left_alone() -> None:
    before = reading("Kenya fired mortars on Tuesday.", ("weapon", "mortars"), ("moment", "Tuesday"))
    after = ground_actors(before)
    assert set(before.mentions) <= set(after.mentions)


def test_twice_is_once() -> None:
    once = ground_actors(reading("Nairobi accused Ugandan troops of shelling Kenya's lake police.", ("actor", "troops")))
    assert ground_actors(once) == once


def test_mentions_are_checked_against_the_text() -> None:
    result = ground_actors(reading("Kenyan troops shelled Uganda's coast guard, Kampala said."))
    assert Reading(**dict(result)) == result
    assert len({m.id for m in result.mentions}) == len(result.mentions)


def test_the_army_is_the_army_of_the_country_that_the_report_is_about() -> None:
    result = ground_actors(reading("Nepal closed the bridge. The army guards it, Nepal's government said.", ("actor", "army")))
    assert ("actor", "army", "NPL.MIL", None) in found(result)


def test_sides_mirror() -> None:
    text = "{a} accused {b}n troops of shelling a village in {a}. {c} rejected the charge."
    one = found(ground_actors(reading(text.format(a="Armenia", b="Albania", c="Tirana"))))
    other = found(ground_actors(reading(text.format(a="Albania", b="Armenia", c="Yerevan"))))
    assert [(t, _swapped(r), _swapped(a)) for t, _, r, a in one] == [(t, r, a) for t, _, r, a in other]


def _swapped(actor: str | None) -> str | None:
    return actor and actor.replace("ARM", "?").replace("ALB", "ARM").replace("?", "ALB")


def test_described_actors_have_role_and_recognition_of_the_day() -> None:
    now = describe_actors(ground_actors(reading("Afghanistan expelled the envoy. Afghan refugees protested.")))
    by_id = {a.id: a for a in now.actors}
    assert by_id["AFG"].recognition == "de facto"
    assert (by_id["AFG.REF"].kind, by_id["AFG.REF"].country, by_id["AFG.REF"].sector) == ("people", "AFG", "REF")
    then = describe_actors(ground_actors(reading("Afghanistan expelled the envoy.", published=datetime(2010, 1, 1, tzinfo=UTC))))
    assert then.actors[0].recognition == "recognised"


def test_places_that_only_are_places_list_no_actor() -> None:
    result = describe_actors(ground_actors(reading("A fire broke out in Nairobi.", ("place", "Nairobi"))))
    assert result.actors == ()

"""The office of a person, and the body for which they act."""

from datetime import UTC, datetime

import pytest

from casus.grounding import ground
from casus.records import ActorInReport, Mention, MentionType, Reading, Report, Span, identify


def read(text: str, *marked: tuple[MentionType, str]) -> Reading:
    """Ground a text in which the reader marked the given words, at their first occurrence; each line is a sentence."""
    report = Report(text=text, published=datetime(2024, 3, 1, tzinfo=UTC))
    mentions, lines, at = [], [], 0
    for kind, words in marked:
        span = Span.of(text, text.index(words), text.index(words) + len(words))
        mentions.append(Mention(id=identify(report.id, kind, [span.offsets]), span=span, type=kind))
    for line in text.split("\n"):
        lines.append(Span.of(text, at, at + len(line)))
        at += len(line) + 1
    return ground(Reading(report=report, sentences=tuple(lines), mentions=tuple(mentions)))


def person(reading: Reading, name: str = "Ana Duarte") -> ActorInReport:
    return next(actor for actor in reading.actors if actor.name == name)


@pytest.mark.parametrize(
    ("text", "role", "body"),
    [
        # a minister acts for the government, a deputy for the ministry
        ("Kenya's Fisheries Minister Ana Duarte said so.", "Fisheries Minister", "KEN"),
        ("Kenya's Deputy Interior Minister Ana Duarte said so.", "Deputy Interior Minister", "KEN.MOI"),
        ("Kenyan army chief General Ana Duarte said so.", "Kenyan army chief", "KEN.MIL"),
        # in apposition, behind the name and before it
        ("Ana Duarte, a spokeswoman for the Kenyan police, said so.", "spokeswoman for the Kenyan police", "KEN.COP"),
        ("Kenya's ambassador, Ana Duarte, said so.", "ambassador", "KEN"),
        # in a clause
        ("“No,” said Ana Duarte, who heads the African Union.", "heads the African Union", "org.african-union"),
        ("Brigadier Ana Duarte of the African Union said so.", "Brigadier", "org.african-union"),
        # the capital in which a ministry speaks is its own
        (
            "Armenia complained.\nColonel Ana Duarte, a Defence Ministry spokeswoman, said in Baku.",
            "Defence Ministry spokeswoman",
            "AZE.MOD",
        ),
        # a mediator is sent for others, and acts for whoever sends her
        ("African Union envoy for Libya Ana Duarte left.", None, None),
        # out of office, or for nobody's body
        ("Kenya's former foreign minister, Ana Duarte, said so.", "former foreign minister", None),
        ("Kenya's best lawyer, Ana Duarte, said so.", "best lawyer", None),
        ("The footballer Ana Duarte, a Kenyan, said so.", None, None),
        # owned by somebody of whom nothing is known
        ("Kenya voted.\nRuritanian Dawn's leader, Ana Duarte, said so.", "leader", None),
    ],
)
def test_office(text: str, role: str | None, body: str | None) -> None:
    found = person(read(text, ("person", "Ana Duarte")))
    assert (found.role, found.acts_for) == (role, body)


def test_a_known_person_acts_for_the_state_whose_office_they_hold() -> None:
    found = person(read("Kenya’s William Ruto said so. Kenya agreed.", ("person", "William Ruto")), "William Ruto")
    assert (found.role, found.acts_for) == ("head of state of Kenya", "KEN")


def test_a_spokesperson_for_a_person_acts_for_the_body_of_that_person() -> None:
    text = "Kenya's Mines Minister Ana Duarte left.\nA spokesperson for Duarte said so."
    found = read(text, ("person", "Ana Duarte"), ("actor", "spokesperson"), ("person", "Duarte said"[:6]))
    spoken = next(a for a in found.actors if a.role and a.role.startswith("spokesperson"))
    assert spoken.acts_for == "KEN"


def test_the_longest_name_is_the_name() -> None:
    text = "Duarte’s aides left.\nKenya's envoy Ana Duarte stayed."
    assert person(read(text, ("person", "Duarte"), ("person", "Ana Duarte"))).kind == "person"


@pytest.mark.parametrize(
    ("office", "body"), [("Energy Minister", "KEN"), ("police inspector", None)], ids=["a minister", "others may be anybody's"]
)
def test_an_unknown_minister_without_a_country_is_of_the_state_that_the_report_tells_of(office: str, body: str | None) -> None:
    text = f"Kenya has promised Uganda two dams.\nWork would begin in May, {office} Ana Duarte said."
    found = read(text, ("actor", "Kenya"), ("actor", "Uganda"), ("person", "Ana Duarte"))
    assert person(found).acts_for == body

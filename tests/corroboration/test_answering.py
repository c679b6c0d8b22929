from __future__ import annotations

from datetime import datetime

import pytest

from casus.corroboration import answers, combined
from casus.corroboration.answering import stance
from casus.records import Answer, Claim, Reading

from ..filing.building import Builder, at


def accusation(accused: str | None = "TRD", day: datetime | None = None) -> tuple[Claim, Reading]:
    told = Builder("Karsovia accused Tarandia of arming the Upper Ilven Front.", "Wire", day or at(3))
    karsovia, tarandia = told.party("Karsovia", "KRS"), told.party("Tarandia", accused, "alleged")
    claim = told.claim("accused", "arming the Upper Ilven Front", "allege", karsovia, accused=(tarandia,))
    return claim, told.reading()


def reply(words: str, cue: str, speaker: str, actor: str | None, kind: str = "state", **more: str) -> tuple[Claim, Reading]:
    text = f"{speaker} {cue} {words}."
    told = Builder(text, "Post", at(5))
    claim = told.claim(cue, words, kind, told.party(speaker, actor), **more)
    return claim, told.reading()


ARMS = "that it arms the Upper Ilven Front"


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (reply(ARMS, "denied", "Tarandia", "TRD", "deny"), "denied"),
        (reply(ARMS, "denied", "Tarandia's army", "TRD.MIL", "deny"), "denied"),
        (reply("it had sent arms to the Ilven Front", "admitted", "Tarandia", "TRD", "admit"), "admitted"),
        (reply("arms had reached the Ilven Front, but by accident", "admitted", "Tarandia", "TRD", "admit"), "contested"),
        (reply("the story of arms for the Ilven Front was a fabrication", "said", "Tarandia", "TRD"), "denied"),
        (reply("it would look into the matter of the Ilven Front", "said", "Tarandia", "TRD"), None),
        (reply(ARMS.replace("it", "Tarandia"), "denied", "Sylvania", "SYV", "deny"), None),
        (reply("that its trawlers fish off Oshmara", "denied", "Tarandia", "TRD", "deny"), None),
        (reply(ARMS, "denied", "The former minister of Tarandia", None, "deny"), None),
        (reply("that Karsovia stop arming the Ilven Front", "demanded", "Tarandia", "TRD", "demand"), None),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_answers_across_reports(said: tuple[Claim, Reading], expected: Answer | None) -> None:
    assert answers(*accusation(), *said) == expected


def test_the_order_in_time_does_not_matter_but_the_distance_does() -> None:
    said = reply(ARMS, "denied", "Tarandia", "TRD", "deny")
    assert answers(*accusation(day=at(20)), *said) == "denied"
    assert answers(*accusation(day=datetime.fromisoformat("2026-09-01T00:00:00+00:00")), *said) is None


def test_unknown_parties_are_matched_by_their_words() -> None:
    said = reply(ARMS, "denied", "A spokesman for Tarandian officials", None, "deny")
    assert answers(*accusation(accused=None), *said) == "denied"


def test_within_one_report() -> None:
    told = Builder("Karsovia accused Tarandia of arming rebels. Tarandia denied the charge.", "Wire", None)
    karsovia, tarandia = told.party("Karsovia", "KRS"), told.party("Tarandia", "TRD", "alleged")
    first = told.claim("accused", "arming rebels", "allege", karsovia, accused=(tarandia,))
    second = told.claim("denied", "the charge", "deny", tarandia)
    reading = told.reading()
    assert answers(first, reading, second, reading) == "denied"
    assert answers(second, reading, first, reading) is None
    assert answers(first, reading, first, reading) is None


def test_reports_without_a_date_are_not_tied() -> None:
    claim, reading = accusation()
    undated = reading.model_copy(update={"report": reading.report.model_copy(update={"published": None})})
    assert answers(claim, undated, *reply(ARMS, "denied", "Tarandia", "TRD", "deny")) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("there is no camp at Sorvek and there never was", "denied"),
        ("rejected the accusation", "denied"),
        ("dismissed the report as propaganda", "denied"),
        ("dismissed the head of its laboratory", None),
        ("accepted every finding and apologised", "admitted"),
        ("confirmed that it had fired, but at armed men", "contested"),
        ("could neither confirm nor deny it", None),
        ("accused the ministry of theft", None),
    ],
)
def test_stances(words: str, expected: Answer | None) -> None:
    assert stance(words) == expected


def test_two_voices_of_one_side_are_contested() -> None:
    assert combined(["denied", "unanswered here"]) == "denied"
    assert combined(["admitted", "contested"]) == "contested"


def in_one_report(text: str, accuser: str | None, reply_by: str, cue: str, words: str, kind: str = "state") -> Answer | None:
    """Return what the reply is to the accusation of the Tarandian navy, in a report of both."""
    told = Builder(text, "Wire", None)
    first = told.claim(
        "accused", "sinking a ferry", "allege", told.party("union", accuser), accused=(told.party("Tarandian navy", "TRD.MIL", "alleged"),)
    )
    second = told.claim(cue, words, kind, told.party(reply_by, None))
    reading = told.reading()
    return answers(first, reading, second, reading)


def test_an_officer_of_no_named_body_speaks_for_the_one_state_that_is_accused() -> None:
    text = "The union accused the Tarandian navy of sinking a ferry. The chief of staff said it was a lie."
    assert in_one_report(text, None, "chief of staff", "said", "it was a lie") == "denied"
    assert in_one_report(text, "KRS", "chief of staff", "said", "it was a lie") is None
    other = text.replace("The chief of staff", "The former chief of staff")
    assert in_one_report(other, None, "former chief of staff", "said", "it was a lie") is None
    assert in_one_report(text.replace("chief of staff", "ferryman"), None, "ferryman", "said", "it was a lie") is None


def test_neither_to_confirm_nor_to_deny_is_no_answer_whatever_the_kind() -> None:
    assert stance("could neither confirm nor deny it", "deny") is None

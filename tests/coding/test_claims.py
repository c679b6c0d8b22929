import pytest

from casus.coding import code_claims
from casus.corroboration import code_answers
from casus.records import Attribution, Mention, Reading
from tests.coding.telling import accused, reading

STATES = {"Mirova": ("MIR", "government"), "Sollen": ("SOL", "government"), "Ardia": ("ARD", "government")}


@pytest.mark.parametrize(
    ("text", "attribution", "expected"),
    [
        ("Mirova accused Sollen of arming the League.", ("Mirova", "accused", "Sollen of arming the League"), ["Sollen"]),
        ("Mirova blamed Sollen for the blast.", ("Mirova", "blamed", "Sollen for the blast"), ["Sollen"]),
        ("Mirova alleged that Sollen arms the League.", ("Mirova", "alleged", "that Sollen arms the League"), ["Sollen"]),
        ("Sollen was accused of arming the League.", ("", "was accused of", "arming the League"), ["Sollen"]),
        ("Sollen has faced accusations of arming the League.", ("", "has faced accusations of", "arming the League"), ["Sollen"]),
        ("Mirova blamed the fire on Sollen.", ("Mirova", "blamed", "the fire on Sollen"), ["Sollen"]),
    ],
)
def test_the_accused_in_every_shape(text: str, attribution: tuple[str, str, str], expected: list[str]) -> None:
    found = code_claims(reading(text, [attribution], actor=[name for name in ("Mirova", "Sollen", "League") if name in text]))
    assert accused(found, found.claims[0]) == expected
    assert found.claims[0].kind == "allege"


def test_whoever_is_accused_in_the_passive_does_not_speak_though_the_reader_took_it_for_the_source() -> None:
    found = code_claims(
        reading("Sollen was accused of robbing Mirova.", [("Sollen", "was accused of", "robbing Mirova")], actor=["Sollen", "Mirova"])
    )
    assert found.claims[0].speaker is None
    assert accused(found, found.claims[0]) == ["Sollen"]


def test_who_is_accused_and_condemned_with_a_state_is_its_actor() -> None:
    text = "Mirova condemned Sollen's raid on the port."
    found = code_claims(reading(text, [("Mirova", "condemned", "Sollen's raid on the port")], actor=["Mirova", "Sollen"], known=STATES))
    assert [(c.kind, [p.actor for p in c.accused]) for c in found.claims] == [("condemn", ["SOL"])]


def test_to_hope_is_no_claim_but_to_deny_is() -> None:
    denied = code_claims(
        reading("Anna denied that the report was true.", [("Anna", "denied", "that the report was true")], person=["Anna"])
    )
    assert [claim.kind for claim in denied.claims] == ["deny"]
    assert not code_claims(reading("Anna hopes to go home.", [("Anna", "hopes", "to go home")], person=["Anna"])).claims


def denial(by: str) -> Reading:
    text = f"Mirova accused Sollen of theft. {by} denied that goods were stolen at all."
    attributions = [("Mirova", "accused", "Sollen of theft"), (by, "denied", "that goods were stolen at all")]
    known = STATES | {"The Sollenese army": ("SOL.MIL", "military")}
    return code_answers(code_claims(reading(text, attributions, actor=["Mirova", "Sollen", by], known=known)))


def test_a_denial_by_the_accused_answers() -> None:
    found = denial("The Sollenese army")
    accusation, answer = found.claims
    assert (accusation.status, answer.answers) == ("denied", (accusation.id,))
    assert Reading(**dict(found)) == found


def test_a_denial_by_others_does_not_answer() -> None:
    accusation, answer = denial("Ardia").claims
    assert (accusation.status, answer.answers) == ("unanswered here", ())


def test_coding_mirrors_when_two_names_change_places() -> None:
    def coded(one: str, other: str) -> list[tuple[str, str | None, list[str | None]]]:
        text = f"{one} said {other} had shelled a hospital in breach of the truce."
        content = f"{other} had shelled a hospital in breach of the truce"
        found = code_claims(reading(text, [(one, "said", content)], actor=[one, other], known=STATES))
        return [(c.kind, c.speaker.actor if c.speaker else None, [p.actor for p in c.accused]) for c in found.claims]

    assert coded("Mirova", "Sollen") == [("allege", "MIR", ["SOL"])]
    assert coded("Sollen", "Mirova") == [("allege", "SOL", ["MIR"])]


def test_a_summary_is_elaborated_by_its_detail() -> None:
    text = "Mirova accused Sollen of theft. Its ministry said Sollen had stolen nine lorries of copper in a night theft."
    detail = "Sollen had stolen nine lorries of copper in a night theft"
    made = reading(
        text.replace("Its ministry", "Ministry M"),
        [("Mirova", "accused", "Sollen of theft"), ("Ministry M", "said", detail)],
        actor=["Mirova", "Sollen", "Ministry M"],
        known=STATES | {"Ministry M": ("MIR.MFA", "government")},
    )
    again = made.mentions[1].model_copy(update={"id": "actor:second", "span": made.report.span(*_second(made.report.text, "Sollen"))})
    found = code_claims(made.model_copy(update={"mentions": (*made.mentions, again)}))
    summary, told = found.claims
    assert (summary.kind, told.kind) == ("allege", "allege")
    assert summary.elaborated_by == (told.id,)
    assert told.elaborated_by == ()


def _second(text: str, words: str) -> tuple[int, int]:
    start = text.index(words, text.index(words) + 1)
    return start, start + len(words)


def test_two_full_clauses_of_different_kinds_make_two_claims() -> None:
    content = "that Sollen had burned the mill in breach of the truce and that all lorries must be returned at once"
    text = f"Mirova said {content}."
    found = code_claims(reading(text, [("Mirova", "said", content)], actor=["Mirova", "Sollen"], known=STATES))
    assert [c.kind for c in found.claims] == ["allege", "demand"]
    assert len({c.attribution for c in found.claims}) == 1
    assert len({c.id for c in found.claims}) == 2
    assert [[p.actor for p in c.accused] for c in found.claims] == [["SOL"], []]


@pytest.mark.parametrize(
    ("text", "attribution"),
    [
        ("The field, which Mirova calls Arash, lies offshore.", ("Mirova", "calls", "Arash")),
        ("Mirova showed nothing, citing the secrecy of the inquiry.", ("Mirova", "citing", "the secrecy of the inquiry")),
    ],
)
def test_to_name_a_thing_or_to_cite_a_reason_is_no_claim(text: str, attribution: tuple[str, str, str]) -> None:
    assert not code_claims(reading(text, [attribution], actor=["Mirova"])).claims


def test_what_somebody_says_of_where_a_relation_goes_is_an_assessment() -> None:
    content = "that relations between Mirova and Sollen had cooled since May"
    found = code_claims(reading(f"A diplomat said {content}.", [("A diplomat", "said", content)], actor=["diplomat", "Mirova", "Sollen"]))
    assert [(c.kind, c.direction) for c in found.claims] == [("assess", "down")]


def test_a_summary_that_names_nobody_accuses_whom_its_details_accuse() -> None:
    text = "The League alleged fraud on Sunday. Rain fell. The League accused the commission of fraud."
    second = _second(text, "League")
    made = reading(text, [("The League", "alleged", "fraud on Sunday"), ("The League", "accused", "the commission of fraud")])
    mentions = [
        Mention(id=f"actor:{start}", span=made.report.span(start, end), type="actor", resolved="grp.league" if number < 2 else None)
        for number, (start, end) in enumerate([(4, 10), second, (text.index("commission"), text.index("commission") + 10)])
    ]
    made = made.model_copy(update={"mentions": tuple(mentions), "attributions": (made.attributions[0], _from(made, second[0]))})
    summary, detail = code_claims(made).claims
    assert summary.elaborated_by == (detail.id,)
    assert [(p.mention, p.basis) for p in summary.accused] == [(mentions[2].id, "inferred")]


def _from(made: Reading, start: int) -> Attribution:
    """Return the second attribution with its source where it stands the second time."""
    return made.attributions[1].model_copy(update={"source": (made.report.span(start - 4, start + 6),)})

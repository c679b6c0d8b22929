import re

from casus.coding import code_claims
from casus.corroboration import code_answers
from casus.records import Reading
from tests.coding.telling import reading


def answered(reply: tuple[str, str, str], *, known: dict[str, tuple[str, str]] | None = None) -> Reading:
    text = f"Herders accused a battalion of burning huts. {' '.join(reply)}."
    made = reading(
        text, [("Herders", "accused", "a battalion of burning huts"), reply], actor=["Herders", "battalion", reply[0]], known=known
    )
    return code_answers(code_claims(made))


def test_who_denies_it_at_once_is_heard_as_the_accused() -> None:
    accusation, reply = answered(("Its spokesman", "denied", "the accusation")).claims
    assert accusation.status == "denied"
    assert reply.answers == (accusation.id,)


def test_a_known_other_state_does_not_answer() -> None:
    known = {"battalion": ("MIR.MIL", "military"), "Sollen": ("SOL", "government")}
    accusation, reply = answered(("Sollen", "denied", "the accusation"), known=known).claims
    assert accusation.status == "unanswered here"
    assert reply.answers == ()


def test_the_opposition_does_not_answer() -> None:
    accusation, _ = answered(("An opposition deputy", "denied", "it")).claims
    assert accusation.status == "unanswered here"


KNOWN = {"Mirova": ("MIR", "government"), "Sollen": ("SOL", "government")}


def answers_of(*parts: tuple[str, str, str]) -> list[list[int]]:
    """For each claim of a report the numbers of those that it answers."""
    text = " ".join(["Rain fell.", *(f"{source} {cue} {content}." for source, cue, content in parts)])
    found = code_answers(code_claims(_marked(text, parts)))
    ids = [c.id for c in found.claims]
    return [[ids.index(i) for i in c.answers] for c in found.claims]


def _marked(text: str, parts: tuple[tuple[str, str, str], ...]) -> Reading:
    """Return a reading in which every name of a state is marked, wherever it stands."""
    made = reading(text, parts, actor=list(KNOWN), known=KNOWN)
    first = {m.span.quote: m for m in made.mentions}
    marked = [
        first[word.group()].model_copy(update={"id": f"actor:{word.start()}", "span": made.report.span(*word.span())})
        for word in re.finditer("|".join(KNOWN), text)
    ]
    return made.model_copy(update={"mentions": tuple(marked)})


THEFT, BOATS = ("Mirova", "accused", "Sollen of stealing copper"), ("Mirova", "blamed", "Sollen for sinking two boats")


def test_a_denial_answers_the_accusation_whose_words_it_takes_up() -> None:
    denial = ("Sollen", "denied", "that copper had been taken by anybody")
    assert answers_of(THEFT, BOATS, denial) == [[], [], [0]]


def test_a_denial_that_points_back_answers_the_accusation_right_before() -> None:
    assert answers_of(THEFT, BOATS, ("Sollen", "denied", "the charge")) == [[], [], [1]]


def test_what_is_said_of_another_matter_is_no_answer() -> None:
    assert answers_of(THEFT, ("Sollen", "said", "the harvest was good")) == [[], []]


def test_who_speaks_for_both_sides_answers_for_neither() -> None:
    text = "Herders accused a battalion of burning huts. Both armies denied any link."
    made = reading(
        text,
        [("Herders", "accused", "a battalion of burning huts"), ("Both armies", "denied", "any link")],
        actor=["Herders", "battalion", "armies"],
    )
    assert [c.answers for c in code_answers(code_claims(made)).claims] == [(), ()]


def test_who_owns_to_what_was_just_alleged_speaks_for_the_accused() -> None:
    _, reply = answered(("A corporal", "admitted", "burning two huts")).claims
    assert len(reply.answers) == 1

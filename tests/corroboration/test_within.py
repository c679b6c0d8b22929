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

import pytest

from casus.coding.about import direction_of
from casus.coding.judgements import outlet_claims
from casus.coding.named import Named
from tests.coding.telling import reading

KNOWN = {"Mirova": ("MIR", "government"), "Sollen": ("SOL", "government")}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ties between Mirova and Sollen have soured since spring.", ("assess", "down")),
        ("Relations between Mirova and Sollen are warmer than ever.", ("assess", "up")),
        ("Mirova has long used the bridge as a lever against Sollen.", ("state", None)),
    ],
)
def test_the_outlet_judges(text: str, expected: tuple[str, str | None]) -> None:
    found = list(outlet_claims(Named(reading(text, actor=["Mirova", "Sollen"], known=KNOWN))))
    assert [(c.kind, c.direction, c.attribution, len(c.about)) for c in found[:1]] == [(*expected, None, 2)] or expected[0] == "state"
    assert found[0].kind == expected[0]


@pytest.mark.parametrize("text", ["Mirova shut the bridge to Sollen on Monday.", "The economy of Mirova is worse than that of Sollen."])
def test_plain_telling_is_no_claim(text: str) -> None:
    assert not list(outlet_claims(Named(reading(text, actor=["Mirova", "Sollen"], known=KNOWN))))


def test_what_somebody_else_is_made_to_say_is_not_the_outlet_s() -> None:
    text = "Ties between Mirova and Sollen have soured, analysts said."
    made = reading(text, [("analysts", "said", "Ties between Mirova and Sollen have soured")], actor=["Mirova", "Sollen"], known=KNOWN)
    assert not list(outlet_claims(Named(made)))


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("the thaw between them holds", "steady"),
        ("relations are bad", None),
        ("the economy is worse", None),
        ("the alliance is fraying", "down"),
    ],
)
def test_direction(text: str, direction: str | None) -> None:
    assert direction_of(text) == direction


@pytest.mark.parametrize(
    ("text", "direction"),
    [
        ("tension between the two villages is growing", "down"),
        ("the quarrel between the two houses has cooled", "up"),
        ("the two governments had drawn close over a customs union", "up"),
        ("until this summer the two governments had been getting along unusually well", "down"),
    ],
)
def test_less_of_a_quarrel_is_better_and_what_lasted_until_now_is_over(text: str, direction: str) -> None:
    assert direction_of(text) == direction


@pytest.mark.parametrize(
    ("text", "judged"),
    [
        ("Relations between Mirova and Sollen are merely commercial.", True),
        ("Mirova closed its office, the latest sign of cooling ties.", True),
        ("Ties between Mirova and Sollen were severed in May.", False),
        ("Reconciliation is a word for bank statements in Mirova.", False),
    ],
)
def test_a_standing_relation_is_judged_but_one_word_is_no_judgement(text: str, judged: bool) -> None:
    named = [name for name in ("Mirova", "Sollen") if name in text]
    found = list(outlet_claims(Named(reading(text, actor=named, known={n: KNOWN[n] for n in named}))))
    assert [c.kind for c in found] == (["assess"] if judged else [])

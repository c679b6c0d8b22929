import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.records import EVENT_TYPES, ontology

QUADS = {
    1: {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"},
    2: {"COOPERATE", "AID", "RETREAT"},
    3: {"REQUEST", "ACCUSE", "REJECT", "THREATEN"},
    4: {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
}
"""The quad table of the PLOVER manual, with SANCTION where its own section puts it."""

SCORES = [(name, mode, ontology().intensity(name, mode)) for name in EVENT_TYPES for mode in (None, *ontology().types[name].modes)]


def test_quads() -> None:
    assert {quad: {n for n, e in ontology().types.items() if e.quad == quad} for quad in QUADS} == QUADS
    assert sorted(ontology().quads.values()) == sorted(QUADS)


@pytest.mark.parametrize(("name", "mode", "score"), SCORES)
def test_scores_have_the_sign_of_their_quad(name: str, mode: str | None, score: float) -> None:
    assert -10 <= score <= 10
    if name == "REQUEST":  # the one verbal conflict that the manual scores as neutral, and asking for help as a little better
        assert -1 <= score <= 0.5
    elif ontology().types[name].quad <= 2:
        assert score > 0
    else:
        assert score < 0


def test_scores_of_the_manual() -> None:
    known = {(name, mode): score for name, mode, score in SCORES}
    assert known["AID", None] == 10
    assert known["ACCUSE", None] == -3
    assert known["RETREAT", "ceasefire"] == 7.5
    assert known["ASSAULT", "unconventional"] == -10
    assert len(known) == 16 + 67


def test_contexts_and_two_sided_types() -> None:
    assert len(set(ontology().contexts)) == len(ontology().contexts) == 37
    assert {n for n, e in ontology().types.items() if e.two_sided} == {"AGREE", "CONSULT", "COOPERATE", "ASSAULT"}


def test_every_type_says_what_it_means() -> None:
    assert all(entry.means for entry in ontology().types.values())


@pytest.mark.parametrize(
    ("type_", "mode", "context", "message"),
    [
        ("ASSUALT", None, None, "unknown event type 'ASSUALT'; did you mean 'ASSAULT'?"),
        ("assault", None, None, "unknown event type 'assault'; did you mean 'ASSAULT'?"),
        ("xyz", None, None, "unknown event type 'xyz'"),
        ("RETREAT", "cease-fire", None, "RETREAT has no mode 'cease-fire'; did you mean 'ceasefire'?"),
        ("AID", "gift", None, "AID has no mode 'gift'"),
        ("AID", None, "human rights", "unknown context 'human rights'; did you mean 'human_rights'?"),
    ],
)
def test_check_names_the_nearest_word(type_: str, mode: str | None, context: str | None, message: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011
        ontology().check(type_, mode, [context] if context else [])
    assert str(caught.value) == message


@settings(deadline=None)
@given(st.text(max_size=12), st.none() | st.text(max_size=12))
def test_check_accepts_nothing_else(type_: str, mode: str | None) -> None:
    valid = type_ in EVENT_TYPES and (mode is None or mode in ontology().types[type_].modes)
    if valid:
        ontology().check(type_, mode, ())
        return
    with pytest.raises(ValueError, match=r"unknown event type|has no mode"):
        ontology().intensity(type_, mode)


def test_the_ontology_is_read_once() -> None:
    assert ontology() is ontology()

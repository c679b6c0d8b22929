import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.grounding.times.words import code, words


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("18:00", ["clock"]),
        ("6.30 p.m.", ["clock", "ampm"]),
        ("6pm", ["day", "ampm"]),
        ("3.5 million", ["quantity", "plain"]),
        ("1,500", ["quantity"]),
        ("$2000", ["quantity"]),
        ("17th", ["ordinal"]),
        ("’90s", ["decade"]),
        ("twenty-five", ["number_word"]),
        ("Sept. 3", ["month", "day"]),
        ("MAY 3", ["doubtful_month", "day"]),
        ("may 3", ["plain", "day"]),
        ("40km", ["mark"]),
        ("Rabi al-Awwal", ["other_month"]),
    ],
)
def test_kinds(text: str, kinds: list[str]) -> None:
    assert [word.kind for word in words(text)] == kinds


@given(st.text(max_size=200))
def test_offsets_hold_in_any_text(text: str) -> None:
    found = words(text)
    assert all(text[w.start : w.end].startswith(w.text[:1]) for w in found if w.kind != "number_word")
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert len(code(found)) == len(found)

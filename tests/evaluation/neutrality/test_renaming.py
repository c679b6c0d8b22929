import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.evaluation.neutrality import rename
from casus.records import Span

TEXT = "Oro and North Oro left; Ebe stayed."
NAMES = {"North Oro": "South Ebe", "Oro": "Ebeland", "Ebe": "Oro"}


def test_offsets_move_with_the_words() -> None:
    found = rename(TEXT, NAMES)
    assert found.text == "Ebeland and South Ebe left; Oro stayed."
    for words, others in (("Oro and", "Ebeland and"), ("North Oro", "South Ebe"), ("Ebe stayed", "Oro stayed"), ("left; Ebe", "left; Oro")):
        moved = found.span(Span.of(TEXT, TEXT.index(words), TEXT.index(words) + len(words)))
        assert moved is not None
        assert moved.quote == others


def test_a_span_that_ends_inside_a_name_has_no_place() -> None:
    inside = TEXT.index("North") + len("North ")
    assert rename(TEXT, NAMES).span(Span.of(TEXT, inside, inside + 3)) is None


def test_nothing_to_rename() -> None:
    found = rename(TEXT, {})
    assert found.text == TEXT
    assert [found.at(i) for i in (0, 7, len(TEXT))] == [0, 7, len(TEXT)]


@given(st.lists(st.sampled_from(["Oro", "Ebe", "North Oro", "sea", ",", "\n"])))
def test_what_is_kept_is_kept_in_order(parts: list[str]) -> None:
    text = " ".join(parts)
    found = rename(text, NAMES)
    offsets = [at for i in range(len(text) + 1) if (at := found.at(i)) is not None]
    assert offsets == sorted(offsets)
    assert found.at(len(text)) == len(found.text)


@pytest.mark.parametrize("words", ["Orot", "Ebel"])
def test_whole_words_only(words: str) -> None:
    assert rename(words, NAMES).text == words

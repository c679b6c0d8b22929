from hypothesis import given
from hypothesis import strategies as st

from casus.reader import SpanModel
from casus.reader.pieces import Pieces

TOKENIZER = SpanModel().tokenizer


def made(counts: list[int]) -> Pieces:
    """Pieces of words that have these numbers of pieces."""
    first = [sum(counts[:i]) for i in range(len(counts))]
    return Pieces([(2 * i, 2 * i + 1) for i in range(len(counts))], [7] * sum(counts), first, [1] * len(counts))


@given(st.lists(st.integers(1, 9), max_size=300), st.integers(20, 64), st.integers(0, 9))
def test_each_word_is_kept_from_exactly_one_window(counts: list[int], size: int, overlap: int) -> None:
    pieces = made(counts)
    windows = list(pieces.windows(size, overlap))
    assert [i for w in windows for i in range(w.keep_from, w.keep_to)] == list(range(len(counts)))
    for w in windows:
        assert w.first <= w.keep_from <= w.keep_to <= w.last
        assert pieces.bounds[w.last] - pieces.bounds[w.first] <= size - 2


def test_seams_lie_in_the_middle_of_the_overlap() -> None:
    first, second, *_ = made([1] * 600).windows(256, 64)
    assert first.last - first.keep_to == second.keep_from - second.first == 32


def test_every_word_has_a_piece_even_where_the_vocabulary_drops_it() -> None:
    pieces = TOKENIZER("fire \u0301 " + "x" * 500 + " 🇰🇪 halt")
    assert len(pieces.first) == len(pieces.spans) == 5
    assert pieces.first == sorted(set(pieces.first))
    assert pieces.ids.count(TOKENIZER.unknown) >= 2


@given(st.text(max_size=200))
def test_rows_agree_for_any_text(text: str) -> None:
    pieces = TOKENIZER(text)
    assert len(pieces.spans) == len(pieces.first) == len(pieces.shapes)
    assert all(a < b for a, b in zip(pieces.bounds, pieces.bounds[1:], strict=False)) or not pieces.spans

import pytest

from casus.evaluation import Tally, exact, overlap, score


def test_exact_counts_same_offsets_once() -> None:
    assert exact([(0, 3), (0, 3), (5, 9)], [(0, 3), (4, 9)]) == Tally(found=2, right=1, labelled=2, met=1)


def test_overlap_counts_both_ways() -> None:
    """One long found span meets two labelled ones; a second found span meets none."""
    assert overlap([(0, 20), (30, 40)], [(1, 3), (5, 9)]) == Tally(found=2, right=1, labelled=2, met=2)
    assert overlap([(0, 3)], [(3, 5)]) == Tally(1, 0, 1, 0)


def test_a_hand_computed_score() -> None:
    """Precision 3/4, recall 3/5: F1 = 2 * .75 * .6 / 1.35."""
    found = score([Tally(2, 2, 3, 2), Tally(2, 1, 2, 1)])
    assert (found.precision, found.recall, found.n) == (0.75, 0.6, 5)
    assert found.f1 == pytest.approx(2 / 3)
    assert found.low <= found.f1 <= found.high


def test_nothing_found_and_nothing_labelled() -> None:
    assert score([]).f1 == score([Tally(0, 0, 0, 0)]).f1 == 0.0
    assert score([Tally(0, 0, 4, 0)]).f1 == 0.0


def test_the_interval_is_the_same_every_time_and_narrows_with_more_texts() -> None:
    few = score([Tally(2, 1, 2, 1), Tally(2, 2, 2, 2)] * 3)
    many = score([Tally(2, 1, 2, 1), Tally(2, 2, 2, 2)] * 60)
    assert few == score([Tally(2, 1, 2, 1), Tally(2, 2, 2, 2)] * 3)
    assert many.high - many.low < few.high - few.low

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from casus.reader.decode import best_labels, labels_of_spans, spans_of_labels

SCORES = arrays(np.float32, st.tuples(st.integers(1, 6), st.just(2), st.just(3)), elements=st.floats(-9, 0, width=16))


def allowed(labels: tuple[int, ...]) -> bool:
    return all(not (b == 2 and a == 0) for a, b in zip((0, *labels), labels, strict=False))


@given(SCORES)
def test_no_other_allowed_labelling_scores_higher(scores: np.ndarray) -> None:
    found = best_labels(scores)
    for layer in range(2):
        every = [labels for labels in product(range(3), repeat=len(scores)) if allowed(labels)]
        best = max(sum(float(scores[i, layer, t]) for i, t in enumerate(labels)) for labels in every)
        mine = tuple(int(t) for t in found[:, layer])
        assert allowed(mine)
        assert abs(sum(float(scores[i, layer, t]) for i, t in enumerate(mine)) - best) < 1e-3


def test_an_empty_text_has_no_labels() -> None:
    assert best_labels(np.zeros((0, 8, 3), dtype=np.float32)).shape == (0, 8)


def test_neighbouring_spans_stay_apart() -> None:
    assert spans_of_labels([1, 1, 2, 0, 1], [(0, 1), (2, 3), (4, 5), (6, 7), (8, 9)]) == [(0, 1), (2, 5), (8, 9)]


@given(st.lists(st.sampled_from([0, 1, 2]), max_size=12))
def test_spans_and_labels_are_inverse(labels: list[int]) -> None:
    words = [(2 * i, 2 * i + 1) for i in range(len(labels))]
    clean = [1 if label == 2 and (i == 0 or labels[i - 1] == 0) else label for i, label in enumerate(labels)]
    assert labels_of_spans(spans_of_labels(clean, words), words) == clean


def test_no_span_reaches_over_a_break() -> None:
    scores = np.log(np.array([[[0.1, 0.8, 0.1]], [[0.1, 0.1, 0.8]], [[0.1, 0.2, 0.7]]], dtype=np.float32))
    assert best_labels(scores)[:, 0].tolist() == [1, 2, 2]
    assert best_labels(scores, [2])[:, 0].tolist() == [1, 2, 1]

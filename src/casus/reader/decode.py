"""From scores to spans: the best BIO labelling of a whole text, so that no window's edge can cut a span."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Bounds = tuple[int, int]

OUTSIDE, BEGIN, INSIDE = range(3)


def best_labels(scores: NDArray[np.float32], breaks: Sequence[int] = ()) -> NDArray[np.int8]:
    """Return the highest-scoring labels `(words, layers)` in which no INSIDE follows an OUTSIDE, or opens one of the words in `breaks`.

    `scores` are log-probabilities `(words, layers, 3)`; each layer is decoded by itself (Viterbi).
    """
    count, layers, _ = scores.shape
    labels = np.zeros((count, layers), dtype=np.int8)
    if not count:
        return labels
    total = scores.transpose(2, 0, 1).copy()
    total[INSIDE, [0, *breaks]] = -np.inf
    outside, begin, inside = total
    for word in range(1, count):
        within = np.maximum(begin[word - 1], inside[word - 1])
        before = np.maximum(within, outside[word - 1])
        outside[word] += before
        begin[word] += before
        inside[word] += within
    into_span = np.where(inside > begin, INSIDE, BEGIN)
    came_from = np.where(np.maximum(begin, inside) > outside, into_span, OUTSIDE)
    labels[-1] = total[:, -1].argmax(axis=0)
    for word in range(count - 2, -1, -1):
        labels[word] = np.where(labels[word + 1] == INSIDE, into_span[word], came_from[word])
    return labels


def spans_of_labels(labels: Sequence[int], words: Sequence[Bounds]) -> list[Bounds]:
    """Return the character offsets of the spans that a column of labels marks.

    >>> spans_of_labels([0, 1, 2, 1], [(0, 3), (4, 7), (8, 9), (10, 12)])
    [(4, 9), (10, 12)]
    """
    spans: list[Bounds] = []
    for label, (start, end) in zip(labels, words, strict=True):
        if label == BEGIN:
            spans.append((start, end))
        elif label == INSIDE and spans:
            spans[-1] = (spans[-1][0], end)
    return spans


def labels_of_spans(spans: Sequence[Bounds], words: Sequence[Bounds]) -> list[int]:
    """Return one label a word for spans that are in text order and do not overlap: the inverse of `spans_of_labels`.

    >>> labels_of_spans([(4, 9), (10, 12)], [(0, 3), (4, 7), (8, 9), (10, 12)])
    [0, 1, 2, 1]
    """
    labels, position = [OUTSIDE] * len(words), 0
    for start, end in spans:
        while position < len(words) and words[position][1] <= start:
            position += 1
        label = BEGIN
        while position < len(words) and words[position][0] < end:
            labels[position], label = label, INSIDE
            position += 1
    return labels

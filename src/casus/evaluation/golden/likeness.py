"""How much two sets of spans are alike, in characters that are no white space (codebook, section 9, "Notation")."""

from __future__ import annotations

from collections.abc import Iterable

from casus.evaluation.datasets import Bounds
from casus.records import Span

Chars = frozenset[int]

EDGES = frozenset(".,;:!?–—\"'“”‘’„‚«»‹›`")
"""Trimmed, with white space, from both edges before spans are compared exactly (codebook, section 9, "Span lists")."""


def chars(spans: Iterable[Span]) -> Chars:
    """Return the offsets of the characters under the spans, white space left out.

    >>> sorted(chars([Span(start=3, end=6, quote="a b")]))
    [3, 5]
    """
    return frozenset(span.start + i for span in spans for i, c in enumerate(span.quote) if not c.isspace())


def jaccard(one: Chars, other: Chars) -> float:
    """J: shared over all; 0 where a side is empty."""
    return len(one & other) / len(one | other) if one and other else 0.0


def contained(one: Chars, other: Chars) -> float:
    """O: shared over the smaller side; 0 where a side is empty."""
    return len(one & other) / min(len(one), len(other)) if one and other else 0.0


def trimmed(span: Span) -> Bounds:
    """Return the bounds of a span without the white space and punctuation at its edges; those of the span where nothing is left.

    >>> trimmed(Span(start=10, end=17, quote="“Stay,”"))
    (11, 15)
    """
    start, end = span.offsets
    while start < end and _edge(span.quote[start - span.start]):
        start += 1
    while end > start and _edge(span.quote[end - 1 - span.start]):
        end -= 1
    return (start, end) if start < end else span.offsets


def _edge(character: str) -> bool:
    return character in EDGES or character.isspace()

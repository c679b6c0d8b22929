"""What one report adds to each score: items right, predicted and in the key, and aligned pairs that agree."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from casus.evaluation.golden.alignment import Aligned, K, M
from casus.evaluation.golden.assignment import pair_up

A = TypeVar("A")
B = TypeVar("B")


@dataclass(frozen=True)
class Count:
    """Items right, predicted (M) and in the key (K); aligned pairs that agree, and aligned pairs judged."""

    right: int = 0
    predicted: int = 0
    labelled: int = 0
    agreeing: int = 0
    pairs: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(*map(operator.add, astuple(self), astuple(other)))


class Counts(dict[str, Count]):
    """Counts by the name of the score."""

    def add(self, name: str, count: Count) -> None:
        """Add to what is counted under a name."""
        self[name] = self.get(name, Count()) + count


class Fields(Generic[K, M]):
    """Counts the fields of one kind of records, each by the rule for its shape (codebook, section 9, "Counting")."""

    def __init__(self, counts: Counts, kind: str, aligned: Aligned[K, M]) -> None:
        self.counts, self.kind = counts, kind
        self.aligned: Aligned[K, M] = aligned

    def found(self) -> None:
        """Count aligned records, of those predicted and those in the key."""
        self._add("found", Count(len(self.aligned.pairs), len(self.aligned.found), len(self.aligned.keys)))

    def one(self, name: str, agree: Callable[[K, M], bool]) -> None:
        """Count a field that every record has: aligned pairs that agree, of all records."""
        right = sum(agree(key, found) for key, found in self.aligned.pairs)
        self._add(name, Count(right, len(self.aligned.found), len(self.aligned.keys), right, len(self.aligned.pairs)))

    def equal(self, *names: str) -> None:
        """Count fields that every record has, and that are right where they are equal."""
        for name in names:
            self.one(name, partial(_equal, name))

    def nullable(
        self,
        name: str,
        same: Callable[[Any, Any], bool] = operator.eq,
        *,
        field: str = "",
        judged: Callable[[K], bool] = lambda _: True,
    ) -> None:
        """Count a field that may be null: only records in which it is set. Among the pairs `judged`, null agrees with null."""
        value = operator.attrgetter(field or name)
        right = agreeing = 0
        for key, found in self.aligned.pairs:
            one, other = value(key), value(found)
            both = one is not None and other is not None and same(one, other)
            right += both
            agreeing += judged(key) and (both or (one is None and other is None))
        predicted = sum(value(found) is not None for found in self.aligned.found)
        labelled = sum(value(key) is not None for key in self.aligned.keys)
        self._add(name, Count(right, predicted, labelled, agreeing, sum(judged(key) for key, _ in self.aligned.pairs)))

    def listed(self, name: str, same: Callable[[Any, Any], bool], *, field: str = "") -> None:
        """Count the items of a list that both sides have under one name."""
        value = operator.attrgetter(field or name)
        self.items(name, value, value, same)

    def items(
        self, name: str, in_key: Callable[[K], Sequence[A]], in_found: Callable[[M], Sequence[B]], same: Callable[[A, B], bool]
    ) -> None:
        """Count items matched one to one inside aligned pairs; a pair agrees where nothing is missing or extra."""
        right = agreeing = 0
        for key, found in self.aligned.pairs:
            here = matching(in_key(key), in_found(found), same)
            right += here
            agreeing += here == len(in_key(key)) == len(in_found(found))
        predicted = sum(len(in_found(found)) for found in self.aligned.found)
        labelled = sum(len(in_key(key)) for key in self.aligned.keys)
        self._add(name, Count(right, predicted, labelled, agreeing, len(self.aligned.pairs)))

    def agreement(self, name: str, agrees: Iterable[bool]) -> None:
        """Count a judgement on what is matched already."""
        judged = list(agrees)
        self._add(name, Count(sum(judged), len(judged), len(judged), sum(judged), len(judged)))

    def of_class(self, name: str, of: Callable[[K | M], bool], right: Callable[[K, M], bool]) -> None:
        """Count the records of one class: aligned pairs in which both are of it and that are right, of all that are of it."""
        both = sum(of(key) and of(found) and right(key, found) for key, found in self.aligned.pairs)
        self._add(name, Count(both, sum(map(of, self.aligned.found)), sum(map(of, self.aligned.keys))))

    def _add(self, name: str, count: Count) -> None:
        self.counts.add(f"{self.kind} {name}", count)


def matching(items: Sequence[A], others: Sequence[B], same: Callable[[A, B], bool]) -> int:
    """Return how many items of two lists can be matched one to one."""
    return len(pair_up(len(items), len(others), lambda i, j: same(items[i], others[j])))


def _equal(field: str, one: object, other: object) -> bool:
    return bool(getattr(one, field) == getattr(other, field))

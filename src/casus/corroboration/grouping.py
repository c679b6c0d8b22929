"""Occurrences: tellings in different reports that are one happening. Series count these, never reports.

Links between tellings are a matter of the two alone, and the partition of what links connect is a function of that set, computed anew
whenever it grows: any order of arrival gives the same occurrences. Ties in score are broken by id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol

from casus.corroboration.likeness import WINDOW_DAYS, Likeness, compare
from casus.corroboration.tellings import Happening

Partition = tuple[tuple[str, ...], ...]
"""Events by happening: ids in order, the groups in order of their first."""

LINK = 0.0
"""Log-odds from which two tellings are looked at together; the biases in `weights.yaml` are set so that this is zero."""

MEAN = -0.5
"""Mean log-odds over all pairs of two groups from which they may become one: chains of tellings whose ends are unlike stay apart."""

NONE: Mapping[str, Likeness | None] = {}


class HappeningIndex(Protocol):
    """Where happenings are looked for: in memory, or in a ledger."""

    def near(self, happening: Happening) -> Iterable[Happening]:
        """Return happenings that lie within `WINDOW_DAYS`, itself or not."""


@dataclass
class MemoryHappenings:
    """Happenings in memory, by day."""

    _days: dict[int, dict[str, Happening]] = field(default_factory=lambda: defaultdict(dict))

    def near(self, happening: Happening) -> Iterator[Happening]:
        """Yield happenings that lie within the window."""
        if happening.day is not None:
            for day in range(happening.day - WINDOW_DAYS, happening.day + WINDOW_DAYS + 1):
                yield from self._days.get(day, {}).values()

    def keep(self, happening: Happening) -> None:
        """Keep a happening; one without any day is kept nowhere, since nothing can be near it."""
        if happening.day is not None:
            self._days[happening.day][happening.event] = happening


@dataclass
class Likenesses:
    """What was compared already: links of the happenings that one run has met."""

    _links: dict[str, dict[str, Likeness | None]] = field(default_factory=lambda: defaultdict(dict))

    def between(self, one: Happening, other: Happening) -> Likeness | None:
        """Return how like two are, compared once."""
        known = self._links.get(one.event, NONE)
        if other.event not in known:
            found = compare(one, other)
            self._links[one.event][other.event] = self._links[other.event][one.event] = found
            return found
        return known[other.event]

    def linked(self, one: Happening, other: Happening) -> bool:
        """Whether two are like enough to be looked at together: something agrees, and the odds are not against it."""
        found = self.between(one, other)
        return found is not None and bool(found.agrees) and found.score >= LINK

    def forget(self) -> None:
        """Forget all comparisons."""
        self._links.clear()


def connected(happening: Happening, index: HappeningIndex, links: Likenesses) -> dict[str, Happening]:
    """Return the happening and all that links connect it with, by event."""
    found, waiting = {happening.event: happening}, [happening]
    while waiting:
        one = waiting.pop()
        for other in index.near(one):
            if other.event not in found and links.linked(one, other):
                found[other.event] = other
                waiting.append(other)
    return found


def partition(found: Mapping[str, Happening], links: Likenesses) -> Partition:
    """Return the occurrences among happenings: the likeliest links first, two groups becoming one where all their members fit.

    All members fit where none contradicts another and the mean of their log-odds is not below `mean`.
    """
    order = sorted(found)
    ranked = sorted(
        (-round(likeness.score, 6), a, b)
        for number, a in enumerate(order)
        for b in order[number + 1 :]
        if links.linked(found[a], found[b]) and (likeness := links.between(found[a], found[b])) is not None
    )
    group = {event: [event] for event in order}
    for _, a, b in ranked:
        if group[a] is not group[b] and _fit(group[a], group[b], found, links):
            joined = group[a] + group[b]
            group |= dict.fromkeys(joined, joined)
    return tuple(sorted({tuple(sorted(members)) for members in group.values()}))


def _fit(one: Sequence[str], other: Sequence[str], found: Mapping[str, Happening], links: Likenesses) -> bool:
    total = 0.0
    for a in one:
        for b in other:
            likeness = links.between(found[a], found[b])
            if likeness is None:
                return False
            total += likeness.score
    return total >= MEAN * len(one) * len(other)


def settle(happening: Happening, index: HappeningIndex, links: Likenesses) -> Partition:
    """Return the occurrences among all that is connected with a happening, itself included."""
    return partition(connected(happening, index, links), links)


def occurrence_id(events: Iterable[str]) -> str:
    """Return the id of an occurrence: a hash over the first of its events by id.

    >>> occurrence_id(["event:2", "event:1"]) == occurrence_id(["event:1"])
    True
    """
    return f"occurrence:{blake2b(min(events).encode(), digest_size=8).hexdigest()}"


def occurrences(all_happenings: Iterable[Happening]) -> Partition:
    """Return the occurrences among happenings that are at hand all at once, single ones included."""
    index, links, done = MemoryHappenings(), Likenesses(), dict[str, tuple[str, ...]]()
    given = list(all_happenings)
    for one in given:
        index.keep(one)
    for one in given:
        if one.event not in done:
            done |= {event: group for group in settle(one, index, links) for event in group}
    return tuple(sorted(set(done.values())))

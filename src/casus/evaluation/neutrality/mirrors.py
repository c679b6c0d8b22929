"""Whether what was coded rightly is coded as the mirror image when two names have changed places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from casus.evaluation.golden.alignment import align
from casus.evaluation.golden.comparison import Coded, Comparison
from casus.evaluation.golden.counts import Counts
from casus.evaluation.golden.fields import Events
from casus.evaluation.golden.intervals import Estimate, interval, resamples
from casus.evaluation.keys.entries import KeyEvent
from casus.evaluation.keys.key import Key
from casus.evaluation.neutrality.swaps import Swap

FAULTS = ("not found", "another type", "other parties")
"""What can be wrong with an event."""


@dataclass(frozen=True)
class Outcome:
    """One event of a key that was coded rightly: what is wrong with it where two names have changed places; None where it mirrors.

    `touched`: one of its parties has another name now. The other events of the report should not move at all.
    """

    event: str
    touched: bool
    wrong: str | None

    @property
    def mirrors(self) -> bool:
        """Whether it is coded as the mirror image."""
        return self.wrong is None


@dataclass(frozen=True)
class Mirrored:
    """A swap, and what became of each event that was coded rightly before."""

    swap: Swap
    outcomes: tuple[Outcome, ...]

    @property
    def touched(self) -> tuple[Outcome, ...]:
        """The events that the swap touches."""
        return tuple(outcome for outcome in self.outcomes if outcome.touched)


@dataclass(frozen=True)
class Tally:
    """How many of how many mirror."""

    mirrors: int = 0
    n: int = 0

    @property
    def share(self) -> float | None:
        """The share; None of nothing."""
        return self.mirrors / self.n if self.n else None

    def row(self) -> dict[str, float | int | None]:
        """Return the tally as a JSON row."""
        return {"share": None if self.share is None else round(self.share, 4), "mirrors": self.mirrors, "n": self.n}


@dataclass(frozen=True)
class Neutrality:
    """The share of rightly coded events that mirror, of the events that a swap touches, and what each name changes."""

    swaps: tuple[Mirrored, ...]
    share: Estimate
    elsewhere: Estimate

    @property
    def n(self) -> int:
        """How many rightly coded events the swaps touch, each counted once a swap."""
        return sum(len(one.touched) for one in self.swaps)

    def by_fault(self) -> dict[str, Tally]:
        """Return how many events a swap touches do not mirror, by what is wrong with them."""
        touched = [outcome for one in self.swaps for outcome in one.touched]
        return {fault: Tally(len(touched) - sum(outcome.wrong == fault for outcome in touched), len(touched)) for fault in FAULTS}

    def by_kind(self) -> dict[str, Tally]:
        """Return the tally of each kind of actors."""
        return _tallies((one.swap.kind, outcome) for one in self.swaps for outcome in one.touched)

    def by_name(self) -> dict[str, Tally]:
        """Return the tally of each name that changed places, the one that changes most first."""
        named = ((name, outcome) for one in self.swaps for outcome in one.touched for name in (one.swap.one, one.swap.other))
        found = _tallies(named)
        return dict(sorted(found.items(), key=lambda item: (item[1].mirrors - item[1].n, item[0])))

    def row(self) -> dict[str, Any]:
        """Return all of it as JSON."""
        return {
            "mirror": {**self.share.row(), "n": self.n, "swaps": len(self.swaps), "reports": len({one.swap.report for one in self.swaps})},
            "elsewhere": {**self.elsewhere.row(), "n": sum(len(one.outcomes) - len(one.touched) for one in self.swaps)},
            "faults": {name: tally.n - tally.mirrors for name, tally in self.by_fault().items()},
            "kinds": {name: tally.row() for name, tally in self.by_kind().items()},
            "names": {name: tally.row() for name, tally in self.by_name().items()},
            "swaps": [
                {
                    "report": one.swap.report,
                    "one": one.swap.one,
                    "other": one.swap.other,
                    "kind": one.swap.kind,
                    **_tally(one.touched).row(),
                    "changed": {outcome.event: outcome.wrong for outcome in one.outcomes if outcome.wrong},
                }
                for one in self.swaps
            ],
        }


def mirrored(swap: Swap, key: Key, right: frozenset[str], other: Key, coded: Coded) -> Mirrored:
    """Return what a swap does to the events of `key` that were coded rightly, given the mirrored key and the reading of its text."""
    faults = faults_of(other, coded)
    events = [(handle, event) for handle, event in key.events.items() if handle in right]
    return Mirrored(swap, tuple(Outcome(handle, touched(key, other, event), faults[handle]) for handle, event in events))


def touched(key: Key, other: Key, event: KeyEvent) -> bool:
    """Whether a party of an event has other words in a mirrored key."""
    handles = {handle for party in (*event.actors, *event.recipients) for handle in party.handles if handle in key.actors}
    return any(_renamed(key, other, handle) for handle in handles)


def _renamed(key: Key, other: Key, handle: str) -> bool:
    """Whether an actor has other words now: its name, or a quote."""
    one, two = key.actors[handle], other.actors[handle]
    return one.name != two.name or [s.quote for s in one.mentions] != [s.quote for s in two.mentions]


def rightly_coded(key: Key, coded: Coded) -> frozenset[str]:
    """Return the handles of the events whose type, actors and recipients are all right."""
    return frozenset(handle for handle, fault in faults_of(key, coded).items() if fault is None)


def faults_of(key: Key, coded: Coded) -> dict[str, str | None]:
    """Return what is wrong with each event of a key as it was coded: one of `FAULTS`, or None."""
    comparison = Comparison(key, coded, frozenset())
    alignment = align(comparison)
    events = Events(Counts(), comparison, alignment)
    found: dict[str, str | None] = dict.fromkeys(key.events, FAULTS[0])
    for one, event in alignment.events.pairs:
        found[one.handle] = None if events.joint(one, event) else FAULTS[1 if one.type != event.type else 2]
    return found


def neutrality(swaps: Sequence[Mirrored]) -> Neutrality:
    """Return the shares over all swaps, with intervals bootstrapped over reports: the swaps of one are not independent."""
    touched = _share(swaps, [(one.swap.report, outcome) for one in swaps for outcome in one.outcomes if outcome.touched])
    elsewhere = _share(swaps, [(one.swap.report, outcome) for one in swaps for outcome in one.outcomes if not outcome.touched])
    return Neutrality(tuple(swaps), touched, elsewhere)


def _share(swaps: Sequence[Mirrored], outcomes: Sequence[tuple[str, Outcome]]) -> Estimate:
    reports = sorted({one.swap.report for one in swaps})
    table = np.zeros((len(reports), 2))
    for report, outcome in outcomes:
        table[reports.index(report)] += (outcome.mirrors, 1)
    drawn = resamples(len(reports)) @ table
    with np.errstate(invalid="ignore"):
        spread, value = drawn[:, 0] / drawn[:, 1], table[:, 0].sum() / table[:, 1].sum() if len(outcomes) else np.nan
    return interval(float(value), spread)


def _tally(outcomes: Iterable[Outcome]) -> Tally:
    found = list(outcomes)
    return Tally(sum(outcome.mirrors for outcome in found), len(found))


def _tallies(named: Iterable[tuple[str, Outcome]]) -> dict[str, Tally]:
    grouped: dict[str, list[Outcome]] = defaultdict(list)
    for name, outcome in named:
        grouped[name].append(outcome)
    return {name: _tally(outcomes) for name, outcomes in grouped.items()}

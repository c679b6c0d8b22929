"""Readings whose records share an id, which a stage may let happen: each gets its own, and the reading says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TypeVar

from casus.records import Claim, Event, Problem, Reading

R = TypeVar("R", Claim, Event)


def distinct(reading: Reading) -> Reading:
    """Return a reading in which no two claims and no two events have one id: the second becomes `ID.2`; references mean the first."""
    claims, events = _renamed(reading.claims), _renamed(reading.events)
    twice = [
        record.id for renamed, given in ((claims, reading.claims), (events, reading.events)) for record in renamed if record not in given
    ]
    if not twice:
        return reading
    problem = Problem(stage="ledger", message=f"several records had one id; now told apart as {', '.join(twice)}")
    return Reading(**{**dict(reading), "claims": claims, "events": events, "problems": (*reading.problems, problem)})


def _renamed(records: Sequence[R]) -> tuple[R, ...]:
    seen: Counter[str] = Counter()
    renamed = []
    for record in records:
        seen[record.id] += 1
        number = seen[record.id]
        renamed.append(record if number == 1 else record.model_copy(update={"id": f"{record.id}.{number}"}))
    return tuple(renamed)

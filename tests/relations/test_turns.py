from __future__ import annotations

from datetime import date

import pytest

from casus.ledger.filing import day_of
from casus.relations.occurrences import Occurred
from casus.relations.turns import turn


def told(kinds: str, voice: str = "report") -> list[Occurred]:
    first = day_of(date(2026, 1, 1))
    return [
        Occurred(n, first + n, {"+": "CONSULT", "-": "ASSAULT"}[kind], voice, ">", None, f"event:{n}", None, None, None, None)
        for n, kind in enumerate(kinds)
    ]


def test_an_alliance_that_breaks_is_dated() -> None:
    found = turn(told("++++-+++++" + "---+------"))
    assert found is not None
    assert found.to_conflict
    assert found.earliest <= date(2026, 1, 11) <= found.latest
    assert (found.before, found.after) == pytest.approx((0.9, 0.1))


@pytest.mark.parametrize("kinds", ["+-" * 12, "+" * 20, "-" * 20, "++--", "------+---" * 2])
def test_a_mixture_a_constant_and_too_little_are_no_turn(kinds: str) -> None:
    assert turn(told(kinds)) is None


def test_what_is_alleged_turns_nothing() -> None:
    assert turn(told("+" * 10) + told("-" * 10, "alleged")) is None

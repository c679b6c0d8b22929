from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from casus.records import EVENT_TYPES, Counts, Event, EventType, Moment, Span, Status, Voice, ontology

EventOf = Callable[..., Event]
NOON = datetime(2031, 3, 3, 12, tzinfo=UTC)


def test_event_types_are_those_of_the_ontology() -> None:
    assert tuple(ontology().types) == EVENT_TYPES == get_args(EventType)
    assert len(EVENT_TYPES) == 16


def test_the_words_of_the_design() -> None:
    assert get_args(Voice) == ("report", "attributed", "alleged")
    assert get_args(Status) == ("actual", "habitual", "historical", "future", "hypothetical", "negated")


@pytest.mark.parametrize(("type_", "mode"), [(name, mode) for name, entry in ontology().types.items() for mode in (None, *entry.modes)])
def test_every_type_and_mode(event: EventOf, type_: str, mode: str | None) -> None:
    assert event(type=type_, mode=mode, contexts=ontology().contexts).mode == mode


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"type": "ASSAULT", "mode": "arial"}, "ASSAULT has no mode 'arial'; did you mean 'aerial'?"),
        ({"type": "AID", "mode": "aerial"}, "AID has no mode 'aerial'"),
        ({"contexts": ("military", "diplomacy")}, "unknown context 'diplomacy'; did you mean 'diplomatic'?"),
        ({"type": "ATTACK"}, "'ASSAULT'"),
    ],
)
def test_words_outside_the_ontology(event: EventOf, fields: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError) as caught:
        event(**fields)
    assert message in str(caught.value)


def test_an_alleged_event_lies_in_a_claim(event: EventOf) -> None:
    with pytest.raises(ValidationError, match="an alleged event lies in the claim that alleges it"):
        event(voice="alleged")
    assert event(voice="alleged", claim="c").claim == "c"


def test_the_trigger_lies_in_the_evidence(event: EventOf, span: Callable[[str], Span]) -> None:
    with pytest.raises(ValidationError, match="the trigger 'a video' lies in none of the evidence spans"):
        event(trigger=span("a video"))
    with pytest.raises(ValidationError, match="lies in none"):
        event(evidence=())
    several = event(evidence=(span("a video"), span("on Monday accused Lund")))
    assert len(several.evidence) == 2


@pytest.mark.parametrize(
    "fields",
    [
        {"confidence": 1.1},
        {"confidence": -0.1},
        {"intensity": 10.5},
        {"intensity": -11},
        {"intensity": float("nan")},
        {"extent": "many"},
        {"status": "past"},
    ],
)
def test_out_of_range(event: EventOf, fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        event(**fields)


@settings(deadline=None)
@given(st.integers(-5, 5))
def test_a_moment_ends_after_it_starts(hours: int) -> None:
    end = NOON + timedelta(hours=hours)
    if hours > 0:
        assert Moment(start=NOON, end=end, precision="hour").end == end
        return
    with pytest.raises(ValidationError, match="a moment ends after it starts"):
        Moment(start=NOON, end=end, precision="hour")


def test_moments_compare_across_zones_and_may_be_open() -> None:
    with pytest.raises(ValidationError, match="a moment ends after it starts"):
        Moment(start=NOON, end=datetime.fromisoformat("2031-03-03T16:00:00+05:00"))
    assert Moment(start=NOON).end is None
    assert Moment(mention="m", anchor="2031-03-03").start is None


def test_a_moment_knows_its_zone() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        Moment(start=datetime(2031, 3, 3))


def test_counts_are_not_negative_and_not_guessed() -> None:
    assert Counts() == Counts(killed=None, injured=None, detained=None)
    assert Counts(killed=0).killed == 0
    for field in Counts.model_fields:
        with pytest.raises(ValidationError):
            Counts(**{field: -1})

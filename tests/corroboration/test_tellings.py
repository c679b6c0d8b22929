from datetime import UTC, date, datetime, timedelta, timezone

from casus.corroboration import happenings
from casus.corroboration.tellings import days
from casus.records import Moment

from ..filing.building import Builder, at

MONDAY = date(2026, 3, 2).toordinal()


def test_days_are_those_of_the_moments_own_offset() -> None:
    zone = timezone(timedelta(hours=12))
    start = datetime(2026, 3, 2, tzinfo=zone)
    assert days(Moment(start=start, end=start + timedelta(days=1))) == (MONDAY, MONDAY + 1)
    assert days(Moment(start=start, end=start + timedelta(hours=30))) == (MONDAY, MONDAY + 2)


def test_open_and_unresolved_moments_have_no_days() -> None:
    assert days(None) == days(Moment()) == days(Moment(start=datetime(2026, 3, 2, tzinfo=UTC))) == (None, None)


def test_only_single_happenings_are_compared() -> None:
    told = Builder("Troops shelled a mill. Raids went on. No shots fell at Dresk. Envoys will meet.", "Wire", at(3))
    troops = told.party("Troops", "TRD.MIL")
    told.event("shelled", "Troops shelled a mill", "ASSAULT", actors=(troops,), day=at(2))
    told.event("Raids", "Raids went on", "ASSAULT", extent="several")
    told.event("shots", "No shots fell", "ASSAULT", status="negated")
    told.event("meet", "Envoys will meet", "CONSULT", status="future")
    found = list(happenings(told.reading()))
    assert [(h.type, h.status) for h in found] == [("ASSAULT", "actual"), ("CONSULT", "future")]
    assert (found[0].start, found[0].published, found[0].actors[0].actor) == (MONDAY, MONDAY + 1, "TRD.MIL")
    assert (found[1].start, found[1].day) == (None, MONDAY + 1)

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from casus.ledger import ImportedEvent, open_ledger
from casus.ledger.filing import day_of
from casus.records import Reading, Report
from casus.relations.exposure import exposed, span

ON = datetime(2026, 3, 4, tzinfo=UTC)
FIRST = day_of(ON)


def test_reports_and_imported_rows_are_never_added_up() -> None:
    with open_ledger() as ledger:
        for n in range(3):
            ledger.add(Reading(report=Report(publisher="Alpha", published=ON + timedelta(days=n), text=f"Rain, day {n}.")))
        ledger.add_dataset("d", "made up")
        ledger.import_events("d", [ImportedEvent(str(n), FIRST, "ASSAULT", "A", "B") for n in range(9)])
        with ledger.read() as connection:
            assert span(connection) == (FIRST, FIRST + 3)
            reports = exposed(connection, FIRST, FIRST + 3, [None, None, "d"])
            rows = exposed(connection, FIRST, FIRST + 3, [None, "d", "d"])
    assert (reports.unit, reports.daily, reports.sources) == ("reports", (1, 1, 1), ("Alpha",))
    assert (rows.unit, rows.daily, rows.sources) == ("imported rows", (9, 0, 0), ("d",))
    assert "no panel is fixed" in reports.described


def test_reports_chosen_for_the_pair_count_days_instead() -> None:
    with open_ledger() as ledger:
        for n in range(4):
            ledger.add(Reading(report=Report(publisher="Alpha", published=ON, text=f"Clash {n}.")))
        with ledger.read() as connection:
            chosen, usual = (exposed(connection, FIRST, FIRST + 2, [None], about) for about in (3, 2))
    assert (chosen.unit, chosen.daily, chosen.read) == ("days", (1, 1), 4)
    assert (usual.unit, usual.daily) == ("reports", (4, 0))


def test_an_empty_ledger_has_no_span() -> None:
    with open_ledger() as ledger, ledger.read() as connection:
        assert span(connection) is None

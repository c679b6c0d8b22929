"""The questions that must be quick over millions of events are answered from the indexes meant for them, without sorting."""

from __future__ import annotations

import pytest
from sqlalchemy.dialects import sqlite as dialect

from casus.ledger import Filters, Ledger
from casus.ledger.ask import Ask
from casus.ledger.find_events import queries

ASK = Ask("sqlite", None, {})


def plan(ledger: Ledger, *given: str) -> list[str]:
    """Return how SQLite would find a page of events."""
    steps: list[str] = []
    with ledger.read() as connection:
        for query in queries(Filters.parse(given), ASK):
            paged = query.numbers.where(query.driver.key < 5).order_by(query.driver.key.desc()).limit(51)
            sql = str(paged.compile(dialect=dialect.dialect(), compile_kwargs={"literal_binds": True}))
            steps += [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    return steps


@pytest.mark.parametrize(
    ("given", "step"),
    [
        (["actor=AFG", "type=ASSAULT", "voice=report"], "pairs USING COVERING INDEX ix_pairs_a (a=? AND key<?)"),
        (["dyad=AFG,PAK", "type=ASSAULT,COERCE"], "pairs USING PRIMARY KEY (a=? AND b=? AND key<?)"),
        (["type=ASSAULT", "status=actual"], "events USING INDEX ix_events_type_key (type=? AND key<?)"),
        (["voice=alleged"], "events USING INDEX ix_events_voice (voice=? AND key<?)"),
        (["status=negated"], "events USING INDEX ix_events_status (status=? AND key<?)"),
        (["near=34,71,50"], "event_places USING INDEX ix_event_places_cell_key (cell=? AND key<?)"),
        (["source=Kabul Herald"], "events USING INDEX ix_events_publisher (publisher=? AND key<?)"),
        (["text=shelled", "actor=AFG"], "events_search VIRTUAL TABLE INDEX"),
        ([], "events USING INTEGER PRIMARY KEY (rowid<?)"),
    ],
)
def test_pages(sqlite: Ledger, given: list[str], step: str) -> None:
    steps = plan(sqlite, *given)
    assert any(step in found for found in steps), steps
    assert not any("TEMP B-TREE" in found for found in steps), steps


def test_a_series_reads_one_stretch_of_one_table(sqlite: Ledger) -> None:
    sql = "SELECT day, count(*) FROM pairs WHERE a = 'A' AND b = 'B' AND counted = 1 AND lead = 1 AND retired IS NULL GROUP BY day"
    with sqlite.read() as connection:
        steps = [str(row[3]) for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}")]
    assert "SEARCH pairs USING PRIMARY KEY (a=? AND b=?)" in steps

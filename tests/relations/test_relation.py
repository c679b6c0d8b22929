from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from casus.ledger import ImportedEvent, Ledger, open_ledger
from casus.ledger.filing import day_of
from casus.records import Actor, ActorInReport, Event, Moment, Occurrence, Party, Reading, Report, Role, Span, UsageError
from casus.relations import Asked, Relation, relation, surged
from casus.relations.series import CONFLICT
from casus.relations.words import surges
from tests.relations.unravelling import ACTORS


@pytest.fixture(scope="module")
def found(ledger: Ledger) -> Relation:
    return relation(ledger, "ZMB", "MWI")


def test_thirty_reports_show_trend_surge_change_and_turn(found: Relation) -> None:
    assert found.history.state.trend == "worsening"
    assert (found.history.state.probability or 0) >= 0.9
    assert [surge.horizon for surge in surges(found)] == ["week"]
    assert surged(found)[-1]
    assert [change.up for change in found.changes] == [True]
    assert found.changes[0].earliest <= date(2026, 2, 23) <= found.changes[0].latest
    assert found.turn is not None
    assert found.turn.to_conflict
    assert date(2026, 1, 27) <= found.turn.on <= date(2026, 2, 15)


def test_accusations_come_with_clashes(found: Relation) -> None:
    assert found.coincidence is not None
    assert found.coincidence.p < 0.05
    assert found.coincidence.lag == 1
    assert found.coincidence.precursor.effect > 0.3


def test_each_driver_opens_to_its_words(found: Relation, ledger: Ledger) -> None:
    shares = [driver.share for driver in found.changes[0].drivers]
    assert sum(shares) <= 1.0
    assert shares == sorted(shares, reverse=True)
    for driver in found.changes[0].drivers:
        event = ledger.event(driver.occurrence.event)
        assert event is not None
        assert event.words
        assert event.start is not None
        assert event.start >= found.changes[0].on


def test_what_is_alleged_is_backing_alleged_and_by_whom(found: Relation) -> None:
    backed = next(b for b in found.backings if b.backed == "new.chilembe")
    assert (backed.backer, backed.told, backed.alleged, backed.by, backed.denied) == ("MWI", 0, 4, (("ZMB", 4),), 2)
    assert backed.first == date(2026, 2, 3)
    assert found.series.count(("AID",), ("alleged",)).sum() == 0


def test_the_order_of_the_two_mirrors_the_directions(found: Relation, ledger: Ledger) -> None:
    other = relation(ledger, "MWI", "ZMB")
    assert other.history.state == found.history.state
    assert (other.series.count(CONFLICT, ways=(">",)) == found.series.count(CONFLICT, ways=("<",))).all()


def test_running_twice_changes_nothing(found: Relation, ledger: Ledger) -> None:
    assert relation(ledger, "ZMB", "MWI").rows == found.rows


def test_reports_that_are_all_about_the_pair_measure_no_coverage(found: Relation) -> None:
    assert found.source.unit == "days"
    assert "most of them about this pair" in found.source.described


def test_as_of_a_day_before_anything_was_known_there_is_nothing(ledger: Ledger) -> None:
    assert relation(ledger, "ZMB", "MWI", Asked(as_of=datetime(2020, 1, 1, tzinfo=UTC))).n == 0


@pytest.mark.parametrize(("a", "b", "said"), [("ZMB", "ZMB", "two sides"), ("ZMB", "Malaw", "MWI"), ("XYZ", "ZMB", "no actor 'XYZ'")])
def test_what_cannot_be_is_refused_with_a_hint(ledger: Ledger, a: str, b: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        relation(ledger, a, b)


def test_an_empty_ledger_says_so() -> None:
    with open_ledger() as empty:
        empty.add_actors(ACTORS)
        with pytest.raises(UsageError, match="has read nothing"):
            relation(empty, "ZMB", "MWI")


def actor(id: str, sector: str = "GOV", kind: str = "government") -> ActorInReport:
    return ActorInReport(id=id, name=f"Actor {id}", kind=kind, sector=sector)


def test_a_group_rolls_up_only_while_it_governs_and_rebels_never() -> None:
    first = day_of(date(2021, 6, 1))
    actors = [actor("AAA"), actor("BBB"), actor("AAA.MIL", "MIL"), actor("AAA.REB", "REB"), actor("grp.rule", "REB", "armed group")]
    rows = [
        ImportedEvent("1", first, "ASSAULT", "AAA.MIL", "BBB"),
        ImportedEvent("2", first + 1, "ASSAULT", "AAA.REB", "BBB"),
        ImportedEvent("3", first + 2, "ASSAULT", "grp.rule", "BBB"),
        ImportedEvent("4", first + 100, "ASSAULT", "grp.rule", "BBB"),
    ]
    ruled = Actor(
        id="grp.rule", name="The Rule", kind="armed group", roles=(Role(what="government of", of="AAA", since=date(2021, 8, 15)),)
    )
    with open_ledger() as ledger:
        ledger.add_dataset("d", "made up")
        ledger.add_actors(actors)
        ledger.import_events("d", rows)
        found = relation(ledger, "AAA", "BBB", Asked(roles=[ruled]))
        alone = relation(ledger, "AAA", "BBB", Asked(roles=[ruled], alone=True))
    assert [row.event for row in found.rows] == ["d:1", "d:4"]
    assert "The Rule (since 2021-08-15)" in found.a.described
    assert found.source.unit == "imported rows"
    assert alone.n == 0


def told(publisher: str, text: str, parties: tuple[str, str], on: datetime) -> Reading:
    report = Report(publisher=publisher, published=on, text=text)
    words = Span.of(text, 0, 7)
    event = Event(
        id=f"event:{publisher}", type="ASSAULT", actors=(Party(actor=parties[0]),), recipients=(Party(actor=parties[1]),),
        moment=Moment(start=on, end=on + timedelta(days=1), precision="day"), voice="report", status="actual",
        trigger=words, evidence=(words,),
    )  # fmt: skip
    return Reading(report=report, events=(event,), actors=(actor("AAA"), actor("BBB"), actor("AAA.MIL", "MIL")))


def test_one_happening_told_of_a_state_and_of_its_army_counts_once() -> None:
    on = datetime(2026, 3, 4, tzinfo=UTC)
    with open_ledger() as ledger:
        ledger.add(told("Alpha", "Clashes erupted.", ("AAA", "BBB"), on))
        ledger.add(told("Beta", "Clashes went on.", ("AAA.MIL", "BBB"), on))
        assert relation(ledger, "AAA", "BBB").n == 2
        ledger.add_occurrences([Occurrence(id="occurrence:1", events=("event:Alpha", "event:Beta"))])
        assert relation(ledger, "AAA", "BBB").n == 1


def test_a_panel_makes_the_exposure_and_its_changes_are_marked() -> None:
    on = datetime(2026, 3, 4, tzinfo=UTC)
    with open_ledger() as ledger:
        ledger.add(told("Alpha", "Clashes erupted.", ("AAA", "BBB"), on))
        for n in range(4):
            ledger.add(Reading(report=Report(publisher="Beta", published=on + timedelta(days=n), text=f"Rain fell, day {n}.")))
            ledger.add(Reading(report=Report(publisher="Gamma", published=on + timedelta(days=n), text=f"Sun shone, day {n}.")))
        ledger.set_panel([("Alpha", date(2026, 1, 1), None), ("Beta", date(2026, 1, 1), date(2026, 3, 6))])
        found = relation(ledger, "AAA", "BBB", by="day")
    assert found.source.daily == (2, 1, 0, 0)
    assert found.source.fixed
    assert [what for _, what in found.source.changes] == ["Beta leaves the panel"]
    assert found.series.exposure.tolist() == pytest.approx([4 / 3, 2 / 3, 0, 0])

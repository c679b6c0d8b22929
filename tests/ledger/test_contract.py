"""One contract of the store, on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from casus.ledger import BadRow, DayCount, Decision, EventRow, Feed, ImportedEvent, Item, Ledger, open_ledger
from casus.ledger.filing import day_of
from casus.records import ActorInReport, Occurrence, Rejected, RejectedInput, ReprintFamily, UsageError
from tests.ledger.conftest import TORKHAM, day, empty_database, rows_of, told

TOLD = day(7)
LATER = day(9)


def imported(row_id: str, number: int, actor: str | None = "AFG", recipient: str | None = "PAK", **more: object) -> ImportedEvent:
    return ImportedEvent(row_id, day_of(date(2026, 3, number)), "ACCUSE", actor, recipient, code="112", intensity=-3.0, **more)  # type: ignore[arg-type]


def ids(rows: tuple[EventRow, ...]) -> list[str]:
    return [row.id for row in rows]


def fill(ledger: Ledger) -> Ledger:
    """Write three reports and three imported rows."""
    ledger.add(told(on_day=5, url="https://a.example/1", place=TORKHAM), read_at=TOLD)
    ledger.add(told("PAK", "AFG", "accused", "Quetta Mail", on_day=6, type="ACCUSE"), read_at=TOLD)
    ledger.add(told("grp.front", None, "marched", "Kabul Herald", on_day=None, type="PROTEST", kind="deny"), read_at=TOLD)
    ledger.add_dataset("icews", "ICEWS", "2018")
    ledger.import_events("icews", [imported("1", 1), imported("2", 2, "PAK", "AFG"), imported("3", 3, "IND", None)])
    return ledger


@pytest.fixture
def filled(ledger: Ledger) -> Ledger:
    return fill(ledger)


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def stocked(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A filled ledger that tests share: none may write to it."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            target = str(tmp_path_factory.mktemp("stocked") / "ledger.db")
        else:
            target = stack.enter_context(empty_database(request.getfixturevalue("server")))
        yield fill(stack.enter_context(open_ledger(target)))


class TestWriting:
    def test_a_reading_comes_out_as_it_went_in(self, ledger: Ledger) -> None:
        reading = told(place=TORKHAM)
        assert ledger.add(reading).state == "new"
        assert ledger.reading(reading.report.id) == reading

    def test_reading_again_changes_nothing(self, ledger: Ledger) -> None:
        reading = told()
        ledger.add(reading)
        before = {table: rows_of(ledger, table) for table in ("reports", "readings", "claims", "events", "pairs", "coverage")}
        assert ledger.add(reading, read_at=LATER).state == "known"
        assert {table: rows_of(ledger, table) for table in before} == before

    def test_a_newer_readers_reading_stands_beside_the_old_one(self, ledger: Ledger) -> None:
        old, new = told(), told(type="COERCE")
        ledger.add(old, "one", TOLD)
        assert ledger.add(new, "two", LATER).state == "reread"
        assert ledger.reading(old.report.id, "one") == old
        assert ledger.reading(old.report.id) == new
        assert [event.type for event in ledger.events().rows] == ["COERCE"]

    def test_the_same_text_with_other_white_space_keeps_its_offsets(self, ledger: Ledger) -> None:
        plain = told(tail="It rained.")
        spaced = told(tail=" It  rained.")
        assert plain.report.id == spaced.report.id
        ledger.add(plain, "one")
        ledger.add(spaced, "two")
        assert (ledger.reading(plain.report.id), ledger.reading(plain.report.id, "one")) == (spaced, plain)
        assert list(ledger.check()) == []

    def test_a_changed_article_is_a_new_version(self, ledger: Ledger) -> None:
        before = told(url="https://a.example/1", tail="Two\npeople died.\nThe road is shut and the market is closed today.")
        after = told(url="https://a.example/1", tail="Two\nthree people died.\nThe road is shut and the market is closed today.")
        ledger.add(before, read_at=TOLD)
        assert ledger.add(after, read_at=LATER).state == "changed"
        (row,) = ledger.reports().rows
        assert (row.id, row.version, row.previous) == (after.report.id, 2, before.report.id)
        assert row.changed is not None
        assert (row.changed["added"], row.changed["removed"]) == (["three people died."], ["people died."])
        assert len(ledger.events().rows) == 1
        assert [r.id for r in ledger.reports(as_of=day(8)).rows] == [before.report.id]
        old = ledger.report(before.report.id)
        assert old is not None
        assert old.retired == LATER

    def test_a_version_that_comes_late_does_not_replace_a_newer_one(self, ledger: Ledger) -> None:
        newer = told(url="u", published=day(6), tail="The road is shut and the market is closed today, and the school.")
        older = told(url="u", published=day(5), tail="The road is shut and the market is closed today.")
        ledger.add(newer, read_at=TOLD)
        ledger.add(older, read_at=LATER)
        assert [row.id for row in ledger.reports().rows] == [newer.report.id]
        assert len(ledger.events().rows) == 1
        assert list(ledger.check()) == []

    def test_another_article_at_the_same_address_is_no_version(self, ledger: Ledger) -> None:
        tail = "Snow shut the high passes; lorries queued for miles and drivers slept in their cabs beside small fires of brushwood."
        ledger.add(told(url="https://a.example/front", tail=tail))
        tail = "Rice was cheap this week and the ferries ran on time, the harbour master told callers who had feared a strike."
        other = told("IND", "PAK", "thanked", "Delhi Post", url="https://a.example/front", type="SUPPORT", kind="assess", tail=tail)
        assert ledger.add(other).state == "new"
        assert len(ledger.reports({"url": "https://a.example/front"}).rows) == 2

    def test_as_of(self, ledger: Ledger) -> None:
        ledger.add(told(), "one", TOLD)
        ledger.add(told(type="COERCE"), "two", LATER)
        assert [e.type for e in ledger.events(as_of=day(8)).rows] == ["ASSAULT"]
        assert [e.type for e in ledger.events(as_of=LATER).rows] == ["COERCE"]
        assert ledger.events(as_of=day(6)).rows == ()
        assert [c.type for c in ledger.series([("AFG", "PAK")], as_of=day(8))] == ["ASSAULT"]

    def test_records_that_share_an_id_are_told_apart(self, ledger: Ledger) -> None:
        reading = told()
        second = reading.events[0].model_copy(update={"type": "COERCE"})
        ledger.add(reading.model_copy(update={"events": (reading.events[0], second)}))
        assert {row.id: row.type for row in ledger.events().rows} == {second.id: "ASSAULT", f"{second.id}.2": "COERCE"}
        kept = ledger.reading(reading.report.id)
        assert kept is not None
        assert "told apart" in kept.problems[0].message
        assert list(ledger.check()) == []

    def test_half_a_report_is_never_written(self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
        def fails(*_: object) -> None:
            raise OSError("the disk is full")

        monkeypatch.setattr("casus.ledger.write._keep_overruled", fails)
        with pytest.raises(OSError, match="disk"):
            ledger.add(told())
        assert [rows_of(ledger, table) for table in ("reports", "readings", "events", "pairs")] == [[], [], [], []]


class TestLists:
    @pytest.mark.parametrize(
        ("given", "count"),
        [
            ("actor=AFG", 4),
            ("by=AFG", 2),
            ("on=AFG", 2),
            ("dyad=PAK,AFG", 4),
            ("actor=AFG,IND", 5),
            ("type=ACCUSE", 4),
            ("type=ACCUSE,ASSAULT", 5),
            ("status=negated", 0),
            ("voice=report", 6),
            ("voice=alleged", 0),
            ("since=2026-03-05", 2),
            ("until=2026-03-05", 3),
            ("source=Kabul Herald", 2),
            ("dataset=icews", 3),
            ("imported=yes", 3),
            ("imported=no", 3),
            ("near=34.1,71.0,20", 1),
            ("near=34.1,71.0,5", 0),
            ("box=30,70,35,72", 1),
            ("box=-30,-170,60,175", 1),
            ("place=plc.torkham", 1),
            ("text=shelled", 1),
            ('text="shelled pakistan"', 1),
            ('text="pakistan shelled"', 0),
            ("text=march*", 1),
            ("text=pakistan -shelled", 1),
            ("url=https://a.example/1", 1),
            ("published-since=2026-03-07", 0),
            ("extent=several", 0),
            ("confidence=0.5", 0),
        ],
    )
    def test_events(self, stocked: Ledger, given: str, count: int) -> None:
        page = stocked.events([given])
        assert (len(page.rows), page.count) == (count, count)

    @pytest.mark.parametrize(
        ("given", "count"),
        [
            (["actor=AFG", "type=ASSAULT"], 1),
            (["actor=AFG", "actor=PAK"], 4),
            (["actor=AFG", "actor=IND"], 0),
            (["actor=AFG", "text=shelled", "near=34.1,71.0,20"], 1),
            (["dyad=AFG,PAK", "type=ACCUSE", "since=2026-03-02", "imported=yes"], 1),
            (["near=34.1,71.0,20", "by=AFG", "voice=report", "status=actual"], 1),
            (["source=Kabul Herald", "type=ASSAULT,PROTEST", "published-until=2026-03-07"], 2),
        ],
    )
    def test_several_filters_all_hold(self, stocked: Ledger, given: list[str], count: int) -> None:
        page = stocked.events(given)
        assert (len(page.rows), page.count) == (count, count)

    @pytest.mark.parametrize(
        ("given", "count"),
        [
            (["kind=allege"], 2),
            (["kind=deny"], 1),
            (["by=per.sorgho"], 3),
            (["on=AFG"], 1),
            (["actor=PAK"], 1),
            (["dyad=per.sorgho,PAK"], 1),
            (["status=unanswered here"], 3),
            (["source=Quetta Mail"], 1),
            (["text=afghanistan lied"], 1),
            (["since=2026-03-06", "until=2026-03-07"], 3),
            (["url=https://a.example/1"], 1),
        ],
    )
    def test_claims(self, stocked: Ledger, given: list[str], count: int) -> None:
        page = stocked.claims(given)
        assert (len(page.rows), page.count) == (count, count)

    def test_an_event_opens_to_words_parties_place_and_report(self, stocked: Ledger) -> None:
        (row,) = stocked.events({"type": "ASSAULT"}).rows
        assert row.report is not None
        assert (row.actors[0].name, row.recipients[0].name, row.trigger and row.trigger.quote) == ("Afghanistan", "Pakistan", "shelled")
        assert (row.words[0].quote, row.report.publisher, row.report.rating) == ("Afghanistan shelled Pakistan", "Kabul Herald", "F6")
        assert (row.start, row.end, row.places[0].name, row.places[0].lat) == (date(2026, 3, 5), date(2026, 3, 6), "Torkham", 34.12)
        assert stocked.event(row.id) == row

    def test_a_claim_opens_to_speaker_words_and_report(self, stocked: Ledger) -> None:
        (row,) = stocked.claims({"on": "AFG"}).rows
        assert row.speaker is not None
        assert (row.speaker.id, row.speaker.words, row.speaker_role) == ("per.sorgho", "Leila Sorgho", "governor")
        assert (row.words[0].quote, row.accused[0].name, row.report.url) == ("Afghanistan lied", "Afghanistan", "https://a.example/1")
        assert stocked.claim(row.id) == row

    def test_an_imported_event_has_a_data_set_and_no_words(self, stocked: Ledger) -> None:
        row = stocked.event("icews:2")
        assert row is not None
        assert (row.dataset, row.row_id, row.code, row.report, row.words) == ("icews", "2", "112", None, ())
        assert (row.actors[0].id, row.recipients[0].id, row.intensity) == ("PAK", "AFG", -3.0)

    def test_search_finds_reports_newest_first_with_a_snippet(self, filled: Ledger) -> None:
        filled.add(told(deed="shelled", publisher="Late Post", published=day(8)))
        rows = filled.search("SHELLED").rows
        assert [row.publisher for row in rows] == ["Late Post", "Kabul Herald"]
        assert rows[0].snippet is not None
        assert "shelled" in rows[0].snippet.quote
        assert (rows[0].claims, rows[0].events) == (1, 1)

    @pytest.mark.parametrize(
        "words", ["'; DROP TABLE reports", "shelled OR", 'NEAR("shelled"', "*", "a:b (", "\\", "shelled NOT a & | !", '"']
    )
    def test_no_input_is_an_operator(self, stocked: Ledger, words: str) -> None:
        try:
            found = stocked.search(words).count
        except UsageError as error:
            found = 0 if "nothing to search for" in str(error) else None
        assert found == 0
        assert len(stocked.reports().rows) == 3

    def test_search_folds_case_and_marks(self, ledger: Ledger) -> None:
        ledger.add(told(tail="Recep Erdoğan met São Tomé’s envoy from the U.S. delegation."))
        for words in ("erdogan", "ERDOĞAN", '"sao tome"', "são", '"U.S. delegation"'):
            assert ledger.search(words).count == 1, words

    def test_pages_go_on_where_the_last_one_ended(self, ledger: Ledger) -> None:
        ledger.add_dataset("icews", "ICEWS")
        ledger.import_events("icews", [imported(str(n), 1 + n % 28) for n in range(230)])
        seen: list[str] = []
        after: str | None = None
        for _ in range(5):
            page = ledger.events({"actor": "AFG,PAK"}, after, 50)
            seen, after = [*seen, *ids(page.rows)], page.next
            assert page.count == 230
        assert (len(seen), len(set(seen)), after) == (230, 230, None)
        starts = [row.start for row in ledger.iterate("events") if row.start]
        assert starts == sorted(starts, reverse=True)
        assert len(starts) == 230

    def test_counts_are_capped(self, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
        ledger.add_dataset("icews", "ICEWS")
        ledger.import_events("icews", [imported(str(n), 1) for n in range(120)])
        monkeypatch.setattr("casus.ledger.paging.CAP", 100)
        monkeypatch.setattr("casus.ledger.paging.EXAMINED", 50)
        page = ledger.events({"actor": "AFG"}, limit=5)
        assert (page.count, page.capped, page.total) == (100, True, "100+")
        looked_up = ledger.events({"actor": "AFG", "dataset": "icews"}, limit=5)
        assert (looked_up.count, looked_up.capped, looked_up.total) == (25, True, "25+")

    @pytest.mark.parametrize(
        ("given", "message"),
        [
            ("actr=AFG", "did you mean 'actor'"),
            ("type=ASAULT", "did you mean 'ASSAULT'"),
            ("kind=allege", "does not narrow down events"),
            ("status=denied", "none of actual"),
            ("since=March", "no date"),
            ("near=34", "near=LAT,LON,KM"),
            ("box=40,0,30,10", "in this order"),
            ("dyad=AFG,AFG", "dyad=ID,ID"),
            ("AFG", "write KEY=VALUE"),
        ],
    )
    def test_what_cannot_be_asked_is_refused(self, stocked: Ledger, given: str, message: str) -> None:
        with pytest.raises(UsageError, match=message):
            stocked.events([given])


class TestImports:
    def test_importing_again_changes_nothing(self, filled: Ledger) -> None:
        again = [imported("3", 3, "IND", None), imported("4", 4), imported("4", 4)]
        done = filled.import_events("icews", again)
        assert (done.rows, done.known) == (1, 2)
        assert filled.events({"dataset": "icews"}).count == 4
        assert [(d.source, d.rows) for d in filled.coverage() if d.rows] == [("dataset:icews", 1)] * 4

    def test_parties_of_all_shapes(self, ledger: Ledger) -> None:
        ledger.add_dataset("x", "X")
        rows = [
            imported("1", 1, "PAK", "AFG"),
            imported("2", 1, None, "AFG"),
            imported("3", 1, "AFG", "AFG"),
            imported("4", 1, None, None),
            imported("5", 1, "PAK", "AFG", two_sided=True),
            imported("6", 1, lat=34.12, lon=71.09, words="tab\there, \\N and\nline", mode="allege"),
        ]
        ledger.import_events("x", rows)
        pairs = {(p["a"], p["b"], p["direction"]) for p in rows_of(ledger, "pairs")}
        assert pairs == {("AFG", "PAK", "<"), ("AFG", "", "<"), ("AFG", "", ">"), ("AFG", "PAK", "="), ("AFG", "PAK", ">")}
        assert ledger.events({"by": "AFG"}).count == 3
        assert ledger.events({"near": "34.1,71.1,10"}).count == 1
        both = ledger.event("x:5")
        assert both is not None
        assert ([a.id for a in both.actors], both.recipients) == (["PAK", "AFG"], ())
        assert [r["words"] for r in rows_of(ledger, "events") if r["words"]] == ["tab\there, \\N and\nline"]
        assert list(ledger.check()) == []

    def test_an_unknown_data_set_is_refused(self, ledger: Ledger) -> None:
        with pytest.raises(UsageError, match="add_dataset"):
            ledger.import_events("gdelt", [])
        with pytest.raises(UsageError, match="colon"):
            ledger.add_dataset("a:b", "A")

    def test_a_row_given_twice_counts_once_in_whatever_order_days_come(self, ledger: Ledger) -> None:
        ledger.add_dataset("icews", "ICEWS")
        rows = [imported("b", 5), imported("a", 2), imported("b", 5), imported("c", 1, url="https://a.example/c")]
        done = ledger.import_events("icews", rows)
        assert (done.rows, done.known) == (3, 1)
        assert ledger.import_events("icews", [imported("c", 1), imported("d", 9)]).known == 1
        assert ids(ledger.events().rows) == ["icews:d", "icews:b", "icews:a", "icews:c"]
        assert [row.url for row in ledger.events().rows] == [None, None, None, "https://a.example/c"]
        assert list(ledger.check()) == []

    def test_words_come_out_as_they_went_in(self, ledger: Ledger) -> None:
        ledger.add_dataset("x", "X")
        odd = 'a\tb\\c\n"d" é \\N'
        ledger.import_events("x", [imported("1", 1, words=odd, confidence=0.25), imported("\\N", 1, words=None, two_sided=True)])
        assert {row["row_id"]: row["words"] for row in rows_of(ledger, "events")} == {"1": odd, "\\N": None}
        assert ids(ledger.events({"confidence": "0.2", "actor": "AFG"}).rows) == ["x:1"]
        assert ids(ledger.events({"by": "PAK", "actor": "AFG"}).rows) == ["x:\\N"]
        assert ids(ledger.events({"on": "PAK", "actor": "AFG"}).rows) == ["x:1"]


class TestSeries:
    def test_what_counts(self, ledger: Ledger) -> None:
        ledger.add(told(on_day=5))
        ledger.add(told(on_day=5, tail="More.", voice="alleged", basis="alleged"))
        ledger.add(told(on_day=5, tail="Or not.", status="negated"))
        ledger.add(told(on_day=5, tail="Perhaps.", basis="alleged"))
        ledger.add(told(on_day=None, tail="Once."))
        ledger.add(told("PAK", "AFG", on_day=6))
        counts = ledger.series([("PAK", "AFG")])
        assert [(c.day.day, c.voice, c.direction, c.n, c.intensity, c.weighed) for c in counts] == [
            (5, "alleged", ">", 1, -9.0, 1),
            (5, "report", ">", 1, -9.0, 1),
            (6, "report", "<", 1, -9.0, 1),
        ]
        assert ledger.series([("AFG", "PAK", date(2026, 3, 6), None)])[0].day == date(2026, 3, 6)
        assert ledger.series([("AFG", "PAK", None, date(2026, 3, 5))]) == []

    def test_an_occurrence_counts_once(self, ledger: Ledger) -> None:
        first, second, third = told(), told(publisher="Quetta Mail", voice="attributed"), told(publisher="Delhi Post")
        for reading in (first, second, third):
            ledger.add(reading)
        events = [reading.events[0].id for reading in (first, second, third)]
        assert [c.n for c in ledger.series([("AFG", "PAK")])] == [1, 2]
        ledger.add_occurrences([Occurrence(id="occurrence:1", events=tuple(events[:2]))])
        assert [(c.voice, c.n) for c in ledger.series([("AFG", "PAK")])] == [("report", 2)]
        ledger.add_occurrences([Occurrence(id="occurrence:2", events=tuple(events))])
        assert [(c.voice, c.n) for c in ledger.series([("AFG", "PAK")])] == [("report", 1)]
        assert ledger.occurrence(events[1]) == Occurrence(id="occurrence:2", events=tuple(events))
        assert ledger.events({"occurrence": "occurrence:2"}).count == 3
        ledger.add_occurrences([Occurrence(id="occurrence:3", events=(events[0],))])
        assert [(c.voice, c.n) for c in ledger.series([("AFG", "PAK")])] == [("report", 2)]
        assert list(ledger.check()) == []

    def test_a_newer_reading_takes_its_place_in_the_occurrence(self, ledger: Ledger) -> None:
        first, second = told(), told(publisher="Quetta Mail")
        ledger.add(first, "one")
        ledger.add(second, "one")
        ledger.add_occurrences([Occurrence(id="occurrence:1", events=(first.events[0].id, second.events[0].id))])
        ledger.add(first, "two")
        assert [c.n for c in ledger.series([("AFG", "PAK")])] == [1]
        assert ledger.events({"occurrence": "occurrence:1"}).count == 2


@pytest.fixture
def one(ledger: Ledger) -> Iterator[Ledger]:
    ledger.add(told(place=TORKHAM), "one", TOLD)
    yield ledger
    assert list(ledger.check()) == []


def event_of(ledger: Ledger) -> str:
    return ledger.events().rows[0].id


class TestDecisions:
    def test_correct_undo_and_redo(self, one: Ledger) -> None:
        fixed = one.decide(Decision(kind="correct", target=event_of(one), who="ana", why="sirens", set={"type": "COERCE"}), day(8))
        (row,) = one.events().rows
        assert (row.type, row.decision) == ("COERCE", fixed)
        assert [c.type for c in one.series([("AFG", "PAK")])] == ["COERCE"]
        assert [r.type for r in one.events(as_of=TOLD).rows] == ["ASSAULT"]
        undone = one.undo(fixed, "ben", "it was shelling", day(9))
        assert [(r.type, r.decision) for r in one.events().rows] == [("ASSAULT", None)]
        one.undo(undone, "ana", "I have the tape", day(10))
        assert [r.type for r in one.events().rows] == ["COERCE"]
        assert one.reading(one.reports().rows[0].id) == told(place=TORKHAM)

    def test_decisions_survive_re_reading_even_where_the_words_moved(self, one: Ledger) -> None:
        one.decide(Decision(kind="reject", target=event_of(one), who="ana", why="a drill"), day(8))
        assert one.events().rows == ()
        moved = told(place=TORKHAM)
        trigger = moved.report.span(0, len("Afghanistan shelled"))
        other = moved.events[0].model_copy(update={"id": "event:moved", "trigger": trigger})
        one.add(moved.model_copy(update={"events": (other,)}), "two", day(9))
        assert one.events().rows == ()
        (key,) = [decided.key for decided, _ in one.decisions()]
        one.undo(key, "ana", "no drill")
        assert event_of(one) == "event:moved"

    def test_a_decision_that_does_not_fit_a_newer_reading_loses_no_report(self, ledger: Ledger) -> None:
        reading, spaced = told(tail="It rained."), told(tail=" It  rained.")
        ledger.add(reading, "one")
        start = reading.report.text.index("rained")
        record = reading.events[0].model_dump(mode="json") | {
            "id": "event:added",
            "trigger": {"start": start, "end": start + 6, "quote": "rained"},
            "evidence": [{"start": start, "end": start + 6, "quote": "rained"}],
        }
        ledger.decide(Decision(kind="add", report=reading.report.id, who="ana", why="missed", record=record))
        assert ledger.events().count == 2
        ledger.add(spaced, "two")
        assert ledger.events().count == 1
        assert list(ledger.check()) == []

    def test_an_alleged_act_falls_with_its_claim(self, ledger: Ledger) -> None:
        reading = told(voice="alleged", basis="alleged")
        ledger.add(reading)
        ledger.decide(Decision(kind="reject", target=reading.claims[0].id, who="ana", why="misread"))
        assert (ledger.claims().rows, ledger.events().rows) == ((), ())
        assert list(ledger.check()) == []

    def test_add(self, one: Ledger) -> None:
        reading = told(place=TORKHAM)
        record = reading.events[0].model_dump(mode="json") | {"id": "event:added", "type": "MOBILIZE", "mode": None}
        one.decide(Decision(kind="add", report=reading.report.id, who="ana", why="missed", record=record))
        assert {row.type for row in one.events().rows} == {"ASSAULT", "MOBILIZE"}
        one.add(reading, "two", day(9))
        assert {row.type for row in one.events().rows} == {"ASSAULT", "MOBILIZE"}

    @pytest.mark.parametrize(
        ("change", "message"),
        [({"type": "BOMB"}, "type"), ({"actors": [{"mention": "mention:none", "actor": "AFG"}], "trigger": None}, "trigger")],
    )
    def test_what_does_not_fit_is_refused_and_leaves_no_trace(self, one: Ledger, change: dict[str, object], message: str) -> None:
        with pytest.raises(UsageError, match=message):
            one.decide(Decision(kind="correct", target=event_of(one), who="ana", why="x", set=change))
        assert one.decisions(only_standing=False) == []

    def test_merged_actors_are_asked_for_as_one(self, one: Ledger) -> None:
        one.add(told("grp.front", "PAK", "raided", on_day=5), "one", day(8))
        assert one.events({"actor": "AFG"}).count == 1
        key = one.decide(Decision(kind="merge", target="grp.front", into="AFG", who="ana", why="the same men"), day(9))
        assert (one.events({"actor": "AFG"}).count, one.events({"dyad": "PAK,AFG"}).count) == (2, 2)
        assert [(c.a, c.b, c.direction, c.n) for c in one.series([("AFG", "PAK")])] == [("AFG", "PAK", ">", 2)]
        assert one.events({"actor": "AFG"}, as_of=day(8)).count == 1
        one.undo(key, "ana", "not the same")
        assert one.events({"actor": "AFG"}).count == 1

    def test_split(self, one: Ledger) -> None:
        reading = told(place=TORKHAM)
        one.add_actors([ActorInReport(id="grp.front", name="Northern Front", kind="armed group")])
        key = one.decide(Decision(kind="split", target="AFG", into="grp.front", report=reading.report.id, who="ana", why="not the state"))
        assert (one.events({"by": "AFG"}).count, one.events({"by": "grp.front"}).count) == (0, 1)
        assert one.claims({"on": "grp.front"}).count == 1
        one.undo(key, "ana", "it was")
        assert one.events({"by": "AFG"}).count == 1

    def test_ratings(self, one: Ledger) -> None:
        assert one.events().rows[0].report.rating == "F6"  # type: ignore[union-attr]
        one.decide(Decision(kind="rate", target="Kabul Herald", rating="B2", who="ana", why="right before"))
        assert one.events().rows[0].report.rating == "B2"  # type: ignore[union-attr]
        with pytest.raises(UsageError, match="did you mean 'Kabul Herald'"):
            one.decide(Decision(kind="rate", target="Kabul Heralt", rating="B2", who="ana", why="x"))

    def test_imported_events_can_be_decided_on(self, ledger: Ledger) -> None:
        ledger.add_dataset("icews", "ICEWS")
        ledger.import_events("icews", [imported("1", 1), imported("2", 2)])
        fixed = ledger.decide(Decision(kind="correct", target="icews:1", who="ana", why="x", set={"type": "ASSAULT", "actors": "IND"}))
        row = ledger.event("icews:1")
        assert row is not None
        assert (row.type, row.actors[0].id, row.decision) == ("ASSAULT", "IND", fixed)
        ledger.decide(Decision(kind="reject", target="icews:2", who="ana", why="double"))
        assert (ledger.events({"dyad": "IND,PAK"}).count, ledger.events({"dyad": "AFG,PAK"}).count) == (1, 0)
        assert ledger.import_events("icews", [imported("1", 1), imported("2", 2)]).rows == 0
        ledger.undo(fixed, "ana", "as it was")
        assert ledger.events({"dyad": "AFG,PAK"}).count == 1
        assert list(ledger.check()) == []

    def test_a_decision_on_nothing_is_refused(self, one: Ledger) -> None:
        for decision in (
            Decision(kind="reject", target="event:none", who="a", why="b"),
            Decision(kind="undo", target="7", who="a", why="b"),
            Decision(kind="merge", target="AFG", into="XXX", who="a", why="b"),
        ):
            with pytest.raises(UsageError, match="no "):
                one.decide(decision)


class TestDailyCounts:
    """`dyad_days` follows `pairs`, whatever happens there."""

    def recounted(self, ledger: Ledger) -> list[DayCount]:
        """Return the series as the pairs themselves give it."""
        return ledger.series([("AFG", "PAK")], as_of=datetime(2100, 1, 1, tzinfo=UTC))

    def test_they_follow_readings_imports_and_decisions(self, filled: Ledger) -> None:
        event = told(on_day=5, url="https://a.example/1", place=TORKHAM).events[0].id
        steps: list[Callable[[], object]] = [
            lambda: filled.decide(Decision(kind="correct", target=event, who="ana", why="x", set={"type": "COERCE", "intensity": -5.0})),
            lambda: filled.decide(Decision(kind="reject", target="icews:1", who="ana", why="x")),
            lambda: filled.undo(2, "ana", "x"),
            lambda: filled.add(told("PAK", "AFG", "accused", "Quetta Mail", on_day=6, type="THREATEN"), "newer", LATER),
            lambda: filled.import_events("icews", [imported("1", 1), imported("9", 1), imported("10", 1, "PAK", "AFG")]),
            lambda: filled.add_occurrences([Occurrence(id="occurrence:1", events=("icews:9", "icews:1"))]),
        ]
        seen = [self.recounted(filled)]
        for step in steps:
            step()
            seen.append(self.recounted(filled))
            assert filled.series([("AFG", "PAK")]) == seen[-1]
            assert list(filled.check()) == []
        assert len({tuple(counts) for counts in seen}) > 4
        assert sum(c.n for c in seen[-1]) == 5

    def test_nothing_lingers_of_what_was_forgotten(self, ledger: Ledger) -> None:
        reading = told()
        ledger.add(reading)
        assert len(rows_of(ledger, "dyad_days")) == 1
        ledger.forget(report=reading.report.id)
        assert rows_of(ledger, "dyad_days") == []

    def test_check_finds_counts_that_are_off(self, filled: Ledger) -> None:
        with filled.write() as connection:
            connection.exec_driver_sql("UPDATE dyad_days SET n = n + 1 WHERE day = (SELECT min(day) FROM dyad_days)")
        assert any(line.startswith("dyad_days: AFG and PAK") for line in filled.check())

    def test_writers_at_once_add_up(self, ledger: Ledger) -> None:
        def write(publisher: str) -> None:
            for number in range(8):
                ledger.add(told(publisher=publisher, tail=f"Notice {publisher} {number}."))

        with ThreadPoolExecutor(3) as pool:
            list(pool.map(write, ("Kabul Herald", "Quetta Mail", "Wire")))
        assert [count.n for count in ledger.series([("AFG", "PAK")])] == [24]

    def test_moments_longer_than_a_day_are_asked_for(self, ledger: Ledger) -> None:
        ledger.add_dataset("icews", "ICEWS")
        first = day_of(date(2026, 3, 1))
        ledger.import_events("icews", [imported("1", 1), imported("2", 1, day_end=first + 7)])
        assert [c.n for c in ledger.series([("AFG", "PAK")])] == [1]
        assert [c.n for c in ledger.series([("AFG", "PAK")], longest_days=7)] == [2]


class TestUpkeep:
    def test_rejected_inputs_wait_once_and_leave_when_resolved(self, ledger: Ledger) -> None:
        item = RejectedInput(input="a.txt", rejected=Rejected(stage="ingest", reason="empty"))
        key = ledger.reject(item)
        assert ledger.reject(item) == key
        assert ledger.reject_rows([BadRow("x.tab", "no date", 7), BadRow("x.tab", "no date", 7)]) == 1
        waiting = ledger.retry_queue()
        assert [(q.input, q.reason, q.tries, q.line) for q in waiting] == [("a.txt", "empty", 2, None), ("x.tab", "no date", 1, 7)]
        assert waiting[0].item == item
        ledger.resolve(key)
        assert [q.input for q in ledger.retry_queue()] == ["x.tab"]

    def test_a_report_is_forgotten_for_good(self, ledger: Ledger) -> None:
        gone, stays = told(tail="The well in the courtyard of the old customs house has run dry.", url="u1"), told(publisher="Quetta Mail")
        ledger.add(gone)
        ledger.add(stays)
        ledger.add_occurrences([Occurrence(id="occurrence:1", events=(gone.events[0].id, stays.events[0].id))])
        ledger.add_family(ReprintFamily(id="family:1", reports=(gone.report.id, stays.report.id)))
        proof = ledger.forget(report=gone.report.id)
        assert proof.proven, proof
        assert ledger.reports().count == 1
        assert ledger.search("courtyard").count == 0
        assert [c.n for c in ledger.series([("AFG", "PAK")])] == [1]
        assert ledger.family(stays.report.id) == ReprintFamily(id="family:1", reports=(stays.report.id,))
        assert ledger.add(gone).state == "forgotten"
        assert ledger.reports().count == 1
        assert list(ledger.check()) == []

    @pytest.mark.parametrize("who", ["Leila Sorgho", "per.sorgho", "leila  sorgho"])
    def test_a_person_is_forgotten_for_good(self, ledger: Ledger, who: str) -> None:
        reading = told(tail="Governor Sorgho left; LEILA SORGHO did not look back.")
        ledger.add(reading)
        key = ledger.decide(
            Decision(kind="correct", target=reading.claims[0].id, who="ana", why="Leila Sorgho is no governor", set={"speaker_role": None})
        )
        proof = ledger.forget(person=who)
        assert proof.proven, proof
        (row,) = ledger.claims().rows
        assert row.speaker is not None
        assert (row.speaker.id, row.speaker.words) == (None, "█" * 12)
        read = ledger.reading(reading.report.id)
        assert read is not None
        assert "orgho" not in read.model_dump_json().casefold().replace("sorghom", "")
        assert len(read.report.text) == len(reading.report.text)
        assert ledger.search("sorgho").count == 0
        assert "Sorgho" not in str(ledger.decisions())
        assert key == ledger.decisions()[0][0].key
        again = told(publisher="Late Post", tail="Sorgho again.")
        ledger.add(again)
        assert ledger.search("sorgho").count == 0
        assert ledger.claims({"by": "per.sorgho"}).count == 0
        assert list(ledger.check()) == []

    def test_nobody_and_nothing_cannot_be_forgotten(self, ledger: Ledger) -> None:
        with pytest.raises(UsageError, match="nobody called"):
            ledger.forget(person="Ana Belo")
        with pytest.raises(UsageError, match="no report"):
            ledger.forget(report="report:none")

    def test_backup(self, filled: Ledger, tmp_path: Path) -> None:
        path = tmp_path / "copy.db"
        filled.backup(path)
        assert path.stat().st_mode & 0o777 == 0o600
        with pytest.raises(UsageError, match="exists already"):
            filled.backup(path)
        if filled.dialect == "sqlite":
            with open_ledger(path) as copy:
                assert ids(copy.events().rows) == ids(filled.events().rows)
                assert list(copy.check()) == []
        else:
            assert path.read_bytes()[:5] == b"PGDMP"

    def test_check_finds_what_is_wrong(self, filled: Ledger) -> None:
        assert list(filled.check()) == []
        with filled.write() as connection:
            connection.exec_driver_sql("UPDATE events SET type = 'COERCE' WHERE type = 'ASSAULT'")
            connection.exec_driver_sql("DELETE FROM pairs WHERE a = 'AFG' AND b = 'PAK' AND type = 'ASSAULT'")
            connection.exec_driver_sql("UPDATE reports SET text = replace(text, 'Leila', 'Lejla') WHERE url IS NOT NULL")
            connection.exec_driver_sql("INSERT INTO event_places (key, position, place) VALUES (7, 0, 'plc.none')")
        found = "\n".join(filled.check())
        assert "Leila" in found
        assert "event_places: 7 is not in events" in found
        assert "column type" in found or "Leila" in found

    def test_feeds_coverage_and_exposure(self, ledger: Ledger) -> None:
        ledger.keep_feed(Feed("https://a.example/feed", etag="x", failures=2, due=day(9), extra={"interval": 60}))
        ledger.keep_item(Item("https://a.example/feed", "guid-1", None, "report:1"))
        assert ledger.feeds() == [Feed("https://a.example/feed", etag="x", failures=2, due=day(9), extra={"interval": 60})]
        assert ledger.seen_items("https://a.example/feed", ["guid-1", "guid-2"]) == {"guid-1"}
        ledger.add(told(published=day(5)))
        ledger.add(told(publisher="Quetta Mail", published=day(5)))
        assert [(e.day.day, e.reports, e.sources) for e in ledger.exposure()] == [(5, 2, 2)]
        ledger.set_panel([("Quetta Mail", date(2026, 1, 1), None), ("Kabul Herald", date(2026, 3, 6), None)])
        assert [(e.day.day, e.reports, e.sources) for e in ledger.exposure()] == [(5, 1, 1)]
        assert {d.source for d in ledger.coverage(date(2026, 3, 5), date(2026, 3, 6))} == {"Kabul Herald", "Quetta Mail"}

    def test_fingerprints(self, ledger: Ledger) -> None:
        ledger.add_fingerprints("report:1", [1, 2, 2**64 - 1])
        ledger.add_fingerprints("report:2", [2, 3])
        assert ledger.shared_fingerprints([2**64 - 1, 2, 9]) == {"report:1": 2, "report:2": 1}
        assert ledger.shared_fingerprints([1, 2], most=1) == {"report:1": 1}

    def test_answers_across_reports(self, ledger: Ledger) -> None:
        claim, denial = told(), told("PAK", "AFG", publisher="Quetta Mail", kind="deny")
        ledger.add(claim)
        ledger.add(denial)
        ledger.add_answer(claim.claims[0].id, denial.claims[0].id, "denied")
        row = ledger.claim(claim.claims[0].id)
        assert row is not None
        assert row.answered_by == (denial.claims[0].id,)


class TestOpening:
    def test_opening_again_finds_what_was_written(self, target: str) -> None:
        with open_ledger(target) as ledger:
            ledger.add(told())
        with open_ledger(target) as ledger:
            assert ledger.events().count == 1

    def test_as_of_takes_times_in_any_zone(self, ledger: Ledger) -> None:
        ledger.add(told(), read_at=datetime(2026, 3, 7, 12, tzinfo=UTC))
        assert ledger.reports(as_of=datetime(2026, 3, 7, 12)).count == 1
        assert ledger.reports(as_of=datetime(2026, 3, 7, 12, tzinfo=UTC) - timedelta(seconds=1)).count == 0

import csv
import gzip
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest
from sqlalchemy import text

from casus.exchange import import_file
from casus.exchange.icews import COLUMNS, MORE
from casus.ledger import Ledger
from casus.records import InputError, UsageError

from .conftest import events, parties

Cells = dict[int, str]


Codes = tuple[str, str, str]


def gdelt(id: int, code: str = "190", actor: Codes = ("AFG", "", "MIL"), on: Codes = ("PAK", "", ""),
          width: int = 61, url: str = "https://wire.example/1",
          geo: tuple[str, str, str, str] = ("4", "AF", "34.5", "69.2")) -> str:  # fmt: skip
    first = {58: 49, 61: 51}[width]
    cells: Cells = {0: str(id), 1: "20260314", 26: code, width - 1: url}
    for start, (country, group, role) in ((5, actor), (15, on)):
        cells |= {start + 1: f"{country} {role}".strip(), start + 2: country, start + 3: group, start + 7: role}
    lat = first + {58: 4, 61: 5}[width]
    cells |= {first: geo[0], first + 2: geo[1], lat: geo[2], lat + 1: geo[3]}
    return "\t".join(cells.get(n, "") for n in range(width))


@pytest.mark.parametrize("width", [58, 61])
def test_gdelt(ledger: Ledger, tmp_path: Path, width: int) -> None:
    path = tmp_path / "20260314.export.CSV"
    path.write_text("\n".join([gdelt(1, width=width), gdelt(2, "112", on=("", "UNO", "IGO"), width=width)]) + "\n")
    assert import_file(ledger, path, "gdelt").rows == 2
    assault, accuse = events(ledger)
    assert (assault.id, assault.type, assault.code, assault.dataset) == ("gdelt:1", "ASSAULT", "190", "gdelt")
    assert parties(assault) == (["AFG.MIL"], ["PAK"])
    assert (assault.start, assault.end, assault.places[0].lat, assault.places[0].lon) == (date(2026, 3, 14), date(2026, 3, 15), 34.5, 69.2)
    assert (assault.report, assault.words, assault.voice, assault.status) == (None, (), "report", "actual")
    assert (accuse.type, accuse.mode, parties(accuse)[1]) == ("ACCUSE", "disapprove", ["org.united-nations"])


def test_a_country_is_no_point_on_the_map(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.CSV"
    path.write_text(gdelt(1, geo=("1", "NI", "10.0", "8.0")) + "\n")
    import_file(ledger, path, "gdelt")
    (row,) = events(ledger)
    assert [(place.id, place.name, place.lat) for place in row.places] == [("plc.nga", "Nigeria", None)]


def test_a_meeting_told_from_both_sides_is_one(ledger: Ledger, tmp_path: Path) -> None:
    a, b = ("AFG", "", "GOV"), ("PAK", "", "GOV")
    lines = [gdelt(1, "042", a, b), gdelt(2, "043", b, a), gdelt(3, "040", a, b), gdelt(4, "040", b, a), gdelt(5, "040", b, a, url="other"),
             gdelt(6, "190", a, b), gdelt(7, "190", b, a)]  # fmt: skip
    path = tmp_path / "a.CSV"
    path.write_text("\n".join(lines) + "\n")
    done = import_file(ledger, path, "gdelt")
    assert (done.rows, done.skipped) == (5, {"told before from the other side": 2})
    rows = {row.row_id: row for row in events(ledger)}
    assert set(rows) == {"1", "3", "5", "6", "7"}
    assert parties(rows["1"]) == (["AFG"], ["PAK"])
    assert parties(rows["3"]) == (["AFG", "PAK"], [])


def test_the_host_of_a_visit_is_visited(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "a.CSV"
    path.write_text(gdelt(1, "043", ("AFG", "", ""), ("PAK", "", "")) + "\n")
    import_file(ledger, path, "gdelt")
    assert parties(events(ledger)[0]) == (["PAK"], ["AFG"])


def test_bad_rows_are_kept_with_their_lines_and_statements_counted(ledger: Ledger, tmp_path: Path) -> None:
    lines = [gdelt(1), "1\t2", gdelt(2, "010"), gdelt(3, "999"), gdelt(4).replace("20260314", "20261399"),
             gdelt(5).replace("34.5", "134.5"), gdelt(6, "0211"), gdelt(7)]  # fmt: skip
    path = tmp_path / "a.CSV"
    path.write_text("\n".join(lines) + "\n")
    done = import_file(ledger, path, "gdelt")
    assert (done.rows, done.rejected) == (2, 4)
    assert done.skipped == {"statements have no PLOVER type": 1, "appeals have no PLOVER type": 1}
    kept = [(row.line, row.reason) for row in ledger.retry_queue()]
    assert [line for line, _ in kept] == [2, 4, 5, 6]
    assert kept[0][1].startswith("2 columns; GDELT events have 58")
    assert "no CAMEO code" in kept[1][1]
    assert "no date" in kept[2][1]
    assert "off the globe" in kept[3][1]


def test_importing_again_changes_nothing(either: Ledger, tmp_path: Path) -> None:
    ledger = either
    path = tmp_path / "a.CSV"
    path.write_text("\n".join([gdelt(1), gdelt(2), "bad"]) + "\n")
    import_file(ledger, path, "gdelt")
    before = events(ledger)
    again = import_file(ledger, path, "gdelt")
    assert (again.rows, again.known) == (0, 2)
    assert events(ledger) == before
    assert len(ledger.retry_queue()) == 1
    assert list(ledger.check()) == []


def _zip(path: Path, data: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("20260314.export.CSV", data)
    return path


def _gzip(path: Path, data: str) -> Path:
    path.write_bytes(gzip.compress(data.encode()))
    return path


@pytest.mark.parametrize("packed", [_zip, _gzip])
def test_packed_files_are_read_as_they_come(ledger: Ledger, tmp_path: Path, packed: Callable[[Path, str], Path]) -> None:
    assert import_file(ledger, packed(tmp_path / "a", gdelt(1) + "\n"), "gdelt").rows == 1


@pytest.mark.parametrize(
    ("content", "format", "reason"),
    [
        (b"PK\x03\x04rubbish", "gdelt", "archive is damaged"),
        (gzip.compress(b"x" * 9999, mtime=0)[:40], "gdelt", "archive is damaged"),
        (b"id,side_a\n1,x\n", "ucdp", "'type_of_violence' is missing"),
        (b"Event ID\tEvent Date\n", "icews", "'Source Name' is missing"),
        (b"PAR1rubbish", "icews", "no sound Parquet"),
        (b"just words\n", "casus", "expected what casus wrote"),
        (b"", "icews", "is missing"),
        (b"a b c\n" * 200, "gdelt", "the first 100 rows cannot be read; line 100"),
    ],
)
def test_a_file_of_another_kind_is_refused_in_one_line(ledger: Ledger, tmp_path: Path, content: bytes, format: str, reason: str) -> None:
    path = tmp_path / "a"
    path.write_bytes(content)
    with pytest.raises(InputError) as refused:
        import_file(ledger, path, format)
    assert reason in str(refused.value)
    assert "\n" not in str(refused.value)
    assert events(ledger) == []


def test_a_file_that_is_not_there_and_a_format_that_there_is_not(ledger: Ledger, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        import_file(ledger, tmp_path / "none", "icews")
    with pytest.raises(UsageError, match="gdelt, icews, ucdp, casus"):
        import_file(ledger, tmp_path / "none", "acled")


# --- ICEWS ------------------------------------------------------------------------------------------------------------------------------


def dump(*rows: dict[str, str], quote: str = "") -> str:
    names = [*COLUMNS, *MORE]
    usual = {"Event ID": "1", "Event Date": "2026-03-14", "Source Name": "Police (India)", "Source Country": "India", "Source Sectors": "",
             "Event Text": "Use conventional military force", "CAMEO Code": "190", "Target Name": "Citizen (India)",
             "Target Country": "India", "Target Sectors": "", "Story ID": "7", "Sentence Number": "2", "Latitude": "28.6",
             "Longitude": "77.2"}  # fmt: skip
    lines = [names, *([{**usual, **row}[name] for name in names] for row in rows)]
    return "\n".join("\t".join(f"{quote}{cell}{quote}" for cell in line) for line in lines) + "\n"


@pytest.mark.parametrize("quote", ["", '"'])
def test_an_icews_dump(ledger: Ledger, tmp_path: Path, quote: str) -> None:
    path = tmp_path / "events.tab"
    path.write_text(
        dump({}, {"Event ID": "2", "Source Name": "Ravi Sample", "Source Sectors": "Party Member"}, {"Event ID": ""}, quote=quote)
    )
    done = import_file(ledger, path, "icews")
    assert (done.rows, done.rejected, ledger.retry_queue()[0].line) == (2, 1, 4)
    first, second = events(ledger)
    assert parties(first) == (["IND.COP"], ["IND.CVL"])
    assert (first.places[0].lat, first.id) == (28.6, "icews:1")
    assert second.actors[0].name == "Ravi Sample"


def test_an_unquoted_dump_may_hold_a_stray_quote(ledger: Ledger, tmp_path: Path) -> None:
    path = tmp_path / "events.tab"
    path.write_text(dump({"Source Name": '"Tiger" Sample'}, {"Event ID": "2"}))
    assert import_file(ledger, path, "icews").rows == 2


@pytest.mark.parametrize(("code", "expected"), [("42", "CONSULT"), ("042", "CONSULT"), ("831", "CONCEDE"), ("1831", "ASSAULT")])
def test_the_zero_that_a_spreadsheet_took_comes_back(ledger: Ledger, tmp_path: Path, code: str, expected: str) -> None:
    path = tmp_path / "events.tab"
    path.write_text(dump({"CAMEO Code": code, "Event Text": "?"}))
    import_file(ledger, path, "icews")
    assert [row.type for row in events(ledger)] == [expected]


def quadruples(path: Path, *rows: tuple[str | None, str, str, str], plain: bool = False) -> Path:
    days, *words = zip(*rows, strict=True)
    dates = pa.array([None if d is None else datetime.fromisoformat(d) for d in days], pa.timestamp("ms"))
    columns = [pa.array(w) if plain else pa.array(w).dictionary_encode() for w in words]
    pq.write_table(pa.table([dates, *columns], names=["date", "source", "relation", "target"]), path)
    return path


@pytest.mark.parametrize("plain", [True, False])
def test_quadruples_have_stable_ids_of_their_own(ledger: Ledger, tmp_path: Path, plain: bool) -> None:
    rows = [
        ("2018-01-01", "Police (India)", "Investigate", "Citizen (India)"),
        ("2018-01-01", "India", "Consult", "China"),
        ("2018-01-01", "China", "Consult", "India"),
        ("2018-01-02", "China", "Make a visit", "India"),
        ("2018-01-02", "India", "Host a visit", "China"),
        ("2018-01-02", "India", "Make statement", "China"),
        ("2018-01-02", "India", "Dance with", "China"),
        (None, "India", "Consult", "China"),
    ]
    done = import_file(ledger, quadruples(tmp_path / "a.parquet", *rows, plain=plain), "icews")
    assert (done.rows, done.rejected) == (3, 2)
    assert done.skipped == {"told before from the other side": 2, "statements have no PLOVER type": 1}
    assert [row.line for row in ledger.retry_queue()] == [7, 8]
    turned = quadruples(tmp_path / "b.parquet", rows[2], rows[4], plain=plain)
    assert import_file(ledger, turned, "icews").known == 2
    visit = next(row for row in events(ledger) if row.mode == "visit")
    assert parties(visit) == (["CHN"], ["IND"])


# --- UCDP -------------------------------------------------------------------------------------------------------------------------------


def ged(path: Path, *rows: dict[str, str]) -> Path:
    usual = {"id": "5", "type_of_violence": "1", "side_a": "Government of Mali", "side_b": "Northern Column", "country": "Mali",
             "date_start": "2026-03-14 00:00:00.000", "date_end": "2026-03-16", "date_prec": "2", "latitude": "16.2", "longitude": "-0.04",
             "where_prec": "1", "best": "4.0", "event_clarity": "1", "source_headline": "Words of a paper"}  # fmt: skip
    with path.open("w", newline="") as stream:
        writer = csv.DictWriter(stream, usual)
        writer.writeheader()
        writer.writerows({**usual, **row} for row in rows)
    return path


def test_ucdp(ledger: Ledger, tmp_path: Path) -> None:
    rows: list[dict[str, str]] = [
        {"id": "1"},
        {"id": "2", "type_of_violence": "3", "side_a": "Northern Column", "side_b": "Civilians", "event_clarity": "2", "where_prec": "6"},
        {"id": "3", "best": "many"},
        {"id": "4", "date_end": "2026-03-01"},
        {"id": "5", "where_prec": ""},
    ]
    done = import_file(ledger, ged(tmp_path / "ged.csv", *rows), "ucdp")
    assert (done.rows, done.rejected) == (2, 3)
    assert [row.line for row in ledger.retry_queue()] == [4, 5, 6]
    clash, killing = events(ledger)
    assert [one.name for one in clash.actors] == ["Government of Mali", "Northern Column"]
    assert (clash.recipients, clash.killed, clash.precision, clash.contexts) == ((), 4, "week", ("military",))
    assert (clash.start, clash.end, clash.places[0].lat) == (date(2026, 3, 14), date(2026, 3, 17), 16.2)
    assert (parties(killing)[1], killing.extent, killing.places[0].id, killing.places[0].lat) == (["MLI.CVL"], "several", "plc.mli", None)
    with ledger.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM events WHERE words IS NOT NULL")).scalar() == 0


def test_names_that_the_ledger_has_are_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    from casus.records import Actor

    ledger.add_actors([Actor(id="MLI", name="Transitional Government of Mali", kind="government")])
    import_file(ledger, ged(tmp_path / "ged.csv", {}), "ucdp")
    assert events(ledger)[0].actors[0].name == "Transitional Government of Mali"


def test_coverage_counts_what_was_imported(ledger: Ledger, tmp_path: Path) -> None:
    import_file(ledger, ged(tmp_path / "ged.csv", {}), "ucdp")
    assert [(day.source, day.day, day.rows) for day in ledger.coverage()] == [("dataset:ucdp", date(2026, 3, 14), 1)]

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq  # type: ignore[import-untyped]
import pytest

from casus.exchange import Selection, export, import_file
from casus.exchange.exporting import FORMATS
from casus.exchange.flat import COLUMNS
from casus.exchange.webannotation import spans
from casus.ledger import ClaimRow, EventRow, Ledger, ReportRow, open_ledger
from casus.records import Mention, Reading, RejectedInput, Span, UsageError, identify
from tests.ledger.conftest import TORKHAM, told

from .conftest import events
from .test_importing import dump, gdelt, ged

NAME = "Abdul Karim"


def with_bystander(resolved: str | None = "one.1f", tail: str = "Abdul Karim saw it. Karim wept.") -> Reading:
    """Return a reading with somebody private in it."""
    reading = told(place=TORKHAM, tail=tail, url="https://herald.example/1")
    text = reading.report.text
    spots = [(text.index("Abdul Karim"), len("Abdul Karim"))]
    seen = tuple(
        Mention(
            id=identify(reading.report.id, "mention", [(a, a + n)]), span=reading.report.span(a, a + n), type="person", resolved=resolved
        )
        for a, n in spots
    )
    return reading.model_copy(update={"mentions": (*reading.mentions, *seen)})


def out(ledger: Ledger, format: str, *args: Any, **given: Any) -> bytes:
    stream = io.BytesIO()
    export(ledger, format, stream, Selection(*args, **given))
    return stream.getvalue()


def lines(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.decode("ascii").splitlines()]


def copied(tmp_path: Path, data: bytes, name: str = "a.out") -> Ledger:
    """Return a new ledger that took an export in."""
    path = tmp_path / name
    path.write_bytes(data)
    other = open_ledger(tmp_path / f"{name}.db")
    assert import_file(other, path, "casus").rejected == 0
    return other


def test_readings_come_back_as_they_were(either: Ledger, tmp_path: Path) -> None:
    ledger = either
    readings = [with_bystander(), told(by="PAK", on="IND", deed="bombed")]
    for reading in readings:
        ledger.add(reading)
    data = out(ledger, "jsonl", "readings", with_private=True)
    with copied(tmp_path, data) as other:
        assert [other.reading(r.report.id) for r in readings] == [ledger.reading(r.report.id) for r in readings]
        assert sorted(map(json.dumps, lines(out(other, "jsonl", "readings", with_private=True)))) == sorted(map(json.dumps, lines(data)))
        assert import_file(other, tmp_path / "a.out", "casus").known == 2


@pytest.mark.parametrize("format", ["jsonl", "csv", "parquet"])
def test_imported_events_come_back_as_they_were(ledger: Ledger, tmp_path: Path, format: str) -> None:
    (tmp_path / "g").write_text("\n".join([gdelt(1), gdelt(2, "040"), gdelt(3, "112", geo=("1", "NI", "10", "8"))]) + "\n")
    (tmp_path / "i").write_text(dump({}, {"Event ID": "2", "Source Name": "Ravi Sample"}))
    import_file(ledger, tmp_path / "g", "gdelt")
    import_file(ledger, tmp_path / "i", "icews")
    import_file(ledger, ged(tmp_path / "u", {}, {"id": "6", "type_of_violence": "3", "event_clarity": "2"}), "ucdp")
    with copied(tmp_path, out(ledger, format)) as other:
        assert [row.model_dump(exclude={"added"}) for row in events(other)] == [row.model_dump(exclude={"added"}) for row in events(ledger)]
        assert list(other.check()) == []
    assert len(events(ledger)) == 7


@pytest.mark.parametrize(("list_", "row"), [("events", EventRow), ("claims", ClaimRow), ("reports", ReportRow)])
def test_jsonl_lines_are_the_rows_of_the_list(ledger: Ledger, list_: Any, row: type[Any]) -> None:
    ledger.add(told(place=TORKHAM))
    found = [row(**line) for line in lines(out(ledger, "jsonl", list_))]
    assert found == list(ledger.iterate(list_))
    assert len(found) == 1


def test_an_event_of_a_report_does_not_come_back_without_it(ledger: Ledger, tmp_path: Path) -> None:
    ledger.add(told())
    (tmp_path / "a").write_bytes(out(ledger, "jsonl") + b"{no json\n[]\n" + b'{"type": "DANCE", "dataset": "x"}\n')
    done = import_file(ledger, tmp_path / "a", "casus")
    assert (done.rows, done.rejected) == (0, 4)
    reasons = [row.reason for row in ledger.retry_queue()]
    assert "comes back with its reading" in reasons[0]
    assert "no JSON" in reasons[1]


def test_rejected_inputs_come_back_too(ledger: Ledger, tmp_path: Path) -> None:
    row = {"input": "a.txt", "rejected": {"stage": "ingest", "reason": "empty"}}
    (tmp_path / "a").write_text(json.dumps(row) + "\n")
    import_file(ledger, tmp_path / "a", "casus")
    (kept,) = ledger.retry_queue()
    assert kept.item == RejectedInput(**row)


def test_flat_rows_name_the_parties_the_words_and_the_report(ledger: Ledger) -> None:
    reading = told(place=TORKHAM)
    ledger.add(reading)
    (event,) = csv.DictReader(io.StringIO(out(ledger, "csv").decode("utf-8")))
    assert list(event) == list(COLUMNS["events"])
    assert (event["actors"], event["recipient_names"], event["quote"]) == ("AFG", "Pakistan", "Afghanistan shelled Pakistan")
    assert (float(event["lat"]), event["publisher"], event["trigger"]) == (TORKHAM.lat, "Kabul Herald", "shelled")
    start, end = int(event["quote_start"]), int(event["quote_end"])
    assert reading.report.text[start:end] == event["quote"]
    (claim,) = pq.read_table(io.BytesIO(out(ledger, "parquet", "claims"))).to_pylist()
    assert (claim["kind"], claim["accused"], claim["speaker"], claim["quote_start"]) == (
        "allege",
        "AFG",
        "per.sorgho",
        reading.attributions[0].content[0].start,
    )
    (report,) = pq.read_table(io.BytesIO(out(ledger, "parquet", "reports"))).to_pylist()
    assert (report["claims"], report["events"]) == (1, 1)


def test_geojson_has_longitude_first_and_null_where_there_is_no_point(ledger: Ledger) -> None:
    ledger.add(told(place=TORKHAM))
    ledger.add(told(by="PAK", deed="bombed"))
    data = json.loads(out(ledger, "geojson"))
    assert data["type"] == "FeatureCollection"
    points = [feature["geometry"] for feature in data["features"]]
    assert sorted(points, key=str) == sorted([None, {"type": "Point", "coordinates": [TORKHAM.lon, TORKHAM.lat]}], key=str)
    assert {feature["properties"]["type"] for feature in data["features"]} == {"ASSAULT"}


@pytest.mark.parametrize("list_", ["events", "claims"])
def test_annotations_select_the_words_again(ledger: Ledger, list_: str) -> None:
    reading = told(place=TORKHAM, tail="Pakistan said so. Pakistan said so.")
    ledger.add(reading)
    data = json.loads(out(ledger, "webannotation", list_))
    assert (data["@context"], data["type"], data["total"]) == ("http://www.w3.org/ns/anno.jsonld", "AnnotationCollection", 1)
    (one,) = data["first"]["items"]
    record = reading.events[0].evidence if list_ == "events" else reading.attributions[0].content
    assert spans(one, reading.report.text) == list(record)
    shifted = "Front page. " + reading.report.text
    assert [span.quote for span in spans(one, shifted)] == [span.quote for span in record]
    assert one["target"][0]["source"] == f"urn:casus:{reading.report.id}"
    assert json.loads(one["body"][1]["value"])["id"] == one["id"].removeprefix("urn:casus:")
    with pytest.raises(ValueError, match="does not stand in one place"):
        spans(one, "Other words.")


def test_words_that_stand_twice_are_told_apart_by_their_neighbours() -> None:
    from casus.exchange.webannotation import selectors

    text = "Guards left. The guards left. Then guards left again."
    made = {"target": [{"selector": selectors(Span.of(text, 17, 28), text)}]}
    moved = "Now: " + text
    assert spans(made, moved) == [Span.of(moved, 22, 33)]


def test_claims_are_schema_org_claims_without_a_verdict(ledger: Ledger) -> None:
    ledger.add(told(url="https://herald.example/1"))
    data = json.loads(out(ledger, "schemaorg"))
    (claim,) = data["@graph"]
    assert (data["@context"], claim["@type"], claim["text"]) == ("https://schema.org", "Claim", "Afghanistan lied")
    assert (claim["author"]["@type"], claim["author"]["name"]) == ("Person", "Leila Sorgho")
    assert claim["about"] == [{"@type": "Organization", "@id": "urn:casus:AFG", "name": "Afghanistan"}]
    assert (claim["appearance"]["url"], claim["appearance"]["publisher"]["name"]) == ("https://herald.example/1", "Kabul Herald")
    assert b"Rating" not in out(ledger, "schemaorg")


# --- private people ---------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("resolved", ["one.1f", None])
@pytest.mark.parametrize(("format", "list_"), [(format, list_) for format, lists in FORMATS.items() for list_ in lists])
def test_private_people_are_left_out_everywhere(ledger: Ledger, format: str, list_: str, resolved: str | None) -> None:
    reading = with_bystander(resolved)
    event = reading.events[0].model_copy(
        update={"evidence": (reading.report.span(0, len(reading.report.text)),), "recipients": (reading.claims[0].speaker,)}
    )
    attribution = reading.attributions[0].model_copy(update={"content": (reading.report.span(40, len(reading.report.text)),)})
    ledger.add(reading.model_copy(update={"events": (event,), "attributions": (attribution,)}))
    shown, hidden = out(ledger, format, list_, with_private=True), out(ledger, format, list_)
    if format == "parquet":
        shown, hidden = (str(pq.read_table(io.BytesIO(data)).to_pylist()).encode() for data in (shown, hidden))
    assert b"Karim" not in hidden
    assert b"one.1f" not in hidden
    assert (b"Karim" in shown) == (list_ != "reports")
    assert (b"Sorgho" in hidden) == (b"Sorgho" in shown)


def test_a_reading_without_private_people_is_sound_and_keeps_its_places(ledger: Ledger, tmp_path: Path) -> None:
    reading = with_bystander()
    ledger.add(reading)
    (line,) = lines(out(ledger, "jsonl", "readings"))
    found = Reading(**line)
    assert (found.report.id, len(found.report.text)) == (reading.report.id, len(reading.report.text))
    assert found.events[0].evidence == reading.events[0].evidence
    assert found.report.text.endswith("███████████ saw it. █████ wept.")


def test_a_name_that_somebody_public_bears_stays(ledger: Ledger) -> None:
    ledger.add(with_bystander(tail="Abdul Karim Sorgho saw it."))
    data = out(ledger, "jsonl", "readings")
    assert b"Leila Sorgho" in data


# --- what cannot be asked ---------------------------------------------------------------------------------------------------------------


def test_formats_lists_and_filters_that_do_not_fit(ledger: Ledger) -> None:
    for format, selection, reason in (
        ("xml", Selection(), "no export format"),
        ("schemaorg", Selection("events"), "schemaorg holds claims, not events"),
        ("csv", Selection("readings"), "csv holds events or claims or reports, not readings"),
        ("csv", Selection(filters={"kind": "deny"}), "does not narrow down events"),
    ):
        with pytest.raises(UsageError, match=reason):
            export(ledger, format, io.BytesIO(), selection)


def test_filters_narrow_down(ledger: Ledger) -> None:
    ledger.add(told())
    ledger.add(told(by="PAK", on="IND", deed="bombed"))
    assert [line["actors"][0]["id"] for line in lines(out(ledger, "jsonl", "events", {"by": "PAK"}))] == ["PAK"]


def test_an_empty_ledger_makes_sound_files(ledger: Ledger) -> None:
    assert json.loads(out(ledger, "geojson"))["features"] == []
    assert json.loads(out(ledger, "webannotation"))["total"] == 0
    assert json.loads(out(ledger, "schemaorg"))["@graph"] == []
    assert pq.read_table(io.BytesIO(out(ledger, "parquet"))).num_rows == 0
    assert out(ledger, "csv").decode().strip() == ",".join(COLUMNS["events"])

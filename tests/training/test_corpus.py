import json
from pathlib import Path

import pytest

from training.corpus import Row, near_duplicates, rows

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(scope="module")
def own() -> list[Row]:
    return rows()


def golden_texts() -> list[tuple[str, str]]:
    reports = [(path.stem, path.read_text("utf-8")) for path in GOLDEN.glob("*/*.txt")]
    lines = [json.loads(line) for path in GOLDEN.glob("contrast/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return reports + [(row["id"], row.get("text") or f"{row['accusation']} {row['reply']}") for row in lines]


def test_no_row_is_near_a_golden_report_or_a_contrast_row(own: list[Row]) -> None:
    golden = golden_texts()
    assert len(golden) > 1500
    assert list(near_duplicates(((row.name, row.text) for row in own), golden)) == []


def test_a_near_copy_is_seen() -> None:
    row = "Border guards at the ferry landing held two smugglers overnight and let them go at dawn."
    copy = "Border guards at the ferry landing held two smugglers overnight before a judge freed them."
    assert [found[:2] for found in near_duplicates([("a", row)], [("b", copy), ("c", "Nobody was held at the landing.")])] == [("a", "b")]


def test_every_type_voice_and_status_is_told_often_enough_to_be_learned(own: list[Row]) -> None:
    events = [event for row in own for event in row.events]
    for field in ("type", "voice", "status"):
        values = [getattr(event, field) for event in events]
        assert min(values.count(value) for value in set(values)) >= 40, field


def write(folder: Path, **row: object) -> None:
    (folder / "sentences_x.jsonl").write_text(json.dumps({"text": "Guards held two smugglers.", "spans": {}, **row}) + "\n", "utf-8")


EVENT = {
    "type": "COERCE",
    "mode": "arrest",
    "trigger": "held",
    "actors": ["Guards"],
    "recipients": [],
    "voice": "report",
    "status": "actual",
}


def test_a_row_is_read_as_offsets(tmp_path: Path) -> None:
    write(tmp_path, spans={"actor": ["Guards", "smugglers"]}, events=[EVENT], none=[["smugglers", "Guards"]])
    (row,) = rows(tmp_path)
    assert (row.spans["actor"], row.events[0].trigger, row.none) == ([(0, 6), (16, 25)], (7, 11), [((16, 25), (0, 6))])
    assert row.labelled().layers["act"] == [(7, 11)]


def test_what_is_said_inside_what_is_said_is_left_to_the_second_pass(tmp_path: Path) -> None:
    text = "Ana said Bo denied it."
    says = [{"source": ["Ana"], "cue": ["said"], "content": ["Bo denied it"]}, {"source": ["Bo"], "cue": ["denied"], "content": ["it"]}]
    write(tmp_path, text=text, says=says)
    (row,) = rows(tmp_path)
    assert len(row.says) == 2
    assert row.labelled().layers["cue"] == [(4, 8)]


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"spans": {"actor": ["nobody"]}}, "is not found"),
        ({"spans": {"group": []}}, "unknown layer 'group'"),
        ({"events": [EVENT]}, "'Guards' is none of the row's actors"),
        ({"events": [{**EVENT, "type": "HOLD"}]}, "unknown type 'HOLD'"),
        ({"events": [{**EVENT, "voice": "loud"}]}, "unknown voice, status or extent: 'loud'"),
        ({"says": [{"source": ["Guards"], "cue": ["held"]}]}, "an attribution has cue and content"),
        ({"note": "x"}, "unknown field 'note'"),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, fault: dict[str, object], message: str) -> None:
    write(tmp_path, **fault)
    with pytest.raises(ValueError, match=f"sentences_x.jsonl, line 1: .*{message}"):
        rows(tmp_path)

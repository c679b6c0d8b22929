import json
from pathlib import Path
from typing import Any

import pytest

from casus.evaluation.contrast import read_contrast, read_given_pairs
from casus.records import DataError


def write(tmp_path: Path, *rows: dict[str, Any]) -> Path:
    path = tmp_path / "set.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return path


def shape(**event: Any) -> dict[str, Any]:
    told = {"type": "ASSAULT", "trigger": "shelled", "actors": ["Oro"], "recipients": ["Ebe"], **event}
    return {"id": "a", "split": "tune", "text": "Oro shelled Ebe and Umu.", "events": [told]}


def test_events_of_a_row(tmp_path: Path) -> None:
    status = {"id": "b", "text": "Oro met Ebe.", "trigger": "met", "type": "CONSULT", "status": "actual", "published": "2030-01-02"}
    one, other = read_contrast(write(tmp_path, shape(voice="report"), status))
    assert (one.events[0].trigger, one.events[0].actors, one.events[0].voice) == ((4, 11), ((0, 3),), "report")
    assert (other.events[0].type, other.events[0].status, other.published) == ("CONSULT", "actual", "2030-01-02")


def test_one_half(tmp_path: Path) -> None:
    path = write(tmp_path, shape(), {**shape(), "id": "z", "split": "final"})
    assert [row.name for row in read_contrast(path, "final")] == ["z"]
    assert len(read_contrast(path)) == 2
    with pytest.raises(DataError, match="of the half 'tune'"):
        read_contrast(write(tmp_path, {**shape(), "split": "final"}), "tune")


def test_pairs_of_actor_and_recipient(tmp_path: Path) -> None:
    both = shape(recipients=["Ebe", "Umu"])
    mutual = {**shape(actors=["Oro", "Ebe"], recipients=[]), "id": "m"}
    alone = {**shape(recipients=[]), "id": "n"}
    found = read_given_pairs(write(tmp_path, both, mutual, alone))
    assert [(p.name, p.text[slice(*p.source or ())], p.text[slice(*p.target or ())]) for p in found] == [
        ("a:0", "Oro", "Ebe"),
        ("a:1", "Oro", "Umu"),
        ("m:0", "Oro", "Ebe"),
    ]
    assert found[0].quad == 4


@pytest.mark.parametrize("row", [shape(trigger="bombed"), shape(type="WAR"), {"id": "a"}])
def test_the_wrong_shape_is_said(tmp_path: Path, row: dict[str, Any]) -> None:
    with pytest.raises(DataError, match=r"set\.jsonl:1: expected a contrast row"):
        read_contrast(write(tmp_path, row))

"""The contrast sets hold what they promise: quotes that are found, classes that are filled, splits that are apart."""

import json
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pytest

from casus.evaluation.keys.quotes import find
from casus.records import EVENT_TYPES, Answer, ClaimKind, EvidenceType, Status, Voice, ontology

FOLDER = Path(__file__).parent / "contrast"
SIZES = {
    "status_tune": 360,
    "status_final": 240,
    "voice": 200,
    "metonyms": 150,
    "shapes": 240,
    "none": 240,
    "claim_kinds": 220,
    "evidence": 120,
    "answers": 80,
    "facets": 257,
    "counts": 111,
    "extents": 70,
}
SHAPES = {
    *("passive", "nominal", "coordinated", "reciprocal", "chain"),
    *("light_verb", "reduced_relative", "headline", "one_party", "no_party"),
}


def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / f"{name}.jsonl").read_text("utf-8").splitlines()]


def quotes(row: dict[str, Any]) -> list[str]:
    """Every quote of a row that must stand in its text."""
    found = [row[key] for key in ("trigger", "mention", "a", "b", "source", "cue", "claim_cue") if row.get(key)]
    found += [*row.get("content", []), *row.get("accused", []), *row.get("strength", [])]
    found += [e["quote"] for e in row.get("evidence", [])]
    events = [*row.get("events", []), *([row["other_event"]] if row.get("other_event") else [])]
    return [*found, *(q for e in events for q in (*e["actors"], *e["recipients"], *([e["trigger"]] if "trigger" in e else [])))]


@pytest.mark.parametrize("name", SIZES)
def test_sizes_ids_and_texts(name: str) -> None:
    found = rows(name)
    assert len(found) >= SIZES[name]
    assert len({row["id"] for row in found}) == len(found)
    texts = [
        (row.get("text") or row["accusation"] + row["reply"], row.get("published"), row.get("mention"), row.get("trigger")) for row in found
    ]
    assert len(set(texts)) == len(texts)


@pytest.mark.parametrize("name", [n for n in SIZES if n != "answers"])
def test_every_quote_is_found_on_whole_words(name: str) -> None:
    for row in rows(name):
        for quote in quotes(row):
            start, end = find(row["text"], quote)
            assert start < end


def test_status_classes_and_verbs_apart() -> None:
    tune, final = rows("status_tune"), rows("status_final")
    for part in (tune, final):
        counts = Counter(row["status"] for row in part)
        assert set(counts) == set(get_args(Status))
        assert min(counts.values()) >= 35
        assert {row["type"] for row in part} == set(EVENT_TYPES)
    assert not {row["lemma"] for row in tune} & {row["lemma"] for row in final}


def test_voice_classes() -> None:
    counts = Counter(row["voice"] for row in rows("voice"))
    assert set(counts) == set(get_args(Voice))
    assert min(counts.values()) >= 50


def test_metonyms_name_whom_they_act_for() -> None:
    found = rows("metonyms")
    assert all(bool(row["acts_for"]) == row["acts"] for row in found)
    assert 60 <= sum(row["acts"] for row in found) <= 90


def test_shapes_are_coded_in_the_ontology() -> None:
    found = rows("shapes")
    assert set(Counter(row["shape"] for row in found)) == SHAPES
    for row in found:
        for event in row["events"]:
            ontology().check(event["type"], event["mode"], ())
            assert event["voice"] in get_args(Voice)
            assert event["status"] in get_args(Status)


def test_none_has_hard_negatives() -> None:
    found = rows("none")
    assert sum(row["other_event"] is not None for row in found) >= 100
    for row in found:
        other = row["other_event"] or {"actors": [], "recipients": []}
        for one, two in ((row["a"], row["b"]), (row["b"], row["a"])):
            assert not (one in other["actors"] and two in other["recipients"]), row["id"]


def test_claim_kinds() -> None:
    found = rows("claim_kinds")
    counts = Counter(row["kind"] for row in found if row["claim"])
    assert set(counts) == set(get_args(ClaimKind))
    assert min(counts.values()) >= 15
    assert all((row["kind"] is None) == (not row["claim"]) for row in found)


def test_evidence_types() -> None:
    found = rows("evidence")
    assert {e["type"] for row in found for e in row["evidence"]} == set(get_args(EvidenceType))
    assert sum(not row["evidence"] for row in found) >= 20


def test_answers() -> None:
    found = rows("answers")
    counts = Counter(row["status"] for row in found)
    assert set(counts) == set(get_args(Answer))
    assert min(counts.values()) >= 15
    assert all(find(row["accusation"], row["accused"]) for row in found)


@pytest.mark.parametrize("name", [n for n in SIZES if not n.startswith("status")])
def test_splits(name: str) -> None:
    counts = Counter(row["split"] for row in rows(name))
    assert set(counts) == {"tune", "final"}
    assert counts["final"] >= 0.9 * counts["tune"]

"""Counts: people killed, injured and detained, and nothing else that is counted."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.coding.counts import HARMS, Told, counts_of, figures_of, merge_counts
from casus.records import Counts

ROWS = [json.loads(line) for line in Path("tests/golden/contrast/counts.jsonl").read_text("utf-8").splitlines()]


@pytest.mark.parametrize(
    ("clause", "killed", "injured", "detained"),
    [
        ("The blast killed six soldiers and the bomber", 7, None, None),
        ("Police held 40 students; two were hurt", None, 2, 40),
        ("A bomb killed at least nine and wounded a dozen", 9, 12, None),
        ("Dozens were killed, up to 30 of them children", None, None, None),
        ("No one was hurt", None, 0, None),
        ("killing a man and two women", 3, None, None),
        ("The attack wounded 12 others, three critically", None, 12, None),
        ("A two-year-old was seen, aged 5 per cent more, for $40 on 3 May", None, None, None),
        ("Police held two meetings and took three boats", None, None, None),
        ("Two hundred and five people died", 205, None, None),
    ],
)
def test_examples(clause: str, killed: int | None, injured: int | None, detained: int | None) -> None:
    assert counts_of(clause) == Counts(killed=killed, injured=injured, detained=detained)


@pytest.mark.parametrize("row", [r for r in ROWS if r["split"] == "tune"], ids=lambda r: r["id"])
def test_spans_lie_in_the_clause_and_hold_the_words(row: dict[str, object]) -> None:
    clause = str(row["text"])
    figures = figures_of(clause)
    assert all(0 <= f.start < f.end <= len(clause) and clause[f.start : f.end].strip() == clause[f.start : f.end] for f in figures)
    assert {f.harm for f in figures} == {harm for harm in HARMS if getattr(counts_of(clause), harm) is not None}


def test_floor_on_contrast_rows() -> None:
    rows = [r for r in ROWS if r["split"] == "tune"]
    right = sum(counts_of(r["text"]) == Counts(**{harm: r[harm] for harm in HARMS}) for r in rows)
    assert right / len(rows) >= 0.9


def test_merging_follows_the_codebook() -> None:
    police, clinic = Told(Counts(killed=9, injured=2), outlet=False), Told(Counts(killed=4), outlet=False)
    assert merge_counts([police, clinic]) == Counts(killed=4, injured=2)
    assert merge_counts([police, clinic, Told(Counts(killed=6))]).killed == 6
    assert merge_counts([Told(Counts(killed=6)), Told(Counts(killed=8), latest=True)]).killed == 8
    assert merge_counts([]) == Counts()


@given(st.text(alphabet="a12 ,.killed wounded and the of one\n", max_size=80))
def test_any_words_are_read_without_fault(text: str) -> None:
    assert all(text[f.start : f.end] for f in figures_of(text))

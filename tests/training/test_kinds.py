import json
from pathlib import Path

from training.corpus import near_duplicates
from training.kinds import own_rows

GOLDEN = Path(__file__).parents[1] / "golden"
SHORTEST = 6
"""Words from which a row can be told to be a copy: two reports may well say "has never accused anybody"."""


def golden_texts() -> list[tuple[str, str]]:
    reports = [(path.stem, path.read_text("utf-8")) for path in GOLDEN.glob("*/*.txt")]
    lines = [json.loads(line) for path in GOLDEN.glob("contrast/*.jsonl") for line in path.read_text("utf-8").splitlines()]
    return reports + [(row.get("id", "?"), row.get("text") or f"{row['accusation']} {row['reply']}") for row in lines]


def test_no_row_is_near_a_golden_report_or_a_contrast_row() -> None:
    said = [(f"row {i}: {s.source} {s.cue} {s.content}", f"{s.source} {s.cue} {s.content}") for i, (s, _) in enumerate(own_rows())]
    long = [(name, text) for name, text in said if len(text.split()) >= SHORTEST]
    assert len(long) > 1000
    assert list(near_duplicates(long, golden_texts())) == []

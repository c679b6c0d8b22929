"""How claims are told apart on the contrast sets: kind, accused, evidence and answers, from raw text through the whole pipeline.

    python -m bench.claims_told --split final
    python -m bench.claims_told --split tune --only evidence --show

`kinds` also says how well the kind is told given source, cue and content. A row whose attribution is not found counts as wrong. Beside each
figure stands the keyword baseline (`bench/baseline.py`), where it gives such a thing. Intervals: percentile bootstrap over rows.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bench import baseline
from casus.coding.kinds import Said, kind_in, kind_of
from casus.corroboration import code_answers
from casus.ingest import report_from_text
from casus.pipeline import Pipeline
from casus.reader.reader import quoted
from casus.records import Claim, Reading, Span

FOLDER = Path("tests/golden/contrast")
Row = Mapping[str, Any]
Counts = tuple[int, int, int]
"""Right, given, wanted."""


@dataclass(frozen=True)
class Figure:
    """One figure: counts of each row."""

    name: str
    rows: tuple[Counts, ...]

    def line(self) -> str:
        """Return F1 with its interval, and n."""
        table = np.array(self.rows, dtype=np.float64)
        drawn = np.random.default_rng(20250101).integers(0, len(table), (1000, len(table)))
        spread = [_f1(table[draw].sum(axis=0)) for draw in drawn]
        low, high = np.percentile(spread, (2.5, 97.5))
        return f"{self.name:44}{_f1(table.sum(axis=0)):.3f}   {low:.3f}–{high:.3f}   n {int(table[:, 2].sum())} in {len(table)} rows"


def _f1(counts: Any) -> float:
    right, given, wanted = counts
    return float(2 * right / (given + wanted)) if given + wanted else 0.0


class Readers:
    """Casus and the keyword baseline, each from raw text."""

    def __init__(self) -> None:
        self.pipeline = Pipeline()
        self.read: dict[str, Callable[[str], Reading]] = {
            "casus": lambda text: self.pipeline.read(report_from_text(text)),
            "keywords": lambda text: baseline.read(report_from_text(text)),
        }


def claim_at(reading: Reading, cue: str, content: Sequence[str] = ()) -> Claim | None:
    """Return the claim whose cue shares a character with the given words; of several the one whose content is most alike."""
    start = reading.report.text.find(cue)
    bounds, words = (start, start + len(cue)), [reading.report.text.find(part) for part in content]
    attributions = {a.id: a for a in reading.attributions}
    found = [(c, attributions[c.attribution]) for c in reading.claims if c.attribution in attributions]
    over = [(c, a) for c, a in found if any(s.start < bounds[1] and bounds[0] < s.end for s in a.cue)]
    return max(over, key=lambda pair: sum(any(s.start <= w < s.end for s in pair[1].content) for w in words))[0] if over else None


def kinds(rows: Sequence[Row], readers: Readers) -> Iterator[Figure]:
    """Yield how well kinds are told; that a row is no claim counts as a kind."""
    given = [_told(kind_in(_said(row)), row) for row in rows]
    yield Figure("kind, given source, cue and content", tuple(given))
    yield Figure("kind, given, by the cue's word list alone", tuple(_told(kind_of(row["cue"]), row) for row in rows))
    for name, read in readers.read.items():
        found = [(row, reading, claim_at(reading, row["cue"], row["content"])) for row in rows for reading in (read(row["text"]),)]
        yield Figure(f"kind, from text, {name}", tuple(_told(claim.kind if claim else None, row) for row, _, claim in found))
        yield Figure(f"accused, from text, {name}", tuple(_accused(row, reading, claim) for row, reading, claim in found))


def _said(row: Row) -> Said:
    content = " ".join(row["content"])
    return Said(row["source"] or "", row["cue"], content, quoted(content, [(0, len(content))]))


def _told(kind: str | None, row: Row) -> Counts:
    return int(kind == (row["kind"] if row["claim"] else None)), 1, 1


def _accused(row: Row, reading: Reading, claim: Claim | None) -> Counts:
    mentions = {m.id: m.span.quote for m in reading.mentions}
    found = [mentions.get(p.mention or "", "") for p in claim.accused] if claim else []
    right = sum(any(_alike(quote, wanted) for quote in found) for wanted in row["accused"])
    return right, len(found), len(row["accused"])


def _alike(one: str, other: str) -> bool:
    """Whether two mentions end alike, which the codebook takes for the same words."""
    return bool(one) and (one.endswith(other) or other.endswith(one))


def evidence(rows: Sequence[Row], readers: Readers) -> Iterator[Figure]:
    """Yield how well evidence is found: spans by overlap and exactly, types, and strength words."""
    for name, read in readers.read.items():
        found = [(row, read(row["text"])) for row in rows]
        yield Figure(
            f"evidence spans, overlap, {name}", tuple(_evidence(row, reading, lambda a, b: a.overlaps(b)) for row, reading in found)
        )
        yield Figure(
            f"evidence spans, exact, {name}", tuple(_evidence(row, reading, lambda a, b: a.offsets == b.offsets) for row, reading in found)
        )
        yield Figure(
            f"evidence spans and types, {name}",
            tuple(_evidence(row, reading, lambda a, b: a.overlaps(b), types=True) for row, reading in found),
        )
        yield Figure(f"strength words, {name}", tuple(_strength(row, reading) for row, reading in found))


def _offered(reading: Reading) -> list[tuple[Span, str, tuple[str, ...]]]:
    """Return all evidence of a reading, each span once."""
    found = {e.span.offsets: (e.span, str(e.type), e.strength) for c in reading.claims for e in c.evidence}
    return list(found.values())


def _evidence(row: Row, reading: Reading, same: Callable[[Span, Span], bool], *, types: bool = False) -> Counts:
    wanted = [(_span(reading, e["quote"]), e["type"]) for e in row["evidence"]]
    offered = _offered(reading)
    right = sum(any(same(span, other) and (not types or kind == type_) for other, kind, _ in offered) for span, type_ in wanted)
    return right, len(offered), len(wanted)


def _strength(row: Row, reading: Reading) -> Counts:
    given = {word for _, _, words in _offered(reading) for word in words}
    wanted = {word.casefold() for word in row["strength"]}
    return len(given & wanted), len(given), len(wanted)


def _span(reading: Reading, quote: str) -> Span:
    start = reading.report.text.find(quote)
    return reading.report.span(start, start + len(quote))


def answers(rows: Sequence[Row], readers: Readers) -> Iterator[Figure]:
    """Yield how well the status of an accusation is told from raw text; "unanswered here" for every row is the baseline."""
    found = []
    for row in rows:
        reading = code_answers(readers.read["casus"](f"{row['accusation']} {row['reply']}"))
        found.append(_status(row, reading))
    yield Figure(
        "status of the accusation, casus", tuple((int(status == row["status"]), 1, 1) for row, status in zip(rows, found, strict=True))
    )
    yield Figure("status, unanswered for every row", tuple((int(row["status"] == "unanswered here"), 1, 1) for row in rows))
    pairs = [
        (row["status"] != "unanswered here", status not in (None, "unanswered here"), status == row["status"])
        for row, status in zip(rows, found, strict=True)
    ]
    yield Figure("answers: found with the right status, casus", tuple((int(w and g and r), int(g), int(w)) for w, g, r in pairs))


def _status(row: Row, reading: Reading) -> str | None:
    """Return the status of the accusation: of the first claim that accuses somebody in it; None where none was found."""
    attributions = {a.id: a for a in reading.attributions}
    border = len(row["accusation"])
    told = [c for c in reading.claims if c.accused and c.attribution in attributions and attributions[c.attribution].cue[0].start < border]
    return told[0].status if told else None


SETS: dict[str, tuple[str, Callable[[Sequence[Row], Readers], Iterator[Figure]]]] = {
    "kinds": ("claim_kinds.jsonl", kinds),
    "evidence": ("evidence.jsonl", evidence),
    "answers": ("answers.jsonl", answers),
}


def show(name: str, rows: Sequence[Row], readers: Readers) -> None:
    """Print what was coded for each row of the tune split."""
    for row in rows:
        text = f"{row['accusation']} {row['reply']}" if name == "answers" else row["text"]
        reading = readers.read["casus"](text)
        mentions = {m.id: m.span.quote for m in reading.mentions}
        print(f"\n{row['id']}: {text}")
        print("   wanted:", {k: v for k, v in row.items() if k in ("kind", "accused", "evidence", "strength", "status", "claim")})
        attributions = {a.id: a for a in reading.attributions}
        for claim in reading.claims:
            cue = attributions[claim.attribution].cue[0].quote if claim.attribution else "outlet"
            speaker = mentions.get(claim.speaker.mention or "") if claim.speaker else None
            told = [(e.span.quote, e.type, e.strength) for e in claim.evidence]
            accused = [mentions.get(p.mention or "", p.actor) for p in claim.accused]
            print(f"   {claim.kind} [{cue}] by {speaker}, against {accused}, {claim.status}, {told}")


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=FOLDER)
    parser.add_argument("--split", choices=("tune", "final"), default="tune")
    parser.add_argument("--only", choices=tuple(SETS))
    parser.add_argument("--show", action="store_true", help="print each row as coded; of the tune split only")
    arguments = parser.parse_args()
    readers = Readers()
    for name, (file, figures) in SETS.items():
        if arguments.only in (None, name):
            rows = [
                row for row in map(json.loads, (arguments.data / file).read_text("utf-8").splitlines()) if row["split"] == arguments.split
            ]
            if arguments.show and arguments.split == "tune":
                show(name, rows, readers)
            for figure in figures(rows, readers):
                print(figure.line(), flush=True)


if __name__ == "__main__":
    main()

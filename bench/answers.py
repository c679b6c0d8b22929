"""How well answers of the accused are told from what others say: an accusation and a reply, invented, with the status that follows.

python -m bench.answers --data tests/golden/contrast/answers.jsonl --split final

Each row is read as one report by the shipped reader and grounded. The row gives who is accused; everything that is reported in the reply is
a candidate, its kind taken from the cue. "unanswered here" for every row is the baseline.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from casus.coding.kinds import kind_of
from casus.corroboration.answering import answers, combined
from casus.grounding import ground
from casus.ingest import report_from_text
from casus.pipeline import Pipeline
from casus.reader import ModelReader, sentences
from casus.records import Attribution, Claim, Mention, Party, Reading

UNANSWERED = "unanswered here"


def marked(reader: ModelReader, row: Mapping[str, str]) -> Reading:
    """Return the row as a grounded reading."""
    report = report_from_text(f"{row['accusation']} {row['reply']}")
    reading = Reading(report=report, sentences=tuple(report.span(*s) for s in sentences(report.text)))
    found = reader.mark(report, reading.sentences)
    start = report.text.find(row["accused"])
    span = report.span(start, start + len(row["accused"]))
    missed = not any(m.span.overlaps(span) for m in found.mentions)
    mentions = (*found.mentions, Mention(id="mention:accused", span=span, type="actor")) if missed else found.mentions
    return ground(reading.model_copy(update={"mentions": mentions, "attributions": found.attributions}))


def with_claims(reading: Reading, row: Mapping[str, str]) -> tuple[Reading, Claim, Sequence[Claim]]:
    """Return the reading with the accusation and what is reported in the reply as claims."""
    border = len(row["accusation"])
    start = reading.report.text.find(row["accused"])
    over = [m for m in reading.mentions if m.span.start < start + len(row["accused"]) and start < m.span.end]
    accused = max(over, key=lambda m: len(m.span.quote))
    told = [a for a in reading.attributions if a.content and a.content[0].end <= border]
    accusation = Claim(
        id="claim:accusation",
        attribution=told[0].id if told else None,
        quote=() if told else (reading.report.span(0, border),),
        kind="allege",
        accused=(Party(mention=accused.id, basis="alleged"),),
    )
    replies = [_claim(number, a, reading.mentions) for number, a in enumerate(reading.attributions) if _start(a) >= border]
    return reading.model_copy(update={"claims": (accusation, *replies)}), accusation, replies


def _start(attribution: Attribution) -> int:
    return min(span.start for span in (*attribution.source, *attribution.cue, *attribution.content))


def _claim(number: int, attribution: Attribution, mentions: Sequence[Mention]) -> Claim:
    source = [m for m in mentions if any(part.overlaps(m.span) for part in attribution.source)]
    speaker = max(source, key=lambda m: len(m.span.quote), default=None)
    cue = attribution.cue[0].quote if attribution.cue else ""
    return Claim(
        id=f"claim:{number}",
        attribution=attribution.id,
        kind=kind_of(cue),
        speaker=Party(mention=speaker.id if speaker else None) if attribution.source else None,
    )


def main() -> None:
    """Print how many rows get the right status, by status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--split", choices=("tune", "final"), default="tune")
    parser.add_argument("--show", action="store_true", help="print the wrong rows; of the tune split only")
    arguments = parser.parse_args()
    rows = [row for row in map(json.loads, arguments.data.read_text("utf-8").splitlines()) if row["split"] == arguments.split]
    reader, right, gold, given = Pipeline().reader, Counter[str](), Counter[str](), Counter[str]()
    for row in rows:
        reading, accusation, replies = with_claims(marked(reader, row), row)  # type: ignore[arg-type] # the pipeline's own reader
        status = combined(a for reply in replies if (a := answers(accusation, reading, reply, reading)))
        gold[row["status"]] += 1
        given[status] += 1
        right[status] += status == row["status"]
        if arguments.show and arguments.split == "tune" and status != row["status"]:
            print(f"{row['id']}: {row['status']} read as {status}: {row['accused']} | {row['reply']}")
    for name in sorted(gold):
        print(f"{name:16} right {right[name]:3} of {gold[name]:3}, given {given[name]:3}")
    print(f"all              right {right.total():3} of {gold.total():3}; unanswered for all: {gold[UNANSWERED]}")


if __name__ == "__main__":
    main()

"""Actors: `python -m bench.grounding_actors --data ../shared/data`.

Prints the share of ICEWS names that resolve (weighted by events), UCDP sides named in headlines, roles in time, metonyms, and the cost.
"""

from __future__ import annotations

import argparse
import json
import random
import time
import tracemalloc
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path

import yaml

from casus.evaluation.keys.quotes import find
from casus.grounding.actors import ground_actors, resolve
from casus.grounding.knowledge import Knowledge, fold, open_knowledge
from casus.grounding.metonyms import stands_for_in
from casus.grounding.resolution import Resolution
from casus.ingest import report_from_text
from casus.records import Reading

HERE = Path(__file__).parent.parent
ICEWS = "relations/icews_2018-01_2018-07.parquet"
ICEWS_DAY = date(2018, 4, 15)
"""The middle of the period: names are counted over all of it."""

UNNAMED = ("Unspecified Actor", "Unidentified State Actor", "International")
"""ICEWS's words for nobody in particular; they count as resolved by nobody."""


def icews_names(data: Path) -> Counter[str]:
    """Return how many events of January to July 2018 each source or target stands in."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]  # heavy, and only this figure needs it; it ships no types

    table = pq.read_table(data / ICEWS, columns=["source", "target"])
    return Counter(table["source"].to_pylist()) + Counter(table["target"].to_pylist())


def icews(data: Path) -> tuple[float, int, list[tuple[str, int]]]:
    """Return the share of events' names that resolve, how many there are, and the unresolved names by weight."""
    names, knowledge = icews_names(data), open_knowledge()
    lost = [(name, n) for name, n in names.items() if resolve(name, ICEWS_DAY, None, knowledge).actor is None]
    total = sum(names.values())
    return 1 - sum(n for _, n in lost) / total, total, sorted(lost, key=lambda row: -row[1])


def icews_sample(data: Path, size: int = 300, seed: int = 20250101) -> Iterator[tuple[str, Resolution]]:
    """Yield a random sample of names, drawn by their events, with whom they resolve to: to be judged by hand."""
    names = icews_names(data)
    drawn = random.Random(seed).choices(sorted(names), weights=[names[n] for n in sorted(names)], k=size)
    for name in drawn:
        yield name, resolve(name, ICEWS_DAY)


def roles(path: Path = HERE / "tests" / "grounding" / "roles.yaml") -> tuple[int, list[str]]:
    """Return how many (mention, date) keys there are and what is wrong, one line each."""
    rows = yaml.safe_load(path.read_text("utf-8"))
    return len(rows), [fault for row in rows if (fault := role_fault(row, open_knowledge()))]


def role_fault(row: dict[str, object], knowledge: Knowledge) -> str | None:
    """Return what a resolution gets wrong against one key, None where it is right."""
    on = row["on"]
    if not isinstance(on, date):
        raise TypeError(f"{row}: `on` is no date")
    found = resolve(str(row["mention"]), on)
    said = f"{row['mention']} on {on}"
    known = knowledge.actor(found.actor) if found.actor else None
    if known is None:
        return f"{said}: nobody ({[c.id for c in found.candidates][:3]})"
    if fold(str(row["actor"])) not in {fold(name) for name in (known.name, *known.aliases)}:
        return f"{said}: {known.id} is not {row['actor']}"
    for field in ("role", "of", "recognition"):
        if field in row and row[field] is not None and getattr(found, field) != row[field]:
            return f"{said}: {field} {getattr(found, field)}, expected {row[field]}"
    return None


def metonyms(split: str) -> tuple[int, int]:
    """Return how many rows of a split of the contrast set there are, and how many are wrong: act or not, and for whom.

    Which ones is not said: final rows are only scored.
    """
    path = HERE / "tests" / "golden" / "contrast" / "metonyms.jsonl"
    rows = [r for line in path.read_text("utf-8").splitlines() if (r := json.loads(line))["split"] == split]
    return len(rows), sum(not _metonym_right(row) for row in rows)


def _metonym_right(row: dict[str, object]) -> bool:
    start, end = find(str(row["text"]), str(row["mention"]))
    actor = stands_for_in(str(row["text"]), start, end)
    if not row["acts"]:
        return actor is None
    known = open_knowledge().actor(actor) if actor else None
    return known is not None and fold(str(row["acts_for"])) in {fold(name) for name in (known.name, *known.aliases)}


def cost(texts: Sequence[str]) -> tuple[float, float, float]:
    """Return ms to open the knowledge, MB that it and its caches take, ms a report; ms of processor time."""
    open_knowledge.cache_clear()
    tracemalloc.start()
    began = time.process_time()
    open_knowledge()
    opened = time.process_time() - began
    readings = [Reading(report=report_from_text(text, published=datetime(2024, 1, 1).astimezone())) for text in texts]
    before = tracemalloc.get_traced_memory()[0]
    for reading in readings:
        ground_actors(reading)
    memory = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    began = time.process_time()
    for reading in readings:
        ground_actors(reading)
    return opened * 1000, memory / 1e6, (time.process_time() - began) * 1000 / len(readings)


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent / "shared" / "data")
    parser.add_argument("--lost", type=int, default=0, help="print so many unresolved ICEWS names")
    args = parser.parse_args()
    share, total, lost = icews(args.data)
    print(f"icews_2018 names resolved, by events: {share:.3f} (n {total})")
    for name, n in lost[: args.lost]:
        print(f"  {n:6} {name}")
    n, faults = roles()
    print(f"roles in time: {1 - len(faults) / n:.3f} (n {n})")
    for fault in faults:
        print(f"  {fault}")
    for split in ("tune", "final"):
        n, wrong = metonyms(split)
        print(f"metonyms, {split}: {1 - wrong / n:.3f} (n {n})")


if __name__ == "__main__":
    main()

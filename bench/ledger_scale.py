"""How the ledger answers over millions of events, and how fast it takes rows in.

Asked for are a dyad's daily series, a filtered page of 50, and full-text search, newest first; rows go in with all indexes on.

python -m bench.ledger_scale --events 10000000 [--database sqlite|postgresql] [--folder /tmp/…]
python -m bench.ledger_scale --events 10000000 --ledger PATH|URL        asks a ledger that was filled so, or fills an empty one and keeps it
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from itertools import accumulate, islice
from pathlib import Path

from bench import postgres
from casus.ledger import ImportedEvent, Ledger, open_ledger
from casus.records import EVENT_TYPES, Actor

ACTORS, WORDS, A_DAY = 5_000, 20_000, 2_700
"""Actors and words, both as frequent as their rank is low (Zipf), and events a day: 10 million are ten years."""

FIRST_DAY = 14_610
"""2010-01-01."""

TUNED = {"shared_buffers": "1GB", "max_wal_size": "4GB", "maintenance_work_mem": "512MB", "work_mem": "64MB"}
"""What whoever sets up a server for ten million rows changes first; durability stays as it is."""

TYPES = tuple(islice(accumulate(1 / rank for rank in range(1, len(EVENT_TYPES) + 1)), len(EVENT_TYPES)))


def actor(rank: int) -> str:
    """Return the id of an actor, the most frequent first."""
    return f"grp.actor-{rank}"


def word(rank: int) -> str:
    """Return a made-up word, the most frequent first: no two are alike."""
    letters = "bdfgklmnprstvz"
    made = ""
    number = rank + len(letters)
    while number:
        number, rest = divmod(number, len(letters))
        made += letters[rest] + "aeiou"[rest % 5]
    return made


def rows(count: int, worded: bool, first: int = 0) -> Iterator[ImportedEvent]:
    """Yield events in order of their days, as data sets come."""
    draw = random.Random(first)
    actors, by_rank = [actor(n) for n in range(ACTORS)], list(accumulate(1 / (n + 1) for n in range(ACTORS)))
    words, by_use = [word(n) for n in range(WORDS)], list(accumulate(1 / (n + 10) for n in range(WORDS)))
    for start in range(first, first + count, 10_000):
        some = min(10_000, first + count - start)
        parties = draw.choices(actors, cum_weights=by_rank, k=2 * some)
        types = draw.choices(EVENT_TYPES, cum_weights=TYPES, k=some)
        said = draw.choices(words, cum_weights=by_use, k=12 * some) if worded else []
        for n in range(some):
            yield ImportedEvent(
                str(10_000_000 + start + n),
                FIRST_DAY + (start + n) // A_DAY,
                types[n],
                parties[2 * n],
                parties[2 * n + 1],
                code="112",
                intensity=-2.0,
                words=" ".join(said[12 * n : 12 * n + 12]) if worded else None,
            )


def questions(ledger: Ledger, events: int) -> Iterator[tuple[str, int, Callable[[], object]]]:
    """Yield what is asked, its limit in milliseconds, and how."""
    half = f"20{10 + events // A_DAY // 730:02d}-01-01"
    top, middle = (actor(0), actor(1)), (actor(40), actor(60))
    rare = EVENT_TYPES[-1]
    yield "series, largest dyad", 200, lambda: ledger.series([top])
    yield "series, middling dyad", 200, lambda: ledger.series([middle])
    yield "series, largest dyad, a roll-up of four", 200, lambda: ledger.series([top, middle, (actor(0), actor(9)), (actor(1), actor(9))])
    for given in (
        {"actor": actor(0), "type": "ACCUSE"},
        {"actor": actor(0), "type": rare},
        {"actor": actor(300), "type": rare, "until": half},
        {"actor": actor(3), "by": actor(9)},
        {"dyad": ",".join(top), "type": f"{rare},ASSAULT", "until": half},
        {"type": rare, "voice": "report", "status": "actual", "since": half},
        {"voice": "alleged"},
        {"confidence": "0.5", "actor": actor(40)},
    ):
        yield "page, " + " ".join(f"{k}={v}" for k, v in given.items()), 200, lambda given=given: ledger.events(given)  # type: ignore[misc]
    for rank, name in ((0, "every 13th event"), (30, "1 in 40"), (1_000, "1 in 1,000"), (15_000, "1 in 16,000")):
        yield f"search, a word in {name}", 300, lambda rank=rank: ledger.search(word(rank), "events")  # type: ignore[misc]
    yield "search, two words", 300, lambda: ledger.search(f"{word(30)} {word(1_000)}", "events")
    yield "search, two rare words", 300, lambda: ledger.search(f"{word(5_000)} {word(5_001)}", "events")
    yield "search, a phrase", 300, lambda: ledger.search(f'"{word(0)} {word(1)}"', "events")
    yield "search, a word and an actor", 300, lambda: ledger.search(word(0), "events", {"actor": actor(40)})


def cpu_s(ledger: Ledger) -> float:
    """Return the processor time that this process, and the server's for this ledger, have used: what a busy machine does not stretch."""
    if ledger.dialect == "sqlite":
        return time.process_time()
    folder = Path(str(ledger.engine.url.query["host"]))
    server = int((folder / "data/postmaster.pid").read_text("ascii").split()[0])
    ticks = 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = stat.read_text("ascii", "replace").rpartition(")")[2].split()
            ticks += (int(fields[11]) + int(fields[12])) if int(fields[1]) == server else 0
    return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def asked_ms(ledger: Ledger, action: Callable[[], object], times: int = 20) -> tuple[float, float]:
    """Return the median of some warm runs, and their processor time each, in milliseconds."""
    action()
    taken, used = [], cpu_s(ledger)
    for _ in range(times):
        began = time.perf_counter()
        action()
        taken.append(1000 * (time.perf_counter() - began))
    return statistics.median(taken), 1000 * (cpu_s(ledger) - used) / times


def fill(ledger: Ledger, events: int, worded: bool, first: int = 0) -> str:
    """Import rows; return how many a second went in, made and written, and how many a second of processor time."""
    ledger.add_dataset("made", "made up")
    ledger.add_actors(Actor(id=actor(n), name=f"Actor {n}", kind="armed group") for n in range(ACTORS))
    began, used = time.perf_counter(), cpu_s(ledger)
    ledger.import_events("made", rows(events, worded, first))
    taken, used = time.perf_counter() - began, cpu_s(ledger) - used
    return f"{events / taken:,.0f} rows a second, {events / used:,.0f} a processor second"


def measure(target: str, events: int, more: int) -> bool:
    """Fill a ledger, where it is empty, and ask it; print a table; return whether all limits were kept."""
    kept = True
    with open_ledger(target) as ledger:
        if not ledger.events(limit=1, count=False).rows:
            print(f"{ledger.dialect}: {events:,} events with words: {fill(ledger, events, worded=True)}", flush=True)
            print(f"{ledger.dialect}: then {more:,} rows without words: {fill(ledger, more, worded=False, first=events)}", flush=True)
            ledger.tidy()
        print("   median  processor  limit")
        for name, limit, ask in questions(ledger, events):
            taken, used = asked_ms(ledger, ask)
            kept &= taken <= limit
            print(f"{taken:9.1f} {used:10.1f} {limit:6} {name}{'' if taken <= limit else '  OVER'}", flush=True)
    return kept


def main() -> int:
    """Measure on the databases asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--more", type=int, default=1_000_000, help="rows without words, to see how fast they go in")
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--folder", type=Path, help="where the ledger in SQLite lies meanwhile")
    parser.add_argument("--ledger", help="a ledger to keep: it is filled where it is empty, and asked")
    arguments = parser.parse_args()
    if arguments.ledger:
        return 0 if measure(arguments.ledger, arguments.events, arguments.more) else 4
    kept = True
    with ExitStack() as stack:
        if arguments.database != "postgresql":
            folder = stack.enter_context(tempfile.TemporaryDirectory(dir=arguments.folder))
            kept &= measure(f"{folder}/ledger.db", arguments.events, arguments.more)
        if arguments.database != "sqlite":
            kept &= measure(stack.enter_context(postgres.server(TUNED)), arguments.events, arguments.more)
    return 0 if kept else 4


if __name__ == "__main__":
    raise SystemExit(main())

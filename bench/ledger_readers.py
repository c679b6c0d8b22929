"""Run a writer at full speed and four readers: do readers wait, meets anybody a lock, is any report lost.

python -m bench.ledger_readers --seconds 60 [--database sqlite|postgresql]
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier
from multiprocessing.synchronize import Event as Flag

from bench import postgres
from bench.ledger_crash import reading
from casus.ledger import Ledger, open_ledger

READERS = 4
SLOWER_MS = 50
"""What readers' 95th percentile may lie above that beside no writer."""

PAUSE_S = 0.02
"""Between the questions of one reader: people and pages ask, they do not hammer."""

STOCK = 2_000
"""Reports in the ledger at the start."""


@dataclass(frozen=True)
class Measured:
    """Readers' 95th percentile beside no writer and beside one, in milliseconds; reports written and found; errors."""

    idle_ms: float
    busy_ms: float
    questions: int
    written: int
    found: int
    errors: tuple[str, ...]

    @property
    def kept(self) -> bool:
        """Whether nothing failed, nothing was lost, and readers hardly waited."""
        return not self.errors and self.written == self.found and self.busy_ms - self.idle_ms <= SLOWER_MS


@dataclass(frozen=True)
class Signs:
    """What the processes tell each other: all are ready, it is over, and what came out."""

    ready: Barrier
    done: Flag
    out: multiprocessing.Queue[tuple[str, object]]


def ask(ledger: Ledger, number: int) -> None:
    """Ask one of four usual questions."""
    match number % 4:
        case 0:
            ledger.events({"dyad": "grp.tarandia,grp.karsovia"})
        case 1:
            ledger.claims({"kind": "allege", "source": "Wire 3"})
        case 2:
            ledger.series([("grp.tarandia", "grp.karsovia")])
        case _:
            ledger.search(f"notice {number}")


def read(target: str, signs: Signs) -> None:
    """Ask until told to stop; hand back how long each question took, in milliseconds."""
    taken: list[float] = []
    with open_ledger(target) as ledger:
        for number in range(4):
            ask(ledger, number)
        signs.ready.wait()
        while not signs.done.is_set():
            began = time.perf_counter()
            try:
                ask(ledger, len(taken))
            except Exception as error:  # noqa: BLE001 - whatever a reader meets is the finding
                signs.out.put(("error", f"{type(error).__name__}: {error}"[:300]))
                break
            taken.append(1000 * (time.perf_counter() - began))
            time.sleep(PAUSE_S)
    signs.out.put(("taken", taken))


def write(target: str, signs: Signs) -> None:
    """Write reports as fast as they go until told to stop; hand back how many."""
    number = STOCK
    with open_ledger(target) as ledger:
        signs.ready.wait()
        while not signs.done.is_set():
            try:
                ledger.add(reading(number))
            except Exception as error:  # noqa: BLE001 - whatever the writer meets is the finding
                signs.out.put(("error", f"{type(error).__name__}: {error}"[:300]))
                break
            number += 1
    signs.out.put(("written", number - STOCK))


def phase(target: str, seconds: float, writing: bool) -> tuple[list[float], int, list[str]]:
    """Run four readers, and a writer where asked; return their times, the reports written, and what went wrong."""
    spawn = multiprocessing.get_context("spawn")
    signs = Signs(spawn.Barrier(READERS + writing + 1), spawn.Event(), spawn.Queue())
    jobs = [spawn.Process(target=read, args=(target, signs)) for _ in range(READERS)]
    jobs += [spawn.Process(target=write, args=(target, signs))] if writing else []
    for job in jobs:
        job.start()
    signs.ready.wait(timeout=300)
    time.sleep(seconds)
    signs.done.set()
    taken: list[float] = []
    written, errors, waiting = 0, [], len(jobs)
    while waiting:
        kind, value = signs.out.get(timeout=120)
        waiting -= kind != "error"
        taken += value if isinstance(value, list) else []
        written += value if isinstance(value, int) else 0
        errors += [value] if isinstance(value, str) else []
    for job in jobs:
        job.join()
    return taken, written, errors


def measure(target: str, seconds: float) -> Measured:
    """Measure readers alone, then beside a writer."""
    with open_ledger(target) as ledger:
        for number in range(STOCK):
            ledger.add(reading(number))
    idle, _, first = phase(target, min(seconds, 15), writing=False)
    busy, written, second = phase(target, seconds, writing=True)
    with open_ledger(target) as ledger:
        found = sum(1 for _ in ledger.iterate("reports")) - STOCK
    return Measured(percentile(idle), percentile(busy), len(busy), written, found, tuple(first + second))


def percentile(taken: list[float]) -> float:
    """Return the 95th percentile."""
    return statistics.quantiles(taken, n=20)[-1] if len(taken) > 1 else 0.0


def main() -> int:
    """Measure on the databases asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    arguments = parser.parse_args()
    kept = True
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        targets = {"sqlite": f"{folder}/ledger.db"} if arguments.database != "postgresql" else {}
        if arguments.database != "sqlite":
            targets["postgresql"] = stack.enter_context(postgres.server({}))
        for name, target in targets.items():
            found = measure(target, arguments.seconds)
            kept &= found.kept
            print(
                f"{name:<11}p95 {found.idle_ms:.1f} ms beside no writer, {found.busy_ms:.1f} ms beside one, {found.questions:,} questions"
            )
            print(f"{'':<11}{found.written:,} reports written in {arguments.seconds:.0f} s, {found.found:,} found", flush=True)
            print(f"{'':<11}{len(found.errors)} errors", *found.errors[:3], sep="\n  ", flush=True)
    return 0 if kept else 4


if __name__ == "__main__":
    raise SystemExit(main())

"""Kill a writer at random moments, again and again: every report that it acknowledged must be there, and none by half.

python -m bench.ledger_crash --kills 200 [--database sqlite|postgresql]

Each report is acknowledged on stdout once `Ledger.add` has returned; then the process gets SIGKILL, and the ledger is opened and checked.
On PostgreSQL it is the writer that dies, and the server runs as it does in earnest, with fsync.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bench import postgres
from casus.ledger import open_ledger
from casus.records import ActorInReport, Attribution, Claim, Event, Mention, Moment, Party, Reading, Report, identify

LONGEST_S = 1.5
"""A writer lives at most so long after its first acknowledgement."""

DAY = datetime(2026, 3, 1, tzinfo=UTC)


def reading(number: int) -> Reading:
    """Return a made-up reading with a mention, an attribution, a claim and an event, each report unlike the others."""
    text = f"Report {number}. Tarandia shelled Karsovia. The envoy said Tarandia lied. " + f"Notice {number} follows. " * 20
    report = Report(text=text, publisher=f"Wire {number % 7}", url=f"https://wire.example/{number}", published=DAY)

    def mention(words: str, actor: str) -> Mention:
        start = text.index(words)
        span = report.span(start, start + len(words))
        return Mention(id=identify(report.id, "mention", [span.offsets]), span=span, type="actor", resolved=actor)

    first, second = mention("Tarandia", "grp.tarandia"), mention("Karsovia", "grp.karsovia")
    at = text.index("The envoy")
    said = Attribution(
        id=identify(report.id, "attribution", [(at, at + 9)]),
        source=(report.span(at, at + 9),),
        cue=(report.span(at + 10, at + 14),),
        content=(report.span(at + 15, at + 28),),
        quoted="indirect",
    )
    accused = Party(mention=first.id, actor="grp.tarandia", basis="alleged")
    claim = Claim(id=identify(report.id, "claim", [(at, at + 9)]), attribution=said.id, kind="allege", accused=(accused,))
    verb = text.index("shelled")
    event = Event(
        id=identify(report.id, "event", [(verb, verb + 7)]),
        type="ASSAULT",
        actors=(Party(mention=first.id, actor="grp.tarandia"),),
        recipients=(Party(mention=second.id, actor="grp.karsovia"),),
        moment=Moment(start=DAY, end=DAY.replace(day=2), precision="day"),
        voice="report",
        status="actual",
        trigger=report.span(verb, verb + 7),
        evidence=(report.span(first.span.start, second.span.end),),
    )
    actors = tuple(ActorInReport(id=f"grp.{name.lower()}", name=name, kind="armed group") for name in ("Tarandia", "Karsovia"))
    return Reading(
        report=report, mentions=(first, second), attributions=(said,), claims=(claim,), events=(event,), actors=actors
    )  # fmt: skip


def write(target: str, first: int) -> None:
    """Write reports without end, and say so of each when it is written."""
    with open_ledger(target) as ledger:
        number = first
        while True:
            ledger.add(reading(number))
            print(number, flush=True)
            number += 1


@dataclass
class Tally:
    """What was acknowledged, and what was found amiss."""

    acknowledged: set[int] = field(default_factory=set)
    lost: set[int] = field(default_factory=set)
    halved: list[str] = field(default_factory=list)


def kill(target: str, first: int, draw: random.Random) -> Iterator[int]:
    """Start a writer, kill it after a random time; yield what it acknowledged."""
    command = [sys.executable, "-m", "bench.ledger_crash", "--write", target, str(first)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        if writer.stdout is None:
            raise RuntimeError("the writer has no stdout")
        yield int(writer.stdout.readline())
        time.sleep(draw.uniform(0, LONGEST_S))
        writer.kill()
        # A line that the kill cut short was not acknowledged in full.
        yield from (int(line) for line in writer.stdout.read().splitlines(keepends=True) if line.endswith("\n"))


def crash(target: str, kills: int, seed: int = 0) -> Tally:
    """Kill writers of one ledger; look after each whether its reports are there, and at the end whether the whole is sound."""
    draw, tally = random.Random(seed), Tally()
    for number in range(kills):
        first = number * 100_000
        written = set(kill(target, first, draw))
        tally.acknowledged |= written
        with open_ledger(target) as ledger:
            tally.lost |= {n for n in written if ledger.report(reading(n).report.id) is None}
    with open_ledger(target) as ledger:
        tally.halved += list(ledger.check())
        tally.halved += [f"{row.id} has {row.claims} claims, {row.events} events" for row in ledger.iterate("reports")
                         if (row.claims, row.events) != (1, 1)]  # fmt: skip
    return tally


def main() -> int:
    """Measure on the databases asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--write", nargs=2, metavar=("LEDGER", "FIRST"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.write:
        write(arguments.write[0], int(arguments.write[1]))
    sound = True
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        targets = {"sqlite": f"{folder}/ledger.db"} if arguments.database != "postgresql" else {}
        if arguments.database != "sqlite":
            targets["postgresql"] = stack.enter_context(postgres.server({}))
        for name, target in targets.items():
            tally = crash(target, arguments.kills)
            sound &= not (tally.lost or tally.halved)
            print(f"{name:<11}{arguments.kills} kills, {len(tally.acknowledged):,} reports acknowledged: {len(tally.lost)} lost, "
                  f"{len(tally.halved)} halved or unsound", *tally.halved[:5], sep="\n  " if tally.halved else "", flush=True)  # fmt: skip
    return 0 if sound else 4


if __name__ == "__main__":
    raise SystemExit(main())

"""The floors under measured accuracy: a change that lowers one fails, unless the floor is lowered in the open.

    python -m bench.floors --data ../shared/data

`floors.yaml` is a log. The floor of a score is its last entry; an entry below the one before it needs `lowered_because`.
Sets under `--data` are left out, and said so, where that folder does not exist; our own samples are always scored.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from casus.cli import GATE_FAILED, run

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Gate:
    """One evaluation and the floors of its scores. `set_` is a path below the root, or below `DATA/`; of golden reports, the split.

    Tasks are those of `casus evaluate`, and of `casus audit`: `neutrality` (the share that mirrors) and `invented` (1 less the drop in F1).
    """

    task: str
    set_: str
    floors: dict[str, float]


def gates(log: Sequence[dict[str, Any]]) -> list[Gate]:
    """Return the gates that a log of floors amounts to; raise `SystemExit` where one was lowered without a reason."""
    found: dict[tuple[str, str], dict[str, float]] = {}
    for entry in log:
        floors = found.setdefault((entry["task"], entry["set"]), {})
        for name, floor in entry["floors"].items():
            if floor < floors.get(name, 0.0) and not entry.get("lowered_because"):
                raise SystemExit(f"floors.yaml: {entry['set']}: {name} is lowered to {floor} without lowered_because")
            floors[name] = floor
    return [Gate(task, set_, floors) for (task, set_), floors in found.items()]


def check(gate: Gate, data: Path) -> int:
    """Run one evaluation against its floors; return the exit code."""
    floors = [part for name, floor in gate.floors.items() for part in ("--floor", f"{name}={floor}")]
    if gate.task in ("neutrality", "invented"):
        print(f"\n{gate.task} on {gate.set_}", flush=True)
        return run(["audit", gate.task, "--format", "table", *_limit(gate)])
    if gate.task == "golden":
        print(f"\n{gate.task} on {gate.set_}", flush=True)
        return run(["evaluate", "golden", "--split", gate.set_, "--by", "field", "--format", "table", *floors])
    path = data / gate.set_.removeprefix("DATA/") if gate.set_.startswith("DATA/") else ROOT / gate.set_
    if gate.set_.startswith("DATA/") and not path.exists():
        print(f"\n{gate.task} on {gate.set_}: left out, no such data here", flush=True)
        return 0
    print(f"\n{gate.task} on {gate.set_}", flush=True)
    return run(["evaluate", gate.task, "--data", str(path), "--as" if gate.task == "events" else "--format", "table", *floors])


def _limit(gate: Gate) -> list[str]:
    """Return the options of an audit: its split and the floor of its one score, or how far F1 may drop."""
    if gate.task == "neutrality":
        return ["--split", gate.set_, "--floor", str(gate.floors["mirror"])]
    return ["--ceiling", str(round(1 - gate.floors["event joint"], 4))]


def main(arguments: Sequence[str] | None = None) -> int:
    """Check all gates; return 4 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared/data")
    data = parser.parse_args(arguments).data
    log = yaml.safe_load((ROOT / "bench/floors.yaml").read_text("utf-8"))
    codes = [check(gate, data) for gate in gates(log)]
    return GATE_FAILED if any(codes) else 0


if __name__ == "__main__":
    sys.exit(main())

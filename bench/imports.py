"""How fast ICEWS rows go into the ledger, parsing included, with all indexes on.

python -m bench.imports --data FOLDER [--database sqlite|postgresql] [--folder /tmp/…]      FOLDER holds icews_2018-01_2018-07.parquet
"""

from __future__ import annotations

import argparse
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from bench import postgres
from casus.exchange import import_file
from casus.ledger import open_ledger

REACH = 50_000
"""Rows a second."""

FILE = "icews_2018-01_2018-07.parquet"


def measure(target: str, data: Path) -> bool:
    """Import the file into an empty ledger, then once more; print what it took; return whether the first was as fast as asked."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    rows = pq.ParquetFile(data / FILE).metadata.num_rows
    rates: list[float] = []
    with open_ledger(target) as ledger:
        for name in ("first import", "import again"):
            began, worked = time.perf_counter(), time.process_time()
            done = import_file(ledger, data / FILE, "icews")
            taken, worked = time.perf_counter() - began, time.process_time() - worked
            print(
                f"{ledger.dialect:10}  {name}: {rows:,} rows in {taken:.1f} s = {rows / taken:,.0f} a second ({worked:.1f} s of CPU); "
                f"written {done.rows:,} = {done.rows / taken:,.0f} a second; known {done.known:,}, skipped {sum(done.skipped.values()):,}",
                flush=True,
            )
            rates.append(rows / taken)
    return rates[0] >= REACH


def main() -> int:
    """Measure on the databases asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--database", choices=("sqlite", "postgresql"))
    parser.add_argument("--folder", type=Path, help="where the ledger in SQLite lies meanwhile")
    arguments = parser.parse_args()
    kept = True
    with ExitStack() as stack:
        if arguments.database != "postgresql":
            folder = stack.enter_context(tempfile.TemporaryDirectory(dir=arguments.folder))
            kept &= measure(f"{folder}/ledger.db", arguments.data)
        if arguments.database != "sqlite":
            kept &= measure(stack.enter_context(postgres.server({})), arguments.data)
    return 0 if kept else 4


if __name__ == "__main__":
    raise SystemExit(main())

"""Our short reports as models read them that have not seen them: what is learned from readings must not be learned from memory."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from casus.pipeline import Pipeline
from casus.reader import ModelReader
from casus.records import Reading, Report
from training.corpus import Row, rows


@dataclass(frozen=True)
class Read:
    """A short report with its labels, its reading up to some stage, and the reader."""

    row: Row
    reading: Reading
    reader: ModelReader


def read(models: Sequence[tuple[str, Path | None]], until: str) -> Iterator[Read]:
    """Yield every short report whose file a pattern fits, read with the weights of that pattern (None: those that ship)."""
    for pattern, folder in models:
        pipeline = Pipeline(reader := ModelReader(folder))
        for row in rows():
            if row.whole and fnmatch(row.file, pattern):
                yield Read(row, pipeline.read(Report(text=row.text), until=until), reader)


def add_option(parser: argparse.ArgumentParser) -> None:
    """Add `--models PATTERN=FOLDER`."""
    parser.add_argument(
        "--models",
        action="append",
        type=_pair,
        metavar="PATTERN=FOLDER",
        help="weights to read the files of short reports with that the pattern fits; without it those that ship read all of them",
    )


def _pair(value: str) -> tuple[str, Path]:
    pattern, _, folder = value.partition("=")
    if not folder or not Path(folder).is_dir():
        raise argparse.ArgumentTypeError(f"expected PATTERN=FOLDER with a folder of weights, not {value!r}")
    return pattern, Path(folder)


AS_SHIPPED: list[tuple[str, Path | None]] = [("*", None)]
"""All files read with the weights that ship: right for files that these have not seen."""

"""Our short reports as models read them that have not seen them: what is learned from readings must not be learned from memory.

What the fits on such readings share: their command line, their folds, and how their weights are written.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Protocol, TypeVar

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


class OfFile(Protocol):
    """Something learned from, by the file of its report."""

    @property
    def file(self) -> str:
        """The name of the file."""


E = TypeVar("E", bound=OfFile)


def folds(found: Sequence[E]) -> Iterator[tuple[list[E], list[E]]]:
    """Yield for each file, in the order of names, what is not of it and what is: to learn from the one and to tell the other."""
    for file in sorted({one.file for one in found}):
        yield [one for one in found if one.file != file], [one for one in found if one.file == file]


def options(description: str | None, penalty: float) -> argparse.Namespace:
    """Return what the command line says: `write`, `penalty`, and `models` to give to `read`."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--penalty", type=float, default=penalty)
    parser.add_argument(
        "--models",
        action="append",
        type=_pair,
        metavar="PATTERN=FOLDER",
        help="weights to read the files of short reports with that the pattern fits; without it those that ship read all of them",
    )
    found = parser.parse_args()
    found.models = found.models or AS_SHIPPED
    return found


def ship(path: Path, weights: object, features: int) -> None:
    """Write the weights of so many features, and print how many they are."""
    path.write_text(json.dumps(weights, indent=0, ensure_ascii=False) + "\n", "utf-8")
    print(f"{path.name}: {features} features, {path.stat().st_size / 1e3:.0f} kB")


def _pair(value: str) -> tuple[str, Path]:
    pattern, _, folder = value.partition("=")
    if not folder or not Path(folder).is_dir():
        raise argparse.ArgumentTypeError(f"expected PATTERN=FOLDER with a folder of weights, not {value!r}")
    return pattern, Path(folder)


AS_SHIPPED: list[tuple[str, Path | None]] = [("*", None)]
"""All files read with the weights that ship: right for files that these have not seen."""

"""Golden reports with their keys, and what is scored against them: readings in a file, or another labeller's keys."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from casus.evaluation.golden.comparison import Coded
from casus.evaluation.keys.key import Key
from casus.evaluation.keys.load import check_key
from casus.records import DataError, Reading, storable


@dataclass(frozen=True)
class GoldenSet:
    """The keys of a split in the order of their names, the text of each, and the names of the reports that have no key."""

    keys: tuple[Key, ...]
    texts: tuple[Path, ...]
    unlabelled: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the reports."""
        return tuple(text.stem for text in self.texts)


@dataclass(frozen=True)
class Submission:
    """One reading for each key, and the names of the reports for which none was handed in: they count as empty."""

    coded: tuple[Coded, ...]
    missing: tuple[str, ...]


def read_golden(golden: Path, split: str, keys: Path | None = None) -> GoldenSet:
    """Return the reports of a split with their keys, from `keys` or beside the texts.

    Raise `DataError` that lists everything wrong with any key, or that says which folder is missing.
    """
    folder = golden / split
    texts = sorted(folder.glob("*.txt")) if folder.is_dir() else []
    if not texts:
        raise DataError(
            f"{folder}: no golden reports there; they are in the source tree, not in the wheel: name their folder with --golden"
        )
    labelled = [text for text in texts if _key_of(text, keys).is_file()]
    if not labelled:
        raise DataError(f"{keys or folder}: no keys there; expected {texts[0].stem}.yaml and others: name their folder with --keys")
    if keys is None and (alone := sorted({path.stem for path in folder.glob("*.yaml")} - {text.stem for text in texts})):
        raise DataError(f"{folder}: a key without its text: {', '.join(alone)}")
    loaded = _keys([_key_of(text, keys) for text in labelled], labelled)
    return GoldenSet(tuple(loaded), tuple(labelled), tuple(text.stem for text in texts if text not in labelled))


def read_keys_as_coded(folder: Path, golden: GoldenSet) -> Submission:
    """Return what another labeller's keys in a folder say of the same reports."""
    present = [text for text in golden.texts if _key_of(text, folder).is_file()]
    if not present:
        raise DataError(f"{folder}: no keys there for any of the {len(golden.texts)} reports")
    loaded = dict(zip((text.stem for text in present), _keys([_key_of(text, folder) for text in present], present), strict=True))
    return _submission(golden, {name: Coded.of_key(key) for name, key in loaded.items()})


def read_readings(path: Path, golden: GoldenSet) -> Submission:
    """Return the readings in a JSONL file, in any order, as `casus read` writes them; a rejected input is no reading."""
    by_text = {key.report.text: name for key, name in zip(golden.keys, golden.names, strict=True)}
    by_id = {key.report.id: name for key, name in zip(golden.keys, golden.names, strict=True)} | {name: name for name in golden.names}
    found: dict[str, Coded] = {}
    for where, row in _rows(path):
        if "rejected" in row:
            continue
        reading = _reading(where, row)
        name = by_text.get(reading.report.text)
        if name is None:
            raise DataError(f"{where}: {_stranger(reading, by_id)}")
        if name in found:
            raise DataError(f"{where}: a second reading of {name}: keep one")
        found[name] = Coded(reading)
    return _submission(golden, found)


def gather(golden: GoldenSet, readings: Sequence[Reading | None]) -> Submission:
    """Return readings in the order of the keys, None where a report could not be read."""
    return _submission(golden, {name: Coded(r) for name, r in zip(golden.names, readings, strict=True) if r is not None})


def _submission(golden: GoldenSet, found: dict[str, Coded]) -> Submission:
    coded = [found.get(name) or Coded(Reading(report=key.report)) for name, key in zip(golden.names, golden.keys, strict=True)]
    return Submission(tuple(coded), tuple(name for name in golden.names if name not in found))


def _key_of(text: Path, keys: Path | None) -> Path:
    return (keys or text.parent) / f"{text.stem}.yaml"


def _keys(paths: Sequence[Path], texts: Sequence[Path]) -> list[Key]:
    checked = [check_key(path, text) for path, text in zip(paths, texts, strict=True)]
    if problems := [problem for _, found in checked for problem in found]:
        raise DataError("\n".join(problems))
    return [key for key, _ in checked if key]


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    try:
        with path.open(encoding="utf-8", newline="\n") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{path}:{number}", _object(json.loads(line))
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise DataError(f"{path}: expected one reading in JSON a line ({error})") from error


def _object(row: Any) -> dict[str, Any]:
    if not isinstance(row, dict):
        raise ValueError(f"got {type(row).__name__}")
    return row


def _reading(where: str, row: dict[str, Any]) -> Reading:
    try:
        return Reading.model_validate(row)
    except ValueError as error:
        raise DataError(f"{where}: no reading in the shape of `casus schema`: {' '.join(str(error).split())[:400]}") from error


def _stranger(reading: Reading, by_id: dict[str, str]) -> str:
    name = by_id.get(reading.report.id)
    if name:
        return f"the reading of {name} is of another text than its file: read the text as it stands there"
    start = " ".join(storable(reading.report.text).split())[:60]
    return f"a reading of none of the golden reports ({reading.report.id}: {start!r}); leave it out"

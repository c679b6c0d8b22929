"""What the readers of data sets share: lines of files of any size, days, rows told twice, and a tally of what was not taken."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TextIO, TypeVar

from casus.exchange.cameo import Coding
from casus.ledger import BadRow, ImportedEvent
from casus.records import InputError

Cells = TypeVar("Cells")
"""A row as its reader splits it."""

HOPELESS = 100
"""Rows that are all bad from the first one on: the file is of another format, and nothing of it is taken."""

KEPT_DAYS = 40
"""Days for which rows are remembered to know them again: data sets come nearly in order of their days."""

_FIRST = date(1970, 1, 1).toordinal()


class Tally:
    """Counts rows taken, skipped by reason, and bad; hands the bad ones on with their lines."""

    def __init__(self, source: str, reject: Callable[[list[BadRow]], object]) -> None:
        self.source, self._reject = source, reject
        self.taken, self.bad = 0, 0
        self.skipped: Counter[str] = Counter()
        self._waiting: list[BadRow] = []

    def skip(self, reason: str) -> None:
        """Count a row that is sound but has no place in the ledger."""
        self.skipped[reason] += 1

    def spoiled(self, line: int, reason: str) -> None:
        """Note a bad row; raise `InputError` where nothing but bad rows has come."""
        self.bad += 1
        if self.bad == HOPELESS and not self.taken and not self.skipped:
            raise InputError(self.source, f"the first {HOPELESS} rows cannot be read; line {line}: {reason}")
        self._waiting.append(BadRow(self.source, reason, line))

    def flush(self) -> None:
        """Hand the bad rows on."""
        if self._waiting:
            self._reject(self._waiting)
            self._waiting = []


def taken(numbered: Iterable[tuple[int, Cells]], make: Callable[[Cells], ImportedEvent | str], tally: Tally) -> Iterator[ImportedEvent]:
    """Yield what `make` makes of each row; tally the rest: bad where it raises `ValueError`, skipped where it gives a reason."""
    for number, cells in numbered:
        try:
            found = make(cells)
        except ValueError as error:
            tally.spoiled(number, str(error))
            continue
        if isinstance(found, str):
            tally.skip(found)
        else:
            tally.taken += 1
            yield found


class Twins:
    """Knows rows that tell the same act from its other side: data sets write a meeting down once for each party."""

    def __init__(self) -> None:
        self._seen: dict[int, set[object]] = {}

    def told(self, day: int, key: object) -> bool:
        """Whether this act of a day was met before; it is remembered."""
        of_day = self._seen.get(day)
        if of_day is None:
            of_day = self._seen[day] = set()
            if len(self._seen) > KEPT_DAYS:
                del self._seen[next(iter(self._seen))]
        if key in of_day:
            return True
        of_day.add(key)
        return False


Sides = tuple[str | None, str | None]
"""Source and target of a row, as actor ids."""

TWICE = "told before from the other side"


def act(coding: Coding, code: str, source: str, target: str) -> tuple[str, str, str] | None:
    """Return what both tellings of an act with two sides share: code and parties in one order; None for acts that are told once."""
    if coding.two_sided:
        return (code, source, target) if source <= target else (code, target, source)
    if coding.type == "CONSULT" and coding.mode == "visit":
        return ("visit", target, source) if coding.turned else ("visit", source, target)
    return None


def event(row_id: str, day: int, code: str, coding: Coding, sides: Sides) -> ImportedEvent:
    """Return a coded row; source and target change places where the code is turned. By position: this is the hot path."""
    source, target = sides
    if coding.turned or (coding.two_sided and source is None):
        source, target = target, source
    return ImportedEvent(
        row_id, day, coding.type, source, target, coding.mode, code, coding.intensity, coding.two_sided,
        None, "day", None, None, None, None, None, None, coding.contexts,
    )  # fmt: skip


def located(event: ImportedEvent, point: tuple[float, float] | None) -> ImportedEvent:
    """Return an event with its point, where there is one."""
    return event if point is None else event._replace(lat=point[0], lon=point[1])


@lru_cache(100_000)
def day_number(written: str) -> int:
    """Return the days from 1970 to a date like `20260314` or `2026-03-14`, whatever time follows it; raise `ValueError`."""
    try:
        return date.fromisoformat(written[:8] if written[:8].isdigit() else written[:10]).toordinal() - _FIRST
    except ValueError:
        raise ValueError(f"{written!r} is no date") from None


def point(lat: str, lon: str) -> tuple[float, float] | None:
    """Return a point in degrees, None where there is none; raise `ValueError` for one off the globe."""
    if not lat or not lon:
        return None
    found = float(lat), float(lon)
    if not (-90 <= found[0] <= 90 and -180 <= found[1] <= 180):
        raise ValueError(f"{lat}, {lon} lies off the globe")
    return found


@contextmanager
def lines(path: Path) -> Iterator[TextIO]:
    """Open a text file, a `.gz` or the one member of a `.zip`, as the data sets come; bad bytes become U+FFFD. Raise `InputError`."""
    try:
        with path.open("rb") as raw:
            head = raw.read(4)
            raw.seek(0)
            if head.startswith(b"\x1f\x8b"):
                with gzip.open(raw) as plain:
                    yield io.TextIOWrapper(plain, "utf-8-sig", "replace", newline="")
            elif head == b"PK\x03\x04":
                with zipfile.ZipFile(raw) as archive, archive.open(_only(archive, path)) as member:
                    yield io.TextIOWrapper(member, "utf-8-sig", "replace", newline="")
            else:
                yield io.TextIOWrapper(raw, "utf-8-sig", "replace", newline="")
    except (gzip.BadGzipFile, zipfile.BadZipFile, EOFError) as error:
        raise InputError(str(path), f"the archive is damaged: {error}; fetch it again") from error
    except OSError as error:
        raise InputError(str(path), f"cannot be read: {error.strerror or error}; check the name and the permissions") from error


def _only(archive: zipfile.ZipFile, path: Path) -> str:
    names = [name for name in archive.namelist() if not name.endswith("/")]
    if len(names) != 1:
        raise InputError(str(path), f"expected one file in the archive, found {len(names)}; unpack it, and import each")
    return names[0]

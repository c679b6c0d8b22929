"""One-line access to what `ingest` yields."""

from __future__ import annotations

from pathlib import Path

from casus.ingest import Options, ingest
from casus.records import InputError, Report


def reports(source: str | Path, options: Options | None = None) -> list[Report]:
    """Return what `ingest` yields, which must be reports only."""
    found = list(ingest(source, options or Options()))
    assert all(isinstance(item, Report) for item in found), found
    return [item for item in found if isinstance(item, Report)]


def the_report(source: str | Path, options: Options | None = None) -> Report:
    (report,) = reports(source, options)
    return report


def the_error(source: str | Path, options: Options | None = None) -> InputError:
    (error,) = list(ingest(source, options or Options()))
    assert isinstance(error, InputError), error
    assert "\n" not in str(error)
    return error

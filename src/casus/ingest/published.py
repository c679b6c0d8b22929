"""When a report was published: what sources write, as an aware datetime, and never a guess."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo

_EPOCH = re.compile(r"\d{10}(?:\d{3})?")
_MILLISECONDS_FROM = 100_000_000_000
"""As seconds this is the year 5138, so larger numbers are milliseconds."""

# Zone abbreviations of news desks that mean one zone only, in hours; IST and the like mean several and are left out.
_HOURS = {
    "UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2,
    "EET": 2, "EEST": 3, "MSK": 3, "EAT": 3, "CAT": 2, "WAT": 1, "TRT": 3, "IRST": 3.5, "AFT": 4.5, "PKT": 5, "NPT": 5.75,
    "JST": 9, "KST": 9,
}  # fmt: skip


def published_at(value: object) -> datetime | None:
    """Return the moment that a date column, tag or header names: ISO 8601, RFC 2822, epoch seconds or milliseconds, or words with a year.

    A missing or unknown zone is read as UTC and a missing time as midnight. None where day, month or year is missing or ambiguous.

    >>> published_at("5 January 2024").isoformat()
    '2024-01-05T00:00:00+00:00'
    >>> published_at("January 5"), published_at("03/04/2024")
    (None, None)
    """
    if isinstance(value, datetime):
        return aware(value)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _epoch(value)
    if not isinstance(value, str) or not (value := value.strip()) or len(value) > 80:
        return None
    return _epoch(int(value)) if _EPOCH.fullmatch(value) and value.isascii() else _iso(value) or _words(value)


def aware(moment: datetime) -> datetime:
    """Return `moment` with UTC as its zone where it has none."""
    return moment if moment.utcoffset() is not None else moment.replace(tzinfo=UTC)


def _epoch(seconds: float) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds / 1000 if abs(seconds) >= _MILLISECONDS_FROM else seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _iso(value: str) -> datetime | None:
    try:
        return aware(datetime.fromisoformat(value))
    except ValueError:
        return None


def _words(value: str) -> datetime | None:
    """Read a date in words, or of RFC 2822, four times: parts that dateutil fills in, or orders by habit, come out different."""
    from dateutil import parser

    found = set()
    for default in (datetime(2000, 1, 1), datetime(2001, 2, 2)):
        for day_first in (False, True):
            try:
                found.add(aware(parser.parse(value, default=default, dayfirst=day_first, tzinfos=_zone)))
            except (ValueError, OverflowError, TypeError):
                return None
    return found.pop() if len(found) == 1 else None


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    hours = _HOURS.get((name or "").upper())
    return None if hours is None else timezone(timedelta(hours=hours))

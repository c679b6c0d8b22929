"""Filing numbers, days and microseconds: how the ledger writes down when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import Connection, text

from casus.ledger.schema import SEQUENCE_BITS

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST_DAY = date(1970, 1, 1).toordinal()
_MICROSECOND = timedelta(microseconds=1)


def day_of(moment: date | datetime) -> int:
    """Return the days from 1970-01-01 to a date, or to the calendar day of a time in its own zone.

    >>> day_of(date(1970, 1, 2)), day_of(date(1969, 12, 31))
    (1, -1)
    """
    return moment.toordinal() - _FIRST_DAY


def date_of(day: int) -> date:
    """Return the date of a day's number."""
    return date.fromordinal(day + _FIRST_DAY)


def micros(moment: datetime) -> int:
    """Return the microseconds from 1970-01-01 UTC to an aware time.

    >>> micros(datetime(1970, 1, 1, 0, 0, 1, tzinfo=UTC))
    1000000
    """
    return (moment - _EPOCH) // _MICROSECOND


def datetime_of(value: int) -> datetime:
    """Return the UTC time of a number of microseconds."""
    return _EPOCH + timedelta(microseconds=value)


def now() -> datetime:
    """Return the time, in UTC."""
    return datetime.now(UTC)


def first_key(day: int) -> int:
    """Return the lowest filing number of a day; that of the next day is the first one beyond it.

    >>> first_key(1) - first_key(0) == 1 << SEQUENCE_BITS
    True
    """
    return day << SEQUENCE_BITS


def day_of_key(key: int) -> int:
    """Return the day under which a number is filed."""
    return key >> SEQUENCE_BITS


def numbers(connection: Connection, count: int) -> Sequence[int]:
    """Take running numbers that nobody else gets."""
    if connection.dialect.name == "postgresql":
        drawn = connection.execute(text("SELECT nextval('filing') FROM generate_series(1, :count)"), {"count": count})
        return [int(row[0]) for row in drawn]
    last = connection.execute(text(_TAKE), {"count": count}).scalar_one()
    return range(int(last) - count + 1, int(last) + 1)


_TAKE = """
INSERT INTO settings (name, value) VALUES ('filing', :count)
ON CONFLICT (name) DO UPDATE SET value = CAST(settings.value AS INTEGER) + excluded.value RETURNING value
"""

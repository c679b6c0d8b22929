from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.ingest.published import published_at


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024-01-05", "2024-01-05T00:00:00+00:00"),
        ("20240105", "2024-01-05T00:00:00+00:00"),
        ("2024-01-05T08:30:00+05:00", "2024-01-05T08:30:00+05:00"),
        ("2024-01-05T08:30:00Z", "2024-01-05T08:30:00+00:00"),
        ("2024-01-05 08:30", "2024-01-05T08:30:00+00:00"),
        ("Fri, 05 Jan 2024 08:30:00 +0430", "2024-01-05T08:30:00+04:30"),
        ("Fri, 05 Jan 2024 08:30:00 GMT", "2024-01-05T08:30:00+00:00"),
        ("5 January 2024", "2024-01-05T00:00:00+00:00"),
        ("January 5, 2024", "2024-01-05T00:00:00+00:00"),
        ("25/01/2024", "2024-01-25T00:00:00+00:00"),
        ("5 Jan 2024 08:30 PKT", "2024-01-05T08:30:00+05:00"),
        ("5 Jan 2024 08:30 XYZT", "2024-01-05T08:30:00+00:00"),
        (1704443400, "2024-01-05T08:30:00+00:00"),
        ("1704443400000", "2024-01-05T08:30:00+00:00"),
        (date(2024, 1, 5), "2024-01-05T00:00:00+00:00"),
        (datetime(2024, 1, 5), "2024-01-05T00:00:00+00:00"),
        ("January 5", None),
        ("January 2024", None),
        ("2024", None),
        ("03/04/2024", None),
        ("10:30", None),
        ("yesterday", None),
        ("", None),
        ("0000-00-00", None),
        (True, None),
        (1e300, None),
        (float("nan"), None),
        (None, None),
        (["2024-01-05"], None),
        ("9" * 60, None),
    ],
)
def test_a_date_is_read_or_left_out_and_never_guessed(value: object, expected: str | None) -> None:
    found = published_at(value)
    assert (found.isoformat() if found else None) == expected


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.text(max_size=30), st.text(alphabet="0123456789-/:., TZJanMayPM+", max_size=30), st.floats(), st.integers()))
def test_anything_gives_an_aware_moment_or_none(value: object) -> None:
    found = published_at(value)
    assert found is None or found.utcoffset() is not None
    assert found is None or found.astimezone(UTC) or True

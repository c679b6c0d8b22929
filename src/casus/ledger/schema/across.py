"""Tables of what lies across reports: reprints, occurrences."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table

from casus.ledger.schema.columns import Id, big, body, metadata

fingerprints = Table(
    "fingerprints",
    metadata,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("report", Id, primary_key=True),
    Index(None, "report"),
    sqlite_with_rowid=False,
)
"""Sampled n-grams of reports: the index in which reprints are found."""

families = Table(
    "families",
    metadata,
    Column("id", Id, primary_key=True),
    body(),
    big("added", null=False),
    sqlite_with_rowid=False,
)
"""Reprint families; a report's own stands in `reports.family`."""

occurrences = Table(
    "occurrences",
    metadata,
    Column("id", Id, primary_key=True),
    body(),
    big("added", null=False),
    sqlite_with_rowid=False,
)

occurrence_events = Table(
    "occurrence_events",
    metadata,
    Column("occurrence", Id, primary_key=True),
    Column("event", Id, primary_key=True, comment="an event's id, or `dataset:row_id`"),
    Index(None, "event"),
    sqlite_with_rowid=False,
)

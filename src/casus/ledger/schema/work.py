"""Tables of people at work: decisions, rejected inputs, feeds, what was forgotten, settings."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Sequence, Table, Text

from casus.ledger.schema.columns import Id, Key, big, body, metadata

decisions = Table(
    "decisions",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=True),
    Column("kind", Id, nullable=False, comment="merge, split, correct, reject, add, rate, undo"),
    Column("target", Id, nullable=False, comment="id of the record, actor, source or decision that it is about"),
    Column("report", Id, comment="where the record stands"),
    Column("who", Text, nullable=False),
    Column("why", Text, nullable=False),
    big("made_at", null=False),
    body(),
    Index(None, "report"),
    Index(None, "target"),
)
"""What analysts decided, only ever added to. `body` is the decision: see decisions.Decision."""

rejected = Table(
    "rejected",
    metadata,
    Column("key", Key, primary_key=True, autoincrement=True),
    Column("input", Text, nullable=False),
    Column("stage", Id, nullable=False),
    Column("reason", Text, nullable=False),
    Column("line", BigInteger, comment="of a row in a file"),
    body(null=True),
    Column("tries", Integer, nullable=False, server_default="1"),
    big("added", null=False),
    Column("resolved", BigInteger, comment="when it was read after all, or dropped"),
    Index(None, "input"),
)
"""Inputs and rows that could not be read; `body` is the rejected input as `casus read` prints it."""

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("title", Text),
    Column("etag", Text),
    Column("last_modified", Text),
    big("polled"),
    big("due"),
    Column("failures", Integer, nullable=False, server_default="0", comment="in a row"),
    Column("error", Text),
    body(null=True),
    big("added", null=False),
)

feed_items = Table(
    "feed_items",
    metadata,
    Column("feed", Text, ForeignKey("feeds.url"), primary_key=True),
    Column("item", Text, primary_key=True, comment="guid, else link"),
    Column("url", Text),
    Column("outcome", Text, nullable=False, comment="report id, or why there is none"),
    big("added", null=False),
)

forgotten = Table(
    "forgotten",
    metadata,
    Column("hash", LargeBinary, primary_key=True, comment="keyed hash of a report's id or of a person's folded name"),
    Column("kind", Id, nullable=False, comment="report, person"),
    big("added", null=False),
)
"""What was erased, as hashes: enough to keep it from coming back, too little to say what it was."""

settings = Table(
    "settings",
    metadata,
    Column("name", Id, primary_key=True),
    Column("value", Text, nullable=False),
)
"""The salt of `forgotten`, and on SQLite the running number of filing."""

filing = Sequence("filing", metadata=metadata)
"""The running number of filing on PostgreSQL."""

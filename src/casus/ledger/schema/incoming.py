"""Tables of what came in: reports, and what was read in them."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, ForeignKey, Index, Integer, Table, Text, text

from casus.ledger.schema.columns import Id, big, body, id_, key, lifetime, metadata

reports = Table(
    "reports",
    metadata,
    key(),
    Column("id", Id, nullable=False, unique=True),
    Column("url", Text),
    id_("publisher"),
    Column("published", BigInteger, comment="microseconds since 1970, UTC"),
    Column("title", Text),
    Column("language", Text),
    Column("text", Text, nullable=False),
    Column("version", Integer, nullable=False, server_default="1", comment="of the article at this URL"),
    Column("previous", Id, comment="id of the version before"),
    Column("changed", JSON(none_as_null=True), comment="what changed since the version before: see versions.Change"),
    Column("family", Id, comment="reprint family"),
    Column("body", JSON(none_as_null=True), nullable=False, comment="the report without its text"),
    *lifetime(),
    Index(None, "url"),
    Index(None, "publisher", "key"),
    Index(None, "family", sqlite_where=text("family IS NOT NULL"), postgresql_where=text("family IS NOT NULL")),
)
"""One row a report. A changed article is a further report at the same URL; the one that it replaces is retired."""

report_urls = Table(
    "report_urls",
    metadata,
    Column("url", Text, primary_key=True),
    Column("report", Id, ForeignKey("reports.id"), primary_key=True),
    big("added", null=False),
)
"""Further addresses under which a report, the same to the letter, was met."""

readings = Table(
    "readings",
    metadata,
    key(),
    Column("report", Id, ForeignKey("reports.id"), nullable=False),
    Column("version", Id, nullable=False, comment="of the reader: weights and code"),
    big("read_at", null=False),
    Column("text", Text, comment="the text that was read, where its white space differs from the report's"),
    Column("body", JSON(none_as_null=True), nullable=False, comment="the reading without report, mentions, attributions, claims, events"),
    *lifetime(),
    Index(None, "report", "version", unique=True),
)
"""One row a reading, keyed by report and reader version. The current one is that which is not retired."""

mentions = Table(
    "mentions",
    metadata,
    Column("reading", BigInteger, ForeignKey("readings.key"), primary_key=True),
    Column("position", Integer, primary_key=True),
    id_("id", null=False),
    Column("type", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    id_("resolved"),
    id_("acts_for"),
    body(),
    Index(None, "id"),
    Index(None, "resolved"),
    sqlite_with_rowid=False,
)

attributions = Table(
    "attributions",
    metadata,
    Column("reading", BigInteger, ForeignKey("readings.key"), primary_key=True),
    Column("position", Integer, primary_key=True),
    id_("id", null=False),
    Column("quoted", Text, nullable=False),
    body(),
    Index(None, "id"),
    sqlite_with_rowid=False,
)

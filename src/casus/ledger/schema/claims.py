"""Tables of claims, and of who has a part in them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, text

from casus.ledger.schema.columns import Id, big, body, id_, key, lifetime, metadata

claims = Table(
    "claims",
    metadata,
    key(),
    id_("id", null=False),
    Column("reading", BigInteger, ForeignKey("readings.key"), nullable=False),
    Column("report", Id, ForeignKey("reports.id"), nullable=False),
    Column("publisher", Id, comment="of the report"),
    Column("position", Integer, nullable=False),
    id_("kind", null=False),
    Column("speaker", Id, comment="actor id"),
    Column("speaker_role", Text),
    id_("direction"),
    id_("status", null=False),
    Column("words", Text, comment="what is claimed, as the report words it"),
    body(),
    big("decision"),
    *lifetime(),
    Index("ix_claims_current", "id", unique=True, sqlite_where=text("retired IS NULL"), postgresql_where=text("retired IS NULL")),
    Index(None, "id"),
    Index(None, "reading"),
    Index(None, "report"),
    Index(None, "kind", "key"),
    Index(None, "status", "key"),
    Index(None, "publisher", "key"),
)

claim_parties = Table(
    "claim_parties",
    metadata,
    Column("actor", Id, primary_key=True),
    Column("key", BigInteger, primary_key=True, comment="of the claim"),
    Column("role", Id, primary_key=True, comment="speaker, accused, about"),
    Index(None, "key"),
    sqlite_with_rowid=False,
)

claim_answers = Table(
    "claim_answers",
    metadata,
    Column("claim", Id, primary_key=True, comment="the claim that is answered"),
    Column("answer", Id, primary_key=True, comment="a claim of another report"),
    Column("kind", Text, nullable=False, comment="denied, admitted, contested"),
    *lifetime(),
    Index(None, "answer"),
)
"""Answers across reports. Those inside one report stand in the claim itself."""

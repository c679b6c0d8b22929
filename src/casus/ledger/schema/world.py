"""Tables of actors, places and sources, and of what the sources delivered."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, Index, Integer, Table, Text

from casus.ledger.schema.columns import Id, big, body, id_, metadata

actors = Table(
    "actors",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    id_("country"),
    id_("sector"),
    body(null=True),
    big("added", null=False),
    sqlite_with_rowid=False,
)
"""Actors as the readings and imports name them; the latest name wins. Mergers are decisions, applied when the ledger is asked."""

places = Table(
    "places",
    metadata,
    Column("id", Id, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("lat", Double),
    Column("lon", Double),
    id_("country"),
    body(),
    big("added", null=False),
    sqlite_with_rowid=False,
)

sources = Table(
    "sources",
    metadata,
    Column("name", Id, primary_key=True, comment="the publisher"),
    id_("country"),
    Column("state_media_of", Id, comment="actor to whose side it belongs"),
    big("added", null=False),
    sqlite_with_rowid=False,
)

panel = Table(
    "panel",
    metadata,
    Column("source", Id, primary_key=True),
    Column("since", Integer, primary_key=True, comment="day"),
    Column("until", Integer, comment="day, exclusive; null: still in"),
    sqlite_with_rowid=False,
)
"""The sources whose reports make up the exposure, and since when."""

coverage = Table(
    "coverage",
    metadata,
    Column("source", Id, primary_key=True, comment="publisher, or `dataset:NAME`; '' where not known"),
    Column("day", Integer, primary_key=True, comment="of publication, else of reading"),
    Column("reports", Integer, nullable=False, server_default="0"),
    Column("rejected", Integer, nullable=False, server_default="0"),
    Column("rows", Integer, nullable=False, server_default="0", comment="imported rows"),
    Index(None, "day"),
    sqlite_with_rowid=False,
)
"""What each source delivered per day, on any subject: the exposure is its sum over the panel."""

datasets = Table(
    "datasets",
    metadata,
    Column("id", Id, primary_key=True, comment="icews, gdelt, ucdp-ged …"),
    Column("name", Text, nullable=False),
    Column("version", Text),
    Column("licence", Text),
    Column("rows", BigInteger, nullable=False, server_default="0"),
    big("added", null=False),
    sqlite_with_rowid=False,
)

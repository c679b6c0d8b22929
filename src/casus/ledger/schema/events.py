"""Tables of events and imported rows, and the narrow ones that answer quickly."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, Index, Integer, SmallInteger, Table, Text, text

from casus.ledger.schema.columns import Id, big, body, id_, key, lifetime, metadata

events = Table(
    "events",
    metadata,
    key(),
    Column("id", Id, comment="null for imported rows: theirs is `dataset:row_id`"),
    big("reading"),
    id_("report"),
    Column("publisher", Id, comment="of the report"),
    Column("position", Integer),
    Column("dataset", Id, comment="data set that an imported row comes from"),
    Column("row_id", Id, comment="id of the row in its data set"),
    Column("code", Text, comment="the data set's own code, e.g. CAMEO"),
    Column("url", Text, comment="of the article that the data set names"),
    Column("actors", Id, comment="ids of the parties that act, by spaces"),
    Column("recipients", Id, comment="ids of the parties that are acted upon, by spaces"),
    id_("type", null=False),
    id_("mode"),
    Column("contexts", Text, comment="' military legal ': a space before and after each"),
    id_("voice", null=False),
    id_("status", null=False),
    id_("extent", null=False),
    Column("day", Integer),
    Column("day_end", Integer),
    Column("start", BigInteger, comment="microseconds, where the moment is finer than a day"),
    Column("end", BigInteger),
    id_("precision"),
    Column("killed", Integer),
    Column("injured", Integer),
    Column("detained", Integer),
    Column("confidence", Double),
    Column("intensity", Double),
    Column("claim", Id, comment="claim that contains the event"),
    Column("expresses", Id, comment="claim that the speech act makes"),
    Column("occurrence", Id),
    Column("words", Text, comment="the evidence, as the report words it"),
    body(null=True),
    big("decision"),
    *lifetime(),
    Index("ix_events_current", "id", unique=True,
          sqlite_where=text("id IS NOT NULL AND retired IS NULL"), postgresql_where=text("id IS NOT NULL AND retired IS NULL")),
    Index("ix_events_id", "id", sqlite_where=text("id IS NOT NULL"), postgresql_where=text("id IS NOT NULL")),
    Index("ix_events_row", "row_id", "dataset", sqlite_where=text("dataset IS NOT NULL"), postgresql_where=text("dataset IS NOT NULL")),
    Index("ix_events_reading", "reading", sqlite_where=text("reading IS NOT NULL"), postgresql_where=text("reading IS NOT NULL")),
    Index("ix_events_report", "report", "key", sqlite_where=text("report IS NOT NULL"), postgresql_where=text("report IS NOT NULL")),
    Index("ix_events_publisher", "publisher", "key",
          sqlite_where=text("publisher IS NOT NULL"), postgresql_where=text("publisher IS NOT NULL")),
    Index("ix_events_occurrence", "occurrence",
          sqlite_where=text("occurrence IS NOT NULL"), postgresql_where=text("occurrence IS NOT NULL")),
    Index(None, "type", "key"),
    Index("ix_events_voice", "voice", "key", sqlite_where=text("voice <> 'report'"), postgresql_where=text("voice <> 'report'")),
    Index("ix_events_status", "status", "key", sqlite_where=text("status <> 'actual'"), postgresql_where=text("status <> 'actual'")),
)  # fmt: skip
"""Events of readings and imported rows. Most are reports of what is actual: only the others are worth an index by voice and status."""

_FILTER = ("direction", "type", "voice", "status", "confidence", "retired")
"""What an actor's list is most often narrowed down by: it stands in the index, so that rows that do not fit are passed over unread."""

pairs = Table(
    "pairs",
    metadata,
    Column("a", Id, primary_key=True, comment="actor id; a < b, but where one side is empty"),
    Column("b", Id, primary_key=True, comment="actor id, '' where the event has one side only"),
    Column("key", BigInteger, primary_key=True, comment="of the event"),
    Column("direction", Id, nullable=False, comment="'>': a acts on b. '<': b on a. '=': both"),
    id_("type", null=False),
    id_("voice", null=False),
    id_("status", null=False),
    Column("counted", SmallInteger, nullable=False, comment="1: status actual, extent single, moment resolved, bases stated or admitted "
           "(or voice alleged): what the default series takes"),
    Column("lead", SmallInteger, nullable=False, comment="1: stands for its occurrence in this dyad; series count these alone"),
    Column("day", Integer),
    Column("day_end", Integer),
    Column("intensity", Double),
    Column("confidence", Double),
    *lifetime(),
    sqlite_with_rowid=False,
)  # fmt: skip
"""Every pair of parties of every event, narrow and clustered: what a dyad's and an actor's pages are read from.

An event with one side has one row with `b = ''`, whether that party acts ('>') or is acted upon ('<').
"""

for _side in ("a", "b"):
    # SQLite has no INCLUDE: the columns go into the key, where they do no harm.
    Index(f"ix_pairs_{_side}", pairs.c[_side], pairs.c.key, *(pairs.c[name] for name in _FILTER)).ddl_if(dialect="sqlite")
    Index(f"ix_pairs_{_side}", pairs.c[_side], pairs.c.key, postgresql_include=_FILTER).ddl_if(dialect="postgresql")

dyad_days = Table(
    "dyad_days",
    metadata,
    Column("a", Id, primary_key=True),
    Column("b", Id, primary_key=True),
    Column("day", Integer, primary_key=True, autoincrement=False),
    Column("type", Id, primary_key=True),
    Column("voice", Id, primary_key=True),
    Column("direction", Id, primary_key=True),
    Column("n", Integer, nullable=False, comment="occurrences"),
    Column("intensity", Double, nullable=False, comment="sum of those that are known"),
    Column("weighed", Integer, nullable=False, comment="how many are known"),
    sqlite_with_rowid=False,
)
"""A dyad's daily series as it holds now: the rows of `pairs` that count, summed up, by triggers (`ledger/dyad_days.py`)."""

event_places = Table(
    "event_places",
    metadata,
    Column("key", BigInteger, primary_key=True, comment="of the event"),
    Column("position", Integer, primary_key=True),
    id_("place"),
    Column("lat", Double),
    Column("lon", Double),
    Column("cell", Integer, comment="one-degree square: see places.cell"),
    Index(None, "place", "key"),
    Index(None, "cell", "key"),
    sqlite_with_rowid=False,
)

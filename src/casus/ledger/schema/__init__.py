"""The tables of the ledger, in SQLAlchemy Core, for SQLite and PostgreSQL alike.

Conventions
-----------
key       Filing number, `day << 40 | running number`, where `day` counts from 1970-01-01: what an event's list is sorted by. Newest first
          is `ORDER BY key DESC`, a page goes on at `key < cursor`, and a span of days is a span of keys. The day is that on which the
          event began, else that of publication, else that of reading; for reports and claims that of publication, else of reading.
id        The record's own id, stable across runs; several rows may carry one id over time, at most one of them current.
added     When the row came into the ledger, `retired` when it ceased to hold (null: it holds). Microseconds since 1970, UTC.
          What the ledger knew at T is `added <= T AND (retired IS NULL OR retired > T)`; rows are retired, not changed.
body      The record as JSON. It is the record; the columns beside it are there to be searched.
decision  The analyst's decision that this row comes from; null for the machine's own.
day       Days since 1970-01-01, of a resolved moment: `[day, day_end)`.

`pairs`, `event_places` and `claim_parties` are derived from `events` and `claims` for the sake of speed. They and `events` have no foreign
keys for the same reason: `casus check` looks after them. Ids compare by code point on both databases.

`dyad_days` is summed up from `pairs` by triggers, whoever writes there (`ledger/dyad_days.py`).

Full-text search stands beside the tables of `SEARCHED` and is kept by the database itself: FTS5 tables `NAME_search` with triggers on
SQLite, generated columns `search` with a GIN index on PostgreSQL (`ledger/fulltext.py`).
"""

from casus.ledger.schema.across import families, fingerprints, occurrence_events, occurrences
from casus.ledger.schema.claims import claim_answers, claim_parties, claims
from casus.ledger.schema.columns import SEQUENCE_BITS, metadata
from casus.ledger.schema.events import dyad_days, event_places, events, pairs
from casus.ledger.schema.incoming import attributions, mentions, readings, report_urls, reports
from casus.ledger.schema.work import decisions, feed_items, feeds, filing, forgotten, rejected, settings
from casus.ledger.schema.world import actors, coverage, datasets, panel, places, sources

SEARCHED = {"reports": "text", "claims": "words", "events": "words"}
"""Tables with full-text search, and the column that is searched."""

__all__ = [
    "SEARCHED",
    "SEQUENCE_BITS",
    "actors",
    "attributions",
    "claim_answers",
    "claim_parties",
    "claims",
    "coverage",
    "datasets",
    "decisions",
    "dyad_days",
    "event_places",
    "events",
    "families",
    "feed_items",
    "feeds",
    "filing",
    "fingerprints",
    "forgotten",
    "mentions",
    "metadata",
    "occurrence_events",
    "occurrences",
    "pairs",
    "panel",
    "places",
    "readings",
    "rejected",
    "report_urls",
    "reports",
    "settings",
    "sources",
]

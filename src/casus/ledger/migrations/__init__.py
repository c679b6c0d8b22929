"""The ledger's migrations, run by Alembic when a ledger is opened.

The first one is plain SQL, a file for each database, frozen when it ships: `python -m bench.ledger_schema` writes it. Later ones are
Alembic's, in batch mode, since SQLite alters a table by copying it; that drops triggers, so one that touches a table of
`schema.SEARCHED` creates its full-text search anew. A test compares what the migrations make with `casus.ledger.schema`.
"""

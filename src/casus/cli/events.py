"""`casus events`: who did what to whom."""

from casus.cli.ledgers import lister

command = lister(
    "events",
    """List events, latest first, each with its words and report: of a ledger, or of reports that are read on the fly.

    A filter given twice must hold twice; values with a comma between them are any of them.
    """,
)

"""`casus claims`: who says what about whom."""

from casus.cli.ledgers import lister

command = lister(
    "claims",
    """List claims, newest first, each with its words, speaker and report: of a ledger, or of reports that are read on the fly.

    A filter given twice must hold twice; values with a comma between them are any of them.
    """,
)

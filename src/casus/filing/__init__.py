"""Filing a reading: into the ledger, its report into its reprint family, its events into occurrences, its claims to their answers.

This joins what `casus.corroboration` decides with what `casus.ledger` keeps. One report is one transaction.
"""

from casus.filing.file import Filed, Filing

__all__ = ["Filed", "Filing"]

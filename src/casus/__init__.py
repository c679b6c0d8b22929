"""casus reads reports of strained relations and keeps the ledger of claims and events."""

__version__ = "0.1.0"

"""Tests of casus.ingest. All sample text is our own writing about invented people and events."""

"""Inputs to reports: text, Markdown, HTML, feeds, JSONL, CSV, WARC, folders, standard input and URLs, one item out for each one in."""

from casus.ingest.dateline import dateline_end
from casus.ingest.options import Fetch, Options
from casus.ingest.sources import ingest, ingest_named
from casus.ingest.text import afresh, body_start, report_from_text

__all__ = ["Fetch", "Options", "afresh", "body_start", "dateline_end", "ingest", "ingest_named", "report_from_text"]

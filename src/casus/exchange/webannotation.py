"""Events and claims as W3C Web Annotations (JSON-LD): each span a target with TextQuote and TextPosition selectors.

Positions are code points of the report's text as casus reads it, half-open, as the model asks; the quote with its neighbours finds the
words in the page itself. Recommendation: https://www.w3.org/TR/annotation-model/
"""

from __future__ import annotations

import json
from typing import Any

from casus.exchange.flat import flat
from casus.ledger import ClaimRow, EventRow
from casus.records import Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"

NEIGHBOURS = 32
"""Characters of prefix and suffix: enough to tell two places of the same words apart."""

SOFTWARE = {"type": "Software", "name": "casus", "homepage": "https://pypi.org/project/casus-ledger/"}


def annotation(row: EventRow | ClaimRow, text: str) -> dict[str, Any] | None:
    """Return the annotation of a record, None for one without words; `text` is that of its report."""
    if row.report is None or not row.words:
        return None
    source = row.report.url or urn(row.report.id)
    tag = row.kind if isinstance(row, ClaimRow) else row.type + (f"/{row.mode}" if row.mode else "")
    coded = {name: value for name, value in flat(row).items() if value is not None}
    return {
        "id": urn(row.id),
        "type": "Annotation",
        "motivation": "classifying",
        "created": row.added.isoformat(),
        "generator": SOFTWARE,
        "body": [
            {"type": "TextualBody", "purpose": "tagging", "value": tag},
            {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": json.dumps(coded)},
        ],
        "target": [{"source": source, "selector": selectors(span, text)} for span in row.words],
    }


def selectors(span: Span, text: str) -> list[dict[str, Any]]:
    """Return the two selectors of a span."""
    before, after = text[max(0, span.start - NEIGHBOURS) : span.start], text[span.end : span.end + NEIGHBOURS]
    return [
        {"type": "TextQuoteSelector", "exact": span.quote, "prefix": before, "suffix": after},
        {"type": "TextPositionSelector", "start": span.start, "end": span.end},
    ]


def spans(annotation: dict[str, Any], text: str) -> list[Span]:
    """Return the spans that an annotation selects in a report's text: by position where the quote stands there, else by the quote.

    Raises `ValueError` where the words are not in the text, or in several places and none has these neighbours.
    """
    return [_span({part["type"]: part for part in target["selector"]}, text) for target in annotation["target"]]


def _span(selector: dict[str, dict[str, Any]], text: str) -> Span:
    quote, position = selector["TextQuoteSelector"], selector.get("TextPositionSelector")
    exact = quote["exact"]
    if position and text[position["start"] : position["end"]] == exact:
        return Span.of(text, position["start"], position["end"])
    around = f"{quote.get('prefix', '')}{exact}{quote.get('suffix', '')}"
    for words, offset in ((around, len(quote.get("prefix", ""))), (exact, 0)):
        if text.count(words) == 1:
            start = text.index(words) + offset
            return Span.of(text, start, start + len(exact))
    raise ValueError(f"{exact[:60]!r} does not stand in one place of the text")


def urn(id: str) -> str:
    """Return an id as an IRI."""
    return f"urn:casus:{id}"

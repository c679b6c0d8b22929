"""Claims as schema.org `Claim` (JSON-LD): who claims what, where it appeared, whom it accuses. Never a ClaimReview: casus gives no verdict.

Terms: https://schema.org/Claim. The status ("denied", "unanswered here") says what the accused answered in the report, not what is true.
"""

from __future__ import annotations

from typing import Any

from casus.exchange.webannotation import urn
from casus.ledger import ClaimRow, Named

CONTEXT = "https://schema.org"


def claim(row: ClaimRow) -> dict[str, Any]:
    """Return a claim, without the fields that it has no value for."""
    report = row.report
    article = {
        "@type": "NewsArticle",
        "@id": report.url or urn(report.id),
        "url": report.url,
        "headline": report.title,
        "publisher": {"@type": "Organization", "name": report.publisher} if report.publisher else None,
        "datePublished": report.published.isoformat() if report.published else None,
    }
    about = [agent(accused) for accused in row.accused] + [{"@type": "Claim", "@id": urn(id)} for id in row.answers]
    return _filled(
        {
            "@type": "Claim",
            "@id": urn(row.id),
            "text": " … ".join(span.quote for span in row.words) or None,
            "genre": row.kind,
            "author": agent(row.speaker) if row.speaker else None,
            "about": about or None,
            "creativeWorkStatus": row.status,
            "appearance": _filled(article),
        }
    )


def agent(named: Named) -> dict[str, Any]:
    """Return somebody; a person where the id says so, nothing said of their sort where they are not known."""
    sort = None if named.id is None else "Person" if named.id.startswith(("per.", "one.")) else "Organization"
    return _filled({"@type": sort, "@id": urn(named.id) if named.id else None, "name": named.shown})


def _filled(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if value is not None}

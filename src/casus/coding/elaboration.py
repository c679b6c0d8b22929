"""Which claim sums up which others in one report: a summary is shown with its details and counted once (codebook, `elaborated_by`)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from casus.coding.named import Named
from casus.coding.wordlists import pattern
from casus.records import Attribution, Claim, Party

_GROUPS = ({"allege", "condemn"}, {"deny"}, {"demand"}, {"promise"}, {"threaten"}, {"reject"})
"""Kinds that may sum up one another."""

SHARED = 5
"""Letters by which two words are taken for one: "bombing", "bombs"."""


def elaborated(named: Named, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims, each summary with the ids of its details.

    A summary stands before its details and is shorter, speaks for the same side, and is against the same side or about the same thing.
    """
    attributions = {a.id: a for a in named.reading.attributions}
    placed = [(claim, attributions[claim.attribution]) for claim in claims if claim.attribution in attributions]
    found: dict[str, list[str]] = {}
    for number, (claim, attribution) in enumerate(placed):
        for other, detail in placed[number + 1 :]:
            if not _nested(attribution, detail) and _details(named, claim, attribution, other, detail):
                found.setdefault(claim.id, []).append(other.id)
    return tuple(_with(claim, found.get(claim.id, ())) for claim in claims)


def _with(claim: Claim, details: Sequence[str]) -> Claim:
    update: dict[str, Any] = {"elaborated_by": tuple(details)}
    return claim.model_copy(update=update) if details else claim


def _nested(one: Attribution, other: Attribution) -> bool:
    return any(span.overlaps(inner) for span in one.content for inner in (*other.content, *other.cue))


def _details(named: Named, claim: Claim, attribution: Attribution, other: Claim, detail: Attribution) -> bool:
    group = next((g for g in _GROUPS if claim.kind in g), None)
    if group is None or other.kind not in group or not _one_side(named, claim.speaker, other.speaker):
        return False
    if not _sums_up(named, claim, attribution, detail):
        return False
    if claim.accused or other.accused:
        return _against_one_side(named, claim.accused, other.accused) and (_in_title(named, attribution) or _alike(attribution, detail))
    return _alike(attribution, detail) or (claim.kind == "deny" and detail.cue[0].start - attribution.cue[0].start < 300)


def _sums_up(named: Named, claim: Claim, attribution: Attribution, detail: Attribution) -> bool:
    """Whether the first of two claims is the short one of a body, or of the title."""
    short = _length(attribution) <= _length(detail) or _in_title(named, attribution)
    mention = named.mentions.get(claim.speaker.mention or "") if claim.speaker else None
    return short and (mention is None or mention.type != "person" or _in_title(named, attribution))


def _in_title(named: Named, attribution: Attribution) -> bool:
    title = named.reading.report.title
    return title is not None and any(title.overlaps(s) for s in attribution.cue)


def _length(attribution: Attribution) -> int:
    return sum(len(s.quote) for s in attribution.content)


def _one_side(named: Named, one: Party | None, other: Party | None) -> bool:
    if one is None or other is None or one.actor is None or other.actor is None:
        return False
    country = named.country(one.actor)
    return one.actor == other.actor or (country is not None and country == named.country(other.actor))


def _against_one_side(named: Named, one: Sequence[Party], other: Sequence[Party]) -> bool:
    return any(_one_side(named, a, b) for a in one for b in other)


def _alike(one: Attribution, other: Attribution) -> bool:
    """Whether two contents share a telling word."""
    return bool(_telling(one) & _telling(other))


def _telling(attribution: Attribution) -> set[str]:
    words = (w.strip(".,;:“”\"’'()").casefold() for s in attribution.content for w in s.quote.split())
    return {w[:SHARED] for w in words if len(w) > SHARED and not pattern("speakers", "plain", whole=True).fullmatch(w)}

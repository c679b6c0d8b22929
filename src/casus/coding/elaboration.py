"""Which claim sums up which others in one report: a summary is shown with its details and counted once (codebook, `elaborated_by`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from casus.coding.named import Named
from casus.records import Attribution, Claim, Party

_GROUPS = ({"allege", "condemn"}, {"deny"}, {"demand"}, {"promise"}, {"threaten"}, {"reject"})
"""Kinds that may sum up one another."""

_SUMMED_UP = ("allege", "condemn", "deny", "promise", "threaten")
"""Kinds whose details may be told as plain statements."""

_POINTS = re.compile(
    r"(?:it|this|that|so|(?:the|that|this|those|these|any|all|such|his|her|its|their)\s+(?:\w+\s+)?"
    r"(?:accusations?|allegations?|charges?|claims?|reports?|account|version|description|suggestion|criticism|note|complaint))(?:\s[^.]{0,40})?",
    re.IGNORECASE,
)

NEXT = 600
"""Characters between a denial that only points back ("rejected the account") and the one that says what is denied."""


def elaborated(named: Named, claims: Sequence[Claim]) -> tuple[Claim, ...]:
    """Return the claims, each summary with the ids of its details.

    A summary stands before its details and speaks for the same side, against the same side. Its details take up its words; where none
    does, what the title or the first sentence sums up goes on in the first claim of this sort.
    """
    attributions = {a.id: a for a in named.reading.attributions}
    placed = sorted(((c, attributions[c.attribution]) for c in claims if c.attribution in attributions), key=lambda p: p[1].cue[0].start)
    found: dict[str, list[str]] = {}
    for number, (claim, attribution) in enumerate(placed):
        if not _sums_up(named, claim, attribution):
            continue
        after = [(c, a) for c, a in placed[number + 1 :] if not _nested(attribution, a)]
        later = [(c, a) for c, a in after if _one_sort(named, claim, c)]
        told = [(c, a) for c, a in after if c.kind == "state" and _goes_into(named, claim, c)]
        alike = [c.id for c, a in later if _shorter(named, attribution, a) and named.stems(attribution.content) & named.stems(a.content)]
        alike += [c.id for c, a in told if _shorter(named, attribution, a) and _much_alike(named, attribution, a)]
        said = [(c, a) for c, a in later if not _points(a)]
        goes_on = [c.id for c, a in said[:1] if _goes_on(named, claim, attribution, a)]
        if alike or goes_on:
            found[claim.id] = list(dict.fromkeys([*goes_on, *alike]))
    return tuple(_with(claim, found.get(claim.id, ())) for claim in claims)


def _with(claim: Claim, details: Sequence[str]) -> Claim:
    update: dict[str, Any] = {"elaborated_by": tuple(details)}
    return claim.model_copy(update=update) if details else claim


def _nested(one: Attribution, other: Attribution) -> bool:
    return any(span.overlaps(inner) for span in one.content for inner in (*other.content, *other.cue))


def _one_sort(named: Named, claim: Claim, other: Claim) -> bool:
    """Whether two claims are of one sort, by one side, and against one side where they accuse."""
    group = next((g for g in _GROUPS if claim.kind in g), set())
    if other.kind not in group or not named.one_side(claim.speaker, other.speaker):
        return False
    return not claim.accused or not other.accused or _against_one_side(named, claim.accused, other.accused)


def _goes_into(named: Named, claim: Claim, other: Claim) -> bool:
    """Whether a statement may tell the details of a charge, a denial, a promise or a threat of its side."""
    return claim.kind in _SUMMED_UP and named.one_side(claim.speaker, other.speaker)


def _much_alike(named: Named, attribution: Attribution, detail: Attribution) -> bool:
    return len(named.stems(attribution.content) & named.stems(detail.content)) > 1


def _goes_on(named: Named, claim: Claim, attribution: Attribution, detail: Attribution) -> bool:
    """Whether the next claim of the same sort details one that has no words of its own to take up, or that opens the report."""
    if claim.kind == "deny" and _points(attribution):
        return detail.cue[0].start - attribution.cue[0].start < NEXT
    return bool(claim.accused or claim.kind == "deny") and _opens(named, attribution)


def _points(attribution: Attribution) -> bool:
    """Whether a content only points back to what was said before."""
    return _POINTS.fullmatch(" ".join(s.quote for s in attribution.content).strip(' .,”"')) is not None


def _sums_up(named: Named, claim: Claim, attribution: Attribution) -> bool:
    """Whether a claim may be a summary: that of a body, or one that opens the report."""
    mention = named.mentions.get(claim.speaker.mention or "") if claim.speaker else None
    return mention is None or mention.type != "person" or _opens(named, attribution)


def _shorter(named: Named, attribution: Attribution, detail: Attribution) -> bool:
    return _length(attribution) <= _length(detail) or _opens(named, attribution)


def _opens(named: Named, attribution: Attribution) -> bool:
    """Whether an attribution stands in the title or in the first sentence after it."""
    title, at = named.reading.report.title, attribution.cue[0].start
    if title is not None and at < title.end:
        return True
    after = title.end if title is not None else 0
    return next((s.start <= at < s.end for s in named.reading.sentences if s.start >= after), False)


def _length(attribution: Attribution) -> int:
    return sum(len(s.quote) for s in attribution.content)


def _against_one_side(named: Named, one: Sequence[Party], other: Sequence[Party]) -> bool:
    return any(named.one_side(a, b) for a in one for b in other)

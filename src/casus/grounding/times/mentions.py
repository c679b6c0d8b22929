"""The moments of a reading: one for each mention of type moment, with the spans that the grammar finds."""

from __future__ import annotations

from casus.grounding.times.expressions import PUBLISHED
from casus.grounding.times.find import MOMENTS, Found, find_times
from casus.records import Mention, Moment, Reading, Report, Span, identify


def ground_moments(reading: Reading) -> Reading:
    """Return the reading with a moment for each mention of one.

    The grammar's spans take the place of the reader's that overlap them; times that the reader missed become mentions, and mentions
    that are durations or frequencies are dropped (codebook, section 10). What the reader alone found stays, without bounds, unless it is
    written like a name ("Horn Daily"): the names of moments are in the grammar.
    """
    report = reading.report
    found = [f for f in find_times(report.text, report.published) if not _in_byline(report, f)]
    spans = [(f.start_at, f.end_at) for f in found]
    kept = [m for m in reading.mentions if m.type != "moment" or not (_met(m.span, spans) or _like_a_name(m.span.quote))]
    new = {at: _mention(report, f) for at, f in enumerate(found) if f.kind in MOMENTS}
    moments = {m.id: Moment(mention=m.id, precision="vague") for m in kept if m.type == "moment"}
    moments |= {m.id: _moment(report, found[at], m, new) for at, m in new.items()}
    mentions = sorted([*kept, *new.values()], key=lambda m: (m.span.offsets, m.type))
    ordered = tuple(moments[m.id] for m in mentions if m.id in moments)
    return reading.model_copy(update={"mentions": tuple(mentions), "moments": ordered})


def _met(span: Span, spans: list[tuple[int, int]]) -> bool:
    return any(start < span.end and span.start < end for start, end in spans)


def _like_a_name(words: str) -> bool:
    return not any(word[0].islower() or word[0].isdigit() for word in words.split())


def _in_byline(report: Report, found: Found) -> bool:
    byline: Span | None = report.byline
    return byline is not None and byline.start <= found.start_at and found.end_at <= byline.end


def _mention(report: Report, found: Found) -> Mention:
    bounds = (found.start_at, found.end_at)
    return Mention(id=identify(report.id, "moment", [bounds]), span=report.span(*bounds), type="moment")


def _moment(report: Report, found: Found, mention: Mention, new: dict[int, Mention]) -> Moment:
    anchor = new[found.anchor].id if isinstance(found.anchor, int) and found.anchor in new else None
    if found.anchor == PUBLISHED and report.published is not None:
        anchor = report.published.isoformat()
    return Moment(mention=mention.id, start=found.start, end=found.end, precision=found.precision, anchor=anchor)

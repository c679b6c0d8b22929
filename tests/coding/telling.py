"""Readings made by hand: a text, who says what in it, and whom it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from casus.records import ActorInReport, Attribution, Claim, Evidence, EvidenceType, Mention, MentionType, Reading, Report, Span, identify


def reading(
    text: str,
    attributions: Sequence[tuple[str, str, str]] = (),
    actor: Sequence[str] = (),
    person: Sequence[str] = (),
    place: Sequence[str] = (),
    known: dict[str, tuple[str, str]] | None = None,
    offers: Mapping[str, EvidenceType] | None = None,
) -> Reading:
    """A reading of `text` with attributions (source, cue, content) and mentions by type, all as quotes.

    `known` gives mentions an actor: quote -> (id, kind); `offers` are what may be evidence, with its type.
    A sentence ends at each full stop that a space or the end follows.
    """
    report, actors = Report(text=text), dict(known or {})

    def span(quote: str) -> Span:
        return report.span(text.index(quote), text.index(quote) + len(quote))

    found = [
        Attribution(
            id=identify(report.id, "attribution", [span(cue).offsets, span(content).offsets]),
            source=(span(source),) if source else (),
            cue=(span(cue),),
            content=(span(content),),
            quoted="direct" if content[0] in '“"' else "indirect",
        )
        for source, cue, content in attributions
    ]
    kinds: tuple[tuple[MentionType, Sequence[str]], ...] = (("actor", actor), ("person", person), ("place", place))
    named = [
        Mention(id=identify(report.id, type_, [span(q).offsets]), span=span(q), type=type_, resolved=actors[q][0] if q in actors else None)
        for type_, quotes in kinds
        for q in quotes
    ]
    listed = [
        ActorInReport(id=id_, name=quote, kind=kind, country=id_[:3] if id_[:3].isupper() else None)
        for quote, (id_, kind) in actors.items()
    ]
    return Reading(
        report=report,
        sentences=tuple(_sentences(report)),
        mentions=tuple(sorted(named, key=lambda m: m.span.start)),
        attributions=tuple(found),
        offers=tuple(Evidence(span=span(quote), type=type_) for quote, type_ in (offers or {}).items()),
        actors=tuple({a.id: a for a in listed}.values()),
    )


def _sentences(report: Report) -> list[Span]:
    found, start = [], 0
    while start < len(report.text):
        end = report.text.find(". ", start)
        end = len(report.text) if end < 0 else end + 1
        found.append(report.span(start, end))
        start = end + 1
    return found


def accused(found: Reading, claim: Claim) -> list[str]:
    """The words that name the accused of a claim."""
    return [m.span.quote for p in claim.accused for m in found.mentions if m.id == p.mention]

"""What a report as a whole says about countries: which it is about, and which stand near a mention."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from casus.grounding.knowledge import Knowledge
from casus.grounding.resolution import Context
from casus.grounding.scanning import Named
from casus.records import Reading, Report

FOUND = 0.5
TITLE, DATELINE, BODY = 2.0, 1.5, 1.0
"""What a country's name weighs by where it stands."""

CERTAIN = 0.55
"""Share of a report's country names from which "the army" is that country's army."""

HOME, LEAD = 0.4, 2.0
"""Share of the names from which a body without an owner is that country's, and how often more than the next it must be named."""


@dataclass(frozen=True)
class Evidence:
    """The countries that a report names: `places` in text order as `(offset, country)`, `weights` over the whole."""

    places: tuple[tuple[int, str], ...]
    weights: dict[str, float]
    sentences: tuple[int, ...]
    dateline: str | None = None

    @cached_property
    def home(self) -> str | None:
        """The state whose bodies a report names without an owner: that of its dateline, else the one that it names far more than others."""
        if self.dateline in self.weights:
            return self.dateline
        first, second = (*(self.weights[c] for c in self.ranked[:2]), 0.0, 0.0)[:2]
        return self.ranked[0] if first and first >= HOME * sum(self.weights.values()) and first >= LEAD * second else None

    @cached_property
    def ranked(self) -> tuple[str, ...]:
        """Countries, the one most named first."""
        return tuple(sorted(self.weights, key=lambda country: (-self.weights[country], country)))

    def near(self, offset: int) -> Context:
        """Return the context of a mention at an offset: countries of its sentence before it, nearest first, then the report's."""
        sentence = bisect_right(self.sentences, offset) - 1
        begin = self.sentences[sentence] if sentence >= 0 else 0
        before = [country for at, country in self.places if begin <= at < offset][::-1]
        ranked = self.ranked
        total = sum(self.weights.values())
        certain = bool(ranked) and self.weights[ranked[0]] >= CERTAIN * total and (not before or before[0] == ranked[0])
        return Context(tuple(dict.fromkeys([*before, *ranked])), self.home, certain=certain)


def weigh(reading: Reading, names: Sequence[Named], knowledge: Knowledge) -> Evidence:
    """Return the countries that the names and places of a report speak of.

    An ambiguous name counts in shares, a group for its country by half, a place that was found there by half.
    """
    report = reading.report
    places, weights = _of_places(reading), dict[str, float]()
    for _, country in places:
        weights[country] = weights.get(country, 0.0) + FOUND
    for named in names:
        countries = _countries(named, knowledge)
        for country, share in countries.items():
            weights[country] = weights.get(country, 0.0) + share * _weight(report, named)
        if len(countries) == 1:
            places.append((named.start, next(iter(countries))))
    return Evidence(tuple(sorted(places)), weights, tuple(s.start for s in reading.sentences), _of_dateline(reading))


def _of_dateline(reading: Reading) -> str | None:
    """Return the country of the first place in the dateline, None where it is not known."""
    dateline, countries = reading.report.dateline, {place.id: place.country for place in reading.places}
    if dateline is None:
        return None
    inside = (m for m in reading.mentions if m.type == "place" and dateline.overlaps(m.span))
    return next((country for m in inside if m.resolved and (country := countries.get(m.resolved))), None)


def _of_places(reading: Reading) -> list[tuple[int, str]]:
    """Return where places were found, with their country: settlements and regions, since a country's own name counts as a name."""
    countries = {place.id: place.country for place in reading.places if place.kind != "country"}
    return [(m.span.start, country) for m in reading.mentions if m.resolved and (country := countries.get(m.resolved))]


def _weight(report: Report, named: Named) -> float:
    if report.title is not None and report.title.start <= named.start < report.title.end:
        return TITLE
    if report.dateline is not None and report.dateline.start <= named.start < report.dateline.end:
        return DATELINE
    return BODY


def _countries(named: Named, knowledge: Knowledge) -> dict[str, float]:
    found: dict[str, float] = {}
    for row in named.rows:
        known = knowledge.profile(row.actor)
        if known is None or known.country is None or known.kind == "community" or row.until is not None:
            continue
        found[known.country] = max(found.get(known.country, 0.0), (1.0 if known.kind == "government" else 0.5) * 2.0**row.rank)
    total = sum(found.values())
    return {country: share * share / total for country, share in found.items()}

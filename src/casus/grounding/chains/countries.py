"""Countries and capitals that act where the words beside them leave it open: they do if the same state acts elsewhere in the report.

The model of places that act judges each name by its sentence alone and keeps a place where in doubt. A report in which a state speaks,
sends troops or is accused is about that state, so the doubt weighs the other way there: "waters that belong to Kuwait".
"""

from __future__ import annotations

from collections.abc import Collection

from casus.grounding.acting import score
from casus.grounding.knowledge import Knowledge, fold
from casus.records import Mention, Reading

LEAST = 0.1
"""Probability from which a name acts if its state acts elsewhere: on our own reports, what is only a place lies below."""

USES = ("name", "capital", "byname")


def acting_countries(reading: Reading, knowledge: Knowledge) -> Reading:
    """Return the reading with `acts_for` on further names of states that act elsewhere in the report."""
    named = (m.acts_for if m.type == "place" else m.resolved for m in reading.mentions)
    states = {actor.split(".")[0] for actor in named if actor}
    mentions = tuple(_acting(m, reading, states, knowledge) for m in reading.mentions)
    return reading.model_copy(update={"mentions": mentions})


def _acting(mention: Mention, reading: Reading, states: Collection[str], knowledge: Knowledge) -> Mention:
    if mention.type != "place" or mention.acts_for is not None:
        return mention
    start, end = mention.span.offsets
    if any(part is not None and part.start <= start < part.end for part in (reading.report.dateline, reading.report.byline)):
        return mention
    rows = {row.actor for row in knowledge.lookup(fold(mention.span.quote)) if row.use in USES and row.actor in states}
    place = next((p for p in reading.places if p.id == mention.resolved), None)
    fitting = {actor for actor in rows if place is None or place.country in (None, actor)}
    if len(fitting) != 1 or score(reading.report.text, start, end) < LEAST:
        return mention
    return mention.model_copy(update={"acts_for": fitting.pop()})

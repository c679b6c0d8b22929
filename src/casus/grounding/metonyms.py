"""Metonyms: a capital or a by-name that acts stands for its government, or for another body that it is known for."""

from __future__ import annotations

from datetime import date

from casus.grounding.acting import acts
from casus.grounding.evidence import Evidence
from casus.grounding.knowledge import Alias, Knowledge, fold, open_knowledge
from casus.grounding.resolution import Context, choose
from casus.records import Mention, Reading

USES = ("byname", "capital")


def stands_for(mention: Mention, reading: Reading, evidence: Evidence, on: date | None, knowledge: Knowledge) -> Mention:
    """Return a place mention with `acts_for` where the place acts or is acted upon and stands for somebody on that day."""
    text, (start, end) = reading.report.text, mention.span.offsets
    dateline = reading.report.dateline
    if dateline is not None and dateline.start <= start < dateline.end:
        return mention
    rows = bodies(mention.span.quote, knowledge)
    if not rows or not _same_place(mention, rows, reading, knowledge) or not acts(text, start, end):
        return mention
    return mention.model_copy(update={"acts_for": choose(rows, on, evidence.near(start), knowledge).actor})


def stands_for_in(text: str, start: int, end: int, on: date | None = None, context: Context | None = None) -> str | None:
    """Return the id of whom the place name at `[start, end)` of a text stands for, None where it acts for nobody.

    >>> stands_for_in("The Kremlin denied it.", 4, 11), stands_for_in("Snow fell on the Kremlin.", 17, 24)
    ('RUS', None)
    """
    knowledge = open_knowledge()
    rows = bodies(text[start:end], knowledge)
    return choose(rows, on, context or Context(), knowledge).actor if rows and acts(text, start, end) else None


def bodies(quote: str, knowledge: Knowledge) -> list[Alias]:
    """Return whom a place name may stand for; by-names before capitals, since they are said of nothing else."""
    return [row for row in knowledge.lookup(fold(quote)) if row.use in USES]


def _same_place(mention: Mention, rows: list[Alias], reading: Reading, knowledge: Knowledge) -> bool:
    """Whether the place that was found lies in a country that the name may stand for: not Georgetown in Malaysia."""
    place = next((p for p in reading.places if p.id == mention.resolved), None)
    if place is None or place.country is None or any(row.use == "byname" for row in rows):
        return True
    return place.country in {known.country for row in rows if (known := knowledge.profile(row.actor))}

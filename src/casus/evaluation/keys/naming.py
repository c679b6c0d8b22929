"""What the words of a report name: the report itself, its actors, places, moments and weapons (codebook, section 8)."""

from __future__ import annotations

from typing import get_args

from casus.evaluation.keys.entries import PUBLISHED, KeyActor, KeyMoment, KeyPlace, Spans
from casus.evaluation.keys.sheet import Entry, Sheet
from casus.records import Precision, Recognition, Report

KINDS = (
    "government", "military", "police", "intelligence", "court", "parliament", "party", "armed group", "igo", "ngo", "coalition",
    "company", "media", "community", "people", "person", "state", "other",
)  # fmt: skip
"""Kinds of actors (codebook, section 7)."""

SECTORS = (
    "GOV", "MIL", "COP", "SPY", "JUD", "LEG", "OPP", "PTY", "REB", "PRM", "UAF", "CVL",
    "ELI", "BUS", "LAB", "AGR", "EDU", "MED", "JRN", "REF", "REL", "SOC", "CRM",
)  # fmt: skip
"""PLOVER's sectors (codebook, section 7)."""

MENTIONED = {"actors": ("quotes", "metonyms", "nominals", "pronouns"), "places": ("quotes",), "moments": ("quote",)}


def parse_report(sheet: Sheet) -> Report:
    """Return the report, with the text that came with the key."""
    entry = sheet.report()
    texts = {name: entry.string(name) for name in ("publisher", "url", "language")}
    spans = {name: entry.quote(name, first=True) for name in ("title", "byline", "dateline")}
    texts["language"] = texts["language"] or "en"
    return Report(text=sheet.text, published=entry.when("published", offset=True), **texts, **spans)


def collect_mentions(sheet: Sheet) -> None:
    """Note the mentions that are written without `#*`: they are left out of those that are (QUOTE, rule 5).

    What is wrong with them is noted when they are parsed.
    """
    noted = len(sheet.problems)
    for section, fields in MENTIONED.items():
        for entry in sheet.entries(section):
            sheet.mentions += [bounds for field in fields for bounds in entry.own_mentions(field)]
    sheet.mentions += sheet.weapons().own_mentions("weapons")
    del sheet.problems[noted:]


def parse_actors(sheet: Sheet) -> dict[str, KeyActor]:
    """Return the actors by handle."""
    return {entry.name: _actor(entry) for entry in sheet.entries("actors")}


def _actor(entry: Entry) -> KeyActor:
    entry.required("name")
    entry.required("kind")
    return KeyActor(
        handle=entry.name,
        name=entry.string("name") or entry.name,
        kind=entry.choice("kind", KINDS, "other"),
        sector=entry.choice("sector", SECTORS),
        country=_country(entry),
        id=entry.string("id"),
        also=entry.strings("also"),
        of=entry.handle("of", "actors"),
        role=entry.words_of_text("role"),
        recognition=entry.choice("recognition", get_args(Recognition)),
        quotes=entry.mentions("quotes"),
        metonyms=entry.mentions("metonyms"),
        nominals=entry.mentions("nominals"),
        pronouns=entry.mentions("pronouns"),
    )


def _country(entry: Entry) -> str | None:
    code = entry.string("country")
    if code and not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
        entry.problem("country", f"expected ISO 3166-1 alpha-3 or our own code, three capitals such as KEN, got {code!r}")
    return code


def parse_places(sheet: Sheet) -> dict[str, KeyPlace]:
    """Return the places by handle."""
    return {entry.name: _place(entry) for entry in sheet.entries("places")}


def _place(entry: Entry) -> KeyPlace:
    for field in ("name", "kind", "quotes"):
        entry.required(field)
    return KeyPlace(
        handle=entry.name,
        name=entry.string("name") or entry.name,
        kind=entry.string("kind") or "",
        country=_country(entry),
        id=entry.string("id"),
        also=entry.strings("also"),
        administered_by=entry.strings("administered_by"),
        claimed_by=entry.strings("claimed_by"),
        at=_at(entry),
        quotes=entry.mentions("quotes"),
    )


def _at(entry: Entry) -> tuple[float, float] | None:
    at = entry.items("at")
    if not at:
        return None
    if len(at) == 2 and all(type(x) in (int, float) for x in at) and abs(at[0]) <= 90 and abs(at[1]) <= 180:
        return float(at[0]), float(at[1])
    entry.problem("at", f"expected [latitude, longitude] in degrees, got {at}")
    return None


def parse_moments(sheet: Sheet) -> dict[str, KeyMoment]:
    """Return the moments by handle."""
    return {entry.name: _moment(entry) for entry in sheet.entries("moments")}


def _moment(entry: Entry) -> KeyMoment:
    entry.required("quote")
    start, end = entry.when("start"), entry.when("end")
    if start and end and start >= end:
        entry.problem("end", f"{end.date()} is not after start {start.date()}: [start, end) is half-open, a day ends on the next")
    anchor = PUBLISHED if entry.fields.get("anchor") == PUBLISHED else entry.handle("anchor", "moments")
    precision = entry.choice("precision", get_args(Precision), "day" if start else "vague")
    return KeyMoment(entry.name, entry.mentions("quote"), start, end, precision, anchor)


def parse_weapons(sheet: Sheet) -> Spans:
    """Return the spans of the weapons."""
    return sheet.weapons().mentions("weapons")

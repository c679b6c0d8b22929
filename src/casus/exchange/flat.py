"""Events, claims and reports as flat rows: what a spreadsheet, a data frame or a map's properties can hold, and events back from them.

Ids of several parties or places stand in one cell with a space between, `-` for nobody known; names and quotes with `; ` and ` … `.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from casus.ledger import ClaimRow, EventRow, Named, ReportRow

Row = EventRow | ClaimRow | ReportRow

NOBODY = "-"

_SOURCE = ("report", "url", "publisher", "published", "title", "rating")

EVENT_COLUMNS = (
    *("id", "type", "mode", "contexts", "actors", "actor_names", "recipients", "recipient_names", "voice", "status", "extent"),
    *("start", "end", "precision", "places", "place_names", "lat", "lon", "killed", "injured", "detained", "confidence", "intensity"),
    *("trigger", "quote", "quote_start", "quote_end", "claim", "expresses", "occurrence", "dataset", "row_id", "code", "decision"),
    *_SOURCE,
)
CLAIM_COLUMNS = (
    *("id", "kind", "speaker", "speaker_name", "speaker_role", "accused", "accused_names", "direction", "status"),
    *("quote", "quote_start", "quote_end", "events", "answers", "answered_by", "decision"),
    *_SOURCE,
)
REPORT_COLUMNS = (
    *("id", "url", "publisher", "published", "title", "language", "rating", "version", "previous", "family", "claims", "events"),
    "snippet",
)
COLUMNS = {"events": EVENT_COLUMNS, "claims": CLAIM_COLUMNS, "reports": REPORT_COLUMNS}

INTEGERS = frozenset({"killed", "injured", "detained", "quote_start", "quote_end", "decision", "version"})
NUMBERS = frozenset({"lat", "lon", "confidence", "intensity"})
_COUNTED = frozenset({"claims", "events"})


def integers(list: str) -> frozenset[str]:
    """Return the columns of a list that hold whole numbers: a report counts its claims and events, a claim names its events."""
    return INTEGERS | _COUNTED if list == "reports" else INTEGERS


def flat(row: Row) -> dict[str, Any]:
    """Return a row's cells by column; None where there is nothing."""
    if isinstance(row, EventRow):
        return _event(row)
    return _claim(row) if isinstance(row, ClaimRow) else _report(row)


def _event(row: EventRow) -> dict[str, Any]:
    at = next((place for place in row.places if place.lat is not None), None)
    found = {name: _plain(getattr(row, name)) for name in EVENT_COLUMNS if name in EventRow.model_fields}
    return {
        **dict.fromkeys(EVENT_COLUMNS),
        **found,
        **_source(row),
        "url": row.report.url if row.report else row.url,
        "contexts": " ".join(row.contexts) or None,
        "actors": _ids(row.actors),
        "actor_names": _names(row.actors),
        "recipients": _ids(row.recipients),
        "recipient_names": _names(row.recipients),
        "places": _ids(row.places),
        "place_names": _names(row.places),
        "lat": at.lat if at else None,
        "lon": at.lon if at else None,
        "trigger": row.trigger.quote if row.trigger else None,
        **_words(row),
    }


def _claim(row: ClaimRow) -> dict[str, Any]:
    found = {name: _plain(getattr(row, name)) for name in CLAIM_COLUMNS if name in ClaimRow.model_fields}
    return {
        **dict.fromkeys(CLAIM_COLUMNS),
        **found,
        **_source(row),
        "speaker": row.speaker.id if row.speaker else None,
        "speaker_name": row.speaker.shown if row.speaker else None,
        "accused": _ids(row.accused),
        "accused_names": _names(row.accused),
        **{name: " ".join(getattr(row, name)) or None for name in ("events", "answers", "answered_by")},
        **_words(row),
    }


def _report(row: ReportRow) -> dict[str, Any]:
    found = {name: _plain(getattr(row, name)) for name in REPORT_COLUMNS}
    return {**found, "snippet": row.snippet.quote if row.snippet else None}


def _source(row: EventRow | ClaimRow) -> dict[str, Any]:
    report = row.report
    return {"report": report.id, **{name: _plain(getattr(report, name)) for name in _SOURCE[1:]}} if report else {"report": None}


def _words(row: EventRow | ClaimRow) -> dict[str, Any]:
    if not row.words:
        return {}
    return {"quote": " … ".join(s.quote for s in row.words), "quote_start": row.words[0].start, "quote_end": row.words[-1].end}


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _ids(named: Sequence[Named]) -> str | None:
    return " ".join(one.id or NOBODY for one in named) or None


def _names(named: Sequence[Named]) -> str | None:
    return "; ".join(one.shown for one in named if one.name or one.words) or None


# --- and back ---------------------------------------------------------------------------------------------------------------------------


def nested(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the cells of an event as the fields of an `EventRow`, but for the words and the report; numbers may be written out."""
    found = {name: row.get(name) or None for name in EVENT_COLUMNS if name in EventRow.model_fields and name != "report"}
    found |= {name: _number(row.get(name), int) for name in INTEGERS if name in EventRow.model_fields}
    found |= {name: _number(row.get(name), float) for name in ("confidence", "intensity")}
    places = _back(row.get("places"), row.get("place_names"))
    lat, lon = _number(row.get("lat"), float), _number(row.get("lon"), float)
    if lat is not None and lon is not None:
        places = [{**(places[0] if places else {}), "lat": lat, "lon": lon}, *places[1:]]
    return {
        **found,
        "contexts": (row.get("contexts") or "").split(),
        "actors": _back(row.get("actors"), row.get("actor_names")),
        "recipients": _back(row.get("recipients"), row.get("recipient_names")),
        "places": places,
        "trigger": None,
    }


def _number(value: Any, kind: type[int] | type[float]) -> int | float | None:
    return None if value in (None, "") else kind(value)


def _back(ids: str | None, names: str | None) -> list[dict[str, Any]]:
    known = (ids or "").split()
    words = (names or "").split("; ")
    return [{"id": None if id == NOBODY else id, "name": words[n] if len(words) == len(known) else None} for n, id in enumerate(known)]

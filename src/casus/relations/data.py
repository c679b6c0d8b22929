"""A relation and a ranking as plain data, for JSON and CSV. No number stands without its n and what was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from casus.ledger.filing import date_of
from casus.records import EVENT_TYPES
from casus.relations import words
from casus.relations.changes import Change
from casus.relations.ranking import Ranked, Ranking
from casus.relations.relation import Relation, surged
from casus.relations.rollup import Side
from casus.relations.series import CONFLICT, COOPERATION, VOICES, WAYS


def relation_data(found: Relation) -> dict[str, Any]:
    """Return all of a relation."""
    return {
        "a": _side(found.a),
        "b": _side(found.b),
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "by": found.series.by,
        "n": found.n,
        "read": source_data(found),
        "state": asdict(found.history.state),
        "surges": [asdict(surge) for surge in found.surges],
        "changes": [_change(change) for change in (*found.changes, *found.noticed)],
        "coincidence": None if found.coincidence is None else asdict(found.coincidence),
        "turn": None if found.turn is None else _plain(asdict(found.turn)),
        "backing": [_plain(asdict(backing)) for backing in found.backings],
        "periods": list(periods(found)),
    }


def _side(side: Side) -> dict[str, Any]:
    return {"actor": side.actor, "name": side.name, "view": side.described, "members": [_plain(asdict(m)) for m in side.members]}


def source_data(found: Relation) -> dict[str, Any]:
    """Return what was read, and how the panel changed."""
    source = found.source
    changes = [{"day": date_of(on).isoformat(), "what": what} for on, what in source.changes]
    return {
        "unit": source.unit,
        "n": source.total,
        "panel": source.sources,
        "fixed": source.fixed,
        "changes": changes,
        "said": source.described,
    }


def _change(change: Change) -> dict[str, Any]:
    drivers = [{"event": d.occurrence.event, "type": d.occurrence.type, "share": round(d.share, 4)} for d in change.drivers]
    return {**_plain({k: v for k, v in vars(change).items() if k != "drivers"}), "drivers": drivers}


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def periods(found: Relation) -> Iterator[dict[str, Any]]:
    """Yield a row a period: raw counts by voice, what was read, the level and its band, and what had been expected."""
    series, history, surge = found.series, found.history, surged(found)
    enough = history.state.enough
    for n, start in enumerate(series.starts):
        counts = {
            f"{kind}_{voice}": int(series.count(types, (voice,))[n])
            for kind, types in (("conflict", CONFLICT), ("cooperation", COOPERATION))
            for voice in VOICES
        }
        mean, weighed = series.intensity()
        yield {
            "start": start.isoformat(),
            "whole": bool(series.whole[n]),
            **counts,
            "read": int(series.read[n]),
            "exposure": round(float(series.exposure[n]), 4),
            "intensity": _number(float(mean[n])),
            "intensity_n": int(weighed[n]),
            "level": _number(float(history.level[n])) if enough else None,
            "low": _number(float(history.low[n])) if enough else None,
            "high": _number(float(history.high[n])) if enough else None,
            "expected_low": _number(float(history.predicted_low[n])),
            "expected_high": _number(float(history.predicted_high[n])),
            "surge": bool(surge[n]),
            "types": _types(found, n),
        }


def _types(found: Relation, n: int) -> dict[str, dict[str, int]]:
    """Return the raw counts of a period by type and `voice direction`, without the empty ones."""
    series = found.series
    rows = {
        name: {f"{voice} {way}": int(series.count((name,), (voice,), (way,))[n]) for voice in VOICES for way in WAYS}
        for name in EVENT_TYPES
    }
    filled = {name: {key: count for key, count in row.items() if count} for name, row in rows.items()}
    return {name: row for name, row in filled.items() if row}


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)


def ranked_data(row: Ranked) -> dict[str, Any]:
    """Return one dyad of a ranking."""
    return {name: round(value, 6) if isinstance(value, float) else value for name, value in asdict(row).items()}


def ranking_data(found: Ranking) -> dict[str, Any]:
    """Return a whole ranking."""
    return {
        "since": found.since.isoformat(),
        "until": found.until.isoformat(),
        "horizon": found.horizon,
        "tested": found.tested,
        "read": found.source.described,
        "dyads": [ranked_data(row) for row in found.dyads],
    }


def sentences(found: Relation) -> list[str]:
    """Return what was found, in words."""
    per = "day" if len(found.daily.counts) <= 183 else "week"
    said = [words.trend(found), words.tension(found)] if found.history.state.enough else [words.trend(found)]
    said += [f"Surge: {words.surge(surge)}" for surge in words.surges(found)] or [
        f"No surge: {words.surge(surge)}" for surge in found.surges if surge.horizon == "week"
    ]
    said += [words.change(change, per) for change in found.changes]
    said += [f"As it came in: {words.change(change, found.series.by)}" for change in found.noticed]
    if found.turn is not None:
        said.append(words.turn(found.turn))
    if found.coincidence is not None:
        said.append(words.coincidence(found.coincidence))
    return said

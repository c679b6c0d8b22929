"""Boxes and circles on the globe, as conditions on places of events."""

from __future__ import annotations

import math
from collections.abc import Sequence

from sqlalchemy import and_, func, or_
from sqlalchemy.sql.selectable import FromClause

from casus.ledger.ask import Condition, Driver
from casus.ledger.derive import cell
from casus.ledger.schema import event_places

MANY_CELLS = 100
"""One-degree squares up to which a box is looked up square by square; what lies in a larger box is met often enough on the way."""

KM_A_DEGREE = 111.19
"""Of latitude, on a sphere of 6,371 km."""


def drivers(key: str, values: Sequence[float]) -> list[Driver]:
    """Return a driver for each one-degree square that a box or circle touches, none where there are too many."""
    cells = _cells(bounds(key, values))
    if len(cells) > MANY_CELLS:
        return []
    places = event_places
    return [Driver(places, places.c.key, (places.c.cell == one, inside(places, key, values)), several=True) for one in cells]


def inside(places: FromClause, key: str, values: Sequence[float]) -> Condition:
    """Return the condition that a place lies in a box, or within so many km of a point."""
    south, west, north, east = bounds(key, values)
    lat, lon = places.c.lat, places.c.lon
    across = lon.between(west, east) if west <= east else or_(lon >= west, lon <= east)
    box = and_(lat.between(south, north), across)
    return box if key == "box" else and_(box, func.casus_km(lat, lon, values[0], values[1]) <= values[2])


def bounds(key: str, values: Sequence[float]) -> tuple[float, float, float, float]:
    """Return south, west, north and east of a box, or of what lies near a point; west is greater than east across the date line.

    >>> [round(edge, 1) for edge in bounds("near", (0.0, 179.0, 222.38))]
    [-2.0, 177.0, 2.0, -179.0]
    """
    if key == "box":
        south, west, north, east = values
        return south, west, north, east
    lat, lon, km = values
    high = km / KM_A_DEGREE
    south, north = max(lat - high, -90.0), min(lat + high, 90.0)
    widest = max(abs(south), abs(north))
    wide = 180.0 if widest >= 89 else high / math.cos(math.radians(widest))
    if wide >= 180:
        return south, -180.0, north, 180.0
    return south, _turned(lon - wide), north, _turned(lon + wide)


def _turned(lon: float) -> float:
    return (lon + 180) % 360 - 180


def _cells(box: tuple[float, float, float, float]) -> list[int]:
    south, west, north, east = box
    columns = range(math.floor(west), math.floor(east if east >= west else east + 360) + 1)
    rows = range(math.floor(south), math.floor(north) + 1)
    return sorted({one for lat in rows for lon in columns if (one := cell(lat, _turned(lon))) is not None})

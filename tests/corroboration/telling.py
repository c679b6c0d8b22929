"""Happenings made by hand."""

from __future__ import annotations

from typing import Any

from casus.corroboration import Happening, Where, Who
from casus.corroboration.meaning import Meaning

DAY = 741_000

JOS = Where("plc.jos", 9.92, 8.89, 8.0, "NGA")
ABUJA = Where("plc.abuja", 9.06, 7.49, 10.0, "NGA")
PLATEAU = Where("plc.ng-plateau", 9.3, 9.4, 100.0, "NGA", broad=True)
FAR_PLATEAU = Where("plc.ng-borno", 11.8, 13.1, 100.0, "NGA", broad=True)
NIGERIA = Where("plc.nga", 9.0, 8.0, 500.0, "NGA", broad=True, whole_country=True)
LAGOS_PT = Where("plc.lagos-pt", 37.1, -8.67, 5.0, "PRT")


def told(number: int, words: str = "a bomb killed five at the market", **more: Any) -> Happening:
    """Return a happening of a report of its own, dated unless told otherwise."""
    values: dict[str, Any] = {"type": "ASSAULT", "status": "actual", "start": DAY, "end": DAY + 1, "published": DAY + 1} | more
    actors, recipients = values.pop("actors", ()), values.pop("recipients", ())
    return Happening(
        event=f"event:{number:03}",
        report=values.pop("report", f"report:{number:03}"),
        actors=tuple(who if isinstance(who, Who) else Who(who) for who in actors),
        recipients=tuple(who if isinstance(who, Who) else Who(who) for who in recipients),
        meaning=Meaning.of(words),
        **values,
    )

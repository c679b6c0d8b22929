"""What is asked of the ledger: which days, as known when, and who stands for whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select

from casus.ledger import schema
from casus.ledger.ask import Condition, alive, bound
from casus.ledger.filing import micros
from casus.records import Actor


@dataclass(frozen=True)
class Asked:
    """From `since` until `until` (exclusive; null: all that was read), as the ledger knew it at `as_of` (null: now).

    `roles` are actors with dated roles: those that govern a state stand for it while they do. `alone` takes actors by themselves.
    """

    since: date | None = None
    until: date | None = None
    as_of: datetime | None = None
    roles: Sequence[Actor] = ()
    alone: bool = False

    @property
    def at(self) -> int | None:
        """`as_of` as the ledger writes it."""
        return None if self.as_of is None else micros(self.as_of)

    def narrow(self, asked: Select[Any]) -> Select[Any]:
        """Return a query on `pairs` with these days, for rows that held at the time."""
        conditions: list[Condition] = [alive(schema.pairs, self.at)]
        conditions += [
            bound(key, day, schema.pairs.c.key) for key, day in (("since", self.since), ("until", self.until)) if day is not None
        ]
        return asked.where(*conditions)

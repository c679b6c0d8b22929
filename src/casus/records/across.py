"""Across reports: what is told again, and what is one happening."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from casus.records.record import Record

Side = Literal["A", "B", "third", "unknown"]


class ReprintFamily(Record):
    """Reports that share text: one voice, however often it is printed."""

    id: str
    reports: tuple[str, ...] = Field(min_length=1)


class Corroboration(Record):
    """How many families of unrelated publishers on one side tell of a happening, and of who did it."""

    side: Side
    happening: int = Field(ge=0)
    doer: int = Field(ge=0)


class ToldFigure(Record):
    """A number as one report gives it."""

    value: int = Field(ge=0)
    publisher: str | None = None
    report: str


class Figure(Record):
    """A number of a happening as its tellings give it, from the lowest to the highest: nobody's replaces another's."""

    name: Literal["killed", "injured", "detained"]
    told: tuple[ToldFigure, ...] = Field(min_length=1, description="lowest first")

    @property
    def low(self) -> int:
        """The lowest that is told."""
        return min(one.value for one in self.told)

    @property
    def high(self) -> int:
        """The highest that is told."""
        return max(one.value for one in self.told)


class Occurrence(Record):
    """Events of different reports that are one happening. Series count occurrences, never reports."""

    id: str
    events: tuple[str, ...] = Field(min_length=1)
    corroboration: tuple[Corroboration, ...] = ()
    numbers: tuple[Figure, ...] = ()

"""The world outside the text: actors with dated roles, places with their disputes, and dyads."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field, model_validator

from casus.records.record import Record

Recognition = Literal["recognised", "de facto", "contested"]


class Dated(Record):
    """Something that holds from `since` (inclusive) to `until` (exclusive); null where open or not known."""

    since: date | None = None
    until: date | None = None

    @model_validator(mode="after")
    def _interval(self) -> Dated:
        if self.since and self.until and self.since >= self.until:
            raise ValueError(f"ends before it begins: {self.since} .. {self.until}")
        return self

    def holds(self, on: date) -> bool:
        """Whether this held on that day."""
        return (self.since is None or self.since <= on) and (self.until is None or on < self.until)


class Role(Dated):
    """What an actor is, of whom, and from when to when. `recognition` says how others see it, `by` who does where it matters."""

    what: str
    of: str | None = None
    recognition: Recognition | None = None
    by: tuple[str, ...] = ()
    source: str = "general knowledge, unverified"


class Actor(Record):
    """Somebody who acts. The knowledge holds membership and office, never alleged sponsorship."""

    id: str
    name: str
    kind: str = Field(description="state, government, igo, ngo, armed group, community, company, media, person …")
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-3 or our own code (Kosovo XKX)")
    sector: str | None = Field(default=None, description="PLOVER sector: GOV, MIL, REB …")
    aliases: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()


class ActorInReport(Record):
    """An actor as one reading shows it: its role and how recognised that was when the report was published."""

    id: str
    name: str
    kind: str
    country: str | None = None
    sector: str | None = None
    role: str | None = Field(default=None, description="of a person in the report's own words, where it gives them")
    recognition: Recognition | None = None
    acts_for: str | None = Field(default=None, description="body for which a person in office speaks and acts")


class Holding(Dated):
    """Who administers or claims a place, and when."""

    by: str


class Place(Record):
    """Somewhere. `country` is null where it is disputed: `administered_by` and `claimed_by` say by whom, with dates."""

    id: str
    name: str
    kind: str
    lat: float | None = Field(default=None, ge=-90, le=90, description="degrees north")
    lon: float | None = Field(default=None, ge=-180, le=180, description="degrees east")
    precision_km: float | None = Field(default=None, ge=0)
    country: str | None = None
    administered_by: tuple[Holding, ...] = ()
    claimed_by: tuple[Holding, ...] = ()

    @model_validator(mode="after")
    def _disputed(self) -> Place:
        if len({h.by for h in self.claimed_by}) > 1 and self.country is not None:
            raise ValueError(f"{self.name} is claimed by several: country stays null")
        return self


class Dyad(Record):
    """Two actors, in the order of their ids, so that A–B and B–A are one dyad."""

    a: str
    b: str

    @model_validator(mode="after")
    def _two(self) -> Dyad:
        if self.a >= self.b:
            raise ValueError(f"a dyad holds two different ids in order, got {self.a!r}, {self.b!r}")
        return self

    @classmethod
    def of(cls, one: str, other: str) -> Dyad:
        """Return the dyad of two actors, whichever is named first."""
        return cls(a=min(one, other), b=max(one, other))

"""Who stands for whom, and when: an actor with its organs and those who govern it, as a dated view that is named on screen.

Only state organs and bodies that hold the government roll up. Armed groups that do not govern, "X-backed" groups, proxies, refugees and
communities never do, whatever anyone alleges.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, select

from casus.ledger import schema
from casus.ledger.decisions import group
from casus.ledger.filing import day_of
from casus.records import Actor, UsageError

STATE_SECTORS = ("GOV", "MIL", "COP", "SPY", "LEG", "JUD")
"""PLOVER sectors of a state's organs."""

GOVERNS = "government of"


@dataclass(frozen=True)
class Member:
    """An actor that stands for a side, from a day (inclusive) until a day (exclusive); null where open."""

    actor: str
    name: str
    since: date | None = None
    until: date | None = None

    def holds(self, day: int) -> bool:
        """Whether it stands for the side on a day, counted from 1970."""
        return (self.since is None or day_of(self.since) <= day) and (self.until is None or day < day_of(self.until))


@dataclass(frozen=True)
class Side:
    """One side of a dyad: the actor that was asked for, and all that stand for it."""

    actor: str
    name: str
    members: tuple[Member, ...]

    @property
    def ids(self) -> list[str]:
        """The ids of all members, the side's own first."""
        return list(dict.fromkeys(member.actor for member in self.members))

    @property
    def short(self) -> str:
        """The name without "Government of"."""
        return self.name.removeprefix("Government of ")

    @property
    def described(self) -> str:
        """The view in words, as it is shown on screen.

        >>> Side("AFG", "Government of Afghanistan", (Member("AFG", "Government of Afghanistan"),)).described
        'Afghanistan = Government of Afghanistan alone'
        """
        others = [m for m in self.members if m.actor != self.actor]
        if not others:
            return f"{self.short} = {self.name} alone"
        return f"{self.short} = {self.name}, with " + ", ".join(_dated(m) for m in others)

    def has(self, actor: str, day: int) -> bool:
        """Whether an actor stands for this side on a day, counted from 1970."""
        return any(member.actor == actor and member.holds(day) for member in self.members)


def _dated(member: Member) -> str:
    dates = [f"since {member.since}" if member.since else "", f"until {member.until}" if member.until else ""]
    said = " ".join(d for d in dates if d)
    return f"{member.name} ({said})" if said else member.name


def side(connection: Connection, actor: str, merged: Mapping[str, str], roles: Sequence[Actor] = (), alone: bool = False) -> Side:
    """Return a side. `roles` are actors with dated roles, of whom those that govern `actor` stand for it while they do.

    Raise `UsageError` where the ledger does not know the actor.
    """
    table = schema.actors.c
    columns = select(table.id, table.name, table.sector, table.kind)
    own = connection.execute(columns.where(table.id == actor)).first()
    if own is None:
        raise UsageError(_unknown(connection, actor))
    members = [Member(actor, own.name)]
    if not alone:
        organs = connection.execute(columns.where(table.id > f"{actor}.", table.id < f"{actor}/").order_by(table.id))
        members += [Member(row.id, row.name) for row in organs if row.sector in STATE_SECTORS]
        members += governing(actor, roles)
    same = [Member(other, m.name, m.since, m.until) for m in members for other in group(merged, m.actor) if other != m.actor]
    return Side(actor, own.name, (*members, *same))


def governing(of: str, actors: Iterable[Actor]) -> list[Member]:
    """Return who held the government of a state, each from when to when."""
    return [
        Member(actor.id, actor.name, role.since, role.until)
        for actor in actors
        for role in actor.roles
        if role.what == GOVERNS and role.of == of and actor.id != of
    ]


def _unknown(connection: Connection, actor: str) -> str:
    table = schema.actors.c
    named = connection.execute(select(table.id, table.name).where(table.name.ilike(f"%{actor}%")).order_by(table.id).limit(5)).all()
    hint = "; did you mean " + ", ".join(f"{row.id} ({row.name})" for row in named) + "?" if named else ""
    return f"the ledger has no actor {actor!r}{hint}"

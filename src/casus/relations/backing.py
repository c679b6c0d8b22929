"""Who backs whom: as alleged, and by whom; as reported; and since when."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, or_, select

from casus.ledger import schema
from casus.ledger.ask import alive
from casus.ledger.filing import date_of
from casus.relations.asked import Asked
from casus.relations.rollup import Side

BACKS = ("AID", "SUPPORT", "COOPERATE")
"""PLOVER types by which somebody backs somebody: arms, money, training, shelter; endorsement; common work."""


@dataclass(frozen=True)
class Backing:
    """That one actor backs another, with what is told and what is alleged kept apart. Ids of the events are at hand for their words."""

    backer: str
    backed: str
    told: int = 0
    alleged: int = 0
    by: tuple[tuple[str, int], ...] = ()
    denied: int = 0
    types: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None
    events: tuple[str, ...] = ()
    alleged_days: tuple[int, ...] = ()


@dataclass
class _Gathered:
    told: int = 0
    alleged: int = 0
    by: Counter[str] = field(default_factory=Counter)
    denied: int = 0
    types: Counter[str] = field(default_factory=Counter)
    seen: list[tuple[int, str]] = field(default_factory=list)
    alleged_days: list[int] = field(default_factory=list)


def backings(connection: Connection, sides: Sequence[Side], asked: Asked) -> list[Backing]:
    """Return who backs whom where one of the sides backs, or is backed by, anyone; most often told or alleged first."""
    found: dict[tuple[str, str], _Gathered] = defaultdict(_Gathered)
    names = {member.actor: side.actor for side in sides for member in side.members}
    for row in _rows(connection, [actor for side in sides for actor in side.ids], asked):
        for backer, backed in _directed(row.a, row.b, row.direction):
            pair = names.get(backer, backer), names.get(backed, backed)
            if pair[0] != pair[1]:
                _gather(found[pair], row)
    listed = [_backing(pair, g) for pair, g in found.items()]
    return sorted(listed, key=lambda b: (-(b.told + b.alleged), b.backer, b.backed))


def _rows(connection: Connection, ids: Sequence[str], asked: Asked) -> Iterable[Any]:
    pairs, events, claims = schema.pairs, schema.events, schema.claims
    p = pairs.c
    chosen = (
        select(p.key, p.a, p.b, p.direction, p.type, p.voice, p.day, events.c.id, events.c.dataset, events.c.row_id,
               claims.c.speaker, claims.c.publisher, claims.c.status)
        .join_from(pairs, events, events.c.key == p.key)
        .outerjoin(claims, (claims.c.id == events.c.claim) & alive(claims, asked.at))
        .where(or_(p.a.in_(ids), p.b.in_(ids)), p.b != "", p.type.in_(BACKS), p.counted == 1, p.lead == 1)
    )  # fmt: skip
    return connection.execute(asked.narrow(chosen).order_by(p.key))


def _directed(a: str, b: str, direction: str) -> list[tuple[str, str]]:
    return [(a, b)] if direction == ">" else [(b, a)] if direction == "<" else [(a, b), (b, a)]


def _gather(into: _Gathered, row: Any) -> None:
    into.types[row.type] += 1
    into.seen.append((row.day, row.id or f"{row.dataset}:{row.row_id}"))
    if row.voice == "alleged":
        into.alleged += 1
        into.alleged_days.append(row.day)
        into.by[row.speaker or "(nobody named)"] += 1
        into.denied += row.status in ("denied", "contested")
    else:
        into.told += 1


def _backing(pair: tuple[str, str], g: _Gathered) -> Backing:
    days = tuple(day for day, _ in g.seen)
    return Backing(
        *pair, g.told, g.alleged, tuple(g.by.most_common()), g.denied, tuple(t for t, _ in g.types.most_common()),
        date_of(min(days)), date_of(max(days)), tuple(event for _, event in g.seen), tuple(g.alleged_days),
    )  # fmt: skip

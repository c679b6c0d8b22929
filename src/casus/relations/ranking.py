"""All dyads at once, ranked by how far the last period lies above what each dyad's own past led one to expect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, select

from casus.ledger import Ledger, schema
from casus.ledger.ask import alive
from casus.ledger.filing import date_of, day_of, first_key
from casus.records import Actor, UsageError
from casus.relations import surges
from casus.relations.asked import Asked
from casus.relations.exposure import Exposure, exposed, span
from casus.relations.rollup import STATE_SECTORS, Member, governing
from casus.relations.series import CONFLICT, TOLD
from casus.relations.state import ENOUGH_OCCURRENCES, STEADY_FACTOR, Array, Trend, collapse, grown, judged

WEEKS = 104
"""Weeks of the past that a ranking takes in."""

LOOKS_BACK = 4
"""Weeks over which the trend is judged."""

OUTSIDE = ("community", "person")
"""Kinds of actor that stand outside rankings."""


@dataclass(frozen=True)
class Ranked:
    """One dyad: what came in the last period, what was expected, how improbable that is, and where the weekly rate of conflict is going.

    `q` is the false discovery rate at which this dyad would be raised; null where its past is too short to test. `n` are the occurrences of
    conflict in the span, `tension` the weekly rate at usual coverage with its 90 % band.
    """

    a: str
    b: str
    a_name: str
    b_name: str
    count: int
    expected: float
    p: float | None
    q: float | None
    tension: float
    low: float
    high: float
    trend: Trend
    probability: float
    n: int


@dataclass(frozen=True)
class Ranking:
    """Dyads, the most surprising first, with the days that were compared and what was read."""

    dyads: tuple[Ranked, ...]
    horizon: surges.Horizon
    since: date
    until: date
    tested: int
    source: Exposure


def ranking(ledger: Ledger, asked: Asked | None = None, horizon: surges.Horizon = "week", limit: int | None = 50) -> Ranking:
    """Rank all dyads by change up to a day; raise `UsageError` where nothing was read.

    Of what is asked `since` is not heeded: the past is what the last period is compared with. States stand with their organs and those
    that govern them, unless `alone`. Communities and persons stand outside.
    """
    asked = asked or Asked()
    until = asked.until
    with ledger.read() as connection:
        read = span(connection)
        if read is None:
            raise UsageError("the ledger has read nothing yet: casus read … --ledger FILE")
        last = min(day_of(until), read[1]) if until else read[1]
        first = max(last - 7 * WEEKS, read[0])
        if first >= last:
            raise UsageError(f"nothing was read before {until}: the ledger covers {date_of(read[0])} to {date_of(read[1] - 1)}")
        names, outside = _names(connection)
        states = {} if asked.alone else _states(connection, asked.roles)
        columns = _pairs(connection, first, last, asked.at)
        source = exposed(connection, first, last, _datasets(connection, first, last), _about(connection, columns))
    dyads, counts = _counted(columns, states, outside, first, last)
    found = _ranked(dyads, counts, source, horizon, names)
    shown = tuple(found if limit is None else found[:limit])
    return Ranking(shown, horizon, date_of(first), date_of(last), sum(r.p is not None for r in found), source)


def _names(connection: Connection) -> tuple[dict[str, str], set[str]]:
    c = schema.actors.c
    rows = connection.execute(select(c.id, c.name, c.kind)).all()
    return {row.id: row.name for row in rows}, {row.id for row in rows if row.kind in OUTSIDE}


def _states(connection: Connection, roles: Sequence[Actor]) -> dict[str, list[Member]]:
    """Return for each actor the states it stands for, each as a member named by the state's id, with its dates."""
    c = schema.actors.c
    organs = connection.execute(select(c.id, c.name).where(c.sector.in_(STATE_SECTORS), c.id.like("%.%"))).all()
    known = set(connection.execute(select(c.id)).scalars())
    found: dict[str, list[Member]] = {}
    for row in organs:
        state = row.id.partition(".")[0]
        if state in known:
            found.setdefault(row.id, []).append(Member(state, row.name))
    for actor in roles:
        for role in actor.roles:
            if role.of is not None and role.of in known and role.of != actor.id:
                dated = [m for m in governing(role.of, [actor]) if (m.since, m.until) == (role.since, role.until)]
                found.setdefault(actor.id, []).extend(Member(role.of, actor.name, m.since, m.until) for m in dated)
    return {actor: members for actor, members in found.items() if members}


def _pairs(connection: Connection, first: int, last: int, at: int | None) -> list[tuple[Any, ...]]:
    p = schema.pairs.c
    chosen = select(p.a, p.b, p.key, p.day).where(
        p.key >= first_key(first), p.key < first_key(last), p.counted == 1, p.lead == 1, p.b != "",
        p.voice.in_(TOLD), p.type.in_(CONFLICT), alive(schema.pairs, at),
    )  # fmt: skip
    return list(zip(*connection.execute(chosen), strict=True))


def _datasets(connection: Connection, first: int, last: int) -> list[str | None]:
    """Return the data set of every imported row read in the span, and null for every report: which of them makes the exposure."""
    c = schema.coverage.c
    found: list[str | None] = []
    for source, reports, rows in connection.execute(select(c.source, c.reports, c.rows).where(c.day >= first, c.day < last)):
        found += [None] * bool(reports) + ([source.removeprefix("dataset:")] if rows else [])
    return found


def _about(connection: Connection, columns: list[tuple[Any, ...]]) -> int:
    """Return how many reports tell of what is ranked: where they are most of what was read, they were chosen for it."""
    if not columns:
        return 0
    first, last = min(columns[2]), max(columns[2])
    e = schema.events.c
    told = (e.report.is_not(None), e.key >= first, e.key <= last, e.status == "actual", e.type.in_(CONFLICT), e.retired.is_(None))
    return int(connection.execute(select(func.count(func.distinct(e.report))).where(*told)).scalar_one())


def _counted(
    columns: list[tuple[Any, ...]], states: Mapping[str, list[Member]], outside: set[str], first: int, last: int
) -> tuple[list[tuple[str, str]], Array]:
    """Return the dyads and their daily counts `[D, T]`, rolled up, each occurrence once a dyad; dyads with too little data are left out."""
    if not columns:
        return [], np.zeros((0, last - first))
    a, b, key, day = columns
    actors, codes = np.unique(np.array(a + b), return_inverse=True)
    ids = [str(actor) for actor in actors]
    index = {actor: n for n, actor in enumerate(ids)}
    for members in states.values():
        for member in members:
            if member.actor not in index:
                index[member.actor] = len(ids)
                ids.append(member.actor)
    days = np.array(day)
    left, right = (_rolled(code, days, ids, index, states) for code in (codes[: len(a)], codes[len(a) :]))
    barred = np.array([actor in outside or actor.startswith("one.") for actor in ids])
    kept = (left != right) & ~barred[left] & ~barred[right]
    lower, upper = np.minimum(left, right)[kept], np.maximum(left, right)[kept]
    pair = lower * len(ids) + upper
    keys, when = np.array(key)[kept], days[kept]
    # Two pairs of members of one event are one occurrence of the dyad.
    order = np.lexsort((keys, pair))
    first_of = np.ones(len(order), dtype=bool)
    first_of[1:] = (np.diff(pair[order]) != 0) | (np.diff(keys[order]) != 0)
    order = order[first_of]
    pair, when = pair[order], when[order]
    dyads, row, sizes = np.unique(pair, return_inverse=True, return_counts=True)
    enough = sizes >= ENOUGH_OCCURRENCES
    place = np.cumsum(enough) - 1
    chosen = enough[row]
    counts = np.zeros((int(enough.sum()), last - first))
    np.add.at(counts, (place[row[chosen]], when[chosen] - first), 1.0)
    return [(ids[int(d) // len(ids)], ids[int(d) % len(ids)]) for d in dyads[enough]], counts


def _rolled(
    codes: NDArray[np.int64], days: NDArray[np.int64], ids: list[str], index: Mapping[str, int], states: Mapping[str, list[Member]]
) -> NDArray[np.int64]:
    found = codes.copy()
    met = set(np.unique(codes).tolist())
    for actor, members in states.items():
        if index.get(actor) not in met:
            continue
        here = codes == index[actor]
        for member in members:
            since = -(10**6) if member.since is None else day_of(member.since)
            until = 10**6 if member.until is None else day_of(member.until)
            found[here & (days >= since) & (days < until)] = index[member.actor]
    return found


def _ranked(
    dyads: list[tuple[str, str]], counts: Array, source: Exposure, horizon: surges.Horizon, names: Mapping[str, str]
) -> list[Ranked]:
    if not dyads:
        return []
    exposure, first = np.array(source.daily, dtype=float), date_of(source.first).weekday()
    weekly = surges.compared(counts, exposure, "week", first, keep=LOOKS_BACK + 1)
    tail = weekly if horizon == "week" else surges.compared(counts, exposure, horizon, first)
    q, steps = surges.q_values(tail.p), list(weekly.steps)
    rate = collapse(steps[-1])
    low, high = rate.band()
    risen = grown(steps, 1.0, STEADY_FACTOR, 1 / STEADY_FACTOR)
    found = []
    for n, (a, b) in enumerate(dyads):
        trend, probability = judged(*(float(r[n]) for r in risen))
        p = None if np.isnan(tail.p[n]) else float(tail.p[n])
        found.append(
            Ranked(
                a, b, names.get(a, a), names.get(b, b), int(tail.count[n]), float(tail.expected[n]), p, None if p is None else float(q[n]),
                float(rate.mean[n]), float(low[n]), float(high[n]), trend, probability, int(counts[n].sum()),
            )
        )  # fmt: skip
    return sorted(found, key=lambda r: (r.p if r.p is not None else 2.0, -r.probability, r.a, r.b))

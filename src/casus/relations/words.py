"""Findings in plain words: one sentence each, no number without what it is the number of."""

from __future__ import annotations

from datetime import date

from casus.relations.changes import Change
from casus.relations.coincidence import Coincidence
from casus.relations.relation import LOOKS_BACK, Relation, Surge
from casus.relations.state import State
from casus.relations.surges import FALSE_DISCOVERIES, q_values
from casus.relations.turns import Turn

HORIZON = {"day": "last day", "week": "last seven days", "month": "last four weeks"}


def day(on: date) -> str:
    """Return a date as people write it.

    >>> day(date(2026, 3, 4))
    '4 March 2026'
    """
    return f"{on.day} {on:%B %Y}"


def number(value: float) -> str:
    """Return a rate with two figures at most.

    >>> number(0.43), number(7.79), number(23.4)
    ('0.4', '7.8', '23')
    """
    return f"{value:.1f}" if value < 10 else f"{value:.0f}"


def chance(probability: float) -> str:
    """Return a probability in percent, never 0 or 100.

    >>> chance(0.946), chance(0.9999)
    ('95 %', 'over 99 %')
    """
    return "over 99 %" if probability > 0.995 else "under 1 %" if probability < 0.005 else f"{probability:.0%}".replace("%", " %")


def trend(relation: Relation) -> str:
    """Return where the relation is going, or that there is too little data to say."""
    state, by = relation.history.state, relation.series.by
    if not state.enough or state.probability is None or state.ratio is None:
        return too_little(state, by)
    span = f"{state.span} {by}s"
    if state.trend == "worsening":
        return (
            f"Worsening ({chance(state.probability)}): the rate of conflict is about {number(state.ratio)} times that of {span} ago"
        )  # fmt: skip
    if state.trend == "easing":
        return f"Easing ({chance(state.probability)}): the rate of conflict is about {number(state.ratio)} times that of {span} ago"
    if state.trend == "steady":
        return f"Steady ({chance(state.probability)}): the rate of conflict is within 1.5 times of what it was {span} ago, either way"
    return f"No clear trend: the chance that conflict rose over {span} is {chance(_risen(state))}"


def _risen(state: State) -> float:
    probability = state.probability or 0.5
    return probability if (state.ratio or 1.0) >= 1 else 1 - probability


def too_little(state: State, by: str) -> str:
    """Return what there is where it is too little for a number."""
    return f"Too little data: {count(state.n, 'occurrence')} of conflict in {count(state.periods, by)} with coverage"


def tension(relation: Relation) -> str:
    """Return the level with its band."""
    state, by = relation.history.state, relation.series.by
    if state.tension is None or state.low is None or state.high is None:
        return too_little(state, by)
    band = f"90 % band {number(state.low)} to {number(state.high)}"
    covered = "" if relation.source.unit == "days" else " at usual coverage"
    return f"Tension {number(state.tension)} occurrences of conflict a {by}{covered} ({band}; n = {state.n})"


def surge(found: Surge) -> str:
    """Return what the last day, week or month brought against what was expected."""
    said = f"{count(found.count, 'occurrence')} of conflict in the {HORIZON[found.horizon]}, {number(found.expected)} expected"
    return said if found.p is None else f"{said} (p = {p_value(found.p)})"


def surges(relation: Relation) -> list[Surge]:
    """Return the horizons that are surges, with the false discovery rate held over those that were tested."""
    q = q_values([float("nan") if s.p is None else s.p for s in relation.surges])
    return [found for found, share in zip(relation.surges, q, strict=True) if share <= FALSE_DISCOVERIES]


def p_value(p: float) -> str:
    """Return a p-value.

    >>> p_value(0.0151), p_value(0.0000012)
    ('0.015', '< 0.0001')
    """
    return "< 0.0001" if p < 0.0001 else f"{p:.2g}"


def change(found: Change, per: str) -> str:
    """Return when the rate changed, how surely, and from what to what."""
    way = "rose" if found.up else "fell"
    said = f"Conflict {way} around {day(found.on)} (90 %: {day(found.earliest)} to {day(found.latest)})"
    rates = f"from {number(found.before)} to {number(found.after)} occurrences a {per}"
    known = f"; could be noticed on {day(found.noticed)}" if found.noticed else ""
    return f"{said}, {rates}{known}"


def coincidence(found: Coincidence) -> str:
    """Return whether accusations and clashes come together."""
    more = "more" if found.precursor.effect > 0 or found.trigger.effect > 0 else "no more"
    lag = f"; they go together most with clashes {_lag(found.lag)}" if found.lag is not None else ""
    before = f"{_share(found.precursor.observed)} had an accusation in the {_days(found.window)} before"
    before = f"{before} ({_share(found.precursor.expected)} by chance)"
    after = f"{_share(found.trigger.observed)} had a clash in the {_days(found.window)} after ({_share(found.trigger.expected)} by chance)"
    said = f"Of {found.b} days with clashes {before}, and of {found.a} days with accusations {after}"
    return f"{said}: {more} than each one's own rhythm makes, p = {p_value(found.p)}{lag}. A rise that both share shows here too"


def _share(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def _days(n: int) -> str:
    return "day" if n == 1 else f"{n} days"


def _lag(lag: int) -> str:
    if lag == 0:
        return "on the same day"
    return f"{count(abs(lag), 'day')} {'after' if lag > 0 else 'before'} accusations"


def turn(found: Turn) -> str:
    """Return what turned into what, and when."""
    into = "conflict" if found.after < 0.5 else "cooperation"
    before, after = _share(found.before), _share(found.after)
    return (
        f"Turned to {into} around {day(found.on)} (90 %: {day(found.earliest)} to {day(found.latest)}): "
        f"{before} of {found.n_before} occurrences were cooperation before, {after} of {found.n_after} since"
    )  # fmt: skip


def count(n: int, noun: str) -> str:
    """Return a number with its noun.

    >>> count(1, "day"), count(2, "day"), count(3, "clash")
    ('1 day', '2 days', '3 clashes')
    """
    ending = "" if n == 1 else "es" if noun.endswith("sh") else "s"
    return f"{n:,} {noun}{ending}"


def looks_back(relation: Relation) -> str:
    """Return over which span the trend is judged."""
    return count(LOOKS_BACK[relation.series.by], relation.series.by)

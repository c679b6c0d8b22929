"""How many unrelated voices tell of a happening, and of who did it, by side; and what numbers they give, side by side.

A voice is a reprint family's origin: the agency that it credits, else the publisher of its first report. Two families of one origin are
one voice, and so are all that no publisher is known of: nothing shows that they are unrelated. What is only alleged tells of no happening,
and a suspicion does not tell who did it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import get_args

from casus.corroboration.credits import agency
from casus.corroboration.parties import HARD, is_sort, same_party
from casus.corroboration.sides import Belonging, side_of
from casus.corroboration.tellings import Happening
from casus.records import Corroboration, Counts, Dyad, Figure, Side, ToldFigure


@dataclass(frozen=True)
class Telling:
    """A happening as one report tells it, the reprint family of that report, and the agencies that the report credits."""

    happening: Happening
    family: str
    agencies: frozenset[str] = frozenset()


def corroborate(tellings: Sequence[Telling], belonging: Belonging, dyad: Dyad | None = None) -> tuple[Corroboration, ...]:
    """Return, for each side that tells of it, how many voices tell of the happening, and how many of who did it.

    Sides are those of the dyad, or of the one that most tellings name.
    """
    dyad = dyad or told_dyad([t.happening for t in tellings])
    doer = told_doer([t.happening for t in tellings])
    origins = _origins(tellings)
    happened: dict[Side, set[str]] = defaultdict(set)
    did: dict[Side, set[str]] = defaultdict(set)
    for telling in tellings:
        origin = origins[telling.family]
        side = side_of(origin or None, dyad, belonging)
        if telling.happening.voice != "alleged":
            happened[side].add(origin)
            if doer is not None and any(same_party(doer, actor) for actor in doers(telling.happening)):
                did[side].add(origin)
    sides: tuple[Side, ...] = get_args(Side)
    return tuple(Corroboration(side=side, happening=len(happened[side]), doer=len(did[side])) for side in sides if happened[side])


def _origins(tellings: Iterable[Telling]) -> dict[str, str]:
    """Return where the text of each family comes from; '' where nothing says it."""
    families: dict[str, list[Telling]] = defaultdict(list)
    for telling in tellings:
        families[telling.family].append(telling)
    return {family: _origin(members) for family, members in families.items()}


def _origin(members: Sequence[Telling]) -> str:
    credited = Counter(name for telling in members for name in telling.agencies)
    if credited:
        return min(credited, key=lambda name: (-credited[name], name))
    named = [t.happening for t in members if t.happening.publisher]
    first = min(named, key=lambda h: (h.published is None, h.published or 0, h.report), default=None)
    return "" if first is None or first.publisher is None else agency(first.publisher) or first.publisher


def doers(happening: Happening) -> list[str]:
    """Return who did it, as far as this telling says so as fact."""
    return [who.actor for who in happening.actors if who.actor and who.basis in HARD and not is_sort(who.actor)]


def told_doer(happenings: Iterable[Happening]) -> str | None:
    """Return the doer whom most tellings name, the first by id where several are named as often; None where none is."""
    named = Counter(actor for happening in happenings for actor in set(doers(happening)))
    return min(named, key=lambda actor: (-named[actor], actor), default=None)


def told_dyad(happenings: Iterable[Happening]) -> Dyad | None:
    """Return the dyad that most tellings name, the first by ids where several are named as often."""
    named: Counter[tuple[str, str]] = Counter()
    for happening in happenings:
        actors, recipients = ([w.actor for w in side if w.actor] for side in (happening.actors, happening.recipients))
        found = product(actors, recipients) if recipients else combinations(actors, 2)
        named.update({(min(pair), max(pair)) for pair in found if pair[0] != pair[1]})
    best = min(named, key=lambda pair: (-named[pair], pair), default=None)
    return None if best is None else Dyad(a=best[0], b=best[1])


def figures(tellings: Iterable[Happening]) -> tuple[Figure, ...]:
    """Return the numbers that tellings give, as ranges with their sources: nobody's figure replaces another's."""
    found: dict[str, list[ToldFigure]] = defaultdict(list)
    for happening in sorted(tellings, key=lambda told: told.report):
        for name in Counts.model_fields:
            value = getattr(happening.counts, name)
            if value is not None:
                found[name].append(ToldFigure(value=value, publisher=happening.publisher, report=happening.report))
    by_value = {name: tuple(sorted(found[name], key=lambda told: told.value)) for name in Counts.model_fields if name in found}
    return tuple(Figure(name=name, told=told) for name, told in by_value.items())

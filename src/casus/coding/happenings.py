"""One happening, one event: tellings of the same act in one report are gathered (codebook, section 6)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from casus.coding.counts import Told, merge_counts
from casus.coding.taking_part import who
from casus.records import Counts, EventPlace, EventType, Extent, Moment, Party, Span, Status, Voice

STEM = 4
"""Letters that two triggers share at least where one repeats the other."""

_UNKNOWN = ("one.", "new.", "actor:", "person:")
"""How ids begin of actors that only one report knows, and of mentions."""

LIGHT_GAP = 12
"""Characters between a light verb and its noun, at most: "launched a new attack"."""

_RESULT = re.compile(r"(?:kill|wound|injur|hurt|maim|dead|died|dying|death|casualt|bloodshed|leaving|left)", re.IGNORECASE)

_LOUDNESS: dict[Voice, int] = {"report": 0, "attributed": 1, "alleged": 2}


Part = Literal["headline", "lead", "body"]


@dataclass(frozen=True)
class Telling:
    """One act as one sentence tells it. `sure` is the chance that it is coded rightly; `claims` tell of it, the innermost first.

    `denied`: it is told as what somebody denies. `part`: a headline tells again what the lead tells.
    `teller` is who speaks in the innermost claim.
    """

    trigger: Span
    sentence: Span
    clause: Span
    type: EventType
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    actors: tuple[Party, ...] = ()
    recipients: tuple[Party, ...] = ()
    places: tuple[EventPlace, ...] = ()
    moment: Moment | None = None
    voice: Voice = "report"
    status: Status = "actual"
    extent: Extent = "single"
    counts: Counts = field(default_factory=Counts)
    figures: tuple[Span, ...] = ()
    claims: tuple[str, ...] = ()
    expresses: str | None = None
    denied: bool = False
    part: Part = "body"
    teller: str | None = None
    sure: float = 1.0


def gather(tellings: Iterable[Telling]) -> list[list[Telling]]:
    """Return the tellings of each happening, in text order of their first; the first of each list speaks for all, the others are it.

    A denial of what is told elsewhere in the report belongs to that; it adds no second, negated event.
    """
    groups: list[list[Telling]] = []
    told = list(tellings)
    for telling in sorted(told, key=lambda t: t.denied):
        same = [group for group in groups if _same(group, telling)]
        if same:
            same[-1 if _result(telling.trigger) else 0].append(telling)
        else:
            groups.append([telling])
    groups.sort(key=lambda group: group[0].trigger.offsets)
    return [[_together(group), *group] for group in groups]


def asserted(group: Sequence[Telling]) -> Sequence[Telling]:
    """Return the tellings of a happening that say so; those that deny it only where it is told in no other way."""
    return [t for t in group if not t.denied or group[0].denied]


def _same(group: Sequence[Telling], telling: Telling) -> bool:
    """Whether a telling repeats a happening: type and status fit, nothing contradicts, and words or parties tie them."""
    first, known = group[0], _together(group)
    if telling.expresses or first.expresses:
        return any(_one_act(t, telling) for t in group)
    if (telling.type, telling.extent) != (first.type, first.extent):
        return False
    headline = telling.part == "lead" and all(t.part == "headline" or t.sentence == telling.sentence for t in group)
    if not (_fit(known.actors, telling.actors, loosely=headline) and _fit(known.recipients, telling.recipients, loosely=headline)):
        return False
    if telling.denied and not first.denied:
        return True
    return (
        (telling.status == "negated") == (first.status == "negated")
        and not _apart(known, telling)
        and (headline or _repeats(group, known, telling))
    )


def _one_act(one: Telling, other: Telling) -> bool:
    """Whether the cue of a claim and a word beside it are one act of words: "voiced full support", "has invited"."""
    alike = one.type == other.type and one.sentence == other.sentence and bool(one.expresses) != bool(other.expresses)
    return alike and _close(one.trigger, other.trigger) and _fit(one.actors, other.actors)


def _repeats(group: Sequence[Telling], known: Telling, telling: Telling) -> bool:
    """Whether a telling that contradicts nothing is tied to a happening: what an attack did stands beside it, its word comes again."""
    beside = [t for t in group if t.sentence == telling.sentence]
    if beside:
        return any(_result(t.trigger) or _result(telling.trigger) or _close(t.trigger, telling.trigger) for t in beside)
    if _result(telling.trigger) and not telling.actors:
        return True  # "nine were wounded": in the attack told last
    words = any(_stem(telling.trigger) == _stem(t.trigger) for t in group)
    return words or _shared(known.actors, telling.actors) + _shared(known.recipients, telling.recipients) > 1


def _apart(one: Telling, other: Telling) -> bool:
    """Whether two tellings name other days or other places."""
    return _apart_in_time(one.moment, other.moment) or _apart_in_space(one.places, other.places)


def _close(one: Span, other: Span) -> bool:
    """Whether two words are one act: a light verb and its noun, "exchanged fire"."""
    return 0 <= max(one.start - other.end, other.start - one.end) <= LIGHT_GAP


def _result(trigger: Span) -> bool:
    """Whether a word tells what an attack did to people: in one sentence with the attack it is the same happening."""
    return _RESULT.match(trigger.quote) is not None


def _fit(one: Sequence[Party], other: Sequence[Party], *, loosely: bool = False) -> bool:
    """Whether two lists of parties may be the same: one is empty, or one holds the other; loosely: or nobody knows who one of them is."""
    left, right = {who(p) for p in one}, {who(p) for p in other}
    if not left or not right or left <= right or right <= left:
        return True
    return loosely and any(name is None or name.startswith(_UNKNOWN) for names in (left - right, right - left) for name in names)


def _shared(one: Sequence[Party], other: Sequence[Party]) -> int:
    return len({who(p) for p in one} & {who(p) for p in other})


def _apart_in_time(one: Moment | None, other: Moment | None) -> bool:
    if not (one and other and one.start and one.end and other.start and other.end):
        return False
    return one.end <= other.start or other.end <= one.start


def _apart_in_space(one: Sequence[EventPlace], other: Sequence[EventPlace]) -> bool:
    left, right = {p.place for p in one if p.place}, {p.place for p in other if p.place}
    return bool(left and right and not left & right)


def _stem(trigger: Span) -> str:
    return trigger.quote.casefold()[:STEM]


def _fullest(group: Sequence[Telling], side: Literal["actors", "recipients"]) -> tuple[Party, ...]:
    """Return the longest list of parties that a telling gives; headlines, which cut names short, only where nothing else gives any."""
    told: Sequence[Telling] = [t for t in group if t.part != "headline" and getattr(t, side)] or group
    parties: tuple[Party, ...] = max((getattr(t, side) for t in told), key=len)
    return parties


def _voice(group: Sequence[Telling]) -> Voice:
    """Return the loudest voice; what its accusers alone state elsewhere stays alleged."""
    accusers = {t.teller for t in group if t.voice == "alleged"}
    heard = [t for t in group if t.voice != "attributed" or t.teller is None or t.teller not in accusers]
    return min(heard, key=lambda t: _LOUDNESS[t.voice]).voice


def _together(group: Sequence[Telling]) -> Telling:
    """Return the fullest account: of each side the longest list of parties, the loudest voice, the first of what only one tells."""
    main = group[0]
    if len(group) == 1:
        return main
    return replace(
        main,
        mode=next((t.mode for t in group if t.mode), None),
        contexts=tuple(dict.fromkeys(c for t in group for c in t.contexts)),
        actors=_fullest(group, "actors"),
        recipients=_fullest(group, "recipients"),
        places=next((t.places for t in group if t.places), ()),
        moment=next((t.moment for t in group if t.moment), None),
        voice=_voice(asserted(group)),
        expresses=next((t.expresses for t in group if t.expresses), None),
        counts=merge_counts([Told(t.counts, outlet=t.voice == "report") for t in asserted(group)]),
        claims=tuple(dict.fromkeys(c for t in group for c in t.claims)),
        sure=max(t.sure for t in group),
    )

"""What analysts decide: rows with who, when and why, that win over the machine's result and survive re-reading. Nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from casus.records import Claim, Event, Reading, Record, UsageError, spans_of

DecisionKind = Literal["merge", "split", "correct", "reject", "add", "rate", "undo"]

RATINGS = tuple(f"{reliability}{credibility}" for reliability in "ABCDEF" for credibility in "123456")
"""The Admiralty code: A–F how reliable a source is, 1–6 how credible its information. casus ships no ratings."""

UNRATED = "F6"
"""Reliability and credibility cannot be judged: what holds until an analyst rates a source."""

SAME = 0.5
"""Share of common words from which a record of a newer reading is the one that was decided on."""


class Decision(Record):
    """One decision. `target` names what it is about: a claim or event, an actor, a source, or (undo) an earlier decision's number.

    merge    actor `target` is actor `into`: whoever asks for either gets both
    split    what was resolved to actor `target` is `into`, in `report`, or only for `mentions`; everywhere where neither is given
    correct  the fields `set` of claim or event `target`
    reject   claim or event `target` is none
    add      `record`, a claim or event of `report` that the machine did not see
    rate     source `target` is `rating` on the Admiralty code
    undo     decision `target` no longer holds (an undo may itself be undone)
    """

    kind: DecisionKind
    target: str = ""
    who: str = Field(min_length=1)
    why: str = Field(min_length=1)
    report: str | None = Field(default=None, description="report that the target stands in")
    into: str | None = None
    mentions: tuple[str, ...] = ()
    set: dict[str, Any] = Field(default_factory=dict)
    record: dict[str, Any] | None = None
    rating: str | None = None
    anchor: tuple[tuple[int, int], ...] = Field(default=(), description="offsets of the target's words; filled in when it is decided")

    @model_validator(mode="after")
    def _complete(self) -> Decision:
        if self.kind in ("merge", "split") and (self.into is None or self.into == self.target):
            raise ValueError(f"to {self.kind} {self.target}, name another actor to go into")
        if self.kind == "correct" and (not self.set or "id" in self.set):
            raise ValueError("to correct a record, give the fields to set; its id stays")
        if self.kind == "add" and (self.record is None or self.report is None):
            raise ValueError("to add a record, give it and the report that it stands in")
        if self.kind != "add" and not self.target:
            raise ValueError(f"to {self.kind}, name the target")
        if self.kind == "rate" and self.rating not in RATINGS:
            raise ValueError(f"{self.rating!r} is no rating: write A to F and 1 to 6, e.g. B2")
        return self


@dataclass(frozen=True)
class Decided:
    """A decision that holds, with its number."""

    key: int
    decision: Decision


@dataclass(frozen=True)
class Settled:
    """A reading as it stands after the decisions, and which of them made each of its records."""

    reading: Reading
    by: Mapping[str, int]


def standing(rows: Iterable[tuple[int, Decision]]) -> list[Decided]:
    """Return the decisions that hold, in order: those that no standing undo takes back.

    >>> first = Decision(kind="reject", target="event:1", who="ana", why="a parade")
    >>> undo = Decision(kind="undo", target="1", who="ben", why="it was real")
    >>> [d.key for d in standing([(1, first), (2, undo)])]
    []
    """
    taken: list[Decided] = []
    undone: set[int] = set()
    for key, decision in sorted(rows, key=lambda row: -row[0]):
        if key in undone:
            continue
        if decision.kind == "undo":
            undone.add(int(decision.target))
        else:
            taken.append(Decided(key, decision))
    return taken[::-1]


def mergers(decided: Iterable[Decided]) -> dict[str, str]:
    """Return which actor stands for which: merged id -> the one it ended up in."""
    into: dict[str, str] = {}
    for made in decided:
        if made.decision.kind == "merge" and made.decision.into is not None:
            into[made.decision.target] = made.decision.into
    return {actor: _end(into, actor) for actor in into}


def _end(into: Mapping[str, str], actor: str) -> str:
    seen = {actor}
    while actor in into and into[actor] not in seen:
        actor = into[actor]
        seen.add(actor)
    return actor


def group(merged: Mapping[str, str], actor: str) -> tuple[str, ...]:
    """Return all ids that are the same actor as this one, itself first."""
    end = merged.get(actor, actor)
    return tuple(dict.fromkeys([actor, end, *sorted(a for a, b in merged.items() if b == end)]))


Records = dict[str, dict[str, dict[str, Any]]]
"""Claims and events of a reading as data: kind -> id -> fields."""


def settle(reading: Reading, decided: Sequence[Decided]) -> Settled:
    """Return a reading with all decisions applied; raise `UsageError` where the outcome is no sound reading."""
    if not decided:
        return Settled(reading, {})
    records: Records = {"claim": {c.id: c.model_dump() for c in reading.claims}, "event": {e.id: e.model_dump() for e in reading.events}}
    by: dict[str, int] = {}
    for made in decided:
        _STEPS[made.decision.kind](made, reading, records, by)
    _tidy(records, {m.id for m in reading.mentions})
    try:
        claims, events = tuple(Claim(**c) for c in records["claim"].values()), tuple(Event(**e) for e in records["event"].values())
        return Settled(Reading(**{**dict(reading), "claims": claims, "events": events}), by)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise UsageError(f"the decision does not fit the report: {where + ': ' if where else ''}{first['msg']}") from error


def settle_what_fits(reading: Reading, decided: Sequence[Decided]) -> Settled:
    """Return a reading with the decisions applied that fit it: one made on an older reading may not, and no report is lost for that."""
    try:
        return settle(reading, decided)
    except UsageError:
        fitting: list[Decided] = []
        for made in decided:
            try:
                settle(reading, [*fitting, made])
            except UsageError:
                continue
            fitting.append(made)
        return settle(reading, fitting)


def record_kind(record: Mapping[str, Any]) -> str:
    """Return whether a record, as data, is a claim or an event."""
    return "event" if "trigger" in record else "claim"


def anchor(reading: Reading, record: str) -> tuple[tuple[int, int], ...] | None:
    """Return the offsets of the words of a claim or event, None where the reading has no such record."""
    ours: list[Claim | Event] = [*reading.claims, *reading.events]
    found = next((r for r in ours if r.id == record), None)
    if found is None:
        return None
    spans = list(spans_of(found))
    if isinstance(found, Claim):
        spans += [span for a in reading.attributions if a.id == found.attribution for span in a.content]
    return tuple(sorted({span.offsets for span in spans}))


def _reject(made: Decided, reading: Reading, records: Records, by: dict[str, int]) -> None:
    found = _find(made.decision, reading, records)
    if found is not None:
        kind, id = found
        del records[kind][id]


def _correct(made: Decided, reading: Reading, records: Records, by: dict[str, int]) -> None:
    found = _find(made.decision, reading, records)
    if found is not None:
        kind, id = found
        records[kind][id] |= made.decision.set
        by[id] = made.key


def _add(made: Decided, reading: Reading, records: Records, by: dict[str, int]) -> None:
    record = made.decision.record or {}
    records[record_kind(record)][made.decision.target] = {**record, "id": made.decision.target}
    by[made.decision.target] = made.key


def _split(made: Decided, reading: Reading, records: Records, by: dict[str, int]) -> None:
    decision = made.decision
    scope = set(decision.mentions)
    for of_kind in records.values():
        for id, record in of_kind.items():
            parties = [p for name in ("actors", "recipients", "accused", "speaker") for p in _listed(record.get(name))]
            ours = [p for p in parties if p["actor"] == decision.target and (not scope or p["mention"] in scope)]
            for party in ours:
                party["actor"] = decision.into
                by[id] = made.key


def _listed(value: Any) -> list[dict[str, Any]]:
    return list(value) if isinstance(value, (tuple, list)) else [value] if value else []


def _nothing(made: Decided, reading: Reading, records: Records, by: dict[str, int]) -> None:
    """Mergers and ratings change no record: they are applied when the ledger is asked."""


_STEPS = {"reject": _reject, "correct": _correct, "add": _add, "split": _split, "merge": _nothing, "rate": _nothing}


def _find(decision: Decision, reading: Reading, records: Records) -> tuple[str, str] | None:
    """Return kind and id of the record decided on: the one of that id, else (read anew) the one of that kind on the same words."""
    for kind, of_kind in records.items():
        if decision.target in of_kind:
            return kind, decision.target
    kind = decision.target.split(":")[0]
    best = max(((_share(decision.anchor, anchor(reading, id) or ()), id) for id in records.get(kind, ())), default=(0.0, ""))
    return (kind, best[1]) if best[0] >= SAME else None


def _share(one: Iterable[tuple[int, int]], other: Iterable[tuple[int, int]]) -> float:
    """Return the Jaccard index of the characters that two lists of offsets cover."""
    first, second = ({at for start, end in spans for at in range(start, end)} for spans in (one, other))
    return len(first & second) / len(first | second) if first and second else 0.0


def _tidy(records: Records, mentions: set[str]) -> None:
    """Take out references to what is gone; an alleged act falls with the claim that alleged it."""
    claims, events = records["claim"], records["event"]
    for id in [id for id, event in events.items() if event["voice"] == "alleged" and event.get("claim") not in claims]:
        del events[id]
    for event in events.values():
        for name in ("claim", "expresses"):
            if event.get(name) not in claims:
                event[name] = None
    for claim in claims.values():
        for name, known in (("events", events), ("elaborated_by", claims), ("answers", claims)):
            claim[name] = tuple(id for id in claim.get(name, ()) if id in known)
    for record in (*claims.values(), *events.values()):
        for name in ("actors", "recipients", "accused", "speaker", "places"):
            for party in _listed(record.get(name)):
                if party.get("mention") not in mentions:
                    party["mention"] = None

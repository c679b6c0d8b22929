"""PARTY: who acts, speaks or is accused, on whose behalf, and the very words that name them (codebook, section 8)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from casus.evaluation.keys.entries import OUTLET, UNKNOWN, KeyActor, KeyParty, Spans
from casus.evaluation.keys.sheet import Entry
from casus.records import Basis, Span


@dataclass(frozen=True)
class Parties:
    """Takes PARTY values out of entries, and finds the mention that each stands for (codebook, section 8, PARTY)."""

    actors: Mapping[str, KeyActor]

    def all(self, entry: Entry, field: str, basis: Basis, place: Spans) -> tuple[KeyParty, ...]:
        """Return a list of parties; `place` is where they stand."""
        found = [self.one(entry, field, value, basis, place) for value in entry.items(field)]
        return tuple(party for party in found if party)

    def one(self, entry: Entry, field: str, value: Any, basis: Basis, place: Spans) -> KeyParty | None:
        """Return one party, written as a handle or as `{who, for, basis, quote}`."""
        mapping = value if isinstance(value, dict) else {"who": value}
        fields = Entry(entry.sheet, f"{entry.name}.{field}", mapping, ("who", "for", "basis", "quote"))
        fields.scope = entry.scope
        if fields.fields.get("who") == UNKNOWN and field == "recipients":
            return KeyParty(UNKNOWN, UNKNOWN, "inferred")
        who, body = self._handle(fields, field), fields.handle("for", "actors")
        basis = fields.choice("basis", get_args(Basis), basis)
        return self._placed(fields, who, body or who, basis, place) if who else None

    def _handle(self, fields: Entry, field: str) -> str | None:
        who = fields.fields.get("who")
        if who == UNKNOWN:
            fields.problem("who", "unknown stands in recipients only")
        elif who == OUTLET:
            fields.problem("who", "outlet stands as speaker only, and alone")
        elif fields.required("who"):
            return fields.handle("who", "actors")
        return None

    def _placed(self, fields: Entry, who: str, body: str, basis: Basis, place: Spans) -> KeyParty | None:
        actor, quote = self.actors.get(who), fields.quote("quote")
        if actor is None:
            return None
        named = {*actor.mentions, *(self.actors[body].mentions if body in self.actors else ())}
        if quote and quote not in named:
            fields.problem("quote", f"{quote.quote!r} is no mention of {who}: list it in its quotes, metonyms or nominals")
        mention = quote if quote in named else nearest_mention(actor.mentions, place)
        return KeyParty(who, body, basis, None if basis == "inferred" else mention)


def nearest_mention(mentions: Spans, place: Spans) -> Span | None:
    """Return the first mention inside the place; else the nearest before it; else None (codebook, section 8, PARTY).

    Where the place has several parts, a mention may stand before any of them.
    """
    inside = [m for m in mentions if any(span.covers(m) for span in place)]
    if inside:
        return min(inside, key=lambda span: span.offsets)
    before = [(span.start - m.end, m.start, m) for m in mentions for span in place if m.end <= span.start]
    return min(before, key=lambda found: found[:2])[2] if before else None

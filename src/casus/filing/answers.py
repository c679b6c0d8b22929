"""Answers across the reports of a ledger: accusations of a new report to what was said before, and the reverse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, or_, select, update

from casus.corroboration.answering import ACCUSING, ANSWERING, WITHIN, answers
from casus.corroboration.parties import state_of
from casus.corroboration.tellings import acting
from casus.ledger import across, derive, reread, schema
from casus.ledger.filing import first_key
from casus.records import Answer, Claim, Party, Reading

MOST = 200
"""Claims of others that are looked at for one claim, nearest in time first."""


@dataclass(frozen=True)
class Tied:
    """A claim, the claim of another report that answers it, and how."""

    claim: str
    answer: str
    kind: Answer


class Answering:
    """Looks for answers inside a running transaction; readings that were opened stay open for the next claim."""

    def __init__(self, connection: Connection, at: int) -> None:
        self.connection, self.at = connection, at
        self._readings: dict[str, Reading | None] = {}

    def tie(self, reading: Reading) -> list[Tied]:
        """Tie the claims of a reading to claims of other reports that they answer, or that answer them; return what was tied."""
        found = [*self._to_accusations(reading), *self._to_answers(reading)]
        for tied in found:
            across.add_answer(self.connection, tied.claim, tied.answer, tied.kind, self.at)
        return found

    def untie(self, gone: Iterable[str]) -> None:
        """Let ties hold no longer whose claims are gone."""
        ties, ids = schema.claim_answers, sorted(gone)
        if ids:
            either = or_(ties.c.claim.in_(ids), ties.c.answer.in_(ids))
            self.connection.execute(update(ties).where(either, ties.c.retired.is_(None)).values(retired=self.at))

    def _to_accusations(self, reading: Reading) -> Iterator[Tied]:
        for claim in reading.claims:
            if claim.kind in ACCUSING:
                for other, there in self._said_by(reading, claim.accused, "speaker", ANSWERING):
                    kind = answers(claim, reading, other, there)
                    if kind is not None:
                        yield Tied(claim.id, other.id, kind)

    def _to_answers(self, reading: Reading) -> Iterator[Tied]:
        for claim in reading.claims:
            if claim.kind in ANSWERING and claim.speaker is not None:
                for other, there in self._said_by(reading, (claim.speaker,), "accused", ACCUSING):
                    kind = answers(other, there, claim, reading)
                    if kind is not None:
                        yield Tied(other.id, claim.id, kind)

    def _said_by(self, reading: Reading, parties: Iterable[Party], role: str, kinds: Iterable[str]) -> Iterator[tuple[Claim, Reading]]:
        """Yield claims of other reports in which the side of one of these parties has a role."""
        actor: Callable[[Party], str | None] = acting(reading)
        actors = {found for party in parties if (found := actor(party)) is not None}
        published = reading.report.published
        if not actors or published is None:
            return
        roles, claims, day = schema.claim_parties.c, schema.claims.c, derive.filing_day(reading.report, published)
        asked = (
            select(claims.report, claims.body)
            .join_from(schema.claim_parties, schema.claims, roles.key == claims.key)
            .where(or_(*map(_on_side, sorted(actors))), roles.role == role, claims.kind.in_(tuple(kinds)), claims.retired.is_(None))
            .where(claims.key >= first_key(day - WITHIN.days), claims.key < first_key(day + WITHIN.days + 1))
            .where(claims.report != reading.report.id)
        )
        rows = self.connection.execute(asked.order_by(claims.key.desc()).limit(MOST)).all()
        for report, body in rows:
            there = self._reading(report)
            if there is not None:
                yield Claim(**body), there

    def _reading(self, report: str) -> Reading | None:
        if report not in self._readings:
            self._readings[report] = reread.load(self.connection, report)
        return self._readings[report]


def _on_side(actor: str) -> ColumnElement[bool]:
    """Return the condition that a party is on the side of an actor: the actor, or, for a state, any of its organs."""
    column, state = schema.claim_parties.c.actor, state_of(actor)
    if state is None:
        return column == actor
    return or_(column == state, and_(column >= f"{state}.", column < f"{state}/"))

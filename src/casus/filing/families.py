"""The index of reprint families over the ledger's tables."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection, func, select

from casus.corroboration.credits import HEAD, TAIL, credited
from casus.corroboration.families import Fingerprint
from casus.corroboration.shingles import QUOTATION
from casus.ledger import across, schema
from casus.ledger.filing import datetime_of
from casus.records import ReprintFamily

COMMON = 2000
"""A shingle that more reports hold than this is a masthead, and too many to look through."""

Value = TypeVar("Value", int, str)

AT_ONCE = 400
"""Values in one query."""


class LedgerFamilies:
    """Fingerprints and families in a ledger, inside a running transaction."""

    def __init__(self, connection: Connection, at: int) -> None:
        self.connection, self.at = connection, at

    def holders(self, hashes: Iterable[int]) -> Mapping[int, Sequence[str]]:
        """Return which reports have each of these shingles, quoted or not; those that over `COMMON` reports have are left out."""
        prints, found = schema.fingerprints.c, defaultdict[int, list[str]](list)
        wanted = sorted({across.signed(value | bit) for value in hashes for bit in (0, QUOTATION)})
        for some in _portions(wanted):
            common = select(prints.hash).where(prints.hash.in_(some)).group_by(prints.hash).having(func.count() > COMMON)
            for value, report in self.connection.execute(
                select(prints.hash, prints.report).where(prints.hash.in_(some), prints.hash.not_in(common))
            ):
                found[unsigned(value) & ~QUOTATION].append(report)
        return found

    def families(self, reports: Iterable[str]) -> Mapping[str, str]:
        """Return the family of each report, by id; a report that stands alone is its own."""
        columns, found = schema.reports.c, dict[str, str]()
        for some in _portions(sorted(set(reports))):
            for report, family in self.connection.execute(select(columns.id, columns.family).where(columns.id.in_(some))):
                found[report] = family or report
        return found

    def fingerprints(self, reports: Iterable[str]) -> Mapping[str, Fingerprint]:
        """Return the fingerprints of reports."""
        columns, found = schema.reports.c, dict[str, Fingerprint]()
        ends = func.substr(columns.text, 1, HEAD), func.substr(columns.text, func.length(columns.text) - TAIL + 1, TAIL)
        for some in _portions(sorted(set(reports))):
            prints = across.fingerprints_of(self.connection, some)
            asked = select(columns.id, columns.published, *ends, func.length(columns.text)).where(columns.id.in_(some))
            for report, published, head, tail, length in self.connection.execute(asked):
                # Between the two ends lies nothing that a credit could stand in.
                text = head + (tail if length >= HEAD + TAIL else tail[max(HEAD + len(tail) - length, 0) :])
                when = None if published is None else datetime_of(published)
                found[report] = Fingerprint.of_hashes(report, map(unsigned, prints[report]), credited(text), when)
        return found

    def members(self, family: str) -> tuple[str, ...]:
        """Return the reports of a family, or the report that stands alone under this id."""
        columns = schema.reports.c
        found = self.connection.execute(select(columns.id).where(columns.family == family).order_by(columns.id)).scalars().all()
        return tuple(found) or (family,)

    def keep(self, fingerprint: Fingerprint) -> None:
        """Keep a report's fingerprint."""
        across.add_fingerprints(self.connection, fingerprint.report, fingerprint.marked)

    def join(self, family: ReprintFamily) -> None:
        """Keep a family; its reports leave the ones that they were in."""
        across.add_family(self.connection, family, self.at)


def unsigned(value: int) -> int:
    """Return a hash as it was before the database held it signed.

    >>> unsigned(-1) == 2**64 - 1
    True
    """
    return value % (1 << 64)


def _portions(values: Sequence[Value]) -> Iterable[Sequence[Value]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))

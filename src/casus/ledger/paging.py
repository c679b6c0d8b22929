"""Pages of a list, newest first, and how many there are, up to a limit."""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlalchemy import Connection, func, select, union_all

from casus.ledger.ask import Query
from casus.records import UsageError

CAP = 10_000
"""Up to which a list is counted; beyond it says "10,000+": nobody reads them all, and counting takes as long as reading."""

EXAMINED = 10_000
"""Candidates that are looked up one by one in order to count; what lies beyond, older, is "+" too."""

SCANNED = 150_000
"""Rows that are read for a phrase, or for words and something else, in order to count on PostgreSQL."""

MOST = 10_000
"""Rows of the largest page."""

T = TypeVar("T")


@dataclass(frozen=True)
class Page(Generic[T]):
    """Rows of a list. `next` is what to ask on after, None on the last page; `count` is of the whole list, None where it was not asked for.

    `capped` says that there are more than `count`.
    """

    rows: tuple[T, ...]
    next: str | None
    count: int | None
    capped: bool = False

    @property
    def total(self) -> str:
        """The count for people.

        >>> Page((), None, 10_000, True).total
        '10,000+'
        """
        return "" if self.count is None else f"{self.count:,}{'+' if self.capped else ''}"


def page(connection: Connection, queries: Sequence[Query], after: str | None, limit: int) -> tuple[list[int], str | None]:
    """Return the numbers on a page, newest first, and where the next one begins. Only so many rows are read as the page has."""
    if not 0 < limit <= MOST:
        raise UsageError(f"a page has 1 to {MOST:,} rows, not {limit}")
    found: list[int] = []
    for number in heapq.merge(*(_newest(connection, query, _cursor(after), limit + 1) for query in queries), reverse=True):
        if not found or number != found[-1]:
            found.append(number)
        if len(found) > limit:
            break
    return found[:limit], str(found[limit - 1]) if len(found) > limit else None


def _cursor(after: str | None) -> int | None:
    if after is None:
        return None
    try:
        return int(after)
    except ValueError:
        raise UsageError(f"{after!r} is no place in a list: give `next` of the page before") from None


def _newest(connection: Connection, query: Query, after: int | None, limit: int) -> list[int]:
    key, asked = query.driver.key, query.numbers
    if after is not None:
        asked = asked.where(key < after)
    return list(connection.execute(asked.order_by(key.desc()).limit(limit)).scalars())


def count(connection: Connection, queries: Sequence[Query], page: Sequence[int] = (), whole: bool = False) -> tuple[int, bool]:
    """Return how many rows match, and whether there may be more: beyond the cap, or beyond the candidates that are looked at.

    `page` is one page of them; `whole`: it is all that there are.
    """
    if whole or not queries:
        return len(page), False
    limited, cut = [], False
    for query in queries:
        asked = query.numbers
        if query.elsewhere or query.driver.dear:
            looked_at = query.scanned.offset(SCANNED) if query.driver.scanned else query.candidates.offset(EXAMINED // len(queries))
            edge = connection.execute(looked_at.order_by(query.driver.key.desc()).limit(1)).scalar()
            if edge is not None:
                asked, cut = asked.where(query.driver.key > edge), True
        limited.append(select(asked.limit(CAP + 1).subquery().c.key))
    every = union_all(*limited).subquery() if len(limited) > 1 else limited[0].subquery()
    distinct = select(every.c.key).distinct().limit(CAP + 1).subquery()
    found = int(connection.execute(select(func.count()).select_from(distinct)).scalar_one())
    return max(min(found, CAP), len(page)), cut or found > CAP


def numbers(connection: Connection, queries: Sequence[Query], size: int = 1000) -> Iterator[list[int]]:
    """Yield the numbers of a whole list, newest first, page by page."""
    after: str | None = None
    while True:
        some, after = page(connection, queries, after, size)
        if some:
            yield some
        if after is None:
            return

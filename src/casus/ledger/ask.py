"""How a ledger is asked: as of when, which actors are one, and what a query for filing numbers is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Table, and_, or_, select
from sqlalchemy.sql import ColumnElement, Select
from sqlalchemy.sql.selectable import FromClause

from casus.ledger import fulltext
from casus.ledger.decisions import group
from casus.ledger.filing import day_of, first_key

Condition = ColumnElement[bool]

Given = tuple[str, tuple[Any, ...]]
"""A key of the filter grammar and its values, of which any will do."""


@dataclass(frozen=True)
class Ask:
    """In which SQL, as of when (microseconds; None: now), which actors are merged into which, and how sources are rated."""

    dialect: str
    as_of: int | None
    merged: Mapping[str, str]
    ratings: Mapping[str, str] = field(default_factory=dict)

    def actors(self, values: Sequence[str]) -> list[str]:
        """Return all ids of the actors that are meant."""
        return list(dict.fromkeys(one for value in values for one in group(self.merged, value)))


@dataclass(frozen=True)
class Driver:
    """The table that a query reads in order of filing, the expression of the filing number, and where it reads.

    `several`: one number may stand in several of the rows that are read. `scanned`: the database may read the table for it, newest first.
    `dear`: to see whether a row is meant takes a look at the row.
    """

    table: FromClause
    key: ColumnElement[int]
    where: tuple[Condition, ...] = ()
    several: bool = False
    scanned: bool = False
    dear: bool = False


@dataclass(frozen=True)
class Query:
    """A query for filing numbers: a driver, what its own columns decide, and what takes a look elsewhere, which costs more a row."""

    driver: Driver
    here: tuple[Condition, ...] = ()
    elsewhere: tuple[Condition, ...] = ()

    @property
    def numbers(self) -> Select[Any]:
        """The numbers of the rows that match; where a driver may have several rows of one number, each once."""
        asked = self.candidates.where(*self.elsewhere)
        return asked.distinct() if self.driver.several else asked

    @property
    def candidates(self) -> Select[Any]:
        """The numbers that the driver finds, before anything is looked up elsewhere."""
        return select(self.driver.key.label("key")).select_from(self.driver.table).where(*self.driver.where, *self.here)

    @property
    def scanned(self) -> Select[Any]:
        """The numbers of the table that the driver reads in, whether they match or not."""
        return select(self.driver.key.label("key")).select_from(self.driver.table)


def alive(table: FromClause, as_of: int | None = None) -> Condition:
    """Return the condition that a row of a table holds now, or held in the ledger at a time (microseconds)."""
    if as_of is None:
        return table.c.retired.is_(None)
    return and_(table.c.added <= as_of, or_(table.c.retired.is_(None), table.c.retired > as_of))


def words(table: Table, query: str, dialect: str) -> Driver:
    """Return the driver for rows in which words occur. SQLite reads its index backwards; PostgreSQL chooses by how common they are."""
    if dialect == "sqlite":
        search = fulltext.search_table(table)
        return Driver(search, search.c.rowid, (fulltext.match(table, query),))
    phrases = any(len(term.words) > 1 for term in fulltext.terms(query))
    return Driver(table, table.c.key, (fulltext.matching(table, query),), scanned=True, dear=phrases)


def bound(key: str, day: date, number: ColumnElement[int]) -> Condition:
    """Return the condition that something is filed on a day or later (`since`), or before it (`until`)."""
    edge = first_key(day_of(day))
    return number >= edge if key.endswith("since") else number < edge


def any_of(column: ColumnElement[Any], values: Sequence[Any]) -> Condition:
    """Return the condition that a column has one of some values."""
    return column == values[0] if len(values) == 1 else column.in_(values)

"""What the tables share: types of columns, and the columns that many have."""

from __future__ import annotations

from sqlalchemy import JSON, BigInteger, Column, Integer, MetaData, String
from sqlalchemy.types import TypeEngine

SEQUENCE_BITS = 40
"""Low bits of a filing number: a running number that a trillion rows do not exhaust."""

Id = String().with_variant(String(collation="C"), "postgresql")
"""Ids and coded words: compared by code point, whatever the database's locale."""

Key = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite makes a column the row's own number only where its type reads INTEGER."""

naming = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=naming)


def id_(name: str, null: bool = True) -> Column[str]:
    """Return a column for an id or a coded word."""
    return Column(name, Id, nullable=null)


def big(name: str, null: bool = True) -> Column[int]:
    """Return a column for a filing number, or for microseconds."""
    return Column(name, BigInteger, nullable=null)


def body(null: bool = False) -> Column[object]:
    """Return the column of the record itself, as JSON."""
    return Column("body", JSON(none_as_null=True), nullable=null)


def lifetime() -> tuple[Column[int], Column[int]]:
    """Return the columns that say from when to when a row holds."""
    return big("added", null=False), big("retired")


def key(type_: TypeEngine[int] = Key) -> Column[int]:
    """Return the column of the filing number."""
    return Column("key", type_, primary_key=True, autoincrement=False)

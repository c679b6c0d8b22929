"""Full-text search: FTS5 on SQLite, tsvector on PostgreSQL, one way to write a query and the same words found by both.

Words are runs of letters and digits, folded to lower case without diacritics; nothing is stemmed and no word is too common
("US" is a name). A query is words that must all occur, `"phrases"`, `word*` for beginnings, `-word` for what may not occur.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import BigInteger, Connection, Table, column, func, literal_column, select
from sqlalchemy import table as sql_table
from sqlalchemy.sql import ColumnElement, Select
from sqlalchemy.sql.selectable import FromClause, NamedFromClause, TableClause

from casus.ledger.schema import SEARCHED, metadata
from casus.records import Span, UsageError

LONGEST = 200_000
"""Characters of a text that PostgreSQL indexes: a tsvector holds one megabyte, and an error there would lose the report."""

_TOKENS = "unicode61 remove_diacritics 2"

_TERM = re.compile(r'(?P<no>-)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')


@dataclass(frozen=True)
class Term:
    """Words that stand one after the other; `prefix`: the last may go on, `no`: they may not occur."""

    words: tuple[str, ...]
    prefix: bool = False
    no: bool = False


def fold(words: str) -> str:
    """Return words as the search sees them.

    >>> fold("Erdoğan’s U.S. envoy")
    'erdogan s u s envoy'
    """
    plain = "".join(c for c in unicodedata.normalize("NFKD", words.lower()) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", plain))


def terms(query: str) -> list[Term]:
    """Return the terms of a query; raise `UsageError` where it has no word that must occur.

    >>> [(" ".join(term.words), term.prefix, term.no) for term in terms('"border post" shell* -drill')]
    [('border post', False, False), ('shell', True, False), ('drill', False, True)]
    """
    found = []
    for match in _TERM.finditer(query):
        raw = match["phrase"] if match["phrase"] is not None else match["word"]
        words = tuple(fold(raw).split())
        if words:
            found.append(Term(words, match["word"] is not None and raw.endswith("*"), match["no"] is not None))
    if not any(not term.no for term in found):
        raise UsageError(f"nothing to search for in {query!r}: give at least one word that must occur")
    return found


def fts5(query: str) -> str:
    """Return a query in FTS5's language; every word is quoted, so that none is an operator.

    >>> fts5('near "border post" -drill')
    '("near" AND "border post") NOT "drill"'
    """
    parts = [(term, f'"{" ".join(term.words)}"{"*" if term.prefix else ""}') for term in terms(query)]
    asked = " AND ".join(text for term, text in parts if not term.no)
    refused = " OR ".join(text for term, text in parts if term.no)
    return f"({asked}) NOT {refused}" if refused and " OR " not in refused else f"({asked}) NOT ({refused})" if refused else asked


def tsquery(query: str) -> str:
    """Return a query in the language of `to_tsquery`; every word is quoted.

    >>> tsquery('near "border post" shell* -drill')
    "'near' & ('border' <-> 'post') & 'shell':* & !'drill'"
    """
    return " & ".join(_ts(term) for term in terms(query))


def _ts(term: Term) -> str:
    words = [f"'{word}'" for word in term.words]
    if term.prefix:
        words[-1] += ":*"
    joined = words[0] if len(words) == 1 else f"({' <-> '.join(words)})"
    return f"!{joined}" if term.no else joined


def matching(table: FromClause, query: str) -> ColumnElement[bool]:
    """Return the condition that a row of a table matches a query, on PostgreSQL."""
    return literal_column(f"{_name(table)}.search").op("@@")(func.to_tsquery(literal_column("'simple'::regconfig"), tsquery(query)))


def search_table(table: FromClause) -> TableClause:
    """Return the FTS5 table of a table, on SQLite."""
    return sql_table(f"{_name(table)}_search", column("rowid", BigInteger))


def match(table: FromClause, query: str) -> ColumnElement[bool]:
    """Return the condition that a row of a table's FTS5 table matches a query."""
    return literal_column(f"{_name(table)}_search").op("MATCH", is_comparison=True)(fts5(query))


def hits(table: FromClause, query: str) -> Select[Any]:
    """Return the query for the filing numbers of a table's rows that match a query, on SQLite."""
    return select(search_table(table).c.rowid).where(match(table, query))


def _name(table: FromClause) -> str:
    if isinstance(table, NamedFromClause):
        return table.name
    raise TypeError(f"a table or its alias has a name, {table!r} has none")


def snippet(words: str, query: str, around: int = 90) -> Span | None:
    """Return the place in a text where a query's first word stands, with some words around it; None where no word of it does."""
    wanted = [term for term in terms(query) if not term.no]
    for match in re.finditer(r"[^\W_]+", words):
        folded = fold(match[0])
        if any(folded == t.words[0] or (t.prefix and len(t.words) == 1 and folded.startswith(t.words[0])) for t in wanted):
            return _window(words, match.start(), match.end(), around)
    return None


def _window(words: str, start: int, end: int, around: int) -> Span:
    first = 0 if start <= around else words.find(" ", start - around, start) + 1 or start
    last = len(words) if len(words) - end <= around else words.rfind(" ", end, end + around)
    return Span.of(words, first, last if last >= end else end)


def statements(dialect: str) -> Iterator[str]:
    """Yield the DDL that gives the tables of `SEARCHED` their full-text search; migrations that rebuild a table repeat it."""
    if dialect == "postgresql":
        yield from (_FOLD, _KM)
    for name, words in SEARCHED.items():
        yield from _sqlite(name, words) if dialect == "sqlite" else _postgres(name, words)


_FOLD = r"""
CREATE OR REPLACE FUNCTION casus_fold(words text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT regexp_replace(regexp_replace(normalize(lower(words), NFKD), '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff]', '', 'g'),
                        '[^[:alnum:]]+', ' ', 'g')
$$
"""

_KM = """
CREATE OR REPLACE FUNCTION casus_km(lat float8, lon float8, other_lat float8, other_lon float8) RETURNS float8
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT 2 * 6371.0 * asin(least(1, sqrt(power(sin(radians(other_lat - lat) / 2), 2)
         + cos(radians(lat)) * cos(radians(other_lat)) * power(sin(radians(other_lon - lon) / 2), 2))))
$$
"""
"""The same as `connect.kilometres`."""


def _postgres(name: str, words: str) -> Iterator[str]:
    yield (
        f"ALTER TABLE {name} ADD COLUMN search tsvector "
        f"GENERATED ALWAYS AS (to_tsvector('simple', casus_fold(left({words}, {LONGEST})))) STORED"
    )
    yield f"CREATE INDEX ix_{name}_search ON {name} USING gin (search) WHERE search IS NOT NULL"
    # By default a thousand words are counted, and all others thought more frequent than they are.
    yield f"ALTER TABLE {name} ALTER COLUMN search SET STATISTICS 1000"


def _sqlite(name: str, words: str) -> Iterator[str]:
    search = f"{name}_search"
    delete = f"INSERT INTO {search}({search}, rowid, {words}) VALUES ('delete', old.key, old.{words});"
    insert = f"INSERT INTO {search}(rowid, {words}) VALUES (new.key, new.{words});"
    # Imported events have no words: the index does not know of them, and no trigger runs.
    yield f"CREATE VIEW {name}_words AS SELECT key, {words} FROM {name} WHERE {words} IS NOT NULL"
    yield f"CREATE VIRTUAL TABLE {search} USING fts5({words}, content='{name}_words', content_rowid='key', tokenize='{_TOKENS}')"
    yield f"CREATE TRIGGER {search}_insert AFTER INSERT ON {name} WHEN new.{words} IS NOT NULL BEGIN {insert} END"
    yield f"CREATE TRIGGER {search}_delete AFTER DELETE ON {name} WHEN old.{words} IS NOT NULL BEGIN {delete} END"
    changed = f"AFTER UPDATE OF {words} ON {name}"
    # One trigger for each case: SQLite runs several of one event in no particular order.
    for name_, was, becomes, actions in (
        ("change", "NOT NULL", "NOT NULL", f"{delete} {insert}"),
        ("erase", "NOT NULL", "NULL", delete),
        ("renew", "NULL", "NOT NULL", insert),
    ):
        yield f"CREATE TRIGGER {search}_{name_} {changed} WHEN old.{words} IS {was} AND new.{words} IS {becomes} BEGIN {actions} END"


def tables() -> list[Table]:
    """Return the tables that have full-text search."""
    return [metadata.tables[name] for name in SEARCHED]


def purge(connection: Connection) -> None:
    """Take the words of deleted rows out of SQLite's search indexes, where they linger until their segments are merged."""
    if connection.dialect.name == "sqlite":
        for table in tables():
            connection.exec_driver_sql(f"INSERT INTO {table.name}_search({table.name}_search) VALUES ('optimize')")

"""The DDL of the ledger's tables as `casus.ledger.schema` has them now: what a new ledger has to come out as, by migrations.

python -m bench.ledger_schema                    prints it for both databases
python -m bench.ledger_schema --write 0001       writes the first migration, as long as no release has shipped it
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect
from sqlalchemy.schema import CreateIndex, CreateSequence, CreateTable, SetColumnComment

import casus.ledger.migrations
from casus.ledger import dyad_days, fulltext
from casus.ledger.schema import filing, metadata

DIALECTS: dict[str, type[Dialect]] = {"sqlite": sqlite.dialect, "postgresql": postgresql.dialect}

SEPARATOR = "\n--;\n"
"""Between statements: triggers hold semicolons."""


def statements(name: str) -> Iterator[str]:
    """Yield the statements that create the tables, their indexes, triggers and full-text search."""
    dialect = DIALECTS[name]()
    if dialect.supports_sequences:
        yield str(CreateSequence(filing).compile(dialect=dialect))
    for table in metadata.sorted_tables:
        yield str(CreateTable(table).compile(dialect=dialect))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            create = CreateIndex(index)
            meant = index._ddl_if
            if meant is None or meant.dialect == name:
                yield str(create.compile(dialect=dialect))
        if dialect.supports_comments:
            yield from (str(SetColumnComment(column).compile(dialect=dialect)) for column in table.c if column.comment)
    yield from dyad_days.statements(name)
    yield from fulltext.statements(name)


def ddl(name: str) -> str:
    """Return the statements as a file of SQL."""
    tidy = ("\n".join(line.rstrip().replace("\t", "  ") for line in s.strip().splitlines()) for s in statements(name))
    return SEPARATOR.join(tidy) + "\n"


def main() -> None:
    """Print the DDL, or write it as a migration."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", metavar="NUMBER")
    arguments = parser.parse_args()
    folder = Path(casus.ledger.migrations.__path__[0])
    for name in DIALECTS:
        if arguments.write:
            (folder / f"{arguments.write}_{name}.sql").write_text(ddl(name), "utf-8")
        else:
            print(f"-- {name}\n{ddl(name)}")


if __name__ == "__main__":
    main()

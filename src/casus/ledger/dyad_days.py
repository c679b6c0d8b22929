"""Daily counts of dyads, kept up by the database itself whenever rows of `pairs` come, change or go.

What counts here is what the default series takes: counted, lead, not retired, on one day, between two parties. A row whose count falls to
nought goes, so that nothing lingers of what was forgotten. What was known at another time, or what lasts longer, is read from `pairs`.

Added up are differences, so that two writers at once do not undo each other's counts on PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Iterator

CELL = ("a", "b", "day", "type", "voice", "direction")
"""What a row of `dyad_days` is of."""

_COUNTS = "{0}counted = 1 AND {0}lead = 1 AND {0}retired IS NULL AND {0}day_end = {0}day + 1 AND {0}b <> ''"

_WATCHED = "a, b, type, voice, direction, counted, lead, day, day_end, intensity, retired"

COUNTED_PAIRS = f"""
SELECT {", ".join(CELL)}, count(*) AS n, coalesce(sum(intensity), 0) AS intensity, count(intensity) AS weighed
FROM pairs WHERE {_COUNTS.format("")} GROUP BY {", ".join(CELL)}
"""
"""What `dyad_days` has to hold."""

_ADD = "DO UPDATE SET n = {0}n + excluded.n, intensity = {0}intensity + excluded.intensity, weighed = {0}weighed + excluded.weighed"


def statements(dialect: str) -> Iterator[str]:
    """Yield the DDL of the triggers."""
    yield from _sqlite() if dialect == "sqlite" else _postgres()


def _sqlite() -> Iterator[str]:
    cells, cell = ", ".join(CELL), " AND ".join(f"{name} = old.{name}" for name in CELL)
    come = (
        f"INSERT INTO dyad_days ({cells}, n, intensity, weighed) "
        f"VALUES ({', '.join(f'new.{name}' for name in CELL)}, 1, coalesce(new.intensity, 0), new.intensity IS NOT NULL) "
        f"ON CONFLICT ({cells}) {_ADD.format('')};"
    )
    less = "n = n - 1, intensity = intensity - coalesce(old.intensity, 0), weighed = weighed - (old.intensity IS NOT NULL)"
    go = f"UPDATE dyad_days SET {less} WHERE {cell}; DELETE FROM dyad_days WHERE {cell} AND n = 0;"
    changed = f"AFTER UPDATE OF {_WATCHED} ON pairs"
    # SQLite runs triggers of one event in no particular order: adding and taking away lead to the same in either.
    for name, when, row, action in (
        ("insert", "AFTER INSERT ON pairs", "new.", come),
        ("delete", "AFTER DELETE ON pairs", "old.", go),
        ("renew", changed, "new.", come),
        ("end", changed, "old.", go),
    ):
        yield f"CREATE TRIGGER pairs_{name} {when} WHEN {_COUNTS.format(row)} BEGIN {action} END"


def _postgres() -> Iterator[str]:
    same = " AND ".join(f"d.{name} = was.{name}" for name in CELL)
    sweep = f"DELETE FROM dyad_days d USING was WHERE d.n = 0 AND {same};"
    for event, tables, body in (
        ("insert", "NEW TABLE AS now", _added(_part("", "now"))),
        ("delete", "OLD TABLE AS was", _added(_part("-", "was")) + sweep),
        ("update", "NEW TABLE AS now OLD TABLE AS was", _added(_part("", "now"), _part("-", "was")) + sweep),
    ):
        called = f"casus_pairs_{event}()"
        yield f"CREATE FUNCTION {called} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"
        yield f"CREATE TRIGGER pairs_{event} AFTER {event} ON pairs REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {called}"


def _part(sign: str, rows: str) -> str:
    weighed = f"CASE WHEN intensity IS NULL THEN 0 ELSE {sign}1 END"
    sums = f"{sign}1 AS n, {sign}coalesce(intensity, 0) AS intensity, {weighed} AS weighed"
    return f"SELECT {', '.join(CELL)}, {sums} FROM {rows} WHERE {_COUNTS.format('')}"


def _added(*parts: str) -> str:
    cells = ", ".join(CELL)
    summed = f"SELECT {cells}, sum(n), sum(intensity), sum(weighed) FROM ({' UNION ALL '.join(parts)}) changed GROUP BY {cells}"
    return (
        f"INSERT INTO dyad_days ({cells}, n, intensity, weighed) {summed} ORDER BY {cells} "
        f"ON CONFLICT ({cells}) {_ADD.format('dyad_days.')};"
    )

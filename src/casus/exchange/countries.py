"""Countries as the data sets write them: names, three-letter codes, FIPS codes -> our id."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from casus.exchange.tables import table


@dataclass(frozen=True)
class Countries:
    """Our ids (ISO 3166-1 alpha-3, or our own) with names, and by other people's names and codes."""

    names: dict[str, str]
    by_name: dict[str, str]
    by_code: dict[str, str]
    by_fips: dict[str, str]

    def named(self, name: str) -> str | None:
        """Return the country of a name, None where there is none.

        >>> countries().named("Palestinian Territory, Occupied"), countries().named("Myanmar (Burma)"), countries().named("Europe")
        ('PSE', 'MMR', None)
        """
        return self.by_name.get(" ".join(name.casefold().split()))


@cache
def countries() -> Countries:
    """Return the list that ships with casus."""
    rows = table("countries")
    by_name = {name.casefold(): id for id, row in rows.items() for name in (row["name"], *row.get("also", ()))}
    by_code = {code: id for id, row in rows.items() for code in (id, *row.get("codes", ()))}
    by_fips = {code: id for id, row in rows.items() for code in row.get("fips", ())}
    return Countries({id: row["name"] for id, row in rows.items()}, by_name, by_code, by_fips)

"""Who the parties of other people's events are: their names and codes -> our actors, by rules over the data set's own columns.

A country is its government (`AFG`), a part of its people or its state is composed with it (`AFG.CVL`, `AFG.MIL`), a well-known body has its
own id, and any other name becomes a provisional actor (`new.…`), the same in every file. Who knows more names hands in `known`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache
from hashlib import blake2b
from typing import Any

from casus.exchange.countries import countries
from casus.exchange.tables import table
from casus.records import Actor, storable

Known = Callable[[str], Actor | None]
"""Whom a name means, for those who have a knowledge base: None where they do not know or cannot tell."""

PEOPLE = ("CVL", "REF", "EDU", "LAB", "AGR", "MED", "REL", "JRN", "BUS", "SOC")
"""Parts that are people around a body; the others are the body: "Militant (Taliban)" is the Taliban, "Student (Taliban)" is not."""

_BRACKETED = re.compile(r"(.+?) ?\(([^()]+)\)")
_GOVERNMENT_OF = re.compile(r"Government of (?:the )?(.+)")


class Parties:
    """Remembers who was met: each name and each set of codes is worked out once, each actor handed over once (`fresh`)."""

    def __init__(self, known: Known | None = None) -> None:
        self._known = known or (lambda name: None)
        self._ids: dict[str | tuple[str | None, ...], str | None] = {}
        self._met: set[str] = set()
        self._fresh: list[Actor] = []

    def named(self, name: str, country: str | None = None, sectors: str = "") -> str | None:
        """Return the actor of a name as ICEWS and UCDP write it; `country` (a name) and `sectors` (words) are what their columns add.

        >>> parties = Parties()
        >>> parties.named("Afghanistan"), parties.named("Citizen (Afghanistan)"), parties.named("Government of Afghanistan")
        ('AFG', 'AFG.CVL', 'AFG')
        >>> [actor.name for actor in parties.fresh()]
        ['Government of Afghanistan', 'Civilians of Afghanistan']
        """
        key = (name, country, sectors) if country or sectors else name
        if key not in self._ids:
            self._ids[key] = self._keep(_by_name(" ".join(name.split()), country, sectors, self._known))
        return self._ids[key]

    def coded(self, name: str, country: str, group: str, types: Iterable[str]) -> str | None:
        """Return the actor of CAMEO codes as GDELT has them: country, known group and up to three roles; empty where there is none.

        >>> Parties().coded("POLICE", "AFG", "", ["COP", "", ""]), Parties().coded("REPORTER", "", "", ["MED", "", ""])
        ('AFG.COP', None)
        """
        key = (name, country, group, *types)
        if key not in self._ids:
            self._ids[key] = self._keep(_by_codes(name, country, group, key[3:]))
        return self._ids[key]

    def fresh(self) -> list[Actor]:
        """Return the actors met since this was last asked."""
        some, self._fresh = self._fresh, []
        return some

    def _keep(self, actor: Actor | None) -> str | None:
        if actor is not None and actor.id not in self._met:
            self._met.add(actor.id)
            self._fresh.append(actor)
        return actor.id if actor else None


def government(country: str) -> Actor:
    """Return the government that stands for a country."""
    name = f"Government of {countries().names[country]}"
    return Actor(id=country, name=name, kind="government", country=country, sector="GOV")


def part(country: str, code: str) -> Actor:
    """Return a part of a country: `part("AFG", "REB")` are its rebels."""
    row = rules()["parts"][code]
    if not row:
        return government(country)
    name = row["name"].format(x=countries().names[country])
    return Actor(id=f"{country}.{code}", name=name, kind=row["kind"], country=country, sector=row.get("sector", code))


def provisional(name: str, country: str | None, sector: str | None = None) -> Actor:
    """Return the actor of a name that nobody knows more of; the id hashes the folded name and the country."""
    kind = rules()["parts"].get(sector or "", {}).get("kind", "other")
    id = f"new.{blake2b(f'{_folded(name)}|{country or str()}'.encode(), digest_size=8).hexdigest()}"
    return Actor(id=id, name=storable(name), kind=kind, country=country, sector=sector)


@cache
def rules() -> dict[str, Any]:
    """Return `parties.yaml`."""
    found: dict[str, Any] = table("parties")
    return found


@cache
def _words() -> tuple[tuple[str, re.Pattern[str]], ...]:
    found = []
    for row in rules()["words"]:
        for code, words in row.items():
            written = [re.escape(word.removesuffix("-")) + ("" if word.endswith("-") else r"s?\b") for word in words]
            found.append((code, re.compile(rf"\b(?:{'|'.join(written)})")))
    return tuple(found)


def _part_of(words: str) -> str | None:
    """Return the part that some words mean, if any."""
    folded = words.casefold()
    return next((code for code, pattern in _words() if pattern.search(folded)), None)


def _by_name(name: str, country: str | None, sectors: str, known: Known) -> Actor | None:
    if not name or name.casefold() in rules()["nobody"]:
        return None
    matched = _GOVERNMENT_OF.fullmatch(name)
    if found := countries().named(matched[1] if matched else name):
        return government(found)
    home = countries().named(country) if country else None
    matched = _BRACKETED.fullmatch(name)
    if matched and (code := _part_of(matched[1])):
        if owner := countries().named(matched[2]):
            return part(owner, code)
        if code not in PEOPLE:
            return _by_name(matched[2], None, code, known)
    if home and name.casefold() in ("civilians", "citizens"):
        return part(home, "CVL")
    return known(name) or provisional(name, home or countries().named(matched[2] if matched else ""), _part_of(sectors))


def _by_codes(name: str, country: str, group: str, types: tuple[str | None, ...]) -> Actor | None:
    if body := rules()["groups"].get(group):
        return Actor(id=body, name=name.title(), kind="armed group" if body.startswith("grp.") else "igo")
    home = countries().by_code.get(country)
    codes = [rules()["types"].get(code, code) for code in types if code]
    code = next((code for code in codes if code in rules()["parts"]), None)
    if group:
        return provisional(name.title(), home, code) if name else None
    return part(home, code or "GOV") if home and (code or not codes) else None


def _folded(name: str) -> str:
    """Return a name in small ASCII letters and figures, words parted by one space, without leading "the"."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^0-9a-z]+", " ", plain.replace("'", "").replace("’", "").replace("&", " and ")).strip().removeprefix("the ")

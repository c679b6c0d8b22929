"""The places and agencies that datelines name: what tells `KABUL –` from `NATO –`, and `Kabul:` from `Analysis:`."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from importlib.resources import files


def is_agency(name: str) -> bool:
    """Whether `name` is a news agency that signs datelines."""
    return _letters(name) in _named("agencies")


def is_plain_agency(name: str) -> bool:
    """Whether `name` is an agency and nothing else that stands in brackets after a person's name."""
    return is_agency(name) and _letters(name) not in _named("shared acronyms")


def is_city(name: str) -> bool:
    """Whether `name`, or one of the places that slashes join in it, is a city that datelines name alone.

    >>> is_city("N’DJAMENA"), is_city("Geneva/Khartoum"), is_city("Pakistan")
    (True, True, False)
    """
    return any(_letters(part) in _named("cities") for part in name.split("/"))


def is_region(name: str) -> bool:
    """Whether `name` is a country, a state or a region that follows a city's name after a comma."""
    return _letters(name) in _named("regions")


def is_label(name: str) -> bool:
    """Whether `name` begins with a label, a weekday, a month or an organisation: `BREAKING`, `NATO`, `Editor's note`."""
    first = re.sub(r"['’]s$", "", name.split(maxsplit=1)[0].casefold()) if name.split() else ""
    return _letters(first) in _named("labels")


def _letters(name: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKD", name).casefold() if char.isalnum())


@cache
def _named(section: str) -> frozenset[str]:
    text = files("casus.ingest").joinpath("datelines.txt").read_text("utf-8")
    names = text.partition(f"[{section}]\n")[2].partition("\n\n")[0]
    return frozenset(_letters(name) for name in names.split(","))

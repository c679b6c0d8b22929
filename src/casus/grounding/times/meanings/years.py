"""Years, decades and centuries."""

from __future__ import annotations

from casus.grounding.times.expressions import Expression, Fixed, Shifted
from casus.grounding.times.meanings.base import meaning, number_in
from casus.grounding.times.meanings.other import other_year
from casus.grounding.times.patterns import Match
from casus.grounding.times.periods import unknown, years
from casus.grounding.times.words import Word, lexicon

ROUND = 50
"""A round number before a plural noun counts things ("2000 troops"); any other number of that shape is a year ("the 1997 elections")."""

_NUMBERED = ("no", "number", "route", "resolution", "flight", "article", "room", "than")
_MEASURES = ("percent", "km", "kilometres", "miles", "per", "metres", "dollars", "euros")


@meaning
def year(match: Match) -> Expression | None:
    """Read a year, in our count or another's."""
    word, era = match.word("y"), match.word("e")
    if word is None:
        return None
    if era is not None and era.kind == "other_era":
        return other_year(int(word.value), str(era.value))
    if era is not None and era.kind == "era_before":
        return Fixed(unknown("year"))
    if match.last - match.first == 1 and not _is_year(match, word):
        return None
    return Fixed(years(int(word.value)))


def _is_year(match: Match, word: Word) -> bool:
    """Whether four figures alone are a year: by the word before, unless what follows is counted or measured."""
    before, after, value = match.before(), match.after(), int(word.value)
    if after is not None and (_counts(value, after) or after.kind in ("zone", "quantity") or after.text in _MEASURES):
        return False
    recent, odd = 1900 <= value < 2050, value % ROUND != 0
    if before is None or before.kind in ("open", "dash", "comma"):
        return recent and (before is not None or (after is not None and after.kind == "comma"))
    lower = before.text.lower()
    if lower in _NUMBERED:
        return False
    if lower in ("about", "around"):
        return 1500 < value < 2050 and odd
    if lower in lexicon().before_a_time or before.kind in ("possessive", "each"):
        return value >= 1800 or odd
    return recent and odd and (before.text[0].isupper() or _determines(before))


def _counts(value: int, after: Word) -> bool:
    """Whether a number counts the plural that follows it."""
    plural = after.text.islower() and after.text.endswith("s")
    return plural and (after.kind in ("unit", "day_unit", "clock_unit") or (after.kind == "plain" and value % ROUND == 0))


def _determines(word: Word) -> bool:
    return word.text.lower() in (
        "his",
        "her",
        "its",
        "their",
        "our",
        "a",
        "an",
        "at",
        "into",
        "towards",
        "against",
        "under",
        "over",
        "within",
    )


@meaning
def year_end(match: Match) -> Expression | None:
    """Read year-end."""
    return Shifted("year", 0) if match.words[match.first].value == "year" else None


@meaning
def decade(match: Match) -> Expression | None:
    """Read a decade: "the 1980s", "the '90s", "the late seventies"."""
    word = match.word("d")
    if word is None:
        return None
    if word.kind == "decade_word":
        return Fixed(years(1900 + word.value, 10, "decade"))
    figures = "".join(c for c in word.text if c.isdigit())
    first = int(figures) if len(figures) == 4 else (2000 if int(figures) < 30 else 1900) + int(figures)
    return Fixed(years(first, 10, "decade"))


@meaning
def century(match: Match) -> Expression | None:
    """Read a century."""
    number = number_in(match.fields.get("n"))
    if not any(w.kind == "unit" and w.value == "century" for w in match.words[match.first : match.last]):
        return None
    if number is None or not 1 <= number <= 30 or match.word("e"):
        return Fixed(unknown("century")) if match.word("e") else None
    return Fixed(years(100 * number - 99, 100, "century"))

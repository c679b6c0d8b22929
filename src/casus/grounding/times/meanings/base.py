"""What the meanings of patterns share: the registry that they enter, conditions on what stands around, and how single words are read."""

from __future__ import annotations

from collections.abc import Callable

from casus.grounding.times.expressions import Expression
from casus.grounding.times.patterns import Match
from casus.grounding.times.words import Word, lexicon

Meaning = Callable[[Match], Expression | None]

MEANINGS: dict[str, Meaning] = {}

_CLAUSE_ENDS = ("stop", "comma", "close", "dash", "mark", "and", "or", "possessive")
_MODAL_FOLLOWERS = ("on", "in", "to", "from", "at")


def meaning(function: Meaning) -> Meaning:
    """Enter a function under its name."""
    MEANINGS[function.__name__.rstrip("_")] = function
    return function


def expression_of(match: Match) -> Expression | None:
    """Return what a match means, None where it means no time."""
    if match.pattern.needs is not None and not _NEEDS[match.pattern.needs](match):
        return None
    return MEANINGS[match.pattern.means](match)


def end_of_clause(match: Match) -> bool:
    """Whether a clause ends behind a match."""
    after = match.after()
    return after is None or after.kind in _CLAUSE_ENDS


def end_of_phrase(match: Match) -> bool:
    """Whether a noun phrase ends behind a match."""
    after = match.after()
    return (
        after is None or after.kind in (*_CLAUSE_ENDS, *_MODAL_FOLLOWERS, "before", "after") or after.text in ("when", "as", "with", "that")
    )


def _rate(match: Match) -> bool:
    before = match.before()
    return before is not None and before.kind in ("plain", "ordinal", "mark") and before.text.lower() in ("times", "twice", "once")


_NEEDS = {"end_of_clause": end_of_clause, "end_of_phrase": end_of_phrase, "rate": _rate}


def year_in(match: Match) -> int | None:
    """Return the year of a match; None where it has none."""
    word = match.word("y")
    if word is None:
        return None
    if word.kind == "short_year":
        two = int(word.text[1:3])
        return 2000 + two if two < 50 else 1900 + two
    return int(word.value)


def shift_in(match: Match, field: str = "s") -> int | None:
    """Return -1, 0 or 1 for "last", "this" or "next" in a match; None where there is none."""
    word = match.word(field)
    return word.value if word and word.kind in ("last", "next", "this") else None


def number_in(words: object) -> int | None:
    """Return the number that words tell: figures, number words, "a"; None where it is vague ("several")."""
    found = [word for word in words if isinstance(word, Word)] if isinstance(words, (list, tuple)) else []
    for word in found:
        if word.kind in ("day", "year", "number", "number_word", "tens", "ordinal_word"):
            return int(word.value)
        if word.kind == "ordinal":
            return int(word.text[:-2])
        if word.kind == "vague_number":
            return 2 if word.text.lower() == "couple" else None
    return 1 if found else None


def day_number(word: Word | None) -> int:
    """Return the number that a day, an ordinal or a number word tells; 0 for none."""
    if word is None:
        return 0
    return int(word.text[:-2]) if word.kind == "ordinal" else int(word.value)


def stands_for_a_time(match: Match) -> bool:
    """Whether the word before a doubtful month, year or season says that it is one; a list goes back to its first word."""
    before, after = match.before(), match.after()
    if before is None:
        return after is not None and after.kind == "comma"
    if before.kind == "the" and after is not None and after.text in ("on", "for", "to", "from", "against", "toward", "towards"):
        return False
    if before.kind == "comma":
        two = match.before(2)
        return two is not None and two.kind in ("month", "doubtful_month", "year")
    return before.text.lower() in lexicon().before_a_time or before.kind == "possessive"


def unit_shift(match: Match) -> int | None:
    """Return the shift of "of last year" or "of the year" at the end of a match."""
    last = match.words[match.last - 1]
    if last.kind != "unit" or last.value != "year":
        return None
    return shift_in(match) or 0

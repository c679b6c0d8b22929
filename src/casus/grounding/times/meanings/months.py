"""Months, seasons, quarters and halves."""

from __future__ import annotations

from casus.grounding.times.anchored import Same
from casus.grounding.times.expressions import Expression, Fixed, Shifted, Yearly
from casus.grounding.times.meanings.base import end_of_phrase, meaning, number_in, shift_in, stands_for_a_time, unit_shift, year_in
from casus.grounding.times.meanings.other import other_month
from casus.grounding.times.patterns import Match
from casus.grounding.times.periods import months, quarter, season, unknown
from casus.grounding.times.words import lexicon


@meaning
def month(match: Match) -> Expression | None:
    """Read a month, with a year or by tense; those that are also verbs only where the words around tell."""
    word = match.word("m")
    if word is None:
        return None
    if word.kind == "other_month":
        return other_month(match, word)
    if word.kind == "doubtful_month" and match.last - match.first == 1 and not stands_for_a_time(match):
        return None
    if match.last - match.first == 1 and _is_given_name(match):
        return None
    number, year, shift = word.value, year_in(match), shift_in(match)
    by_year = shift if match.words[match.last - 1].kind == "unit" else None
    if by_year is not None and match.words[match.last - 1].value != "year":
        return None
    return Yearly(lambda y: months(y, number), "month", year, None if by_year is not None else shift, by_year)


@meaning
def season_(match: Match) -> Expression | None:
    """Read a season: "last fall", "the spring of 2014", "this summer"."""
    word, year, shift = match.word("n"), year_in(match), shift_in(match)
    if word is None:
        return None
    bare = match.last - match.first == 1
    if bare and not (stands_for_a_time(match) and (word.kind == "season" or end_of_phrase(match))):
        return None
    number = word.value
    if match.words[match.last - 1].kind == "unit":
        if match.words[match.last - 1].value != "year":
            return None
        return Yearly(lambda y: season(y, number), "season", by_year=shift)
    if match.fields.get("s") and match.fields["s"][0].kind == "that":
        return Fixed(unknown("season"))
    return Yearly(lambda y: season(y, number), "season", year, shift)


@meaning
def quarter_(match: Match) -> Expression | None:
    """Read a quarter: "the third quarter", "Q3 2014", "first quarter of last year"."""
    word = match.word("n")
    number = int(word.text[1]) if word and word.kind == "q_number" else number_in([word])
    after = match.after()
    if number is None or not 1 <= number <= 4 or (after is not None and after.kind == "dash"):
        return None
    return Yearly(lambda y: quarter(y, number), "month", year_in(match), by_year=unit_shift(match))


@meaning
def same_quarter(match: Match) -> Expression | None:
    """Read the latest quarter, this quarter."""
    return Same("quarter") if match.word("s") is None else Shifted("quarter", 0)


@meaning
def half(match: Match) -> Expression | None:
    """Read a half of a year, or of a month ("the first half of May")."""
    number, word = number_in(match.fields.get("n")), match.word("m")
    if number not in (1, 2):
        return None
    if word is not None:
        return month(match)
    return Yearly(lambda y: months(y, 6 * number - 5, 6), "month", year_in(match), by_year=unit_shift(match))


def _is_given_name(match: Match) -> bool:
    """Whether a month is somebody's first name: a capital follows, and no word of time stands before ("June Carter", "Jan Novak")."""
    before, after = match.before(), match.after()
    if after is None or after.kind != "plain" or not after.text[0].isupper():
        return False
    return before is None or before.text.lower() not in lexicon().before_a_time or before.kind in ("and", "or", "of", "the", "to", "with")

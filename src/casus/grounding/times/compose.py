"""From patterns that matched to expressions of time: neighbours are joined, ranges closed, lists completed, openings seen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from casus.grounding.times.anchored import Clock, Counted, Part
from casus.grounding.times.expressions import Expression, Fixed, Weekday, Yearly
from casus.grounding.times.meanings import expression_of
from casus.grounding.times.named import named_at
from casus.grounding.times.patterns import matches
from casus.grounding.times.periods import Period, day
from casus.grounding.times.ranges import Open, Range
from casus.grounding.times.words import Word

BESIDE = ("on", "of", "the", "comma", "at", "in", "local", "time")
"""Words that may stand between a day and its hour or part: "6 a.m. on Tuesday", "the morning of the 17th"."""

ONWARD = 10
"""Words within which "a week after" finds what it counts from."""


@dataclass(frozen=True)
class Phrase:
    """An expression at the words `[first, last)`; `parts` are the first and last of a range, each with its own words."""

    first: int
    last: int
    meaning: Expression
    parts: tuple[tuple[int, int], ...] = ()


def phrases(words: Sequence[Word]) -> list[Phrase]:
    """Return the expressions of time in the words of a text, in order; none overlap."""
    found = list(_atoms(words))
    found = _days_in_lists(words, found)
    found = _clocks(words, found)
    found = _ranges(words, found)
    found = _lists(words, found)
    return [_opened(words, _anchored(words, found, at)) for at in range(len(found))]


def _atoms(words: Sequence[Word]) -> Iterator[Phrase]:
    """Yield the longest match at each word that means a time, left to right."""
    free = 0
    names = {first: (last, expression) for first, last, expression in named_at(words)}
    for first, candidates in _with_names(words, names):
        if first < free:
            continue
        for last, means in candidates:
            if means is not None:
                yield Phrase(_begins(words, first, last), last, means)
                free = last
                break


def _with_names(
    words: Sequence[Word], names: dict[int, tuple[int, Expression]]
) -> Iterator[tuple[int, Iterator[tuple[int, Expression | None]]]]:
    matched = dict(matches(words))
    for first in sorted({*matched, *names}):
        own = names.get(first) or (names.get(first + 1) if words[first].kind == "the" else None)
        longest = matched[first][0].last if first in matched else 0
        if own and own[0] >= longest:
            yield first, iter([own])
        else:
            yield first, ((m.last, expression_of(m)) for m in matched[first])


def _begins(words: Sequence[Word], first: int, last: int) -> int:
    """Return where the span begins: without article and preposition."""
    while first < last - 1 and words[first].kind in ("the", "in", "on", "before", "during"):
        first += 1
    return first


def _between(words: Sequence[Word], one: Phrase, other: Phrase) -> list[str]:
    return [word.kind for word in words[one.last : other.first]]


def _clocks(words: Sequence[Word], found: list[Phrase]) -> list[Phrase]:
    """Join hours and parts of the day to the day beside them."""
    joined: list[Phrase] = []
    for phrase in found:
        last = joined[-1] if joined else None
        near = last is not None and len(gap := _between(words, last, phrase)) <= 3 and all(kind in BESIDE for kind in gap)
        if last is not None and near and "comma" not in gap[1:] and (both := _joined(last.meaning, phrase.meaning)) is not None:
            joined[-1] = Phrase(last.first, phrase.last, both)
        else:
            joined.append(phrase)
    return joined


def _joined(one: Expression, other: Expression) -> Expression | None:
    for time, base in ((one, other), (other, one)):
        if isinstance(time, (Clock, Part)) and time.day is None and base.precision == "day" and base.kind == "date" and not _ranged(base):
            return replace(time, day=base)
    if isinstance(one, Clock) and isinstance(other, Part) and other.day is not None and one.day is None:
        return replace(one, day=other.day)
    if isinstance(other, Clock) and isinstance(one, Part) and one.day is not None and other.day is None:
        return replace(other, day=one.day)
    return None


def _ranged(expression: Expression) -> bool:
    return isinstance(expression, (Range, Open))


def _ranges(words: Sequence[Word], found: list[Phrase]) -> list[Phrase]:
    """Join what stands on either side of "to", a dash, or "and" behind "between"."""
    joined: list[Phrase] = []
    for phrase in found:
        last = joined[-1] if joined else None
        if last is not None and (first := _range_begins(words, last, phrase)) is not None:
            joined[-1] = Phrase(
                first, phrase.last, Range(last.meaning, phrase.meaning), ((last.first, last.last), (phrase.first, phrase.last))
            )
        else:
            joined.append(phrase)
    return joined


_RANGED = ("date", "time")


def _range_begins(words: Sequence[Word], one: Phrase, other: Phrase) -> int | None:
    """Return the first word of the range that two phrases make, None where they make none."""
    if _ranged(one.meaning) or _ranged(other.meaning) or one.meaning.kind not in _RANGED or other.meaning.kind not in _RANGED:
        return None
    gap = [kind for kind in _between(words, one, other) if kind not in ("the", "in")]
    before = next((at for at in range(one.first - 1, max(one.first - 3, -1), -1) if words[at].kind not in ("the", "early", "late")), -1)
    opener = words[before].kind if before >= 0 else ""
    if gap == ["and"] and opener == "between":
        return before
    coarse = {one.meaning.precision, other.meaning.precision}
    if gap == ["to"] and (opener == "from" or type(one.meaning) is type(other.meaning)):
        return one.first
    if gap == ["dash"] and len(coarse) == 1 and type(one.meaning) is type(other.meaning):
        return one.first
    return None


def _days_in_lists(words: Sequence[Word], found: list[Phrase]) -> list[Phrase]:
    """Add the further days of a list: "April 24 and 25", "Jan. 3, 5 and 7"."""
    listed: list[Phrase] = []
    for at, phrase in enumerate(found):
        listed.append(phrase)
        limit = found[at + 1].first if at + 1 < len(found) else len(words)
        last = phrase
        while (after := _next_day(words, last, limit)) is not None:
            last = after
            listed.append(after)
    return listed


def _next_day(words: Sequence[Word], phrase: Phrase, limit: int) -> Phrase | None:
    meaning, at = phrase.meaning, phrase.last
    if not isinstance(meaning, Yearly) or meaning.precision != "day" or meaning.kind != "date":
        return None
    if words[at - 1].kind not in ("day", "ordinal") or words[at - 2].kind not in ("month", "doubtful_month", "and", "comma"):
        return None
    while at < limit and words[at].kind in ("and", "comma", "or"):
        at += 1
    if at == phrase.last or at >= limit or words[at].kind not in ("day", "ordinal"):
        return None
    if at + 1 < len(words) and words[at + 1].kind == "plain" and words[at + 1].text.islower() and words[at + 1].text.endswith("s"):
        return None
    if words[phrase.last].kind == "comma" and not (at + 1 < len(words) and words[at + 1].kind in ("comma", "and", "stop")):
        return None
    number = int(words[at].text.rstrip("stndrh"))
    base = meaning.of

    def of(year: int) -> Period | None:
        first = base(year)
        if first is None or first.start is None:
            return None
        return day(first.start.year, first.start.month, number)

    return Phrase(at, at + 1, replace(meaning, of=of))


def _lists(words: Sequence[Word], found: list[Phrase]) -> list[Phrase]:
    """Hand the year of the last item of a list on to those before: "in March, May and November of last year"."""
    completed = list(found)
    for at in range(len(completed) - 2, -1, -1):
        one, other = completed[at], completed[at + 1]
        mine, theirs = one.meaning, other.meaning
        gap = _between(words, one, other)
        if not gap or not all(kind in ("comma", "and", "or") for kind in gap):
            continue
        if isinstance(mine, Yearly) and isinstance(theirs, Yearly) and _alike(mine, theirs):
            completed[at] = replace(one, meaning=replace(mine, year=theirs.year, by_year=theirs.by_year))
    return completed


def _alike(one: Yearly, other: Yearly) -> bool:
    """Whether the first of two neighbours in a list has no year of its own and may take that of the other."""
    bare = one.year is None and one.own is None and one.by_year is None
    return bare and one.precision == other.precision and one.year_of is other.year_of


def _anchored(words: Sequence[Word], found: list[Phrase], at: int) -> Phrase:
    """Let "a week after" count from the moment that the clause goes on to tell."""
    phrase = found[at]
    meaning = phrase.meaning
    if not isinstance(meaning, Counted) or meaning.ago or meaning.to is not None or words[phrase.last - 1].kind not in ("after", "sooner"):
        return phrase
    if words[phrase.last - 1].text.lower() not in ("after", "before"):
        return phrase
    follows = words[phrase.last] if phrase.last < len(words) else None
    if follows is None or follows.kind in ("stop", "comma", "close", "break", "mark"):
        return phrase
    trimmed = replace(phrase, last=phrase.last - 1)
    for later in found[at + 1 : at + ONWARD]:
        gap = words[phrase.last : later.first]
        if len(gap) > ONWARD or any(word.kind in ("stop", "comma", "break") for word in gap):
            break
        if later.meaning.kind in ("date", "time"):
            return replace(trimmed, meaning=replace(meaning, to=later.meaning))
    return trimmed


def _opened(words: Sequence[Word], phrase: Phrase) -> Phrase:
    """See that "since" stands before."""
    at = phrase.first - 1
    while at >= 0 and words[at].kind in ("the", "at", "least", "about", "early", "late"):
        at -= 1
    opens = at >= 0 and words[at].text.lower() == "since" and not (at and words[at - 1].text.lower() in ("long",))
    usable = isinstance(phrase.meaning, (Fixed, Yearly, Weekday)) or phrase.meaning.kind in ("date", "time")
    if not opens or not usable or _ranged(phrase.meaning) or phrase.meaning.kind in ("vague", "duration", "frequency", "part"):
        return phrase
    return replace(phrase, meaning=Open(phrase.meaning))

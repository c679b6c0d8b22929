"""People killed, injured and detained (codebook, section 6, `counts`), with the words that say so.

A small grammar over words: a verb or noun of dying, hurting or holding, and the noun phrases beside it. What a verb governs stands
after it ("killing a man and two women"), what suffers it before ("nine were hurt"); a noun takes either ("the arrest of four").
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from casus.coding.quantities import People, Token, listed, number, people, tokens
from casus.records import Counts

Harm = Literal["killed", "injured", "detained"]
HARMS: tuple[Harm, ...] = ("killed", "injured", "detained")

_PASSIVE, _PERFECT, _ASIDE, _BOUNDARIES, _PLACES, _LATEST = (
    frozenset(listed()[name]) for name in ("passive", "perfect", "aside", "boundaries", "places", "latest")
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of people told in a text: what befell them, how many (0 where the words deny it), and the words' bounds in the text."""

    harm: Harm
    value: int
    start: int
    end: int
    latest: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What one clause of an event tells: its counts, whether in the outlet's own voice, and whether as the latest count."""

    counts: Counts
    outlet: bool = True
    latest: bool = False


@dataclass(frozen=True, slots=True)
class _Word:
    """A word for a harm, its bounds as tokens, half-open.

    `verb` takes its victims on either side, `state` before it, `noun` before it or after "of", `toll` a figure after it.
    """

    harm: Harm
    use: str
    first: int
    last: int
    needs_people: bool = False


@cache
def _uses() -> dict[str, list[tuple[tuple[str, ...], Harm, str]]]:
    """Return the entries of the word lists by first word: the rest of the words, the harm, the use."""
    index: dict[str, list[tuple[tuple[str, ...], Harm, str]]] = {}
    for harm in HARMS:
        for use in ("verb", "state", "noun", "toll", "verb of people"):
            for entry in listed().get(f"{harm} {use}", ()):
                first, *rest = entry.split()
                index.setdefault(first, []).append((tuple(rest), harm, use))
    for entries in index.values():
        entries.sort(key=lambda entry: -len(entry[0]))
    return index


def figures_of(clause: str) -> tuple[Figure, ...]:
    """Return every number of people killed, injured or detained that the words give, in text order.

    >>> [(f.harm, f.value, f.start, f.end) for f in figures_of("Police held 40 students; two were hurt.")]
    [('detained', 40, 12, 23), ('injured', 2, 25, 28)]
    """
    text = tokens(clause)
    found = [figure for word in _harm_words(text) for figure in _figures(text, word)]
    return tuple(sorted(dict.fromkeys(found), key=lambda f: (f.start, f.end, f.harm)))


def counts_of(clause: str) -> Counts:
    """Return the people killed, injured and detained that the words tell of; null where they give no number.

    >>> counts_of("The blast killed six soldiers and the bomber")
    Counts(killed=7, injured=None, detained=None)
    """
    return counted(figures_of(clause))


def counted(figures: Iterable[Figure]) -> Counts:
    """Return the counts that the figures of one clause amount to.

    Several figures for one harm in one clause are mostly a whole and its parts ("six, two of them children"): the largest holds.
    """
    best: dict[Harm, int] = {}
    for figure in figures:
        best[figure.harm] = max(best.get(figure.harm, 0), figure.value)
    return Counts(**best)


def merge_counts(told: Sequence[Told]) -> Counts:
    """Return the counts of one event told in several clauses: the outlet's own figure; else the latest; else the lowest.

    Counts are merged harm by harm. Of several figures of equal standing the lowest is taken, since it favours nobody (codebook).

    >>> merge_counts([Told(Counts(killed=34), outlet=False), Told(Counts(killed=12), outlet=False)]).killed
    12
    """
    return Counts(**{harm: value for harm in HARMS if (value := _merged(told, harm)) is not None})


def _merged(told: Sequence[Told], harm: Harm) -> int | None:
    having = [t for t in told if getattr(t.counts, harm) is not None]
    own = [t for t in having if t.outlet] or having
    last = [t for t in own if t.latest] or own
    return min((int(getattr(t.counts, harm)) for t in last), default=None)


def _harm_words(text: Sequence[Token]) -> Iterator[_Word]:
    i = 0
    while i < len(text):
        for rest, harm, use in _uses().get(text[i].text, ()):
            if tuple(t.text for t in text[i + 1 : i + 1 + len(rest)]) == rest:
                yield _Word(harm, use.split()[0], i, i + 1 + len(rest), use.endswith("people"))
                i += len(rest)
                break
        i += 1


def _figures(text: Sequence[Token], word: _Word) -> Iterator[Figure]:
    for phrase, value in _toll(text, word.last) if word.use == "toll" else _victims(text, word):
        if value is None or (word.needs_people and not _surely_people(phrase)):
            continue
        start, end = text[phrase.first].start, text[phrase.last - 1].end
        latest = any(t.text in _LATEST for t in text)
        yield Figure(word.harm, value, start, end, latest)


def _victims(text: Sequence[Token], word: _Word) -> list[tuple[People, int | None]]:
    """Return the phrases for those who suffered it, each list of phrases as one with its sum."""
    after = _after(text, word.last + (word.last < len(text) and text[word.last].text == "of"))
    before = _before(text, _verb_start(text, word.first))
    if word.use == "noun":
        followed = word.last < len(text) and text[word.last].text == "of"
        return _first(after if followed else None, _adjacent(text, word.first))
    if word.use == "state":
        return _first(before)
    if word.first and _is_passive(text, word.first):
        return _first(before, _colon(text, word.last))
    if _is_active(text, word):
        return _first(after)
    return _first(after if after and after[0].first == word.last else None, before, _adjacent(text, word.first), _colon(text, word.last))


def _first(*lists: list[People] | None) -> list[tuple[People, int | None]]:
    for phrases in lists:
        if phrases:
            whole = People(None, phrases[0].first, phrases[-1].last, phrases[0].head)
            values = [p.value for p in phrases]
            return [(whole, None if None in values else sum(v for v in values if v is not None))]
    return []


def _is_passive(text: Sequence[Token], i: int) -> bool:
    return text[_skip_adverbs(text, i) - 1].text in _PASSIVE if _skip_adverbs(text, i) else False


def _is_active(text: Sequence[Token], word: _Word) -> bool:
    if text[word.first].text.endswith("ing"):
        return True
    i = _skip_adverbs(text, word.first)
    return bool(i) and text[i - 1].text in _PERFECT


def _skip_adverbs(text: Sequence[Token], i: int) -> int:
    while i and (text[i - 1].text.endswith("ly") or text[i - 1].text in ("also", "later", "then", "not", "feared", "confirmed", "since")):
        i -= 1
    return i


def _verb_start(text: Sequence[Token], i: int) -> int:
    """Return the token after the subject: before auxiliaries, adverbs, and a relative pronoun."""
    while i:
        j = _skip_adverbs(text, i)
        if j and text[j - 1].text in (_PASSIVE | _PERFECT | {"who", "to", "left", "found", "would"}):
            j -= 1
        if j == i:
            return i
        i = j
    return i


def _after(text: Sequence[Token], i: int) -> list[People]:
    """Return the list of phrases that begins at token `i`: "a man and two women", "a driver, a guard and a cook"."""
    return _list(text, i)[0]


def _list(text: Sequence[Token], i: int) -> tuple[list[People], int]:
    found: list[People] = []
    comma = False
    while i < len(text) and (phrase := people(text, i)) is not None and phrase.last > i:
        if found and phrase.last < len(text) and text[phrase.last].text in _uses() and text[phrase.first].text != "the":
            break
        found.append(phrase)
        i = phrase.last
        joined = _join(text, i)
        if joined is None:
            break
        comma |= text[i].text == ","
        i = joined
    return _apposed(found, text, comma), (found[-1].last if found else i)


def _join(text: Sequence[Token], i: int) -> int | None:
    """Return the token after "and", a comma or both, if a list may go on there."""
    if i >= len(text) or text[i].text not in (",", "and", "&", "plus"):
        return None
    j = i + 1 + (text[i].text == "," and i + 1 < len(text) and text[i + 1].text == "and")
    if j >= len(text) or (j + 1 < len(text) and text[j + 1].text in ("of", "critically", "seriously", "mortally", "gravely")):
        return None
    return None if j + 1 >= len(text) and number(text, j) is None else j


def _apposed(found: list[People], text: Sequence[Token], comma: bool) -> list[People]:
    """Drop the phrases that only say who the first were: "six people, three women and three children"."""
    if len(found) < 2:
        return found
    first, rest = found[0].value, [p.value for p in found[1:]]
    if first is not None and first > 1 and None not in rest and sum(v for v in rest if v is not None) == first:
        return found[:1]
    if comma and not any(text[p.first - 1].text in ("and", "&", "plus") for p in found[1:]):
        return found[:1]
    return found


def _before(text: Sequence[Token], end: int) -> list[People] | None:
    """Return the list of phrases that ends right before token `end`, an aside or a place between left out."""
    ends = _subject_ends(text, end)
    floor = max((i + 1 for i in range(ends[-1]) if text[i].text in _BOUNDARIES or text[i].text in ";:–—"), default=0)
    for start in range(floor, ends[0]):
        phrases, last = _list(text, start)
        if phrases and (last in ends or _only_place(text, last, ends)):
            return phrases
    return None


def _subject_ends(text: Sequence[Token], end: int) -> list[int]:
    """Return where the subject may end: at once, or before an aside between commas."""
    ends = [end]
    if end and text[end - 1].text == ",":
        ends.append(end - 1)
        for i in range(end - 2, 0, -1):
            if text[i].text == "," and i + 1 < end and (text[i + 1].text in _ASIDE or number(text, i + 1) is not None):
                ends.append(i)
                break
    return ends


def _only_place(text: Sequence[Token], last: int, ends: Sequence[int]) -> bool:
    """Whether nothing but a phrase of place or origin stands between the list and where the subject ends."""
    for end in ends:
        between = text[last:end]
        if between and len(between) <= 6 and between[0].text in _PLACES and all(t.text[0].isalnum() for t in between):
            return not any(t.text in _uses() for t in between)
    return False


def _adjacent(text: Sequence[Token], end: int) -> list[People] | None:
    """Return the phrase that ends at token `end`, however it began: "seven fatalities", "fourteen wounded soldiers"."""
    for start in range(max(0, end - 5), end):
        phrase = people(text, start)
        if phrase is not None and phrase.last == end and (start == 0 or text[start - 1].text not in _BOUNDARIES or start == end - 1):
            return [phrase]
    return None


def _colon(text: Sequence[Token], i: int) -> list[People] | None:
    """Return the figure after a colon: "Detained overnight: 112"."""
    for j in range(i, min(i + 5, len(text))):
        if text[j].text == ":":
            return _after(text, j + 1) or None
        if not text[j].text[0].isalnum():
            break
    return None


def _toll(text: Sequence[Token], i: int) -> list[tuple[People, int | None]]:
    """Return the figure that a toll comes to: the last of "rose from five to eight"."""
    best: list[tuple[People, int | None]] = []
    j = i
    while j < len(text) and text[j].text not in (",", ";", "."):
        told = number(text, j)
        phrase = people(text, j) if told else None
        if told and phrase and (not best or text[j - 1].text == "to"):
            best = [(People(told[0], j, told[1], phrase.head), phrase.value)]
        j = told[1] if told else j + 1
    return best


def _surely_people(phrase: People) -> bool:
    """Whether the noun names people: for verbs that take things just as well ("held", "took", "captured")."""
    head = phrase.head
    return head in listed()["sure"] or head.endswith(tuple(listed()["sure endings"]))

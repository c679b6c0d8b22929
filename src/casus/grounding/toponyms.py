"""From place mentions to toponyms: the name that is looked up, what kind of place its words announce, and which places bear it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from casus.grounding.gazetteer import Found, Gazetteer
from casus.grounding.spelling import fold
from casus.records import Mention

PROVINCE = frozenset({"province", "region", "territory"})
DISTRICT = frozenset({"district"})
SETTLED = frozenset({"city", "village"})

KIND_WORDS: dict[str, frozenset[str]] = {
    **dict.fromkeys(
        ("province", "state", "oblast", "governorate", "prefecture", "krai", "republic", "emirate", "voivodeship", "canton"), PROVINCE
    ),
    **dict.fromkeys(("region", "department", "territory", "division"), PROVINCE | DISTRICT),
    **dict.fromkeys(
        (
            "county",
            "parish",
            "district",
            "raion",
            "municipality",
            "borough",
            "township",
            "tehsil",
            "subdistrict",
            "agency",
            "zone",
            "woreda",
        ),
        DISTRICT,
    ),
    **dict.fromkeys(("city", "town", "village", "hamlet", "settlement", "suburb", "municipality"), SETTLED),
    **dict.fromkeys(("island", "islands", "archipelago", "isle", "atoll", "reef", "shoal"), frozenset({"island"})),
    **dict.fromkeys(("river", "creek"), frozenset({"river"})),
    **dict.fromkeys(("lake", "reservoir"), frozenset({"lake"})),
    **dict.fromkeys(("sea", "ocean", "gulf", "bay"), frozenset({"sea"})),
    **dict.fromkeys(("strait", "straits", "channel", "canal"), frozenset({"strait"})),
    **dict.fromkeys(("mountain", "mountains", "mount", "mt", "hills", "range"), frozenset({"mountain"})),
    **dict.fromkeys(("camp", "camps"), frozenset({"camp"})),
    **dict.fromkeys(("base", "airbase", "garrison"), frozenset({"base"})),
    **dict.fromkeys(("crossing", "checkpoint", "pass", "border"), frozenset({"crossing", "line"})),
    **dict.fromkeys(("peninsula", "valley", "desert", "plateau", "basin", "delta"), frozenset({"region", "territory"})),
}
"""Words that stand beside a name and say what it names, with the gazetteer's kinds that fit."""

PLURALS = {
    f"{word.removesuffix('y')}ies" if word.endswith("y") else f"{word}s": kinds
    for word, kinds in KIND_WORDS.items()
    if not word.endswith("s")
}
_ALL_WORDS = KIND_WORDS | PLURALS
_WORDS = "|".join(sorted(_ALL_WORDS, key=len, reverse=True))
_AFTER = re.compile(
    rf"^(?P<name>.+?)['’]?s?\s+(?:(?:refugee|border|air|military|naval|autonomous|administrative)\s+)*(?P<word>{_WORDS})$", re.IGNORECASE
)
_BEFORE = re.compile(rf"^(?:the\s+)?(?P<word>{_WORDS})(?:\s+of)?\s+(?P<name>.+)$", re.IGNORECASE)
_FOLLOWING = re.compile(rf"\s+(?:(?:refugee|border)\s+)?(?P<word>{_WORDS})\b", re.IGNORECASE)
_LISTED = re.compile(
    r"(?:,?\s+(?:and|or)\s+|,\s+)(?:[A-ZÀ-Þ][\w’'\-]*(?:\s[A-ZÀ-Þ][\w’'\-]*)?(?:,?\s+and\s+|,\s+)){0,4}[A-ZÀ-Þ][\w’'\-]*"
    rf"\s+(?P<word>{'|'.join(PLURALS)})\b"
)
_PRECEDING = re.compile(rf"\b(?P<word>{_WORDS})\s+of\s+(?:the\s+)?$", re.IGNORECASE)
_PART = re.compile(
    r"^(?P<part>(?:far[ -])?(?:north|south)(?:ern)?(?:[ -]?(?:east|west)(?:ern)?)?|(?:far[ -])?(?:east|west)(?:ern)?"
    r"|central|upper|lower|mainland|coastal|rural|NE|NW|SE|SW)"
    r"[ -](?P<name>.+)$",
    re.IGNORECASE,
)
_LEADING_PART = re.compile(
    r"(?:far[ -])?(?:north|south|east|west|central|upper|lower)[a-z]*(?:[ -](?:east|west)[a-z]*)?[ -]$", re.IGNORECASE
)
LOOK_AHEAD = 80
"""Characters after a name in which a word for its kind may stand: behind a list ("Helmand, Kandahar and Zabul provinces")."""

BEARINGS = {"north": 0, "northeast": 45, "east": 90, "southeast": 135, "south": 180, "southwest": 225, "west": 270, "northwest": 315}
_SHORT = {"ne": "northeast", "nw": "northwest", "se": "southeast", "sw": "southwest"}


@dataclass(slots=True)
class Toponym:
    """A name of one place in a report, with all mentions that bear it. `kinds` is empty where the words announce none."""

    name: str
    mentions: list[Mention] = field(default_factory=list)
    kinds: frozenset[str] = frozenset()
    part: str | None = None
    candidates: tuple[Found, ...] = ()
    inside: list[int] = field(default_factory=list)
    people: bool = False
    probabilities: tuple[float, ...] = ()

    @property
    def best(self) -> Found | None:
        """The likeliest candidate."""
        if not self.candidates:
            return None
        return (
            self.candidates[max(range(len(self.candidates)), key=self.probabilities.__getitem__)]
            if self.probabilities
            else self.candidates[0]
        )


def bearing(words: str) -> int | None:
    """Return the bearing in degrees that a word like "northern" or "south-east" names, or None.

    >>> bearing("North-Eastern"), bearing("central")
    (45, None)
    """
    letters = re.sub(r"[^a-z]", "", words.casefold().replace("ern", "")).removeprefix("far")
    return BEARINGS.get(_SHORT.get(letters, letters))


def toponyms(gazetteer: Gazetteer, text: str, mentions: Iterable[Mention]) -> tuple[list[Toponym], list[Toponym]]:
    """Return the toponyms of a report, one for each name and kind, and apart the names of peoples, which mean their one country.

    Both are in the order of their first mention.
    """
    found: dict[tuple[str, str, frozenset[str]], Toponym] = {}
    for mention in mentions:
        new = look_up(
            gazetteer,
            mention.span.quote,
            text[max(0, mention.span.start - 24) : mention.span.start],
            text[mention.span.end : mention.span.end + LOOK_AHEAD],
        )
        key = (fold(new.name), new.part or "", new.kinds & DISTRICT)
        known = found.setdefault(key, new)
        known.mentions.append(mention)
        if known is not new and not known.kinds:
            known.kinds = new.kinds
    peoples = [item for item in found.values() if item.people and len(item.candidates) == 1]
    for item in peoples:
        item.probabilities = (1.0,)
    return _joined([item for item in found.values() if not item.probabilities], text), peoples


def look_up(gazetteer: Gazetteer, quote: str, before: str = "", after: str = "") -> Toponym:
    """Return the toponym of one mention: the whole name where it stands in the gazetteer, else what is left without words of kind and part.

    >>> found = look_up(Gazetteer.open(), "northern Kandahar province")
    >>> found.name, found.part, found.candidates[0].id
    ('Kandahar', 'northern', 'plc.af-kandahar')
    """
    name = proper(quote)
    if not name:
        return Toponym(name=quote)
    if people := _people(gazetteer, name):
        return Toponym(name=name, candidates=people, people=True)
    whole = _long_enough(gazetteer.candidates(name), name, after)
    if any(place.match != "sound" for place in whole):
        return Toponym(name=name, kinds=_announced(before, after), candidates=whole)
    bare, kinds = _without_kind(name)
    exact = gazetteer.candidates(bare) if bare != name else whole
    if not any(place.match != "sound" for place in exact) and (match := _PART.match(bare)):
        rest, more = _without_kind(match["name"])
        inner = gazetteer.candidates(rest)
        if inner:
            return Toponym(name=rest, kinds=kinds | more, part=match["part"], candidates=inner)
    kinds = kinds or _announced(before, after)
    return Toponym(name=bare, kinds=kinds, candidates=exact) if exact else _within(gazetteer, name, whole, kinds)


def _within(gazetteer: Gazetteer, name: str, whole: tuple[Found, ...], kinds: frozenset[str]) -> Toponym:
    """Return the toponym of a name that is not known: of the place that it says holds it, or of its first words where these are well known.

    "the Kalininsky district of Donetsk" is told by Donetsk, "Kabul Streets" by Kabul.
    """
    if whole:
        return Toponym(name=name, kinds=kinds, candidates=whole)
    if holder := _HOLDER.search(name):
        rest, more = _without_kind(name[holder.end() :])
        if found := gazetteer.candidates(rest):
            return Toponym(name=rest, kinds=more, candidates=found)
    words = name.split()
    for count in range(len(words) - 1, 0, -1):
        rest, more = _without_kind(" ".join(words[:count]))
        known = tuple(place for place in gazetteer.candidates(rest) if _stands_alone(place))
        if known:
            return Toponym(name=rest, kinds=more, candidates=known)
    return Toponym(name=name, kinds=kinds)


KNOWN_CITY = 50_000
"""People from whom on a settlement is told by the first words of a longer name."""


def _stands_alone(place: Found) -> bool:
    return place.match == "name" and (place.population >= KNOWN_CITY or place.capital) and place.kind != "district"


_SMALL = (
    r"(?:al|el|ed|ad|ar|as|es|ez|az|an|at|ash|de|del|de la|la|las|los|le|les|du|da|do|dos|di|der|den|am|an der|auf|bei|sur|upon|on|the"
    r"|of|and|of the|y|e|in|ibn|bin|ould|wa)"
)
_CAPITAL = "A-ZÀ-ÖØ-ÞĀ-Žʻ‘’'"
_PROPER = re.compile(
    rf"(?:(?:a[dlnrstz]|ash|adh|el|ed|es|ez)[-‑ ])?[{_CAPITAL}][^\s,;]*(?:[ -]+(?:{_SMALL}[ -]+)?[{_CAPITAL}0-9][^\s,;]*)*"
)
_KEPT = re.compile(rf"\s+(?:(?:refugee|border|air|military|naval)\s+)?(?:{_WORDS})\b", re.IGNORECASE)


_HOLDER = re.compile(r"\s(?:of|in|near)\s(?:the\s)?(?=[A-ZÀ-Þ])")


_OWNER = re.compile(r"^.*?['’]s\s+(?=[A-ZÀ-Þ])")
_NUMBERS = frozenset({
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "first", "second", "third",
    "hundred", "thousand",
})  # fmt: skip


def proper(quote: str) -> str:
    """Return the proper name in a mention, with a word for its kind behind it; empty where there is none ("the border", "there").

    >>> proper("the village of Aghbradzor"), proper("Syunik province"), proper("the area")
    ('village of Aghbradzor', 'Syunik province', '')
    """
    quote = _OWNER.sub("", quote.strip(" ,'’\""))
    match = _PROPER.search(quote)
    if match is None or _is_common(match.group()):
        return ""
    end = match.end()
    if kept := _KEPT.match(quote, end):
        end = kept.end()
        end = len(quote) if _HOLDER.match(quote, end) else end
    before = _PRECEDING.search(quote[: match.start()])
    part = _LEADING_PART.search(quote[: match.start()])
    return quote[before.start() if before else part.start() if part else match.start() : end].rstrip(" .’'") + _abbreviated(quote, end)


def _is_common(name: str) -> bool:
    """Whether a name is only a number or a word for a kind of place ("Villages", "Four")."""
    word = name.casefold()
    return word in _NUMBERS or word in _ALL_WORDS


def _abbreviated(quote: str, end: int) -> str:
    return "." if quote[:end].endswith(".") else ""


SHORT = 3
"""Letters up to which a name may be an abbreviation: such a one is in capitals or has its full stop ("LA", "La."; never "La" alone)."""


def _long_enough(found: tuple[Found, ...], name: str, after: str) -> tuple[Found, ...]:
    if len(fold(name)) > SHORT or name.isupper() or "." in name or after.startswith("."):
        return found
    return tuple(place for place in found if fold(place.name) == fold(name))


def _people(gazetteer: Gazetteer, name: str) -> tuple[Found, ...]:
    """Return the countries whose adjective or people a name is ("Russian", "Canadians"), and none for a country's own name."""
    folded = fold(name)
    states = gazetteer.adjectives.get(folded) or gazetteer.adjectives.get(folded.removesuffix("s")) or ()
    return tuple(gazetteer.found(gazetteer.countries[state]) for state in sorted(states))


def _without_kind(name: str) -> tuple[str, frozenset[str]]:
    match = _AFTER.match(name) or _BEFORE.match(name)
    return (match["name"], _ALL_WORDS[match["word"].casefold()]) if match else (name, frozenset())


def _announced(before: str, after: str) -> frozenset[str]:
    match = _FOLLOWING.match(after) or _LISTED.match(after) or _PRECEDING.search(before)
    return _ALL_WORDS[match["word"].casefold()] if match else frozenset()


_COMMA = re.compile(
    r"(?:,\s*(?:in\s+|the\s+)*|\s*\(\s*|\s+in\s+(?:the\s+)?"
    r"|\s+(?:district|province|county|town|city|village|area|region|state|neighbou?rhood|suburb)\s+(?:of|in)\s+(?:the\s+)?)$"
)
_BETWEEN = 40
"""Characters that may lie between a place and the larger one that holds it."""


def _joined(found: list[Toponym], text: str) -> list[Toponym]:
    """Note which toponym is said to lie inside which: "Paris, Texas", "Sawkay district in Kunar"."""
    order = sorted(
        ((mention.span, number) for number, item in enumerate(found) for mention in item.mentions), key=lambda item: item[0].start
    )
    for (span, number), (other, holder) in pairwise(order):
        gap = text[span.end : other.start]
        if number != holder and len(gap) < _BETWEEN and (_COMMA.fullmatch(gap) or _COMMA.fullmatch(_spare_kind(gap))):
            found[number].inside.append(holder)
    return found


def _spare_kind(gap: str) -> str:
    """Return what stands between two places without the word for the first one's kind (" district in " -> " in ")."""
    match = _FOLLOWING.match(gap)
    return gap[match.end() :] if match else gap

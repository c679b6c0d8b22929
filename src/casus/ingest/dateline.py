"""Datelines: `KABUL, Afghanistan, Jan. 5 (AP) —` before the first sentence, and where that sentence begins.

A dateline is told from a sentence with a dash in it by what follows (a capital, a figure or a quotation) and by what it names: a place in
capitals, a known city, a city with its country, a place with a date, or a place with an agency.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import regex

from casus.ingest.places import is_agency, is_city, is_label, is_plain_agency, is_region
from casus.ingest.published import published_at
from casus.records import Span

MAX_DATELINE = 140
"""Characters; room for two places, a country, a date and an agency. Chosen, not measured."""

MIN_UNKNOWN_LETTERS = 6
"""Letters of an unknown place in capitals before a bare dash: shorter ones are acronyms more often than towns."""

MAX_UNKNOWN_WORDS = 2
"""Words of such a place ("QALAT DARIM —"): three and more are headings more often than towns."""

_S = r"[ \t\u00a0\u202f]"
_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?"
    r"|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = rf"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?{_S})?"
_YEAR = rf"(?:,?{_S}(?:19|20)\d\d)?"
_DATE = rf"{_WEEKDAY}(?:(?i:{_MONTH}){_S}\d{{1,2}}(?!\d){_YEAR}|\d{{1,2}}{_S}(?i:{_MONTH})(?!\p{{L}}){_YEAR})"
_NAME = r"\p{Lu}[\p{L}\p{M}.'’ʼ]*(?:-[\p{L}\p{M}.'’ʼ]+)*+"
_PARTICLE = r"(?:de|la|le|el|al|ad|as|es|ez|az|del|du|da|do|dos|of|and|the|upon|sur|am)"
_PLACE = rf"(?:{_NAME}(?:/{_NAME})*+(?:{_S}(?:{_PARTICLE}{_S})?{_NAME}(?:/{_NAME})*+){{0,4}}?)"
_DASH = rf"(?:{_S}*--|(?:{_S}+|(?<=[)\].]))-{{1,3}}(?={_S})|{_S}+[–—―‒−]{{1,2}}(?=\s|$)|[–—―‒](?=\s)|[—―])"

_DATELINE = regex.compile(
    rf"""(?P<mark>[*_]{{1,3}})?
    (?P<dateline>
        (?: (?P<place>{_PLACE})
            (?P<region>(?:,{_S}(?!(?i:{_MONTH}){_S}\d|{_WEEKDAY}\d){_PLACE}){{1,2}}?|{_S}\[{_PLACE}\])?
            (?:[,.]?{_S}\(?(?P<date>{_DATE})\)?)?
          | (?P<date_alone>{_DATE}) (?={_S}\()
        )?
        (?:[,.]?{_S}?\((?P<agency>[^()\n]{{2,40}})\) | [,.]?{_S}/(?P<slashed>TASS)/)?
    )
    [*_]{{0,3}}
    (?P<close>{_DASH} | (?<=/TASS/)\. | :)""",
    regex.VERBOSE,
)
_CLOSE = regex.compile(r"[)*_]{0,4}[ \t\u00a0\u202f]*(?:[-–—―‒−]{1,3}|[.:])?[*_]{0,3}\s*")
_SENTENCE = regex.compile(r"[*_]{0,3}\s*(?:[\p{P}\p{S}]*(?:\p{Lu}|\p{Lt}|\p{Lo}|\d)|(?:al|el|an|as|ad|ash|ar|at)-\p{Lu})")
_ROUTE = regex.compile(
    rf"\s*(?P<other>{_NAME}(?:\s{_NAME})?)\s(?:relations|ties|talks|border|tensions?|road|highway|motorway|railway|corridor|route|flights?|axis|"
    r"dialogue|trade|agreement|accord|deal|war|conflict|summit|pipeline|rivalry|dispute|alliance)\b"
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """Where a dateline stands and what it says; `start` and `end` are code points, the dash lies behind `end`."""

    start: int
    end: int
    agency: str | None = None
    published: datetime | None = None


def find_dateline(text: str, start: int = 0) -> Dateline | None:
    """Return the dateline that `text` has at `start` (white space passed over), or None. A date without a year gives no `published`.

    >>> find_dateline("GENEVA/KHARTOUM, 14 March — Aid convoys crossed.").end
    25
    >>> find_dateline("Pakistan – which denies it – said no.") is None
    True
    """
    while start < len(text) and text[start].isspace():
        start += 1
    window = text[start : start + 2 * MAX_DATELINE]
    match = _DATELINE.match(window)
    if match is None or not match["dateline"].strip() or match.end("dateline") > MAX_DATELINE or not _is_dateline(match, window):
        return None
    agency = match["agency"] or match["slashed"]
    date = match["date"] or match["date_alone"]
    begin, end = match.span("dateline")
    return Dateline(start + begin, start + end, agency if agency and _names_source(agency) else None, published_at(date) if date else None)


def dateline_end(text: str, span: Span) -> int:
    """Return the offset of the first sentence: the code point after the dateline `span`, its dash or colon and the white space.

    >>> text = "KABUL – Talks resumed."
    >>> text[dateline_end(text, Span.of(text, 0, 5)) :]
    'Talks resumed.'
    """
    match = _CLOSE.match(text, span.end)
    return match.end() if match else span.end


def _is_dateline(match: regex.Match[str], window: str) -> bool:
    rest = window[match.end() :]
    if not _SENTENCE.match(rest):
        return False
    place = match["place"]
    if place is None:
        return bool(match["agency"]) and is_agency(match["agency"])
    if (
        (is_label(place) and not is_city(place))
        or _joins_two_places(rest)
        or (match["close"] == ":" and not _colon_may_follow(match, rest))
    ):
        return False
    return _in_capitals(match, place) if place.upper() == place else _in_small_letters(match, place)


def _joins_two_places(rest: str) -> bool:
    """Whether the dash stands between two places that share something: `Kabul – Islamabad relations soured`."""
    match = _ROUTE.match(rest)
    return match is not None and (is_city(match["other"]) or is_region(match["other"]))


def _colon_may_follow(match: regex.Match[str], rest: str) -> bool:
    """Whether the colon can end a dateline, as in South Asian papers (`New Delhi: The`); elsewhere it follows a speaker or a label."""
    tagged = any(match[part] for part in ("region", "date", "agency"))
    return tagged or (is_city(match["place"]) and regex.match(r"\s+[\p{P}]?\p{L}", rest) is not None)


def _in_capitals(match: regex.Match[str], place: str) -> bool:
    if is_city(place) or match["date"] or match["slashed"]:
        return True
    letters = sum(map(str.isalpha, place))
    if match["region"] or match["agency"]:
        return letters >= MIN_UNKNOWN_LETTERS or _region_known(match) or (bool(match["agency"]) and is_agency(match["agency"]))
    return (
        letters >= MIN_UNKNOWN_LETTERS
        and len(place.split()) <= MAX_UNKNOWN_WORDS
        and not any(is_label(word) or is_region(word) for word in regex.split("[-/ ]", place))
        and not is_region(place)
    )


def _in_small_letters(match: regex.Match[str], place: str) -> bool:
    if match["agency"]:
        return is_plain_agency(match["agency"]) or (is_agency(match["agency"]) and (is_city(place) or _region_known(match)))
    return is_city(place) or bool(match["date"]) or _region_known(match)


def _region_known(match: regex.Match[str]) -> bool:
    return any(is_region(part.strip(" ,[]\t\u00a0\u202f")) for part in (match["region"] or "").split(", ") if part.strip())


def _names_source(agency: str) -> bool:
    """Whether what stands in brackets is a publisher, and neither a date nor a remark."""
    named = agency[:1].isupper() and not any(map(str.isdigit, agency)) and len(agency.split()) <= 4
    return is_agency(agency) or (named and not is_region(agency) and not is_label(agency))

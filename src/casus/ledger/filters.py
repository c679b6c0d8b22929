"""One grammar of filters for the command line, the Python API and the web: `actor=AFG type=ASSAULT,COERCE since=2026-01-01`.

A comma means any of; several keys, or a key given twice, mean all of. Every key says which lists it narrows down, what its values are,
and what it means; an unknown key is refused, and the nearest valid one named.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from difflib import get_close_matches
from typing import Any, Literal, get_args

from casus.records import EVENT_TYPES, Answer, ClaimKind, Direction, Extent, Status, UsageError, Voice, ontology

List = Literal["reports", "claims", "events"]

ALL: tuple[List, ...] = ("reports", "claims", "events")


def _word(value: str) -> str:
    return value


def _choice(*allowed: str) -> Callable[[str], str]:
    def chosen(value: str) -> str:
        folded = {word.casefold().replace("_", " "): word for word in allowed}
        word = folded.get(value.casefold().replace("-", " ").replace("_", " ")) or folded.get(value.casefold())
        if word is None:
            raise ValueError(f"{value!r} is none of {', '.join(allowed)}{near(value, allowed)}")
        return word

    return chosen


def _day(value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise ValueError(f"{value!r} is no date: write it like 2026-03-14") from None


def _flag(value: str) -> bool:
    if value.casefold() not in ("yes", "no", "true", "false", "1", "0"):
        raise ValueError(f"{value!r}: say yes or no")
    return value.casefold() in ("yes", "true", "1")


def _share(value: str) -> float:
    number = _number(value)
    if not 0 <= number <= 1:
        raise ValueError(f"{value!r}: give a share from 0 to 1")
    return number


def _number(value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        raise ValueError(f"{value!r} is no number") from None
    if not math.isfinite(number):
        raise ValueError(f"{value!r} is no number")
    return number


def _modes() -> tuple[str, ...]:
    return tuple(dict.fromkeys(mode for entry in ontology().types.values() for mode in entry.modes))


@dataclass(frozen=True)
class Key:
    """One key of the grammar. `parts`: how many values a comma separates into one (0: a comma means any of)."""

    means: str
    lists: tuple[List, ...]
    parse: Callable[[str], Any] = _word
    parts: int = 0
    shape: str = "TEXT"


KEYS: dict[str, Key] = {
    "actor": Key("an actor takes part, in any part", ("claims", "events"), shape="ID"),
    "by": Key("an actor acts, or speaks", ("claims", "events"), shape="ID"),
    "on": Key("an actor is acted upon, or accused", ("claims", "events"), shape="ID"),
    "dyad": Key("two actors, whoever acts", ("claims", "events"), parts=2, shape="ID,ID"),
    "type": Key("PLOVER type", ("events",), _choice(*EVENT_TYPES), shape="TYPE"),
    "mode": Key("PLOVER mode", ("events",), _choice(*_modes()), shape="MODE"),
    "context": Key("PLOVER context", ("events",), _choice(*ontology().contexts), shape="CONTEXT"),
    "voice": Key("report, attributed or alleged", ("events",), _choice(*get_args(Voice)), shape="VOICE"),
    "status": Key("of an event: actual, negated …; of a claim: denied …", ("claims", "events"), shape="STATUS"),
    "extent": Key("single or several", ("events",), _choice(*get_args(Extent)), shape="EXTENT"),
    "kind": Key("what a claim does: allege, deny …", ("claims",), _choice(*get_args(ClaimKind)), shape="KIND"),
    "speaker": Key("an actor speaks", ("claims",), shape="ID"),
    "accused": Key("an actor is accused", ("claims",), shape="ID"),
    "answer": Key("what the accused's side says in the report: denied …", ("claims",), _choice(*get_args(Answer)), shape="ANSWER"),
    "has-evidence": Key("claims with evidence, or without", ("claims",), _flag, 1, "yes|no"),
    "direction": Key("of a relation that a claim assesses: up, down, steady", ("claims",), _choice(*get_args(Direction)), shape="WAY"),
    "place": Key("id of a place", ("events",), shape="ID"),
    "near": Key("within so many km of a point", ("events",), _number, 3, "LAT,LON,KM"),
    "box": Key("inside a box", ("events",), _number, 4, "SOUTH,WEST,NORTH,EAST"),
    "since": Key("on that day or later: of an event when it happened, else of publication", ALL, _day, 1, "DATE"),
    "until": Key("before that day", ALL, _day, 1, "DATE"),
    "published-since": Key("published on that day or later", ALL, _day, 1, "DATE"),
    "published-until": Key("published before that day", ALL, _day, 1, "DATE"),
    "source": Key("publisher", ALL, shape="NAME"),
    "dataset": Key("data set that a row was imported from", ("events",), shape="NAME"),
    "report": Key("id of a report", ALL, shape="ID"),
    "url": Key("address of a report", ALL, parts=1, shape="URL"),
    "text": Key("words that occur", ALL, parts=1, shape="WORDS"),
    "imported": Key("rows without text, or the others", ("events",), _flag, 1, "yes|no"),
    "confidence": Key("at least so confident", ("events",), _share, 1, "SHARE"),
    "occurrence": Key("id of an occurrence", ("events",), shape="ID"),
    "family": Key("id of a reprint family", ("reports",), shape="ID"),
}

ALIASES = {"speaker": "by", "accused": "on", "answer": "status"}
"""Keys that are other names for a key, of claims alone."""

_STATUSES = {"events": get_args(Status), "claims": get_args(Answer)}


@dataclass(frozen=True)
class Filters:
    """Conditions that all hold. Each is a key of `KEYS` and its values, of which any will do.

    >>> Filters.parse(["actor=AFG,PAK", "type=assault"]).conditions
    (('actor', ('AFG', 'PAK')), ('type', ('ASSAULT',)))
    """

    conditions: tuple[tuple[str, tuple[Any, ...]], ...] = field(default=())

    @classmethod
    def parse(cls, given: Filters | Mapping[str, Any] | Iterable[str] | None) -> Filters:
        """Read filters from `KEY=VALUE` words or from a mapping; raise `UsageError` for an unknown key or a value that cannot be."""
        if isinstance(given, Filters):
            return given
        return cls(tuple(_condition(key, value) for key, value in _pairs(given or ())))

    def get(self, key: str) -> list[tuple[Any, ...]]:
        """Return the values of each condition on a key."""
        return [values for name, values in self.conditions if name == key]

    def check(self, list: List) -> None:
        """Raise `UsageError` where a condition does not fit a list."""
        for key, values in self.conditions:
            if list not in KEYS[key].lists:
                raise UsageError(f"{key!r} does not narrow down {list}; it does {' and '.join(KEYS[key].lists)}")
            if key == "status":
                for value in values:
                    _checked(key, value, _choice(*_STATUSES[list]))

    def __bool__(self) -> bool:
        return bool(self.conditions)


def _pairs(given: Mapping[str, Any] | Iterable[str]) -> Iterator[tuple[str, str]]:
    if isinstance(given, Mapping):
        for key, value in given.items():
            for one in value if isinstance(value, (list, tuple)) else [value]:
                yield str(key), _written(one)
        return
    for word in given:
        key, equals, value = word.partition("=")
        if not equals:
            raise UsageError(f"{word!r} is no filter: write KEY=VALUE, where KEY is one of {', '.join(KEYS)}")
        yield key, value


def _written(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.astimezone(UTC).date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _condition(name: str, value: str) -> tuple[str, tuple[Any, ...]]:
    key = name.strip().casefold().replace("_", "-")
    if key not in KEYS:
        close = near(key, KEYS)
        raise UsageError(f"no filter is called {name!r}{close or '; filters: ' + ', '.join(KEYS)}")
    known = KEYS[key]
    parts = [value] if known.parts == 1 else [part.strip() for part in value.split(",")]
    if not all(part.strip() for part in parts) or (known.parts > 1 and len(parts) != known.parts):
        raise UsageError(f"{key}={value}: write {key}={known.shape}")
    values = tuple(_checked(key, part, known.parse) for part in parts)
    _sound(key, value, values)
    return ALIASES.get(key, key), values


def _checked(key: str, value: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(value)
    except ValueError as error:
        raise UsageError(f"{key}: {error}") from None


def _sound(key: str, written: str, values: tuple[Any, ...]) -> None:
    """Refuse points off the globe, boxes upside down and dyads of one."""
    match key:
        case "near":
            sound = abs(values[0]) <= 90 and abs(values[1]) <= 180 and 0 < values[2] <= 20_100
        case "box":
            sound = -90 <= values[0] < values[2] <= 90 and all(abs(lon) <= 180 for lon in values[1::2])
        case "dyad":
            sound = values[0] != values[1]
        case _:
            sound = True
    if not sound:
        raise UsageError(f"{key}={written}: write {key}={KEYS[key].shape}, on this globe and in this order")


def near(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean …?`, or nothing where no known word is near."""
    folded = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), folded, n=1)
    return f"; did you mean {folded[close[0]]!r}?" if close else ""

"""Which actors change places in a report, and what the report's key then says.

Two actors are exchanged where they are of one kind and each is named in the report: states with all their words (adjectives, people,
capital), bodies with their full and short names, persons with their full names and surnames. Pairs that no text could exchange without a
slip are left out: one name holds the other, one takes an article and the other none, or one person is "he" and the other "she".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel

from casus.evaluation.keys.entries import KeyActor
from casus.evaluation.keys.key import Key
from casus.evaluation.names import fold
from casus.evaluation.neutrality.renaming import Renamed, rename, renamed
from casus.records import DataError, Report, Span

Forms = Callable[[str], Mapping[str, Sequence[str]]]
"""The words of a state by their use (`name`, adjective, demonym, capital …), for its country code; nothing where it is not known."""

STATES = ("government", "state")
"""Kinds whose words are those of their country."""

_SHE, _HE = frozenset({"she", "her", "hers", "herself"}), frozenset({"he", "him", "his", "himself"})

R = TypeVar("R")


@dataclass(frozen=True)
class Swap:
    """Two actors of a report, of one kind, and what is written for what so that they change places."""

    report: str
    one: str
    other: str
    kind: str
    names: Mapping[str, str]


def read_swaps(path: Path, section: str = "swapped") -> dict[str, Mapping[str, str]]:
    """Return the maps of a file by report: `swapped: {REPORT: {NAME: NAME}}`."""
    try:
        data = yaml.safe_load(path.read_text("utf-8"))
        return {report: {str(a): str(b) for a, b in names.items()} for report, names in data[section].items()}
    except (OSError, UnicodeDecodeError, yaml.YAMLError, AttributeError, KeyError, TypeError) as error:
        raise DataError(f"{path}: expected `{section}:` with a map of names for each report ({error!r})") from error


def given_swap(report: str, names: Mapping[str, str]) -> Swap:
    """Return a swap that a file lists, called by the first pair of names that it holds."""
    one, other = next(iter(names.items()))
    return Swap(report, one, other, "as listed", names)


def swaps_of(key: Key, report: str, forms: Forms) -> Iterator[Swap]:
    """Yield each exchange of two actors of a report."""
    text, seen = key.report.text, list[dict[str, str]]()
    for one, other in combinations((actor for actor in key.actors.values() if _acts(key, actor)), 2):
        if one.kind != other.kind:
            continue
        names = _states(text, one, other, forms) if one.kind in STATES else _names(text, one, other)
        if names and names not in seen and rename(text, names).old:
            seen.append(names)
            yield Swap(report, one.name, other.name, one.kind, names)


def _acts(key: Key, actor: KeyActor) -> bool:
    """Whether an actor is a party of some event."""
    return any(actor.handle in party.handles for event in key.events.values() for party in (*event.actors, *event.recipients))


def _states(text: str, one: KeyActor, other: KeyActor, forms: Forms) -> dict[str, str]:
    """Return the words of two states for each other, use by use; nothing where one is not known or they share a word.

    Only the government of a state stands for it: a rival one, or a ministry, has names of its own.
    """
    if not one.country or not other.country or one.country == other.country:
        return {}
    left, right = forms(one.country), forms(other.country)
    if not (_governs(one, left) and _governs(other, right)) or _nested(left, right) or _articles(text, left) != _articles(text, right):
        return {}
    words = _exchanged(left, right) | _exchanged(right, left)
    datelines = {a.upper(): b.upper() for a, b in words.items() if not a.isupper()}
    return datelines | words | {one.country: other.country, other.country: one.country}


def _governs(actor: KeyActor, forms: Mapping[str, Sequence[str]]) -> bool:
    """Whether an actor is the government of the state with these words, called by nothing but its name."""
    return any(fold(actor.name) in (fold(f"Government of {name}"), fold(f"Government of the {name}")) for name in forms.get("name", ()))


def _exchanged(left: Mapping[str, Sequence[str]], right: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return for each word the other side's of the same use: the one as far down its list, else the first."""
    found: dict[str, str] = {}
    for use, words in left.items():
        others = right.get(use) or right["name"]
        for number, word in enumerate(words):
            found.setdefault(word, others[number] if number < len(others) else others[0])
    return found


def _names(text: str, one: KeyActor, other: KeyActor) -> dict[str, str]:
    """Return the names of two bodies or persons for each other; nothing where an exchange would jar."""
    left, right = _by_length(one), _by_length(other)
    if not left or not right or _nested(left, right) or _articles(text, left) != _articles(text, right) or _sexes(one) != _sexes(other):
        return {}
    return _exchanged(left, right) | _exchanged(right, left)


def _by_length(actor: KeyActor) -> dict[str, list[str]]:
    """Return an actor's names as `name` (several words), `acronym` and `short` (one word), each in the order of the text."""
    found: dict[str, list[str]] = {}
    for quote in dict.fromkeys(span.quote for span in actor.quotes if any(c.isupper() for c in span.quote)):
        use = "name" if " " in quote else "acronym" if quote.isupper() else "short"
        found.setdefault(use, []).append(quote)
    if found and "name" not in found:
        found["name"] = found.get("short") or found["acronym"]
    return found


def _nested(left: Mapping[str, Sequence[str]], right: Mapping[str, Sequence[str]]) -> bool:
    ours, theirs = ({word for words in side.values() for word in words} for side in (left, right))
    return any(re.search(rf"\b{re.escape(a)}\b", b) or re.search(rf"\b{re.escape(b)}\b", a) for a in ours for b in theirs)


def _articles(text: str, words: Mapping[str, Sequence[str]]) -> bool:
    """Whether the full name is written with an article, mostly."""
    found = [m for name in words["name"] for m in re.finditer(rf"(\bthe )?(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE)]
    return sum(bool(m[1]) for m in found) * 2 > len(found)


def _sexes(actor: KeyActor) -> frozenset[str]:
    words = {span.quote.lower() for span in actor.pronouns}
    return frozenset(name for name, some in (("she", _SHE), ("he", _HE)) if words & some)


def mirror_key(key: Key, names: Mapping[str, str]) -> Key | None:
    """Return the key of a report with other names; None where a span of the key ends inside a name that is replaced."""
    words = rename(key.report.text, names)
    known = key.report
    report = Report(text=words.text, publisher=known.publisher, url=known.url, published=known.published)
    try:
        parts = {f.name: _mirrored(getattr(key, f.name), words, names) for f in fields(key) if f.name not in ("name", "report")}
    except _CutError:
        return None
    return Key(name=key.name, report=report, **parts)


class _CutError(Exception):
    """A span begins or ends inside a name."""


def _mirrored(value: Any, words: Renamed, names: Mapping[str, str]) -> Any:
    """Return a part of a key with its spans moved and its names replaced; handles stay as they are."""
    if isinstance(value, Span):
        moved = words.span(value)
        if moved is None:
            raise _CutError
        return moved
    if isinstance(value, tuple):
        return tuple(_mirrored(item, words, names) for item in value)
    if isinstance(value, dict):
        return {handle: _mirrored(item, words, names) for handle, item in value.items()}
    if isinstance(value, BaseModel):
        return value.model_copy(update={name: _mirrored(getattr(value, name), words, names) for name in type(value).model_fields})
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: _field(f.name, getattr(value, f.name), words, names) for f in fields(value)})
    return value


_NAMING = ("name", "also", "id", "country", "role", "speaker_role", "administered_by", "claimed_by")
"""Fields that hold names in words; others hold handles and values."""


def _field(name: str, value: Any, words: Renamed, names: Mapping[str, str]) -> Any:
    if name not in _NAMING:
        return _mirrored(value, words, names)
    return tuple(renamed(item, names) for item in value) if isinstance(value, tuple) else value and renamed(value, names)

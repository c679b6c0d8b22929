"""Checks of the readable knowledge: its schema, references between entries, and dates that contradict each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from casus.grounding.compiling import KnowledgeError, read_entries
from casus.grounding.compiling.entries import Alias, Entry, Role, files, load
from casus.grounding.compiling.names import fold
from casus.grounding.compiling.offices import is_office

Kind = Literal[
    "government",
    "military",
    "police",
    "intelligence",
    "court",
    "parliament",
    "party",
    "armed group",
    "igo",
    "ngo",
    "coalition",
    "company",
    "media",
    "community",
    "people",
    "person",
    "state",
    "other",
]
Sector = Literal[
    "GOV",
    "MIL",
    "COP",
    "SPY",
    "JUD",
    "LEG",
    "OPP",
    "PTY",
    "REB",
    "PRM",
    "UAF",
    "CVL",
    "ELI",
    "BUS",
    "LAB",
    "AGR",
    "EDU",
    "MED",
    "JRN",
    "REF",
    "REL",
    "SOC",
    "CRM",
]
What = Literal[
    "member",
    "observer",
    "suspended",
    "part of",
    "split from",
    "renamed from",
    "successor of",
    "merged into",
    "affiliate of",
    "government of",
    "armed wing of",
    "head of state",
    "head of government",
    "foreign minister",
    "defence minister",
    "leader",
    "commander",
    "spokesperson",
    "lives in",
    "kin of",
    "state media of",
    "ruling party of",
]
SINGLE = ("head of state", "head of government", "foreign minister", "defence minister")
"""Offices that one person holds at a time."""

When = Any
"""A date as PyYAML reads it, or text such as 2012-05; `entries.day` decides."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class AliasRow(_Strict):
    """A name with dates, or with a rank among readings of one name. `organ`: the body of a state that a by-name stands for."""

    name: str
    since: When = None
    until: When = None
    approx: bool = False
    rank: int = 0
    organ: str | None = None
    source: str | None = None


class RoleRow(_Strict):
    """A dated role."""

    what: What
    of: str | None = None
    since: When = None
    until: When = None
    recognition: Literal["recognised", "de facto", "contested"] | None = None
    by: list[str] | str | None = None
    approx: bool = False
    source: str | None = None


class MemberRow(_Strict):
    """A member of an organisation, with dates; `what` where it is more or less than a member."""

    state: str
    what: Literal["member", "observer", "suspended"] = "member"
    since: When = None
    until: When = None
    approx: bool = False
    source: str | None = None


Names = list[str | AliasRow] | str | AliasRow


class EntryRow(_Strict):
    """An actor as written in every file but the states'."""

    id: str = Field(pattern=r"^((grp|org|com|pty|med|ngo|biz|per)\.[a-z0-9-]+|[A-Z]{3}(\.[A-Za-z0-9-]+)+)$")
    name: str
    kind: Kind
    sector: Sector | None = None
    country: str | None = Field(default=None, pattern=r"^[A-Z]{3}$")
    of: str | None = None
    aliases: list[str | AliasRow] = []
    bynames: list[str | AliasRow] = []
    adjectives: list[str | AliasRow] = []
    surname: str | None = None
    since: When = None
    until: When = None
    approx: bool = False
    roles: list[RoleRow] = []
    members: list[str | MemberRow] = []
    lives_in: list[str] = []
    kin: list[str] = []
    source: str | None = None
    note: str | None = None


class HolderRow(_Strict):
    """Who held an office. `acting`: in somebody's place."""

    person: str
    id: str = Field(pattern=r"^per\.[a-z0-9-]+$")
    since: When = None
    until: When = None
    approx: bool = False
    acting: bool = False
    title: str | None = None
    aliases: list[str | AliasRow] = []
    surname: str | None = None
    recognition: Literal["recognised", "de facto", "contested"] | None = None
    source: str | None = None


class OfficeRow(_Strict):
    """An office and its holders, in the order of time. `collective`: several hold it together."""

    office: str
    of: str
    title: str | None = None
    titles: list[str] = []
    collective: bool = False
    recognition: Literal["recognised", "de facto", "contested"] | None = None
    holders: list[HolderRow] = Field(min_length=1)


class StateRow(_Strict):
    """A state as written in `states/`: docs/knowledge.md explains the fields."""

    id: str = Field(pattern=r"^[A-Z]{3}(\.[a-z]+)?$")
    name: str
    the: bool = False
    full: str | None = None
    official: list[str | AliasRow] = []
    names: list[str | AliasRow] = []
    adj: Names = []
    people: Names = []
    capital: Names = []
    bynames: list[str | AliasRow] = []
    mil: Names = []
    cop: Names = []
    spy: Names = []
    leg: Names = []
    jud: Names = []
    organs: dict[str, list[str | AliasRow]] = {}
    since: When = None
    until: When = None
    approx: bool = False
    recognition: Literal["recognised", "de facto", "contested"] | None = None
    roles: list[RoleRow] = []
    level: Literal["territory", "region"] | None = None
    of: str | None = None
    country: str | None = None


def problems(folder: Path) -> list[str]:
    """Return every fault of the knowledge below `folder`, one line each; none where it is sound."""
    found = list(_schema(folder))
    try:
        entries = read_entries(folder)
    except KnowledgeError as error:
        return [*found, str(error)]
    return [*found, *_references(entries), *_order(entries), *_offices(entries), *_ambiguous(entries)]


def _schema(folder: Path) -> Iterator[str]:
    tables: list[tuple[Path, type[BaseModel]]] = [(path, StateRow) for path in sorted((folder / "states").glob("*.yaml"))]
    tables += [(path, EntryRow) for path in files(folder)]
    for path, model in tables:
        for row in load(path):
            try:
                _model(row, model).model_validate(row)
            except ValidationError as error:
                for fault in error.errors():
                    if fault["loc"]:
                        yield f"{path.name}: {row.get('id', row.get('office'))}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}"


def _model(row: dict[str, Any], model: type[BaseModel]) -> type[BaseModel]:
    return OfficeRow if is_office(row) else model


def _references(entries: list[Entry]) -> Iterator[str]:
    known = {e.id for e in entries}
    for e in entries:
        for reference in [e.of, e.country, *(r.of for r in e.roles), *(by for r in e.roles for by in r.by)]:
            if reference is not None and reference not in known:
                yield f"{e.file}: {e.id}: {reference} is nobody in the knowledge"


def _order(entries: list[Entry]) -> Iterator[str]:
    for e in entries:
        things: list[Entry | Role | Alias] = [e, *e.roles, *e.aliases]
        for thing in things:
            if thing.since and thing.until and thing.since >= thing.until:
                yield f"{e.file}: {e.id}: ends before it begins: {thing.since} .. {thing.until}"


def _offices(entries: list[Entry]) -> Iterator[str]:
    """Two people in one office on one day, unless a date is only known roughly, the office is shared, or `recognition` marks rivals."""
    held: dict[tuple[str, str], list[tuple[Role, str]]] = defaultdict(list)
    for e in entries:
        for r in e.roles:
            if r.what in SINGLE and r.of and r.since and not (r.approx or r.shared or r.recognition):
                held[r.what, r.of].append((r, e.id))
    for (what, of), holders in held.items():
        for (a, one), (b, other) in combinations(sorted(holders, key=lambda h: h[0].since or ""), 2):
            if one != other and (a.until is None or (b.since or "") < a.until):
                yield f"{what} of {of}: {one} until {a.until} and {other} since {b.since}"


def _ambiguous(entries: list[Entry]) -> Iterator[str]:
    """One name for two actors that neither country, dates nor rank tell apart."""
    named = defaultdict(list)
    for e in entries:
        for a in e.aliases:
            if a.use in ("name", "acronym"):
                named[fold(a.surface)].append((a, e))
    for key, owners in named.items():
        for (a, one), (b, other) in combinations(owners, 2):
            apart = one.id == other.id or a.rank != b.rank or one.country != other.country or one.kind == "person" or other.kind == "person"
            related = one.id in (other.of, *(r.of for r in other.roles)) or other.id in (one.of, *(r.of for r in one.roles))
            dated = _apart(a.since or one.since, a.until or one.until, b.since or other.since, b.until or other.until)
            if not (apart or related or dated):
                yield f"{key!r} names {one.id} ({one.file}) and {other.id} ({other.file}): give one a rank"


def _apart(since: str | None, until: str | None, other_since: str | None, other_until: str | None) -> bool:
    return bool((until and other_since and until <= other_since) or (other_until and since and other_until <= since))

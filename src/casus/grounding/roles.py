"""What an actor is on a day: government, armed group, foreign minister, or no longer any of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from casus.grounding.knowledge import Profile
from casus.records import Recognition, Role

PRECEDENCE = ("government of", "head of state", "head of government", "foreign minister", "defence minister", "leader")
"""Roles that say what an actor is, the weightiest first; every other office comes after them."""

TIES = frozenset(
    {
        "member",
        "observer",
        "suspended",
        "part of",
        "split from",
        "renamed from",
        "successor of",
        "merged into",
        "affiliate of",
        "armed wing of",
        "lives in",
        "kin of",
        "state media of",
        "ruling party of",
    }
)
"""Roles that say with whom an actor is, not what it is."""


@dataclass(frozen=True)
class Standing:
    """An actor on a day. `role` is one word of the knowledge or a kind; `of` an id; `undated` where no day was given."""

    role: str
    of: str | None = None
    recognition: Recognition | None = None
    former: bool = False
    undated: bool = False


def standing(profile: Profile, on: date | None) -> Standing:
    """Return what an actor is on a day: the weightiest role that holds, else the last one that it left, else its kind.

    Without a day: the newest role, flagged. An actor that no longer exists is `dissolved`.
    """
    named = [r for r in profile.roles if r.what not in TIES and not _administers(r)]
    if on is None:
        newest = [r for r in named if r.until is None] or named
        return _as(max(newest, key=_newest), undated=True) if newest else Standing(profile.kind, undated=True)
    holding = [r for r in named if _holds(r, on, profile)]
    if holding:
        return _as(min(holding, key=_weight))
    if _gone(profile, on):
        return Standing("dissolved")
    left = [r for r in named if r.until is not None and r.until <= on]
    if left and profile.kind == "person":
        return _as(max(left, key=lambda r: (r.until or date.min, -_place(r.what))), former=True)
    return Standing("government" if profile.kind == "government" and profile.of is None else profile.kind)


def _administers(role: Role) -> bool:
    """Whether an armed group runs an administration that is an actor of its own; it governs no state by that."""
    return role.what == "government of" and (role.of or "").startswith("org.")


def _as(role: Role, *, former: bool = False, undated: bool = False) -> Standing:
    what = "government" if role.what == "government of" else role.what
    return Standing(f"former {what}" if former else what, role.of, role.recognition, former, undated)


def _place(what: str) -> int:
    return PRECEDENCE.index(what) if what in PRECEDENCE else len(PRECEDENCE)


def _weight(role: Role) -> tuple[int, date]:
    return _place(role.what), role.since or date.min


def _newest(role: Role) -> tuple[bool, date, int]:
    return role.until is None, role.since or date.min, -_place(role.what)


def _holds(role: Role, on: date, profile: Profile) -> bool:
    """Whether a role held on a day. A person's office without a beginning holds only while its end is known to lie ahead."""
    if profile.kind == "person" and role.since is None:
        return role.until is not None and on < role.until
    return role.holds(on)


def _gone(profile: Profile, on: date) -> bool:
    if profile.until is not None and date.fromisoformat(profile.until) <= on:
        return True
    return any(
        r.what == "merged into" and r.since is not None and r.since <= on and (r.until is None or on < r.until) for r in profile.roles
    )


def exists(profile: Profile, on: date) -> bool:
    """Whether an actor was there on a day, as far as its dates are known."""
    began = profile.since is None or date.fromisoformat(profile.since) <= on
    return began and not _gone(profile, on)

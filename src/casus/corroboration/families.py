"""Reprint families: reports that share running text are one voice, however often it is printed.

Two reports belong together when three tenths of the shorter one's shingles stand in the other, and not by quotations alone. A family is
whatever such links connect. Links are a matter of two texts alone, so that families do not depend on the order of arrival, except where a
phrase becomes known as a masthead only after several reports that carry it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import blake2b
from typing import Protocol

from casus.corroboration.credits import credited
from casus.corroboration.shingles import QUOTATION, shingles
from casus.records import Report, ReprintFamily

CONTAINED = 0.3
"""Share of the shorter text's sampled shingles that the other must hold (DESIGN, section 5)."""

CONTAINED_CREDITED = 0.12
"""The same where both credit one agency within `CREDITED_WITHIN`: a common source is then likely, rewriting is what is left to doubt."""

CREDITED_WITHIN = timedelta(days=2)

OF_LONGER = 0.03
"""Share of the longer text that must be common too: a digest that carries twenty reports makes them no single voice."""

RUNNING = 0.12
"""Share of the shorter one's running text that must be common: what many papers quote makes no reprint (codebook, section 7)."""

LEAST = 3
"""Sampled shingles of running text in common, at least: about sixteen words in a row."""

MASTHEAD = 4
"""A shingle in so many families already is a masthead, an editor's note, a cookie notice: it says nothing about common descent."""


@dataclass(frozen=True)
class Fingerprint:
    """What a report is known by: sampled shingles (by number, whether quoted), agencies that it credits, and when it was published."""

    report: str
    hashes: Mapping[int, bool]
    agencies: frozenset[str] = frozenset()
    published: datetime | None = None

    @classmethod
    def of(cls, report: Report) -> Fingerprint:
        """Return the fingerprint of a report."""
        return cls.of_text(report.id, report.text, report.published)

    @classmethod
    def of_text(cls, report: str, text: str, published: datetime | None = None) -> Fingerprint:
        """Return the fingerprint of a text under a report's id."""
        return cls.of_hashes(report, shingles(text).tolist(), credited(text), published)

    @classmethod
    def of_hashes(
        cls, report: str, hashes: Iterable[int], agencies: frozenset[str] = frozenset(), published: datetime | None = None
    ) -> Fingerprint:
        """Return the fingerprint of marked hashes: the lowest bit says whether the words are quoted."""
        return cls(report, {value & ~QUOTATION: bool(value & QUOTATION) for value in hashes}, agencies, published)

    @property
    def marked(self) -> list[int]:
        """The hashes with the bit that says whether the words are quoted."""
        return [value | quoted for value, quoted in self.hashes.items()]

    @cached_property
    def running(self) -> int:
        """How many of the sampled shingles are running text."""
        return len(self.hashes) - sum(self.hashes.values())


class FamilyIndex(Protocol):
    """Where fingerprints and families are kept: in memory, or in a ledger."""

    def holders(self, hashes: Iterable[int]) -> Mapping[int, Sequence[str]]:
        """Return which reports have each of these shingles; shingles in very many reports may be left out."""

    def families(self, reports: Iterable[str]) -> Mapping[str, str]:
        """Return the family of each report, by id; a report that stands alone is its own."""

    def fingerprints(self, reports: Iterable[str]) -> Mapping[str, Fingerprint]:
        """Return the fingerprints of reports."""

    def members(self, family: str) -> tuple[str, ...]:
        """Return the reports of a family, or the report that stands alone under this id."""

    def keep(self, fingerprint: Fingerprint) -> None:
        """Keep a report's fingerprint; it stands alone."""

    def join(self, family: ReprintFamily) -> None:
        """Keep a family; its reports leave the ones that they were in."""


@dataclass
class MemoryIndex:
    """The index in memory, for one run."""

    _holders: dict[int, list[str]] = field(default_factory=lambda: defaultdict(list))
    _prints: dict[str, Fingerprint] = field(default_factory=dict)
    _family: dict[str, str] = field(default_factory=dict)
    _members: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def holders(self, hashes: Iterable[int]) -> Mapping[int, Sequence[str]]:
        """Return which reports have each of these shingles."""
        return {value: found for value in hashes if (found := self._holders.get(value))}

    def families(self, reports: Iterable[str]) -> Mapping[str, str]:
        """Return the family of each report, by id."""
        return {report: self._family.get(report, report) for report in reports}

    def fingerprints(self, reports: Iterable[str]) -> Mapping[str, Fingerprint]:
        """Return the fingerprints of reports."""
        return {report: self._prints[report] for report in reports}

    def members(self, family: str) -> tuple[str, ...]:
        """Return the reports of a family."""
        return self._members.get(family, (family,))

    def keep(self, fingerprint: Fingerprint) -> None:
        """Keep a report's fingerprint."""
        if fingerprint.report not in self._prints:
            self._prints[fingerprint.report] = fingerprint
            for value in fingerprint.hashes:
                self._holders[value].append(fingerprint.report)

    def join(self, family: ReprintFamily) -> None:
        """Keep a family."""
        for report in family.reports:
            self._members.pop(self._family.get(report, ""), None)
            self._family[report] = family.id
        self._members[family.id] = family.reports

    def all_families(self) -> list[ReprintFamily]:
        """Return the families of two reports and more, by id."""
        return [ReprintFamily(id=id, reports=reports) for id, reports in sorted(self._members.items())]


@dataclass(frozen=True)
class Shared:
    """What a report shares with another: the share of the shorter text, of the longer one, and of the shorter one's running text."""

    report: str
    of_shorter: float
    of_longer: float
    of_running: float
    running: int


def shared_text(fingerprint: Fingerprint, index: FamilyIndex) -> list[Shared]:
    """Return the reports of the index that share running text with one, the closest first. Mastheads do not count."""
    holders = index.holders(fingerprint.hashes)
    families = index.families({report for found in holders.values() for report in found})
    common: dict[str, list[int]] = defaultdict(list)
    mastheads = 0
    for value, found in holders.items():
        if len(found) >= MASTHEAD and len({families[report] for report in found}) >= MASTHEAD:
            mastheads += 1
            continue
        for report in found:
            common[report].append(value)
    near = {report: values for report, values in common.items() if len(values) >= LEAST and report != fingerprint.report}
    others = index.fingerprints(near)
    shares = [_shared(fingerprint, others[report], values, mastheads) for report, values in near.items()]
    return sorted((s for s in shares if s.running >= LEAST), key=lambda share: (-share.of_shorter, share.report))


def _shared(one: Fingerprint, other: Fingerprint, common: Sequence[int], mastheads: int) -> Shared:
    # Words that only one of the two has in quotation marks lost or gained them on the way: they were running text or count as such.
    running = sum(not (one.hashes[value] and other.hashes.get(value, False)) for value in common)
    told = max(len(one.hashes) - mastheads, 1)
    return Shared(
        other.report,
        of_shorter=len(common) / max(min(told, len(other.hashes)), 1),
        of_longer=len(common) / max(told, len(other.hashes), 1),
        of_running=running / max(min(one.running, other.running), 1),
        running=running,
    )


def reprints(fingerprint: Fingerprint, index: FamilyIndex) -> list[Shared]:
    """Return the reports of the index that share text with one closely enough to be of its family, the closest first."""
    shares = [s for s in shared_text(fingerprint, index) if s.of_longer >= OF_LONGER and s.of_running >= RUNNING]
    shares = [s for s in shares if s.of_shorter >= CONTAINED_CREDITED]
    doubtful = [s.report for s in shares if s.of_shorter < CONTAINED]
    others = index.fingerprints(doubtful) if doubtful else {}
    return [s for s in shares if s.of_shorter >= CONTAINED or _one_source(fingerprint, others[s.report])]


def _one_source(one: Fingerprint, other: Fingerprint) -> bool:
    if not one.agencies & other.agencies or one.published is None or other.published is None:
        return False
    return abs(one.published - other.published) <= CREDITED_WITHIN


def add_report(fingerprint: Fingerprint, index: FamilyIndex) -> ReprintFamily:
    """Take a report into the index; return the family that it belongs to, alone or not. To add it again changes nothing."""
    found = reprints(fingerprint, index)
    index.keep(fingerprint)
    ids = set(index.families([fingerprint.report, *(share.report for share in found)]).values())
    reports = tuple(sorted({fingerprint.report, *(report for id in ids for report in index.members(id))}))
    family = ReprintFamily(id=family_id(reports), reports=reports)
    if len(reports) > 1:
        index.join(family)
    return family


def family_id(reports: Iterable[str]) -> str:
    """Return the id of a family: a hash over the first of its reports by id.

    >>> family_id(["report:b", "report:a"]) == family_id(["report:a"])
    True
    """
    return f"family:{blake2b(min(reports).encode(), digest_size=8).hexdigest()}"

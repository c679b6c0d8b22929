"""CAMEO codes as PLOVER codings: `cameo.yaml`, read once and checked against the ontology."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from casus.exchange.tables import table
from casus.records import ontology

ROOTS = tuple(f"{number:02}" for number in range(1, 21))
"""Two-digit roots of CAMEO."""


@dataclass(frozen=True)
class Coding:
    """What a CAMEO code means in PLOVER: type, mode, contexts (each with a space before and after), and the PLOVER score.

    Of a `two_sided` act all parties are actors. Of a `turned` one the target acts: who hosts a visit is visited.
    """

    type: str
    mode: str | None
    contexts: str | None
    intensity: float
    two_sided: bool = False
    turned: bool = False


@dataclass(frozen=True)
class Cameo:
    """The whole table, by code; `skipped` names the roots that have no PLOVER type, and why."""

    codes: dict[str, Coding]
    skipped: dict[str, str]

    def coding(self, code: str) -> Coding | str:
        """Return the coding of a code, or of the code that it refines; for a root without PLOVER type, the reason.

        Raises `ValueError` for what is no CAMEO code.

        >>> cameo().coding("1831").mode, cameo().coding("0251")
        ('suicide-attack', 'appeals have no PLOVER type')
        """
        if code.isascii() and code.isdigit() and 2 <= len(code) <= 4:
            for length in range(len(code), 1, -1):
                if found := self.codes.get(code[:length]) or self.skipped.get(code[:length]):
                    return found
        raise ValueError(f"{code!r} is no CAMEO code: two to four digits, 01 to 20 first")


@cache
def cameo() -> Cameo:
    """Return the table that ships with casus."""
    data = table("cameo")
    two_sided, turned = set(data["two_sided"]), set(data["turned"])
    # 040 refines 04, but is a meeting of its own: a code that is only two-sided or turned takes its root's coding.
    written = data["codes"]
    codes = {}
    for code in sorted({*written, *two_sided, *turned}):
        row = written.get(code) or written[next(code[:n] for n in range(len(code), 1, -1) if code[:n] in written)]
        codes[code] = _coding(row, code in two_sided, code in turned)
    return Cameo(codes, data["skipped"])


def _coding(row: list[Any], two_sided: bool, turned: bool) -> Coding:
    type_, mode, contexts = (*row, None, None)[:3]
    words = contexts or []
    ontology().check(type_, mode, words)
    return Coding(type_, mode, f" {' '.join(words)} " if words else None, ontology().intensity(type_, mode), two_sided, turned)

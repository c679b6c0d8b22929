"""Other names in a text: whole words only, all at once, so that two names can change places."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass

from casus.records import Span


def renamed(text: str, names: Mapping[str, str]) -> str:
    """Return a text with each name replaced, longer names first, all at once.

    >>> renamed("Oman's envoy met Qatar. Omani boats left.", {"Oman": "Qatar", "Qatar": "Oman", "Omani": "Qatari"})
    "Qatar's envoy met Oman. Qatari boats left."
    """
    return rename(text, names).text


@dataclass(frozen=True)
class Renamed:
    """A text with other names: what was replaced, as `(start, end)` in the old text and in the new one, in text order."""

    text: str
    old: tuple[tuple[int, int], ...]
    new: tuple[tuple[int, int], ...]

    def at(self, offset: int) -> int | None:
        """Return where an offset of the old text lies in the new one; None inside a name that was replaced."""
        before = bisect_right(self.old, offset, key=lambda bounds: bounds[0]) - 1
        if before < 0:
            return offset
        (start, end), (new_start, new_end) = self.old[before], self.new[before]
        if offset >= end:
            return offset + new_end - end
        return new_start if offset == start else None

    def span(self, span: Span) -> Span | None:
        """Return the span of the new text for one of the old; None where it begins or ends inside a name that was replaced."""
        start, end = self.at(span.start), self.at(span.end)
        return None if start is None or end is None or start >= end else Span.of(self.text, start, end)


def rename(text: str, names: Mapping[str, str]) -> Renamed:
    """Return a text with each name replaced, and where."""
    if not names:
        return Renamed(text, (), ())
    ordered = sorted(names, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")
    parts, old, new, length, last = list[str](), list[tuple[int, int]](), list[tuple[int, int]](), 0, 0
    for match in pattern.finditer(text):
        kept, name = text[last : match.start()], names[match.group()]
        parts += [kept, name]
        length += len(kept)
        old.append(match.span())
        new.append((length, length + len(name)))
        length, last = length + len(name), match.end()
    return Renamed("".join([*parts, text[last:]]), tuple(old), tuple(new))

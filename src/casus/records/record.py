"""What all records share: frozen, strict about unknown fields, and identified by where they stand in a report."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen record; two records are equal when all their fields are."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


def identify(report: str, kind: str, offsets: Iterable[tuple[int, int]]) -> str:
    """Return a stable id for something in a report: the same report, kind and offsets give the same id in every run.

    >>> identify("r1", "claim", [(0, 4)]) == identify("r1", "claim", [(0, 4)])
    True
    >>> identify("r1", "claim", [(0, 4)]).split(":")[0]
    'claim'
    """
    key = "|".join([report, kind, *(f"{start}-{end}" for start, end in offsets)])
    return f"{kind}:{blake2b(key.encode(), digest_size=8).hexdigest()}"

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from casus.cli import run

TEXT = """Ferry company blames coast guard for collision

PORT SELA, May 4, 2026 (Sound Wire) — The Tolle ferry company accused the coast guard of Maridia of ramming one of its boats.

"We have the radar track," said Imra Tolle, who runs the company. The coast guard did not reply.
"""


@dataclass(frozen=True)
class Ran:
    """What a command printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def casus(capfdbinary: pytest.CaptureFixture[bytes]) -> Callable[..., Ran]:
    """Run the command line in this process."""

    def call(*arguments: str | Path) -> Ran:
        code = run([str(a) for a in arguments])
        out, err = capfdbinary.readouterr()
        return Ran(code, out.decode("utf-8"), err.decode("utf-8"))

    return call


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, "utf-8")
    return path

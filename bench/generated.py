"""Files that a command makes: checked in CI, written anew on demand, never edited by hand."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path


def settle(made: Iterable[tuple[Path, str]], write: bool, what: str, remedy: str) -> int:
    """Compare files with what they should hold, and write those that differ where `write` says so.

    Return 1, and name the stale files and the `remedy` on stderr, where some differ and were not written.
    """
    stale = []
    for path, content in made:
        if not path.exists() or path.read_text("utf-8") != content:
            stale.append(f"{path.parent.name}/{path.name}")
            if write:
                path.parent.mkdir(exist_ok=True)
                path.write_text(content, "utf-8")
    if stale and not write:
        print(f"{', '.join(stale)}: stale; run `{remedy}`", file=sys.stderr)
        return 1
    print(f"{what}: {'wrote ' + ', '.join(stale) if stale else 'up to date'}")
    return 0

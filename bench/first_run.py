"""The first run on a bare machine: a fresh clone, an empty home, `make demo` and `make test`; written to docs/first-run.md.

python -m bench.first_run
"""

from __future__ import annotations

import os
import platform
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
KEPT = ("PATH", "LANG", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_CONFIG_FILE", "SSL_CERT_FILE", "HTTPS_PROXY")
"""What a bare machine has: programs on the path, a language, and the way to the package index."""

TAIL = 40
"""Lines of a recipe's output that the transcript keeps."""


def run(recipe: str, clone: Path, home: Path) -> tuple[str, float]:
    """Run one recipe in the clone; return its output and the minutes it took. Fail where it fails."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ} | {"HOME": str(home), "NO_COLOR": "1", "TERM": "dumb"}
    began = time.monotonic()
    done = subprocess.run(
        ["make", recipe], cwd=clone, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(f"make {recipe} failed on a bare machine:\n{done.stdout}")
    return done.stdout.replace(str(clone), "casus"), (time.monotonic() - began) / 60


def transcript() -> str:
    """Return the page: what was run, how long it took, and what it printed."""
    with tempfile.TemporaryDirectory() as folder:
        clone, home = Path(folder) / "casus", Path(folder) / "home"
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        parts = []
        for recipe in ("demo", "test"):
            output, minutes = run(recipe, clone, home)
            lines = [line.rstrip() for line in output.splitlines()]
            shown = lines if len(lines) <= TAIL else [*lines[: TAIL // 2], "…", *lines[-TAIL // 2 :]]
            parts.append(f"## `make {recipe}`: {minutes:.1f} minutes\n\n```\n" + "\n".join(shown) + "\n```\n")
    machine = f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} {platform.machine()}"
    head = (
        f"# The first run\n\nA fresh clone with an empty home and no environment ({machine}). Written by `python -m bench.first_run`.\n\n"
    )
    return head + "\n".join(parts)


def main() -> None:
    """Write the page."""
    (ROOT / "docs/first-run.md").write_text(transcript(), "utf-8")
    print("wrote docs/first-run.md", file=sys.stderr)


if __name__ == "__main__":
    main()

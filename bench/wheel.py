"""Build the wheel, install it into a clean environment without dev packages, and use it there."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
LARGEST = 45 * 2**20
"""Bytes of models that the wheel may carry in all."""


def say(*command: str, cwd: Path = ROOT, stdin: str | None = None) -> str:
    """Run a command and return its stdout; end the check with its stderr where it fails."""
    done = subprocess.run(command, cwd=cwd, input=stdin, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def main() -> None:
    """Build, install, and check what a user would do first."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        say(sys.executable, "-m", "build", "--wheel", "--outdir", name)
        wheel = next(folder.glob("*.whl"))
        models = sum(entry.file_size for entry in zipfile.ZipFile(wheel).infolist() if entry.filename.endswith((".onnx", ".npz")))
        assert 0 < models <= LARGEST, f"models in the wheel: {models:,} bytes"
        say(sys.executable, "-m", "venv", str(folder / "clean"))
        python = str(folder / "clean/bin/python")
        constraints = str(ROOT / "constraints.txt")
        say(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--constraint", constraints, str(wheel))
        casus = str(folder / "clean/bin/casus")
        assert say(casus, "--version", cwd=folder).startswith("casus, version "), "no version"
        row = json.loads(say(casus, "read", "-", cwd=folder, stdin="The ministry accused Ruritania of arming the rebels."))
        assert row["attributions"], "the installed wheel finds no attribution"
        assert "Next:" in say(casus, "demo", cwd=folder), "the demo does not come to its end"
        print(f"wheel: {wheel.name}, {wheel.stat().st_size / 2**20:.1f} MiB, models {models / 2**20:.1f} MiB; reads in a clean environment")


if __name__ == "__main__":
    main()

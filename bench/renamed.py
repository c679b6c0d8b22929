"""Golden reports with other names: invented ones, and two actors exchanged. A coder that reads relations codes them alike.

    python -m bench.renamed            fail where a set is not what its maps make of the golden reports
    python -m bench.renamed --write    make the sets anew

`tests/golden/renamed.yaml` holds, for each set and report, what is written for what. Text and key are rewritten alike, whole words
only, all at once, so that two names can change places; the key of a swapped report is therefore its mirror.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from bench.generated import settle
from casus.evaluation.neutrality import renamed

GOLDEN = Path(__file__).parent.parent / "tests/golden"
SETS = ("invented", "swapped")


def made() -> Iterator[tuple[Path, str]]:
    """Yield every file of the renamed sets with its content."""
    maps = yaml.safe_load((GOLDEN / "renamed.yaml").read_text("utf-8"))
    for name_of_set in SETS:
        for report, names in maps[name_of_set].items():
            source = next(folder for folder in (GOLDEN / "final", GOLDEN / "tune") if (folder / f"{report}.txt").exists())
            for suffix in (".txt", ".yaml"):
                content = (source / f"{report}{suffix}").read_text("utf-8")
                yield GOLDEN / name_of_set / f"{report}{suffix}", renamed(content, names)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check or write the sets; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    return settle(made(), parser.parse_args(arguments).write, "renamed sets", "python -m bench.renamed --write")


if __name__ == "__main__":
    sys.exit(main())

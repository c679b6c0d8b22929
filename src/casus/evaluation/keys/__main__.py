"""Check keys: `python -m casus.evaluation.keys KEY.yaml TEXT.txt [KEY TEXT …]`. Exit code 1 where a key is refused, 2 on misuse."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from casus.evaluation.keys.load import check_key


def main(arguments: Sequence[str]) -> int:
    """Print each problem on one line, or `ok: N actors, …` for a key without any."""
    if not arguments or len(arguments) % 2:
        print("usage: python -m casus.evaluation.keys KEY.yaml TEXT.txt [KEY TEXT …]", file=sys.stderr)
        return 2
    refused = False
    for path, text in zip(arguments[::2], arguments[1::2], strict=True):
        key, problems = check_key(Path(path), Path(text))
        if key is None:
            refused = True
            print("\n".join(problems))
        else:
            counts = (f"{len(getattr(key, part))} {part}" for part in ("actors", "attributions", "claims", "events"))
            print(f"{'' if len(arguments) == 2 else f'{path}: '}ok: {', '.join(counts)}")
    return 1 if refused else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

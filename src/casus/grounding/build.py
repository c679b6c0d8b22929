"""`python -m casus.grounding.build`: compile the knowledge, or check it (`--check`)."""

from __future__ import annotations

import argparse
import sys

from casus.grounding.compiling import KnowledgeError, compile_knowledge
from casus.grounding.compiling.check import problems
from casus.grounding.knowledge import COMPILED, SOURCE


def main() -> int:
    """Compile or check; return 1 where the knowledge has faults."""
    parser = argparse.ArgumentParser(prog="python -m casus.grounding.build", description=__doc__)
    parser.add_argument("--check", action="store_true", help="check schema, ids, references and dates; compile nothing")
    if parser.parse_args().check:
        found = problems(SOURCE)
        print("\n".join(found) or "no faults", file=sys.stderr)
        return 1 if found else 0
    try:
        count = compile_knowledge(SOURCE, COMPILED)
    except KnowledgeError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{COMPILED.name}: {count} actors", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())

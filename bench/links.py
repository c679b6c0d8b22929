"""How well spans are linked where all spans are right: the labelled spans of a data set in, its attributions expected out.

python -m bench.links --data ../shared/data/attribution/polnear_dev.jsonl.gz
"""

from __future__ import annotations

import argparse
from pathlib import Path

from casus.evaluation import Labelled, read_attributions
from casus.reader import sentences
from casus.reader.links import Linker, certain


def right(text: Labelled) -> tuple[int, int]:
    """Return for how many cues of a text source and content are both right, and how many cues it has."""
    spans = (certain(text.layers[role]) for role in ("source", "cue", "content"))
    found = {link.cue: link for link in Linker(text.text, sentences(text.text)).link(*spans)}
    count = 0
    for source, cue, content in text.links:
        link = found.get(cue[0]) if cue else None
        count += link is not None and link.source == next(iter(source), None) and sorted(link.contents) == sorted(content)
    return count, sum(bool(cue) for _, cue, _ in text.links)


def main() -> None:
    """Print the share of cues whose source and content are both right."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    tallies = [right(text) for text in read_attributions(parser.parse_args().data)]
    count, total = sum(t[0] for t in tallies), sum(t[1] for t in tallies)
    print(f"source and content both right for {count:,} of {total:,} cues: {count / total:.1%}")


if __name__ == "__main__":
    main()

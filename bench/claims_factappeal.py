"""Types of sources on FactAppeal, whose labels are mapped onto ours: `python -m bench.claims_factappeal --data FILE --split dev`.

The definition used. FactAppeal marks in single sentences the sources of factual statements, each with one of eight types. Ours are
`official`, `expert`, `witness`, `participant`, `document`, `media`; its Expert_Document and Direct_Evidence count as `document` (both
are things, not people), its News_Report as `media`. Sources without a type ("null": pronouns and names whose part the sentence does not
tell) are left out. Two figures: the type given the words of the source, with the words that the set marks as said about it; and end to
end, where casus reads the sentence and a source counts as found if a claim's source overlaps it. Beside both: the commonest type for
every source. Named or not is scored given the words. Macro-F1 over the types that occur; percentile bootstrap over sources or sentences.
"""

from __future__ import annotations

import argparse
import csv
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from casus.coding.source_types import named_by_words, type_of_words
from casus.ingest import report_from_text
from casus.pipeline import Pipeline

TYPES = {
    "Official": "official", "Expert": "expert", "Witness": "witness", "Active_Participant": "participant",
    "News_Report": "media", "Expert_Document": "document", "Direct_Evidence": "document",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([^<>]+)>")
Pair = tuple[str, str | None]


@dataclass(frozen=True)
class Source:
    """A labelled source: where it stands in the plain sentence, its type as ours, whether it is named, and what is said about it."""

    start: int
    end: int
    type: str
    named: bool
    about: str


def parse(annotation: str) -> tuple[str, list[Source]]:
    """Return the plain sentence and its sources with a type.

    >>> parse("<Source:Named:Expert>Ms Ho</Source:Named:Expert> said so.")[1][0].type
    'expert'
    """
    text, spans, opened, at = "", [], [], 0
    for tag in _TAG.finditer(annotation):
        text += annotation[at : tag.start()]
        at = tag.end()
        if not tag[1]:
            opened.append((tag[2], len(text)))
        elif opened:
            name, start = opened.pop()
            spans.append((name, start, len(text)))
    text += annotation[at:]
    about = " ".join(text[start:end] for name, start, end in spans if name == "Source_Attribute")
    found = [(name.split(":"), start, end) for name, start, end in spans if name.startswith("Source:")]
    return text, [Source(s, e, TYPES[parts[2]], parts[1] == "Named", about) for parts, s, e in found if parts[2] in TYPES]


def rows(path: Path) -> Iterator[tuple[str, list[Source]]]:
    """Yield the sentences of the file with their sources."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield parse(row["annotation"])


def macro(pairs: Sequence[Pair]) -> float:
    """Return macro-F1 over the types that occur; None as given type is a miss, an empty gold an extra."""
    gold, given = Counter(a for a, _ in pairs if a), Counter(b for _, b in pairs if b)
    right = Counter(a for a, b in pairs if a and a == b)
    return float(np.mean([2 * right[t] / (gold[t] + given[t]) for t in gold])) if gold else 0.0


def line(name: str, groups: Sequence[Sequence[Pair]]) -> str:
    """Return macro-F1 with interval over the groups (sources, or sentences), and n."""
    pairs = [pair for group in groups for pair in group]
    drawn = np.random.default_rng(20250101).integers(0, len(groups), (1000, len(groups)))
    spread = [macro([pair for i in draw for pair in groups[i]]) for draw in drawn]
    low, high = np.percentile(spread, (2.5, 97.5))
    return f"{name:46}{macro(pairs):.3f}   {low:.3f}–{high:.3f}   n {sum(1 for a, _ in pairs if a)}"


def read(pipeline: Pipeline, text: str, sources: Sequence[Source]) -> list[Pair]:
    """Return the pairs of a sentence read by casus: each labelled source, and each claim whose source is none of them."""
    reading = pipeline.read(report_from_text(text))
    attributions = {a.id: a for a in reading.attributions}
    found = [
        (attributions[c.attribution].source[0], c.source_type) for c in reading.claims if c.attribution in attributions and c.source_type
    ]
    pairs: list[Pair] = []
    for source in sources:
        types = [str(t) for span, t in found if span.start < source.end and source.start < span.end]
        pairs.append((source.type, types[0] if types else None))
    return pairs


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="a folder with factappeal_SPLIT.csv, or the file")
    parser.add_argument("--split", choices=("train", "dev"), default="dev")
    parser.add_argument("--only-given", action="store_true", help="leave out reading the sentences")
    parser.add_argument("--show", action="store_true", help="print wrong types; of train only")
    arguments = parser.parse_args()
    path = arguments.data if arguments.data.is_file() else arguments.data / f"factappeal_{arguments.split}.csv"
    labelled = list(rows(path))
    sources = [(text, s) for text, found in labelled for s in found]
    commonest = Counter(s.type for _, s in sources).most_common(1)[0][0]
    given = [(s.type, type_of_words(text[s.start : s.end], s.about) or "participant") for text, s in sources]
    if arguments.show and arguments.split == "train":
        for (text, s), (gold, told) in zip(sources, given, strict=True):
            if gold != told:
                print(f"{gold:12} <- {told:12} {text[s.start : s.end]} | {s.about} | {text[:160]}")
    print(line("type, given the source's words", [[pair] for pair in given]))
    for type_ in sorted(set(TYPES.values())):
        print(f"    {type_:12} F1 {macro([(a if a == type_ else '', b if b == type_ else None) for a, b in given]):.3f}")
    print(line(f"type, {commonest} for every source", [[(s.type, commonest)] for _, s in sources]))
    named = [(str(s.named), str(named_by_words(text[s.start : s.end]))) for text, s in sources]
    print(line("named or not, given the source's words", [[pair] for pair in named]))
    if not arguments.only_given:
        pipeline = Pipeline()
        print(line("type, from the sentence, end to end", [read(pipeline, text, found) for text, found in labelled if found]))


if __name__ == "__main__":
    main()

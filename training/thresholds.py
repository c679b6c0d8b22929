"""Write into `spans.json` what is set after training: how sure the model must be, what counts as a doubtful span, and the cue words.

    python -m training.thresholds --data ../shared/data --weights src/casus/reader/weights

One number a layer is added to the log-probability of OUTSIDE before decoding; below zero, more is found.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path

from casus.evaluation import Labelled, read_attributions
from casus.reader.words import words

OUTSIDE = {
    "source": -1.0,
    "cue": 0.3,
    "content": 0.8,
    "actor": -1.0,
    "person": 0.5,
    "place": -0.5,
    "moment": -0.5,
    "weapon": -0.5,
    "act": -1.5,
    "evidence": -0.25,
}
"""Source, cue and content: the best of a grid on `polnear_dev`, by the sum of exact and overlap F1 of all roles once they are linked. The
others were set on the golden reports for tuning. Acts are a gate for the pair model, which decides; actors are found rather than
missed: a claim whose accused is not a mention cannot name him, and a mention without a part does no harm. Evidence: on golden and
contrast texts for tuning."""

WEAK = {"source": -1.0, "cue": -1.0, "content": -1.0}
"""Shifts at which the linker's doubtful spans are found."""

CUE_SHARE, CUE_COUNT = 0.3, 8
"""A word is a cue word where this share of its occurrences in the training articles, and so many at least, lie in cues."""


def cue_words(texts: list[Labelled]) -> list[str]:
    """Return the words that reporters use as cues, lower case: a content without any is not read a second time."""
    seen, cues = Counter[str](), Counter[str]()
    for text in texts:
        inside = {offset for start, end in text.layers["cue"] for offset in range(start, end)}
        for start, end in words(text.text):
            word = text.text[start:end].lower()
            seen[word] += 1
            cues[word] += start in inside
    return sorted(w for w, n in cues.items() if w.isalpha() and n >= CUE_COUNT and n / seen[w] >= CUE_SHARE)


def main() -> None:
    """Write the numbers and the words beside the weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True)
    arguments = parser.parse_args()
    path = arguments.weights / "spans.json"
    description = json.loads(path.read_text("utf-8"))
    found = cue_words(read_attributions(arguments.data / "attribution/polnear_train.jsonl.gz"))
    path.write_text(json.dumps({**description, "outside": OUTSIDE, "weak": WEAK, "cue_words": found}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()

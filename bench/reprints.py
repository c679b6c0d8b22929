"""How surely reprints are found: articles trimmed, edited and mixed, looked for among the originals.

python -m bench.reprints --data ../shared/data/attribution

Every article of both files stands in the index; each of a sample is then altered and looked for.
    trimmed   the first 70, 40 or 20 % of the words (agencies write so that papers can cut from below)
    edited    one word in ten replaced, left out or doubled, one sentence in six left out, two neighbouring sentences exchanged
    mixed     the first half of one article before the last half of another: both are looked for
A candidate is false when it is neither the source nor an article that, over all shingles, shares three tenths of its running text with
the source or with the query. Queries of under 20 words of running text are left out: their number is printed.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

from casus.corroboration.families import CONTAINED, Fingerprint, MemoryIndex, add_report, reprints
from casus.corroboration.shingles import WIDTH, shingles

FILES = ("polnear_train.jsonl.gz", "polnear_dev.jsonl.gz")
LEAST_WORDS = 20

Altered = tuple[str, set[int]]
"""A text, and the articles that it comes from."""


def texts(folder: Path) -> list[str]:
    """Return the text of every article."""
    return [json.loads(line)["text"] for name in FILES for line in gzip.open(folder / name, "rt", encoding="utf-8")]


def trimmed(share: float) -> Callable[[list[str], int, random.Random], Altered]:
    """Return what keeps that share of an article's words, from the first."""

    def alter(articles: list[str], number: int, _: random.Random) -> Altered:
        ends = [match.end() for match in re.finditer(r"\S+", articles[number])]
        return articles[number][: ends[max(round(len(ends) * share), 1) - 1]], {number}

    return alter


def edited(articles: list[str], number: int, chance: random.Random) -> Altered:
    """Return the article with words and sentences changed."""
    sentences = [s for s in re.split(r"(?<=[.!?])\s+", articles[number]) if chance.random() > 1 / 6]
    for place in range(0, len(sentences) - 1, 7):
        sentences[place], sentences[place + 1] = sentences[place + 1], sentences[place]
    words = [_word(word, chance) for word in " ".join(sentences).split()]
    return " ".join(words), {number}


def _word(word: str, chance: random.Random) -> str:
    if chance.random() > 0.1:
        return word
    return chance.choice(["", f"{word} {word}", "indeed"])


def mixed(articles: list[str], number: int, chance: random.Random) -> Altered:
    """Return the first half of the article before the last half of another."""
    other = chance.choice([n for n in range(len(articles)) if n != number])
    one, two = articles[number].split(" "), articles[other].split(" ")
    return " ".join([*one[: len(one) // 2], *two[len(two) // 2 :]]), {number, other}


ALTERATIONS = {
    "trimmed to 70 %": trimmed(0.7),
    "trimmed to 40 %": trimmed(0.4),
    "trimmed to 20 %": trimmed(0.2),
    "edited": edited,
    "mixed": mixed,
}


def measure(articles: list[str], sample: list[int], index: MemoryIndex, alter: Callable[[list[str], int, random.Random], Altered]) -> str:
    """Return a row: recall over sources, false candidates a query, queries, queries too short."""
    chance, whole = random.Random(1), dict[int, set[int]]()
    found = wanted = false = queries = short = 0

    def exact(number: int) -> set[int]:
        return whole.setdefault(number, set(shingles(articles[number], 1).tolist()))

    for number in sample:
        text, sources = alter(articles, number, chance)
        prints = set(shingles(text, 1).tolist())
        if len(prints) + WIDTH - 1 < LEAST_WORDS:
            short += 1
            continue
        queries += 1
        hits = {int(share.report) for share in reprints(Fingerprint.of_text("query", text), index)}
        found, wanted = found + len(hits & sources), wanted + len(sources)
        others = [prints, *(exact(source) for source in sources)]
        false += sum(
            all(len(exact(hit) & other) < CONTAINED * min(len(exact(hit)), len(other)) for other in others) for hit in hits - sources
        )
    return f"{found / wanted:6.3f} {false / queries:7.4f} {queries:8} {short:6}"


def related(one: set[int], other: set[int]) -> bool:
    """Whether two texts share as much, over all their shingles, as makes a family."""
    return len(one & other) >= CONTAINED * min(len(one), len(other))


def main() -> None:
    """Print recall and false candidates for each alteration, and how fast reports are taken in."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sample", type=int, default=400, help="queries of each kind")
    arguments = parser.parse_args()
    articles = texts(arguments.data)
    index, start = MemoryIndex(), time.process_time()
    for number, text in enumerate(articles):
        add_report(Fingerprint.of_text(str(number), text), index)
    took = time.process_time() - start
    sample = random.Random(0).sample(range(len(articles)), min(arguments.sample, len(articles)))
    print(f"{len(articles)} articles, {len(articles) / took:,.0f} a second of one core taken in\n{'':18}recall false/q  queries  short")
    for name, alter in ALTERATIONS.items():
        print(f"{name:18}{measure(articles, sample, index, alter)}")


if __name__ == "__main__":
    main()

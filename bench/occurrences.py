"""How well tellings of one happening are brought together: headlines of events that UCDP coded by hand.

python -m bench.occurrences --data ../shared/data          # scores the half of the events that nothing was fitted on
python -m bench.occurrences --data ../shared/data --fit    # fits weights and word table on the other half, and writes them

Given is what a feed gives: the headline, its publisher and day, and the country; in the settings "event's day", the day on which the event
began too, for the baseline as for casus. Nothing else of the coded event is used. Headlines that stand under several events are left out,
and so are empty ones. Events are split by a hash of their id. "several" holds the headlines of events with two headlines or more; "all" the
others too, which have no true pair and only invite false ones.
The score is the F1 of pairs of headlines that are put together; the baseline puts together what has the same day and the same country.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path
from zlib import crc32

import numpy as np
import yaml

import casus.corroboration
from casus.corroboration import likeness, meaning
from casus.corroboration.grouping import occurrences
from casus.corroboration.meaning import BUCKETS, STEPS, Meaning
from casus.corroboration.tellings import Happening, Where
from casus.grounding.gazetteer import Gazetteer

EVENTS = "relations/ucdp_events_2023_half.csv"
NEWS = "attribution/polnear_train.jsonl.gz"

HEADLINE_COUNTS = 5
"""How many paragraphs of news an event's headlines stand for in the word table: there are few of them, and they are what is compared."""

FITTED = ("bias", "words", "pieces", "first", "second", "number", "numbers_differ", "apart", "one_day", "region", "elsewhere")
SHIFTS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
"""What is added to a fitted bias: false pairs outnumber the true ones by far, and a pair is worth more than its odds."""

HEADER = """# Log-odds that two tellings are one happening, by feature of `likeness.py`. Fitted by `python -m bench.occurrences --fit`,
# except for killed, place, party and type, which headlines do not show: these are set.
"""


@dataclass(frozen=True)
class Headline:
    """A headline, the event under which it stands, and the days of both."""

    event: str
    text: str
    country: str
    publisher: str
    published: str
    began: str


@dataclass(frozen=True)
class Setting:
    """What is scored: with the event's day or without, and with events of one headline or without."""

    dated: bool
    several: bool

    def __str__(self) -> str:
        return f"{'event' if self.dated else 'publication'}'s day, {'several' if self.several else 'all'}"

    def day(self, headline: Headline) -> str:
        """Return the day that the baseline takes."""
        return headline.began if self.dated else headline.published


SETTINGS = tuple(Setting(dated, several) for dated in (False, True) for several in (True, False))


def headlines(path: Path) -> list[Headline]:
    """Return the headlines that stand under one event alone, each once for publisher and day."""
    found: dict[Headline, None] = {}
    under: dict[str, set[str]] = defaultdict(set)
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            parts = [row[name].split(";") for name in ("source_headline", "source_date", "source_office")]
            if len({len(part) for part in parts}) > 1 or not row["country"]:
                continue
            for text, published, publisher in zip(*(map(str.strip, part) for part in parts), strict=True):
                if text and published:
                    under[text.casefold()].add(row["id"])
                    found[Headline(row["id"], text, row["country"], publisher, published[:10], row["date_start"][:10])] = None
    return [headline for headline in found if len(under[headline.text.casefold()]) == 1]


def in_half(headline: Headline, half: int) -> bool:
    """Whether the headline's event belongs to a half: 0 to fit on, 1 to score."""
    return crc32(headline.event.encode()) % 2 == half


_NAME = re.compile(r"[^\W\d_][\w'’-]*")


@cache
def places(headline: Headline) -> tuple[Where, ...]:
    """Return the places that a headline's capitalised words name in its country; the country where there are none.

    They count as broad: no clause ties them to the event.
    """
    gazetteer = Gazetteer.open()
    state = next((found.states[0] for found in gazetteer.candidates(headline.country.partition(" (")[0]) if found.kind == "country"), None)
    found, words, taken = list[Where](), list(_NAME.finditer(headline.text)), 0
    for number, word in enumerate(words):
        for last in range(min(number + 2, len(words) - 1), number - 1, -1):
            name = headline.text[word.start() : words[last].end()]
            opening = number == last == 0 and not headline.text[word.end() :].lstrip().startswith((":", ",", "-", "–"))
            if word.start() < taken or not name[0].isupper() or opening:
                continue
            there = [one for one in gazetteer.candidates(name) if state in one.states and one.kind != "country"]
            if there:
                best = max(there, key=lambda one: one.population)
                found.append(Where(best.id, best.lat, best.lon, min(best.radius_km, 150.0), headline.country, broad=True))
                taken = words[last].end()
                break
    return tuple(found) or (Where(headline.country, country=headline.country, broad=True, whole_country=True),)


def happening(number: int, headline: Headline, setting: Setting) -> Happening:
    """Return a headline as a happening: words, country, day of publication; the event's day in settings that give it."""
    began = date.fromisoformat(headline.began).toordinal() if setting.dated else None
    return Happening(
        event=f"event:{number:06}",
        report=f"report:{number:06}",
        type="ASSAULT",
        status="actual",
        places=places(headline),
        start=began,
        end=None if began is None else began + 1,
        published=date.fromisoformat(headline.published).toordinal(),
        publisher=headline.publisher,
        meaning=Meaning.of(headline.text),
    )


def chosen(given: Sequence[Headline], setting: Setting, half: int) -> list[Headline]:
    """Return the headlines of a half that a setting takes."""
    counts = Counter(headline.event for headline in given)
    return [h for h in given if in_half(h, half) and (not setting.several or counts[h.event] > 1)]


def pairwise(groups: Sequence[object], events: Sequence[str]) -> tuple[float, float, float]:
    """Return precision, recall and F1 of the pairs that stand in one group."""
    both, ours, gold = (Counter(values) for values in (zip(groups, events, strict=True), groups, events))
    right, found, wanted = (sum(n * (n - 1) // 2 for n in counts.values()) for counts in (both, ours, gold))
    return right / max(found, 1), right / max(wanted, 1), 2 * right / max(found + wanted, 1)


def grouped(given: Sequence[Headline], setting: Setting) -> list[int]:
    """Return for each headline the number of the occurrence that it falls to."""
    told = [happening(number, headline, setting) for number, headline in enumerate(given)]
    group = {event: number for number, members in enumerate(occurrences(told)) for event in members}
    return [group[one.event] for one in told]


# --- fitting ----------------------------------------------------------------------------------------------------------------------------


def word_table(news: Sequence[str], given: Sequence[Headline]) -> bytes:
    """Return the bytes of the word table: how rare the words of each bucket are.

    A word counts once for each paragraph of news, and for each event but one under whose headlines it stands: the names of a single event
    are as rare as those of an event that nobody has seen.
    """
    counts, events = np.zeros(BUCKETS), defaultdict[int, set[str]](set)
    for text in news:
        counts[list(buckets(text))] += 1
    for headline in given:
        for bucket in buckets(headline.text):
            events[bucket].add(headline.event)
    for bucket, found in events.items():
        counts[bucket] += HEADLINE_COUNTS * (len(found) - 1)
    total = len(news) + HEADLINE_COUNTS * len({headline.event for headline in given})
    rare = np.log((total + 1) / (counts + 0.5)) * STEPS
    return bytes(np.clip(rare, 0, 255).astype(np.uint8).tolist())


def buckets(text: str) -> set[int]:
    """Return the buckets of a text's words."""
    return {crc32(meaning.fold(word).encode()) % BUCKETS for word in meaning._WORD.findall(text)}


def features(one: Happening, other: Happening) -> list[float]:
    """Return the fitted features of a pair."""
    found = (
        {"bias": 1.0} | likeness.words(one, other) | likeness.numbers(one, other) | likeness.times(one, other) | likeness.places(one, other)
    )
    return [found[name] for name in FITTED]


def training_pairs(given: Sequence[Headline], setting: Setting) -> Iterator[tuple[list[float], bool]]:
    """Yield features of pairs that nothing contradicts, and whether they are of one event."""
    told = [happening(number, headline, setting) for number, headline in enumerate(given)]
    for (a, one), (b, other) in combinations(zip(given, told, strict=True), 2):
        if a.country == b.country and likeness.compare(one, other) is not None:
            yield features(one, other), a.event == b.event


def logistic(rows: np.ndarray, right: np.ndarray, ridge: float = 1.0) -> np.ndarray:
    """Return the weights of a logistic regression, by Newton's method; the bias comes first and is not shrunk."""
    found, shrunk = np.zeros(rows.shape[1]), np.r_[0.0, np.full(rows.shape[1] - 1, ridge)]
    for _ in range(40):
        likely = 1 / (1 + np.exp(-rows @ found))
        slope = rows.T @ (likely - right) + shrunk * found
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + np.diag(shrunk + 1e-9)
        found -= np.linalg.solve(bend, slope)
    return found


def fit(data: Path, given: Sequence[Headline], folder: Path) -> None:
    """Fit word table, weights and thresholds on half 0, and write them beside the code."""
    with gzip.open(data / NEWS, "rt", encoding="utf-8") as stream:
        news = [line for row in stream for line in json.loads(row)["text"].splitlines() if line.strip()]
    (folder / "word_weights.bin").write_bytes(word_table(news, [headline for headline in given if in_half(headline, 0)]))
    meaning._table.cache_clear()
    for dated, kind in ((False, "undated"), (True, "dated")):
        setting = Setting(dated, several=False)
        pairs = list(training_pairs(chosen(given, setting, 0), setting))
        found = logistic(np.array([row for row, _ in pairs]), np.array([right for _, right in pairs], float))
        likeness.weights()[kind] |= dict(zip(FITTED, (round(float(v), 2) for v in found), strict=True))
        fitted = likeness.weights()[kind]["bias"]
        likeness.weights()[kind]["bias"] = max(
            (round(fitted + shift, 2) for shift in SHIFTS), key=lambda bias: _mean_f1(given, dated, kind, bias)
        )
    text = yaml.safe_dump(likeness.weights(), sort_keys=False)
    (folder / "weights.yaml").write_text(HEADER + text, "utf-8")


def _mean_f1(given: Sequence[Headline], dated: bool, kind: str, bias: float) -> float:
    likeness.weights()[kind]["bias"] = bias
    scores = []
    for setting in (Setting(dated, several=True), Setting(dated, several=False)):
        some = chosen(given, setting, 0)
        scores.append(pairwise(grouped(some, setting), [h.event for h in some])[2])
    return sum(scores)


# --- the table --------------------------------------------------------------------------------------------------------------------------


def row(given: Sequence[Headline], setting: Setting, group: Callable[[Sequence[Headline], Setting], Sequence[object]]) -> str:
    """Return precision, recall and F1 on the half that is scored."""
    some = chosen(given, setting, 1)
    return " ".join(f"{value:6.3f}" for value in pairwise(group(some, setting), [h.event for h in some]))


def same_day(given: Sequence[Headline], setting: Setting) -> list[tuple[str, str]]:
    """Return the baseline's groups."""
    return [(setting.day(headline), headline.country) for headline in given]


def speed(given: Sequence[Headline]) -> float:
    """Return how many happenings a second of one core are grouped, all headlines together."""
    told = [happening(number, headline, SETTINGS[0]) for number, headline in enumerate(given)]
    told = [replace(one, meaning=Meaning.of(headline.text)) for one, headline in zip(told, given, strict=True)]
    start = time.process_time()
    occurrences(told)
    return len(told) / (time.process_time() - start)


def main() -> None:
    """Print precision, recall and F1 of pairs for baseline and casus."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--fit", action="store_true", help="fit on the other half first, and write the weights")
    arguments = parser.parse_args()
    given = headlines(arguments.data / EVENTS)
    if arguments.fit:
        fit(arguments.data, given, Path(casus.corroboration.__path__[0]))
    print(f"{'':32}{'same day and country':24}{'casus':24}\n{'':32}{'    P      R     F1     ' * 2} headlines  events")
    for setting in SETTINGS:
        some = chosen(given, setting, 1)
        sizes = f"{len(some):10} {len({h.event for h in some}):7}"
        print(f"{setting!s:32}{row(given, setting, same_day):24}{row(given, setting, grouped):24}{sizes}")
    print(f"{speed(given):,.0f} happenings a second of one core")


if __name__ == "__main__":
    main()

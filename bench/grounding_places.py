"""How well places are told: LGL with labelled toponyms and end to end, UCDP headlines, and what it costs.

    python -m bench.grounding_places --data ../shared/data [--part lgl|reader|ucdp|cost]

LGL (588 local news articles) is development data: every figure on it is out of fold, five folds that never part a newspaper.
UCDP's half: a headline counts as English by `py3langid` and four words or more. It *names a place* where a name of the event's own place
(settlement, district, province or country; words such as "province" taken off) stands in it as a place: after a preposition of place,
before a word such as "province", or at its head before a colon or bar; letter by letter after folding, or by sound from six letters on.
Adjectives and names without such a word beside them name no place ("Myanmar junta troops"). The place of a headline is the resolved one
with the smallest radius. Its country is right where it is the event's, or, for a disputed place, where the event's state holds or claims
it (UCDP files Gaza and the West Bank under Israel). The distance is taken where a name below the country's stands in the headline. A
headline that serves several events is counted once, by the nearest. Weights are fitted on LGL and on the headlines of other states: out of
fold.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from bench.place_weights import (
    Article,
    Case,
    case,
    errors,
    fit,
    folds,
    headline_case,
    read_headlines,
    read_lgl,
    read_mentions,
    state_folds,
    weigh,
)
from casus.grounding.gazetteer import Gazetteer, haversine_km
from casus.grounding.places import ground_places
from casus.pipeline import Pipeline
from casus.records import Place, Reading

LGL, UCDP = Path("places/lgl.xml.gz"), Path("relations/ucdp_events_2023_half.csv")
WITHIN_KM = 161.0
"""A hundred miles: the distance within which a toponym counts as found (Leidner 2007 and since)."""

MISSED_KM = 20_000.0
"""Error of a toponym that nothing was found for: half of the Earth's girth."""


def interval(values: Sequence[float]) -> str:
    """Return the mean with its bootstrap interval (1,000 resamples, 2.5th to 97.5th percentile) and n."""
    array = np.asarray(values, dtype=float)
    draws = np.random.default_rng(20250101).integers(0, len(array), (1000, len(array)))
    low, high = np.percentile(array[draws].mean(axis=1), [2.5, 97.5])
    return f"{array.mean():.3f} [{low:.3f}, {high:.3f}] (n {len(array)})"


def out_of_fold(gazetteer: Gazetteer, articles: Sequence[Article], data: Path) -> list[Case]:
    """Return the articles, each weighed by weights that were fitted on other newspapers and on UCDP's headlines."""
    told = [headline_case(gazetteer, item) for item in read_headlines(gazetteer, data / UCDP)]
    cases = [case(gazetteer, article) for article in articles]
    for fold_number in folds(articles):
        held = set(fold_number.tolist())
        weights = fit([*told, *(item for number, item in enumerate(cases) if number not in held)])
        for number in held:
            weigh(cases[number], weights)
    return cases


def lgl(data: Path) -> None:
    """Print the figures on LGL with labelled toponyms, out of fold."""
    gazetteer = Gazetteer.open()
    found = errors(out_of_fold(gazetteer, read_lgl(data / LGL), data))
    parts = {
        "all": found,
        "outside the US": [item for item in found if item[2].abroad],
        "inside the US": [item for item in found if not item[2].abroad],
    }
    for name, items in parts.items():
        far = np.array([min(item[0], MISSED_KM) for item in items])
        resolved = far[far < MISSED_KM]
        print(f"LGL, labelled toponyms, {name}: within 161 km {interval(list(far <= WITHIN_KM))}")
        print(
            f"    mean error {resolved.mean():.0f} km over {len(resolved)} found, {far.mean():.0f} km with {MISSED_KM:.0f} for the others"
        )
    populous = [_most_populous(gazetteer, item[2].report.text[item[1].start : item[1].end], item[1].lat, item[1].lon) for item in found]
    print(f"LGL, most populous place of the name: within 161 km {interval(populous)}")


def _most_populous(gazetteer: Gazetteer, name: str, lat: float, lon: float) -> bool:
    known = sorted(gazetteer.candidates(name), key=lambda place: -place.population)
    return bool(known) and haversine_km(known[0].lat, known[0].lon, lat, lon) <= WITHIN_KM


EACH = 4
"""Every fourth article is read end to end: the shipped reader takes a fifth of a second for one."""


def reader(data: Path) -> None:
    """Print the figures on LGL end to end: the shipped reader finds the names; weights of all of LGL, so a development figure."""
    pipeline, right, found, close = Pipeline(), 0, 0, []
    articles = read_lgl(data / LGL)[::EACH]
    for article in articles:
        reading = ground_places(read_mentions(pipeline, article.report))
        places = {place.id: place for place in reading.places}
        at = {(m.span.start, m.span.end): places.get(m.resolved or "") for m in reading.mentions if m.type == "place"}
        found += sum(place is not None for place in at.values())
        for gold in article.golds:
            hit = next((place for (start, end), place in at.items() if start < gold.end and gold.start < end), None)
            close.append(hit is not None and _far(hit, gold.lat, gold.lon) <= WITHIN_KM)
        right += sum(_any_gold(place, span, article) for span, place in at.items() if place is not None)
    print(f"LGL, end to end: labelled toponyms resolved within 161 km {interval(close)}")
    print(f"    resolved mentions that are a labelled toponym, within 161 km: {right / found:.3f} (n {found})")


def _any_gold(place: Place, span: tuple[int, int], article: Article) -> bool:
    return any(span[0] < g.end and g.start < span[1] and _far(place, g.lat, g.lon) <= WITHIN_KM for g in article.golds)


def _far(place: Place, lat: float, lon: float) -> float:
    return haversine_km(place.lat or 0.0, place.lon or 0.0, lat, lon)


def ucdp(data: Path) -> None:
    """Print the figures on UCDP's headlines, end to end with the shipped reader, out of fold by state."""
    gazetteer = Gazetteer.open()
    cases = [case(gazetteer, article) for article in read_lgl(data / LGL)]
    tested = read_headlines(gazetteer, data / UCDP)
    country, near, anywhere, missing = [], [], [], 0
    for held in state_folds(tested):
        weights = fit([*cases, *(headline_case(gazetteer, item) for item in tested if item not in held)])
        for headline, reading in held:
            place = headline_place(ground_places(reading, weights))
            right = place is not None and _in_state(place, headline.states)
            anywhere.append(right)
            if headline.as_place:
                country.append(right)
                missing += place is None
                if headline.below:
                    near.append(place is not None and min(_far(place, *point) for point in headline.points) <= 100)
    print(f"UCDP headlines that name a place: right country {interval(country)}; no place found for {missing}")
    print(f"UCDP headlines that name a place below the country: within 100 km {interval(near)}")
    print(f"UCDP headlines with a name of the place anywhere, adjectives too: right country {interval(anywhere)}")


def headline_place(reading: Reading) -> Place | None:
    """Return the most exact place that a reading names."""
    return min(reading.places, key=lambda place: (place.precision_km or 0.0, place.id), default=None)


def _in_state(place: Place, states: Iterable[str]) -> bool:
    holders = {holding.by for holding in (*place.administered_by, *place.claimed_by)}
    return bool(({place.country} if place.country else holders) & set(states))


def cost(data: Path) -> None:
    """Print what opening, memory and resolving cost; times are of the processor, so that a busy machine does not show."""
    before, start = _megabytes(), time.thread_time()
    gazetteer = Gazetteer.open()
    opened, opened_mb = time.thread_time() - start, _megabytes()
    articles = [article for article in read_lgl(data / LGL) if 500 <= len(article.report.text.split()) <= 700][:40]
    pipeline, place_ms = Pipeline(), []
    start = time.process_time()
    readings = [read_mentions(pipeline, article.report) for article in articles]
    read_ms, read_mb = 1e3 * (time.process_time() - start) / len(articles), _megabytes()
    for reading in readings:
        start = time.thread_time()
        ground_places(reading)
        place_ms.append(1e3 * (time.thread_time() - start))
    print(f"opens in {1e3 * opened:.1f} ms, a file of {gazetteer.path.stat().st_size / 1e6:.1f} MB")
    print(f"{len(place_ms)} reports of 500 to 700 words: places {np.mean(place_ms):.1f} ms a report, median {np.median(place_ms):.1f}")
    print(f"    sentences and reader, for comparison: {read_ms:.0f} ms a report")
    print(f"    memory: {opened_mb - before:.0f} MB to open, {_megabytes() - read_mb:.0f} MB more after all reports")


def _megabytes() -> float:
    """Return the most memory that the process has held, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PARTS: dict[str, Callable[[Path], None]] = {"lgl": lgl, "reader": reader, "ucdp": ucdp, "cost": cost}


def main() -> None:
    """Print the parts asked for, or all."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    parser.add_argument("--part", choices=list(PARTS), action="append")
    options = parser.parse_args()
    for part in options.part or PARTS:
        PARTS[part](options.data)


if __name__ == "__main__":
    main()

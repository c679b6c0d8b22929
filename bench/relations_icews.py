"""Relations on ICEWS 2018 (January–July): the surge of week 5, the predictive band, and the time that ranking and one page take.

python -m bench.relations_icews --data FOLDER      FOLDER holds icews_2018-01_2018-07.parquet, icews_text_codes.csv, cameo2plover_2021.txt

State dyads are those of two countries (a name that stands in brackets behind others: "Police (India)"), alone or with all whose name ends
in the country's. Of comparable volume, decided before looking: weekly mean of weeks 1–4 between half and twice that of the dyad.
"""

from __future__ import annotations

import csv
import re
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from casus.ledger import ImportedEvent, open_ledger
from casus.records import ActorInReport, ontology
from casus.relations import ranking, relation, surges
from casus.relations.state import Filter

FIRST = date(2018, 1, 1).toordinal() - date(1970, 1, 1).toordinal()
WEEK, MONTH = 5, (5, 6, 7, 8)
"""ISO week of the surge, and the weeks whose Thursday lies in its month."""

Rows = list[tuple[int, str, str, str]]


def read(folder: Path) -> Rows:
    """Return `(day since the first, source, relation, target)`."""
    import pyarrow.parquet as pq  # type: ignore[import-untyped]

    table = pq.read_table(folder / "icews_2018-01_2018-07.parquet")
    days = table["date"].to_numpy().astype("datetime64[D]").astype(int) - FIRST
    return list(zip(days.tolist(), table["source"].to_pylist(), table["relation"].to_pylist(), table["target"].to_pylist(), strict=True))


def types(folder: Path) -> dict[str, str]:
    """Return the PLOVER type of each ICEWS event text that has one, by its CAMEO code or by the text itself."""
    by_code, by_text = dict[str, str](), dict[str, str]()
    for line in (folder / "cameo2plover_2021.txt").read_text("utf-8").splitlines():
        found = re.match(r"(\d+): *([A-Z]+)[^#]*(?:# *(.*))?", line)
        if found and found[2] in ontology().types:
            by_code[found[1]] = found[2]
            by_text[_folded(found[3] or "")] = found[2]
    with (folder / "icews_text_codes.csv").open(newline="") as stream:
        codes = {row["Event Text"]: row["CAMEO Code"] for row in csv.DictReader(stream)}
    known = {text: next((by_code[code[:n]] for n in range(len(code), 1, -1) if code[:n] in by_code), "") for text, code in codes.items()}
    return {**{text: found for text, found in by_text.items() if text}, **{_folded(text): found for text, found in known.items() if found}}


def _folded(text: str) -> str:
    return " ".join(re.findall(r"[a-z]+", text.lower()))


def countries(rows: Rows) -> set[str]:
    """Return the names that stand in brackets behind others."""
    return {found[1] for name in {name for row in rows for name in (row[1], row[3])} if (found := re.search(r"\(([^()]+)\)$", name))}


def counted(rows: Rows, states: set[str], rolled: bool) -> tuple[list[tuple[str, str]], NDArray[np.float64], NDArray[np.float64]]:
    """Return the state dyads, their daily counts `[D, T]` of all events, and all events per day."""

    def state(name: str) -> str | None:
        found = re.search(r"\(([^()]+)\)$", name)
        return name if name in states else found[1] if rolled and found and found[1] in states else None

    cache = {name: state(name) for name in {name for row in rows for name in (row[1], row[3])}}
    both = [(day, cache[s], cache[t]) for day, s, _, t in rows]
    days = max(row[0] for row in rows) + 1
    cells = Counter((min(a, b), max(a, b), day) for day, a, b in both if a and b and a != b)
    dyads = sorted({(a, b) for a, b, _ in cells})
    index = {dyad: n for n, dyad in enumerate(dyads)}
    counts = np.zeros((len(dyads), days))
    for (a, b, day), n in cells.items():
        counts[index[a, b], day] = n
    return dyads, counts, np.bincount([row[0] for row in rows], minlength=days).astype(float)


def surge(rows: Rows, rolled: bool, dyad: tuple[str, str] = ("Afghanistan", "Pakistan")) -> Iterator[str]:
    """Yield what is found of the week's surge."""
    dyads, counts, read_all = counted(rows, countries(rows), rolled)
    at = dyads.index(dyad)
    weekly = surges.blocks(counts[:, : 7 * WEEK], 7)
    mean = weekly[:, : WEEK - 1].mean(axis=1)
    comparable = (mean >= mean[at] / 2) & (mean <= mean[at] * 2)
    tests = {week: surges.compared(counts[:, : 7 * week], read_all[: 7 * week], "week") for week in MONTH}
    own = tests[WEEK]
    q = surges.q_values(own.p)
    month = sorted((float(t.p[n]), week, int(n)) for week, t in tests.items() for n in np.flatnonzero(comparable) if not np.isnan(t.p[n]))
    rank = 1 + [(week, n) for _, week, n in month].index((WEEK, at))
    taken = "with all of each country" if rolled else "the two names alone"
    yield f"{' – '.join(dyad)}, {taken}: weeks 1–5 {weekly[at].astype(int).tolist()}"
    yield f"  week {WEEK}: expected {own.expected[at]:.1f}, p {own.p[at]:.2g}, q {q[at]:.2g} over {int((~np.isnan(own.p)).sum())} dyads"
    yield f"  rank {rank} of {len(month)} tests of {int(comparable.sum())} dyads of comparable volume in weeks {MONTH[0]}–{MONTH[-1]}"


def band(rows: Rows, dyads: int = 100, settled: int = 6) -> str:
    """Return how many weekly counts of the busiest dyads the 90 % band of the week before holds."""
    pairs = Counter((min(s, t), max(s, t)) for _, s, _, t in rows)
    busiest = {pair: n for n, (pair, _) in enumerate(pairs.most_common(dyads))}
    weeks = (max(row[0] for row in rows) + 1) // 7
    counts = np.zeros((dyads, weeks))
    for day, s, _, t in rows:
        place = busiest.get((min(s, t), max(s, t)))
        if place is not None and day // 7 < weeks:
            counts[place, day // 7] += 1
    exposure = np.bincount([row[0] // 7 for row in rows if row[0] // 7 < weeks]).astype(float)
    machine, held, edges = Filter(dyads), [], []
    dice = np.random.default_rng(0)
    for week in range(weeks):
        # The usual coverage is what was usual until then.
        at = np.full(dyads, exposure[week] / exposure[: week + 1].mean())
        ahead = machine.mixture(at)
        low, high = ahead.band()
        if week >= settled:
            held.append((counts[:, week] >= low) & (counts[:, week] <= high))
            below, upto = ahead.at_most(counts[:, week] - 1), ahead.at_most(counts[:, week])
            edges.append(below + (upto - below) * dice.random(dyads))
        machine.see(counts[:, week], at)
    inside = ((np.array(edges) > 0.05) & (np.array(edges) < 0.95)).mean()
    return (
        f"90 % band, {dyads} busiest dyads, {np.size(edges)} weekly counts: holds {np.mean(held):.1%}; counts made continuous {inside:.1%}"
    )


def filled(rows: Rows, kinds: dict[str, str], path: Path) -> Iterator[str]:
    """Fill a ledger and yield how long a ranking and a page take."""
    states = countries(rows)
    names = sorted({name for row in rows for name in (row[1], row[3])})
    ids = {name: f"icews.{n}" for n, name in enumerate(names)}
    with open_ledger(path) as ledger:
        ledger.add_dataset("icews", "ICEWS 2018")
        ledger.add_actors([ActorInReport(id=ids[n], name=n, kind="state" if n in states else "group") for n in names])
        # Texts without a PLOVER type (statements, chiefly) are filed as REQUEST, so that all rows are there to be ranked.
        events = (
            ImportedEvent(str(n), FIRST + day, kinds.get(_folded(text), "REQUEST"), ids[s], ids[t])
            for n, (day, s, text, t) in enumerate(rows)
        )
        began = time.perf_counter()
        done = ledger.import_events("icews", events)
        yield f"import of {done.rows:,} rows: {time.perf_counter() - began:.1f} s"
        for horizon in surges.HORIZONS:
            began, busy = time.perf_counter(), time.process_time()
            found = ranking(ledger, horizon=horizon)
            spent = f"{time.perf_counter() - began:.2f} s, of which {time.process_time() - busy:.2f} s of processor"
            yield f"ranking by {horizon}: {spent}; {found.tested} dyads tested"
        for pair in (("Afghanistan", "Pakistan"), ("Russia", "United States")):
            times, busy = [], time.process_time()
            for _ in range(5):
                began = time.perf_counter()
                page = relation(ledger, ids[pair[0]], ids[pair[1]])
                times.append(time.perf_counter() - began)
            busy = (time.process_time() - busy) / len(times) * 1000
            spent = f"{np.median(times) * 1000:.0f} ms (median of 5), of which {busy:.0f} ms of processor"
            yield f"page of {' – '.join(pair)}, {page.n} occurrences: {spent}"


@click.command()
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
def main(data: Path) -> None:
    """Print the figures."""
    rows = read(data)
    for rolled in (True, False):
        for line in surge(rows, rolled):
            click.echo(line)
    click.echo(band(rows))
    with tempfile.TemporaryDirectory() as folder:
        for line in filled(rows, types(data), Path(folder) / "ledger.db"):
            click.echo(line)


if __name__ == "__main__":
    main()

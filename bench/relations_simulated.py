"""Relations on simulated truth: false surges at constant rates, coincidence without and with a tie, false and true alarms of changes.

python -m bench.relations_simulated --data -      --data is not needed and ignored; --dyads and --runs make it longer or shorter
"""

from __future__ import annotations

from collections.abc import Iterator

import click
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from casus.relations.changes import steadied
from casus.relations.coincidence import coincidence
from casus.relations.online import alarms
from casus.relations.segments import segment
from casus.relations.surges import FALSE_DISCOVERIES, HORIZONS, compared, q_values

RHYTHM = np.array([1.2, 1.25, 1.2, 1.15, 1.1, 0.6, 0.5])
DAYS = 210


def constant(dice: Generator, dyads: int, dispersion: float) -> NDArray[np.float64]:
    """Return daily counts of dyads whose rates (0.3 to 30 a week) never change, over-dispersed, with a weekly rhythm."""
    rate = np.exp(dice.uniform(np.log(0.3), np.log(30), dyads))[:, None] / 7 * (RHYTHM / RHYTHM.mean())[np.arange(DAYS) % 7]
    drawn = dice.negative_binomial(rate / (dispersion - 1), 1 / dispersion) if dispersion > 1 else dice.poisson(rate)
    counts: NDArray[np.float64] = drawn.astype(float)
    return counts


def surges(dice: Generator, dyads: int) -> Iterator[str]:
    """Yield the rates of false alarms."""
    for dispersion in (1.0, 1.5, 3.0, 6.0):
        counts = constant(dice, dyads, dispersion)
        for horizon in HORIZONS:
            found = compared(counts, np.ones(DAYS), horizon)
            p = found.p[~np.isnan(found.p)]
            shares = "  ".join(f"p<{level}: {(p < level).mean():.4f}" for level in (0.05, 0.01, 0.001))
            alarms_ = int((q_values(found.p) <= FALSE_DISCOVERIES).sum())
            yield f"variance/mean {dispersion:<4} {horizon:6} {shares}  raised {alarms_} of {len(p)}"


def clustered(dice: Generator, days: int, rate: float) -> NDArray[np.float64]:
    """Return a daily series with memory (a log rate with autocorrelation 0.85) and a weekly rhythm."""
    level, found = 0.0, np.zeros(days)
    for t in range(days):
        level = 0.85 * level + dice.normal() * 0.5
        found[t] = dice.poisson(rate * RHYTHM[t % 7] / RHYTHM.mean() * np.exp(level - 0.45))
    return found


def tied(dice: Generator, days: int, rate: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return two series, where half of the days of the first have an event of the second one to five days later."""
    a, b = clustered(dice, days, rate), clustered(dice, days, rate / 2)
    for t in np.flatnonzero(a):
        later = t + int(dice.integers(1, 6))
        if dice.random() < 0.5 and later < days:
            b[later] += 1
    return a, b


def coincidences(dice: Generator, runs: int) -> Iterator[str]:
    """Yield size and power at 0.05."""
    for days in (70, 140, 210, 400):
        for rate in (0.15, 0.3):
            free = [coincidence(clustered(dice, days, rate), clustered(dice, days, rate)) for _ in range(runs)]
            bound = [coincidence(*tied(dice, days, rate)) for _ in range(runs // 2)]
            size, power = (np.mean([f.p <= 0.05 for f in found if f is not None]) for found in (free, bound))
            n = sum(f is not None for f in free)
            lag = np.mean([f.lag is not None and 1 <= f.lag <= 5 for f in bound if f is not None])
            yield f"{days} days, {rate} a day: size {size:.3f} (n = {n})  power {power:.2f}  lag found and right {lag:.2f}"


def changes(dice: Generator, runs: int) -> Iterator[str]:
    """Yield how often constant series of 100 weeks raise an alarm, and how soon a rise is noticed."""
    calm = [dice.negative_binomial(5, 0.5, 100).astype(float) for _ in range(runs)]
    ones = np.ones(100)
    false = np.mean([bool(alarms(y, ones, 2.0)) for y in calm])
    offline = np.mean([bool(segment(steadied(y, ones), kinds=("level",))[0]) for y in calm])
    yield f"100 constant weeks, mean 5, variance/mean 2: false change online {false:.3f}, looking back {offline:.3f} (n = {runs})"
    for factor in (2, 3):
        risen = [np.concatenate([dice.negative_binomial(5, 0.5, 60), dice.negative_binomial(5 * factor, 0.5, 20)]) for _ in range(runs)]
        first = [next((a.noticed - 60 for a in alarms(y.astype(float), np.ones(80), 2.0) if a.noticed >= 60), None) for y in risen]
        back = [segment(steadied(y.astype(float), np.ones(80)), kinds=("level",))[0] for y in risen]
        seen = [f for f in first if f is not None]
        near = np.mean([any(abs(border - 60) <= 2 for border in borders) for borders in back])
        said = f"{np.median(seen):.0f} weeks" if seen else "never"
        online = f"noticed online {len(seen) / runs:.2f}, median after {said}"
        yield f"rate times {factor}: {online}; dated within 2 weeks looking back {near:.2f}"


@click.command()
@click.option("--data", help="Not needed.")
@click.option("--dyads", default=3000, show_default=True)
@click.option("--runs", default=200, show_default=True)
def main(data: str | None, dyads: int, runs: int) -> None:
    """Print the figures."""
    dice = np.random.default_rng(2026)
    for lines in (surges(dice, dyads), coincidences(dice, runs), changes(dice, runs)):
        for line in lines:
            click.echo(line)


if __name__ == "__main__":
    main()

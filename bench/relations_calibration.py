"""The calibration plot of `docs/methods.md`: where real weekly counts fall in the distribution that was predicted for them.

python -m bench.relations_calibration --data FOLDER --output docs/calibration.svg      FOLDER as for relations_icews
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click
import numpy as np
from numpy.typing import NDArray

from bench.relations_icews import read
from casus.relations.state import Filter

SETTLED = 6
GROUPS = ((0, 100), (100, 300), (300, 1000))
"""Ranks of dyads by volume."""


def places(counts: NDArray[np.float64], exposure: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return where each count fell in its predictive distribution, made continuous: uniform where the model holds."""
    machine, found, dice = Filter(len(counts)), [], np.random.default_rng(0)
    for t in range(counts.shape[1]):
        at = np.full(len(counts), exposure[t] / exposure[: t + 1].mean())
        ahead = machine.mixture(at)
        if t >= SETTLED:
            below, upto = ahead.at_most(counts[:, t] - 1), ahead.at_most(counts[:, t])
            found.append(below + (upto - below) * dice.random(len(counts)))
        machine.see(counts[:, t], at)
    return np.concatenate(found)


@click.command()
@click.option("--data", type=click.Path(exists=True, file_okay=False, path_type=Path), required=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), required=True)
def main(data: Path, output: Path) -> None:
    """Draw it, and print how much the 90 % band holds."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    rows = read(data)
    weeks = (max(row[0] for row in rows) + 1) // 7
    pairs = Counter((min(s, t), max(s, t)) for _, s, _, t in rows)
    index = {pair: n for n, (pair, _) in enumerate(pairs.most_common(GROUPS[-1][1]))}
    counts, exposure = np.zeros((len(index), weeks)), np.zeros(weeks)
    for day, s, _, t in rows:
        if day // 7 < weeks:
            exposure[day // 7] += 1
            if (n := index.get((min(s, t), max(s, t)))) is not None:
                counts[n, day // 7] += 1
    with rc_context({"font.size": 8, "svg.fonttype": "none", "svg.hashsalt": "casus"}):
        figure = Figure(figsize=(7.2, 2.5), facecolor="#fdfdfb", layout="constrained")
        for axes, (first, last) in zip(figure.subplots(1, len(GROUPS), sharey=True), GROUPS, strict=True):
            place = places(counts[first:last], exposure)
            held = ((place > 0.05) & (place < 0.95)).mean()
            click.echo(f"dyads {first + 1}–{last}: {len(place)} weekly counts, 90 % band holds {held:.1%}")
            axes.hist(place, 20, range=(0, 1), density=True, color="#93bcc0")
            axes.axhline(1, color="#22262b", linewidth=0.9)
            axes.set_title(f"dyads {first + 1}–{last}: 90 % band holds {held:.1%}", fontsize=8, color="#22262b")
            axes.set_xlabel("place in the predicted distribution", color="#6b7178")
            axes.tick_params(length=0, colors="#6b7178")
            for spine in axes.spines.values():
                spine.set_visible(False)
        figure.savefig(output, metadata={"Date": None})


if __name__ == "__main__":
    main()

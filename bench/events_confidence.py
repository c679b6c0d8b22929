"""How far an event's confidence can be trusted: of the events with so much of it, how many are right in type, actors and recipients.

    python -m bench.events_confidence

Prints the logistic curve over `Telling.sure` that fits golden `tune` best (it stands in `casus.coding.events`), and for `final` how
often events of each band of confidence are right.
"""

from __future__ import annotations

import argparse
from itertools import pairwise
from pathlib import Path

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from casus.coding.events import CALIBRATION
from casus.evaluation.golden import gather, read_golden
from casus.evaluation.golden.alignment import align
from casus.evaluation.golden.comparison import Comparison
from casus.evaluation.golden.counts import Counts
from casus.evaluation.golden.fields import Events
from casus.ingest import afresh
from casus.pipeline import Pipeline

GOLDEN = Path("tests/golden")
BANDS = (0.0, 0.1, 0.15, 0.2, 0.25, 1.01)


def judged(split: str) -> tuple[np.ndarray, np.ndarray]:
    """Return the confidence of every event that is coded in a golden split, and whether it is right."""
    golden, pipeline = read_golden(GOLDEN, split, None), Pipeline()
    readings = [pipeline.read(afresh(key.report)) for key in golden.keys]
    sure, right = [], []
    for key, coded in zip(golden.keys, gather(golden, readings).coded, strict=True):
        comparison = Comparison(key, coded)
        alignment = align(comparison)
        joint = Events(Counts(), comparison, alignment).joint
        good = {found.id for told, found in alignment.events.pairs if joint(told, found)}
        sure += [event.confidence or 0.0 for event in coded.reading.events]
        right += [event.id in good for event in coded.reading.events]
    return np.array(sure), np.array(right)


def fitted(sure: np.ndarray, right: np.ndarray) -> tuple[float, float]:
    """Return slope and shift of the logistic curve over the log odds of `sure` with the lowest log loss."""
    odds = log_odds(sure)

    def loss(curve: np.ndarray) -> float:
        logits = curve[0] * odds + curve[1]
        return float(np.logaddexp(0, np.where(right, -logits, logits)).mean())

    slope, shift = minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return round(float(slope), 2), round(float(shift), 2)


def log_odds(chance: np.ndarray) -> np.ndarray:
    """Return the log odds of chances."""
    held = np.clip(chance, 1e-3, 1 - 1e-3)
    return np.asarray(np.log(held / (1 - held)))


def main() -> None:
    """Fit on `tune`, check on `final`."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    shown, right = judged("tune")
    slope, shift = CALIBRATION
    sure = 1 / (1 + np.exp(-(log_odds(shown) - shift) / slope))
    print(f"tune: {right.mean():.3f} of {len(right)} events are right; fits best {fitted(sure, right)}, in use {CALIBRATION}")
    shown, right = judged("final")
    print(f"final: {right.mean():.3f} of {len(right)} events are right; mean confidence {shown.mean():.3f}")
    for low, high in pairwise(BANDS):
        band = (shown >= low) & (shown < high)
        if band.any():
            mean = shown[band].mean()
            print(f"confidence {low:.2f} to {min(high, 1.0):.2f}: {right[band].mean():.3f} right of {band.sum()}, in the mean {mean:.3f}")


if __name__ == "__main__":
    main()

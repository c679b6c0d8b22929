"""Do two kinds of event come together? Event coincidence analysis, against a null that keeps each series' own rhythm.

Precursor rate: the share of B events that had an A event in the `window` days before (or on the day). Trigger rate: the share of A events
that had a B event in the window after. Donges, Schleussner, Siegmund and Donner (2016, EPJ Special Topics 225, 471–487).

The null shifts one series around the calendar: both keep their clusters, gaps and numbers, and only what ties them together is lost. Where
the series is long enough the shifts are whole weeks, so that the weekly rhythm that both share is no coincidence. A trend that both
share is one: the series tell that they rose together, not that one made the other rise.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from casus.relations.state import Array

WINDOWS = (2, 7)
"""Days. An accusation and its clash are in the news within the week, or not taken together by anyone; in a dense series almost every day
has something within a week, and only the short windows tell."""

LAGS = 10
"""Days either way in which the usual lag is looked for."""

FEWEST = 5
"""Days with an event that each series needs: with fewer any rate is an anecdote."""

WEEKS_FOR_WHOLE = 26
"""Weeks from which the shifts are whole weeks. Below there would be too few of them to reject anything at 0.05."""


@dataclass(frozen=True)
class Rate:
    """A coincidence rate: observed, expected under the null with its 90 % range, and the p-value of seeing as much or more."""

    observed: float
    expected: float
    low: float
    high: float
    p: float

    @property
    def effect(self) -> float:
        """How far the observed share lies above the expected one, in shares (0.3: thirty points)."""
        return self.observed - self.expected


@dataclass(frozen=True)
class Coincidence:
    """What was found between A and B. `lag` in days: positive where A comes first; null where no lag stands out."""

    a: int
    b: int
    days: int
    window: int
    precursor: Rate
    trigger: Rate
    lag: int | None
    p: float
    shifts: int


def coincidence(a: Array, b: Array, windows: tuple[int, ...] = WINDOWS) -> Coincidence | None:
    """Compare two daily series `[T]` of counts; None where either has too few days with an event, or the span is too short.

    `p` is that of all windows and both rates together: the largest of their standardised excesses, its null taken over the same shifts, so
    that the choice is paid for. The rates shown are those of the window that stands out most.
    """
    has_a, has_b = np.asarray(a) > 0, np.asarray(b) > 0
    days = len(has_a)
    shifts = _shifts(days)
    if has_a.sum() < FEWEST or has_b.sum() < FEWEST or len(shifts) < 20:
        return None
    rolled = [np.roll(has_a, s) for s in (0, *shifts)]
    rates = np.array([[rate for window in windows for rate in _rates(x, has_b, window)] for x in rolled])
    # The observed pairing is standardised as one of the shifts: only so is the comparison fair.
    excess = (rates - rates.mean(axis=0)) / np.where(rates.std(axis=0) > 0, rates.std(axis=0), 1.0)
    at = int(excess[0].argmax()) // 2
    window, rates = windows[at], rates[:, 2 * at : 2 * at + 2]
    p = _p(excess.max(axis=1))
    return Coincidence(
        int(has_a.sum()), int(has_b.sum()), days, window,
        _rate(rates[:, 0]), _rate(rates[:, 1]), _lag(np.asarray(a, float), np.asarray(b, float)), p, len(shifts),
    )  # fmt: skip


def _shifts(days: int, least: int = 1) -> list[int]:
    """Return the shifts of the null, by whole weeks in long series, by days in short ones.

    Small shifts belong to it: without them a peak that chance put near 0 would have no equals, and twice as many ties be found as said.
    """
    step = 7 if days >= 7 * WEEKS_FOR_WHOLE else 1
    return [s for s in range(step, days, step) if least <= s <= days - least]


def _rates(a: Array, b: Array, window: int) -> tuple[float, float]:
    before, after = _within(a, window), _within(b[::-1], window)[::-1]
    return float(before[b].mean()), float(after[a].mean())


def _within(events: Array, window: int) -> Array:
    """Return for each day whether there was an event on it or in the `window` days before it."""
    cumulated = np.concatenate([np.zeros(window + 1), np.cumsum(events)])
    found: Array = cumulated[window + 1 :] - cumulated[: -window - 1] > 0
    return found


def _rate(values: Array) -> Rate:
    null = values[1:]
    low, high = np.quantile(null, (0.05, 0.95))
    return Rate(float(values[0]), float(null.mean()), float(low), float(high), _p(values))


def _p(values: Array) -> float:
    """Return the share of all shifts, none included, that reach the observed value (which stands first)."""
    return float(np.mean(values >= values[0] - 1e-12))


def _lag(a: Array, b: Array) -> int | None:
    """Return the lag at which the series go together most, where that is more than any lag reaches in 95 % of shifts."""
    # A single day of twenty events is no rhythm: large days are cut to the ninth decile of days with events.
    a, b = (np.minimum(s, np.quantile(s[s > 0], 0.9)) for s in (a, b))
    together = np.fft.irfft(np.conj(np.fft.rfft(a - a.mean())) * np.fft.rfft(b - b.mean()), len(a))
    lags = np.arange(-LAGS, LAGS + 1)
    found = together[lags % len(a)]
    far = _shifts(len(a), 2 * LAGS)
    null = [together[(lags + s) % len(a)].max() for s in far]
    if len(null) < 20 or found.max() <= np.quantile(null, 0.95):
        return None
    return int(lags[found.argmax()])

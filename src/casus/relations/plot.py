"""A dyad as a picture: what was told, by voice; the level and its band; surges, changes; what is alleged, apart; what was read, below."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from casus.ledger.filing import date_of
from casus.records import EVENT_TYPES, UsageError
from casus.relations import words
from casus.relations.relation import Relation, surged
from casus.relations.series import CONFLICT, COOPERATION
from casus.relations.state import Array

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

INK, SOFT, FAINT, PAPER = "#22262b", "#6b7178", "#dcdcd6", "#fdfdfb"
TOLD, SAID = {"conflict": "#a63d2f", "cooperation": "#2b6a73"}, {"conflict": "#dd9c8d", "cooperation": "#93bcc0"}
LEVEL, BAND, ALLEGED, CHANGE = "#22262b", "#c9b79f", "#8c6a12", "#5b4a8a"

SUFFIXES = (".png", ".svg", ".pdf")


def plot(relation: Relation, path: Path) -> None:
    """Write the picture as PNG, SVG or PDF, by the ending of the path."""
    if path.suffix.lower() not in SUFFIXES:
        raise UsageError(f"{path}: a picture ends in {', '.join(SUFFIXES)}")
    from matplotlib import rc_context

    figure = draw(relation)
    # No date in the file: the same ledger draws the same bytes.
    stamp: dict[str, Any] = {".svg": {"Date": None}, ".pdf": {"CreationDate": None}}.get(path.suffix.lower(), {})
    with rc_context({"svg.hashsalt": "casus"}):
        figure.savefig(path, dpi=160, facecolor=PAPER, metadata=stamp)


def draw(relation: Relation) -> Figure:
    """Return the picture as a matplotlib figure that belongs to no window."""
    from matplotlib import rc_context
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    with rc_context({"font.family": "DejaVu Sans", "font.size": 9, "axes.unicode_minus": True}):
        figure = Figure(figsize=(10, 6.4), facecolor=PAPER)
        FigureCanvasAgg(figure)
        grid = figure.add_gridspec(3, 1, height_ratios=(6.2, 1.15, 0.8), hspace=0.16, left=0.075, right=0.975, top=0.815, bottom=0.115)
        main = figure.add_subplot(grid[0])
        alleged, read = (figure.add_subplot(grid[n], sharex=main) for n in (1, 2))
        _main(main, relation)
        _alleged(alleged, relation)
        _read(read, relation)
        _dates(read, relation)
        _head(figure, relation)
        figure.canvas.draw()
    return figure


def _head(figure: Figure, relation: Relation) -> None:
    figure.text(0.075, 0.955, f"{relation.a.short} – {relation.b.short}", fontsize=17, fontweight="bold", color=INK, va="center")
    last = relation.until - timedelta(days=1)
    figure.text(0.975, 0.955, f"{words.day(relation.since)} – {words.day(last)}", fontsize=9, color=SOFT, va="center", ha="right")
    figure.text(0.075, 0.912, words.trend(relation), fontsize=10, color=INK, va="center")
    known = words.tension(relation) if relation.history.state.enough else "Counts below are raw; no rate is given"
    figure.text(0.075, 0.878, known, fontsize=8.5, color=SOFT, va="center")
    foot = f"{_clip(relation.a.described, 150)}\n{_clip(relation.b.described, 150)}\n{_clip(relation.source.described, 165)}"
    figure.text(0.075, 0.012, foot, fontsize=6.6, color=SOFT, va="bottom", linespacing=1.45)


def _clip(text: str, limit: int) -> str:
    return text if len(text) <= limit else text[: limit - 1] + "…"


def _middles(relation: Relation) -> tuple[Array, Array]:
    """Return the middle and the width of each period, in matplotlib's days."""
    edges = relation.series.edges.astype(float)
    return (edges[:-1] + edges[1:]) / 2, np.diff(edges)


def _bars(axes: Axes, relation: Relation, types: tuple[str, ...], kind: str, sign: int) -> None:
    middles, widths = _middles(relation)
    series, base = relation.series, np.zeros(len(middles))
    for voice, colour in (("report", TOLD[kind]), ("attributed", SAID[kind])):
        heights = sign * series.count(types, (voice,))
        axes.bar(middles, heights, widths * 0.72, base, color=colour, linewidth=0, zorder=2)
        base = base + heights
    # An unfinished period is no quiet one.
    for n in np.flatnonzero(~series.whole):
        axes.bar(middles[n], base[n], widths[n] * 0.72, color="none", edgecolor=PAPER, hatch="////", linewidth=0, zorder=3)


def _main(axes: Axes, relation: Relation) -> None:
    middles, _ = _middles(relation)
    told, history = relation.series.count(CONFLICT), relation.history
    _bars(axes, relation, CONFLICT, "conflict", 1)
    _bars(axes, relation, COOPERATION, "cooperation", -1)
    top = float(told.max(initial=1.0))
    if history.state.enough:
        axes.fill_between(middles, history.low, history.high, color=BAND, alpha=0.38, linewidth=0, zorder=3)
        axes.plot(middles, history.level, color=PAPER, linewidth=3.6, zorder=4, alpha=0.85, solid_capstyle="round")
        axes.plot(middles, history.level, color=LEVEL, linewidth=1.8, zorder=4, solid_capstyle="round")
        top = max(top, float(history.high.max()))
    low = float(relation.series.count(COOPERATION).max(initial=1.0))
    axes.set_ylim(-low * 1.18 - 0.4, top * 1.2 + 0.6)
    _surges(axes, relation, top)
    _changes(axes, relation)
    axes.axhline(0, color=INK, linewidth=0.8, zorder=5)
    _plain(axes)
    axes.yaxis.set_major_formatter(lambda value, _: f"{abs(value):.0f}")
    axes.set_ylabel(f"occurrences a {relation.series.by}", color=SOFT, fontsize=8)
    for height, align, kind, said in ((1.025, "bottom", "conflict", "conflict ↑"), (-0.02, "top", "cooperation", "cooperation ↓")):
        axes.text(0, height, said, transform=axes.transAxes, color=TOLD[kind], fontsize=8.5, va=align, fontweight="bold")
    _legend(axes, relation)


def _surges(axes: Axes, relation: Relation, top: float) -> None:
    middles, _ = _middles(relation)
    told = relation.series.count(CONFLICT)
    at = set(np.flatnonzero(surged(relation)).tolist())
    # The page's own test of the last week counts from its last day back, and may find what calendar weeks cut in two.
    if words.surges(relation):
        at.add(len(middles) - 1)
    for n in sorted(at):
        height = max(told[n], relation.history.high[n] if relation.history.state.enough else 0.0)
        axes.plot(middles[n], height + top * 0.05, marker="v", markersize=7, color=TOLD["conflict"], zorder=6, clip_on=False)


def _changes(axes: Axes, relation: Relation) -> None:
    high = axes.get_ylim()[1]
    for n, found in enumerate(relation.changes):
        on, earliest, latest = (float(_days(d)) for d in (found.on, found.earliest, found.latest))
        axes.axvspan(earliest, latest + 1, color=CHANGE, alpha=0.09, linewidth=0, zorder=0)
        axes.axvline(on, color=CHANGE, linewidth=1.1, linestyle=(0, (4, 2)), zorder=4)
        said = f" {found.on.day} {found.on:%b}: {'up' if found.up else 'down'}"
        axes.text(on, high * (0.985 - 0.055 * (n % 2)), said, color=CHANGE, fontsize=8, va="top", zorder=6)


def _days(on: date) -> int:
    return (on - date_of(0)).days


def _legend(axes: Axes, relation: Relation) -> None:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    entries: list[Any] = [
        Patch(color=TOLD["conflict"], label="told by outlets"),
        Patch(color=SAID["conflict"], label="told by named sources"),
    ]
    if relation.history.state.enough:
        entries += [Line2D([], [], color=LEVEL, linewidth=1.7, label="tension"), Patch(color=BAND, alpha=0.5, label="90 % band")]
    entries.append(Line2D([], [], color=TOLD["conflict"], marker="v", linestyle="", markersize=6, label="surge"))
    if relation.changes:
        entries.append(Line2D([], [], color=CHANGE, linestyle=(0, (4, 2)), linewidth=1.1, label="change, 90 % dates"))
    if not relation.series.whole.all():
        entries.append(Patch(facecolor=FAINT, edgecolor=PAPER, hatch="////", linewidth=0, label=f"unfinished {relation.series.by}"))
    axes.legend(handles=entries, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=len(entries), frameon=False, fontsize=7.5,
                labelcolor=SOFT, handlelength=1.3, handletextpad=0.5, columnspacing=1.3, borderaxespad=0.1)  # fmt: skip


def _alleged(axes: Axes, relation: Relation) -> None:
    middles, widths = _middles(relation)
    counts = relation.series.count(EVENT_TYPES, ("alleged",))
    for found in relation.backings:
        for on in found.alleged_days:
            place = int(np.searchsorted(relation.series.edges, on, side="right")) - 1
            # What one side is said to do for the other stands in the series already.
            if {found.backer, found.backed} != {relation.a.actor, relation.b.actor} and 0 <= place < len(counts):
                counts[place] += 1
    axes.bar(middles, counts, widths * 0.72, color="none", edgecolor=ALLEGED, linewidth=1.1, zorder=2)
    axes.set_ylim(0, max(float(counts.max(initial=1.0)), 1.0) * 1.35)
    _name(axes, "alleged", ALLEGED)
    if not counts.any():
        axes.text(0.5, 0.5, "nothing is alleged", transform=axes.transAxes, color=SOFT, fontsize=7.5,
                  ha="center", va="center")  # fmt: skip
    _plain(axes)


def _read(axes: Axes, relation: Relation) -> None:
    middles, widths = _middles(relation)
    axes.bar(middles, relation.series.read, widths * 0.72, color=FAINT, linewidth=0, zorder=2)
    axes.set_ylim(0, max(float(relation.series.read.max(initial=1.0)), 1.0) * 1.2)
    unit = {"reports": "reports\nread", "imported rows": "rows\nread", "days": "days\ncovered"}[relation.source.unit]
    _name(axes, unit, SOFT)
    for on, _ in relation.source.changes:
        axes.axvline(on, color=INK, linewidth=0.9, zorder=3)
    _plain(axes)


def _name(axes: Axes, name: str, colour: str) -> None:
    axes.set_ylabel(name, color=colour, fontsize=7.5, rotation=0, ha="right", va="center")
    axes.yaxis.set_label_coords(-0.026, 0.45)
    axes.yaxis.set_major_formatter(lambda value, _: f"{value / 1000:.0f}k" if value >= 1000 else f"{value:.0f}")


def _plain(axes: Axes) -> None:
    from matplotlib.ticker import MaxNLocator

    axes.set_facecolor(PAPER)
    for name, spine in axes.spines.items():
        spine.set_visible(name == "bottom")
        spine.set_color(FAINT)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6 if axes.get_subplotspec().rowspan.start == 0 else 2, integer=True))  # type: ignore[union-attr]
    axes.grid(axis="y", color=FAINT, linewidth=0.6, zorder=0)
    axes.set_axisbelow(True)
    axes.tick_params(axis="both", length=0, labelsize=8, colors=SOFT, labelbottom=False)


def _dates(axes: Axes, relation: Relation) -> None:
    """Label the bottom axis: our days count from 1970, as matplotlib's do."""
    from matplotlib.dates import AutoDateLocator, ConciseDateFormatter

    locator = AutoDateLocator(minticks=5, maxticks=11)  # type: ignore[no-untyped-call]
    axes.xaxis.set_major_locator(locator)
    axes.xaxis.set_major_formatter(ConciseDateFormatter(locator, show_offset=False))  # type: ignore[no-untyped-call]
    axes.tick_params(axis="x", labelbottom=True)
    axes.set_xlim(float(relation.series.edges[0]) - 0.5, float(relation.series.edges[-1]) + 0.5)

"""`casus audit`: whether the coding depends on who is named."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casus.cli import GATE_FAILED
from casus.cli.evaluate.gates import as_json, format_
from casus.cli.options import threads

if TYPE_CHECKING:
    from casus.evaluation.golden import Coded, Estimate, GoldenSet
    from casus.evaluation.keys import Key
    from casus.evaluation.neutrality import Mirrored, Neutrality, Swap
    from casus.pipeline import Pipeline

_FOLDER = click.Path(file_okay=False, path_type=Path)
_FILE = click.Path(dir_okay=False, path_type=Path)

SHOWN = 12
"""Names and swaps that a table shows, those that change most."""

_golden = click.option("--golden", type=_FOLDER, default=Path("tests/golden"), show_default=True, help="Where the golden reports lie.")


@click.group("audit")
def command() -> None:
    """Test whether the coding depends on who is named."""


@command.command("neutrality")
@click.option("--split", type=click.Choice(("tune", "final")), default="final", show_default=True, help="Which golden reports.")
@click.option("--swaps", "files", type=_FILE, multiple=True, help="Further swaps, `swapped: {REPORT: {NAME: NAME}}`; repeat for several.")
@click.option("--listed", is_flag=True, help="Only the swaps of the files, none that are found in the keys.")
@click.option("--floor", type=click.FloatRange(0, 1), help="Exit with 4 where a smaller share mirrors.")
@_golden
@format_
@threads
def neutrality_(
    split: str, files: Sequence[Path], listed: bool, floor: float | None, golden: Path, format_: str | None, threads: int
) -> int:
    """Exchange two actors of one kind in golden reports: what was coded rightly must come out as the mirror image.

    Actors of one kind that take part in events of one report change places, two at a time: states with their adjectives and capitals,
    bodies and persons with their full and short names. Files of swaps are read besides (tests/golden/renamed.yaml if it is there).
    An event counts where type, actors and recipients were right before, and one of its parties has another name now.
    """
    from casus.evaluation.golden import read_golden
    from casus.evaluation.neutrality import neutrality, read_swaps
    from casus.pipeline import Pipeline

    labelled = read_golden(golden, split)
    usual = golden / "renamed.yaml"
    maps = [read_swaps(path) for path in (files or ([usual] if usual.is_file() else []))]
    found = neutrality(list(_mirrored(labelled, maps, listed, Pipeline(threads=threads))))
    if as_json(format_):
        click.echo(json.dumps(found.row(), indent=2))
    else:
        _table(found)
    return _gate("mirror", found.share.value, floor)


def _mirrored(labelled: GoldenSet, maps: Sequence[Mapping[str, Mapping[str, str]]], listed: bool, pipeline: Pipeline) -> Iterator[Mirrored]:
    """Yield what each swap changes that touches a rightly coded event; those that would cut a name in two are told of on stderr."""
    from casus.evaluation.neutrality import mirror_key, mirrored, rightly_coded, touched

    cut = 0
    for name, key in zip(labelled.names, labelled.keys, strict=True):
        swaps = list(_swaps(name, key, maps, listed))
        right = rightly_coded(key, _read(pipeline, key)) if swaps else frozenset()
        for swap in swaps:
            other = mirror_key(key, swap.names)
            if other is None:
                cut += 1
            elif any(touched(key, other, key.events[handle]) for handle in right):
                yield mirrored(swap, key, right, other, _read(pipeline, other))
    if cut:
        click.echo(f"casus: {cut} swaps left out: a span of the key ends inside a name that they replace", err=True)


def _swaps(name: str, key: Key, maps: Sequence[Mapping[str, Mapping[str, str]]], listed: bool) -> Iterator[Swap]:
    from casus.evaluation.neutrality import given_swap, swaps_of

    yield from (given_swap(name, names[name]) for names in maps if name in names)
    if not listed:
        yield from swaps_of(key, name, _forms)


@cache
def _forms(country: str) -> Mapping[str, Sequence[str]]:
    """Return the words of a state by their use, as they are today; names that hold a shorter one (Republic of X) go with it."""
    from casus.grounding.knowledge import fold, open_knowledge

    knowledge, found = open_knowledge(), dict[str, list[str]]()
    actor = knowledge.actor(country)
    for surface in dict.fromkeys(actor.aliases) if actor else ():
        for alias in knowledge.lookup(fold(surface)):
            if alias.actor == country and alias.surface == surface and alias.until is None:
                found.setdefault(_use(alias.use, surface, actor.aliases if actor else ()), []).append(surface)
    short = [word for use in ("name", "adjective") for word in found.get(use, ())]
    names = [name for name in found.pop("name", ()) if not any(f" {s} " in f" {name} " for s in short if s != name)]
    found["capital"] = [*found.get("capital", ()), *found.pop("byname", ())]
    known = {*names, *found.get("acronym", ())}
    others = {use: tuple(w for w in words if use == "acronym" or w not in known) for use, words in found.items()}
    return {"name": tuple(names), **{use: words for use, words in others.items() if words}} if names else {}


def _use(use: str, surface: str, among: Sequence[str]) -> str:
    """Return the use of a word: the people in the plural stand apart from one of them."""
    return "people" if use == "demonym" and surface.endswith("s") and surface[:-1] in among else use


def _table(found: Neutrality) -> None:
    reports = len({one.swap.report for one in found.swaps})
    click.echo(f"{len(found.swaps)} swaps in {reports} reports; only events that were coded rightly before; intervals over reports\n")
    click.echo(f"{'':<34}{'mirror':>8}   {'95 % interval':<16}{'n':>6}")
    elsewhere = sum(len(one.outcomes) - len(one.touched) for one in found.swaps)
    for name, share, n in (("events of a swapped party", found.share, found.n), ("other events of the report", found.elsewhere, elsewhere)):
        click.echo(f"{name:<34}{_number(share.value):>8}   {_interval(share):<16}{n:>6,}")
    tables = (("by what is wrong", found.by_fault()), ("by kind of actor", found.by_kind()), ("names that change most", found.by_name()))
    for title, tallies in tables:
        click.echo(f"\n{title}")
        for name, tally in list(tallies.items())[:SHOWN]:
            click.echo(f"  {name[:44]:<46}{_number(tally.share):>8}   {tally.n - tally.mirrors:>4} of {tally.n} changed")


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(share: Estimate) -> str:
    return "–" if share.low is None else f"{_number(share.low)}–{_number(share.high)}"


def _gate(name: str, value: float | None, floor: float | None) -> int:
    if floor is None or (value is not None and value >= floor):
        return 0
    reached = "is not defined: nothing was coded rightly" if value is None else f"{value:.4f} is below its floor {floor}"
    click.echo(f"casus: {name} {reached}", err=True)
    return GATE_FAILED


# ---- invented names


SCORES = ("event joint", "event type", "event found", "claim joint")
"""What must not depend on who is named."""


@command.command("invented")
@click.option("--ceiling", type=click.FloatRange(0, 1), help="Exit with 4 where the F1 of `event joint` drops by more.")
@_golden
@format_
@threads
def invented_(ceiling: float | None, golden: Path, format_: str | None, threads: int) -> int:
    """Read golden reports as they are and with invented names: what nobody knows must be coded as well as what everybody does."""
    from casus.evaluation.golden import compare, evaluate_golden, read_golden
    from casus.pipeline import Pipeline

    pipeline, changed = Pipeline(threads=threads), read_golden(golden, "invented")
    known = {name: key for split in ("tune", "final") for name, key in _keys(read_golden(golden, split))}
    before, after = (
        evaluate_golden(keys, [_read(pipeline, key) for key in keys]) for keys in ([known[n] for n in changed.names], list(changed.keys))
    )
    drops = compare(before, after)
    rows = {name: _drop(before.scores[name].f1.value, after.scores[name].f1.value, drops[name]) for name in SCORES if name in drops}
    if as_json(format_):
        click.echo(json.dumps({"reports": len(changed.keys), **rows}, indent=2))
    else:
        click.echo(f"{len(changed.keys)} reports, as they are and with invented names; F1, intervals over reports\n")
        click.echo(f"{'':<14}{'as it is':>10}{'invented':>10}{'drop':>8}   95 % interval")
        for name, row in rows.items():
            click.echo(
                f"{name:<14}{_number(row['before']):>10}{_number(row['after']):>10}{_number(row['drop']):>8}   {_interval(drops[name])}"
            )
    drop = rows["event joint"]["drop"]
    if ceiling is not None and (drop is None or drop > ceiling):
        click.echo(f"casus: event joint: F1 drops by {_number(drop)}, more than {ceiling}", err=True)
        return GATE_FAILED
    return 0


def _keys(labelled: GoldenSet) -> Iterator[tuple[str, Key]]:
    yield from zip(labelled.names, labelled.keys, strict=True)


def _drop(before: float | None, after: float | None, drop: Estimate) -> dict[str, float | None]:
    found = {"before": before, "after": after, "drop": drop.value, "low": drop.low, "high": drop.high}
    return {name: None if value is None else round(value, 4) for name, value in found.items()}


def _read(pipeline: Pipeline, key: Key) -> Coded:
    """Read a report anew, with the publisher and date that come with it."""
    from casus.evaluation.golden import Coded
    from casus.ingest import afresh

    return Coded(pipeline.read(afresh(key.report)))

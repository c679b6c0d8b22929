"""`casus evaluate attribution` and `entities`: one layer at a time, on data sets of the field."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click

from casus.cli.evaluate.gates import Floors, as_json, check_names, floors, format_, gate, predictions, write_rows
from casus.cli.options import threads

if TYPE_CHECKING:
    from casus.evaluation import Evaluation, Labelled
    from casus.records import Reading

LANDS = frozenset({"country", "territory", "province", "region"})
"""Kinds of the gazetteer that data sets of names know as places even where they act."""

F = TypeVar("F", bound=Callable[..., Any])


def _scored(function: F) -> F:
    data = click.option("--data", type=click.Path(path_type=Path), required=True, help="The labelled texts.")
    for option in (data, predictions, format_, floors, threads):
        function = option(function)
    return function


@click.command("attribution")
@_scored
def attribution(data: Path, predictions: Path | None, format_: str | None, floors: Floors, threads: int) -> int:
    """Source, cue and content, exactly and by overlap, and linked attributions.

    --data is JSONL (or .jsonl.gz) in PolNeAR's shape: text, and attributions with source, cue and content offsets.
    """
    from casus.evaluation import evaluate_attribution, read_attributions

    texts = read_attributions(data)
    found = evaluate_attribution(texts, [r.attributions for r in _readings(texts, threads)])
    return _report(found, predictions, format_, floors)


@click.command("entities")
@_scored
def entities(data: Path, predictions: Path | None, format_: str | None, floors: Floors, threads: int) -> int:
    """Actors, persons, places, moments and weapons, exactly and by overlap.

    --data is a CoNLL file (two columns, or Universal NER's layout), or a folder in the shape of re3d. Where a set labels names
    alone, mentions without a capital are left out, others are cut to their name, a country
    that acts is a place, and a people ("Chinese") is left out.
    """
    from casus.evaluation import evaluate_entities, read_conll, read_re3d

    texts = read_re3d(data) if data.is_dir() else read_conll(data)
    found = evaluate_entities(texts, [r.mentions for r in _readings(texts, threads)], _sort_of)
    return _report(found, predictions, format_, floors)


def _sort_of(name: str) -> Literal["land", "people"] | None:
    """Say whether a name is, before all else, that of a country or one of its first divisions, or that of a people."""
    from casus.grounding.gazetteer import Gazetteer
    from casus.grounding.knowledge import open_knowledge

    known = open_knowledge().lookup(name.casefold())
    if known and all(alias.use in ("adjective", "demonym") for alias in known):
        return "people"
    return "land" if any(p.kind in LANDS and p.match == "name" for p in Gazetteer.open().candidates(name)[:1]) else None


def _readings(texts: Sequence[Labelled], threads: int) -> list[Reading]:
    """Read the texts as far as the models go: data sets label words, and know nothing of who a capital acts for."""
    from casus.pipeline import Pipeline
    from casus.records import Report

    pipeline = Pipeline(threads=threads)
    return [pipeline.read(Report(text=text.text), until="reader") for text in texts]


def _report(found: Evaluation, predictions: Path | None, format_: str | None, floors: Floors) -> int:
    check_names(list(found.scores), floors)
    write_rows(predictions, found.rows)
    if as_json(format_):
        click.echo(json.dumps({name: score.row() for name, score in found.scores.items()}, indent=2))
    else:
        _table(found)
    return gate({name: score.f1 for name, score in found.scores.items()}, floors)


def _table(found: Evaluation) -> None:
    click.echo(f"{'':<18}{'precision':>10}{'recall':>9}{'F1':>8}   {'95 % interval':<16}{'n':>6}")
    for name, s in found.scores.items():
        click.echo(f"{name:<18}{s.precision:>10.3f}{s.recall:>9.3f}{s.f1:>8.3f}   {s.low:.3f}–{s.high:.3f}     {s.n:>6,}")

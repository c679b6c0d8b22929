"""`casus evaluate events`: the PLOVER type of what one given party does to another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casus.cli.evaluate.gates import Floors, as_json, check_names, floors, gate, predictions, write_rows
from casus.cli.options import threads
from casus.records import UsageError

if TYPE_CHECKING:
    from casus.evaluation.classes import Classes
    from casus.evaluation.pairs import PairEvaluation
    from casus.evaluation.plv import GivenPair


@click.command("events")
@click.option("--data", type=click.Path(dir_okay=False, path_type=Path), required=True, help="The labelled sentences.")
@click.option("--format", "shape", type=click.Choice(("plv", "contrast")), help="Of the data: by the name's ending, unless told.")
@click.option("--split", type=click.Choice(("tune", "final")), help="Of contrast rows: one half alone.")
@predictions
@click.option("--as", "format_", type=click.Choice(("table", "json")), help="Table on a terminal, JSON in a pipe, unless told.")
@floors
@threads
def events(
    data: Path, shape: str | None, split: str | None, predictions: Path | None, format_: str | None, floors: Floors, threads: int
) -> int:
    """Types and quad classes of given pairs: who acts on whom is told, and some type always holds.

    --data is a tab-separated table in Zero-Shot-PLOVER's shape (`plv`: marked_sentence with <s>…</s> and <t>…</t>, gold_root,
    gold_penta), or our own contrast rows in JSONL (`contrast`). A row may lack a mark. Scores: macro-F1 over the labels that occur.
    """
    from casus.coding.given import GivenPairs
    from casus.evaluation.pairs import evaluate_pairs
    from casus.reader.pairs import Marks

    pairs = _pairs(data, shape, split)
    scores = GivenPairs(threads=threads).score([(pair.text, Marks(pair.source, pair.target)) for pair in pairs])
    found = evaluate_pairs(pairs, [(score.ab, score.quad) for score in scores])
    check_names(list(found.floors), floors)
    write_rows(predictions, found.rows)
    if as_json(format_):
        click.echo(json.dumps({"type": found.types.row(), "quad": found.quads.row()}, indent=2))
    else:
        _table(found)
    return gate(found.floors, floors)


def _pairs(data: Path, shape: str | None, split: str | None) -> list[GivenPair]:
    from casus.evaluation.contrast import read_given_pairs
    from casus.evaluation.plv import read_plv

    if (shape or ("contrast" if data.suffix == ".jsonl" else "plv")) == "contrast":
        return read_given_pairs(data, split)
    if split:
        raise UsageError("--split goes with contrast rows: a table has no halves")
    return read_plv(data)


def _table(found: PairEvaluation) -> None:
    click.echo(f"{found.types.n:,} pairs; macro-F1 over the classes that occur, intervals over sentences\n")
    click.echo(f"{'':<12}{'macro-F1':>10}   {'95 % interval':<16}{'right':>8}   {'95 % interval'}")
    for name, scores in (("type", found.types), ("quad", found.quads)):
        macro, right = scores.macro, scores.right
        click.echo(
            f"{name:<12}{macro.value or 0:>10.3f}   {macro.low or 0:.3f}–{macro.high or 0:.3f}     "
            f"{right.value or 0:>8.3f}   {right.low or 0:.3f}–{right.high or 0:.3f}"
        )
    for scores in (found.types, found.quads):
        _each(scores)


def _each(scores: Classes) -> None:
    click.echo(f"\n{'':<12}{'precision':>10}{'recall':>9}{'F1':>8}{'n':>8}{'predicted':>11}")
    for name, one in scores.each.items():
        click.echo(f"{name:<12}{one.precision:>10.3f}{one.recall:>9.3f}{one.f1:>8.3f}{one.n:>8,}{one.predicted:>11,}")

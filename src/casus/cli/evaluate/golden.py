"""`casus evaluate golden`: whole readings against keys, or one labeller's keys against another's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from casus.cli.evaluate.gates import Floors, as_json, check_names, floors, format_, gate, predictions, write_rows
from casus.cli.options import threads
from casus.records import UsageError

if TYPE_CHECKING:
    from casus.evaluation.golden import Estimate, GoldenEvaluation, GoldenScore, GoldenSet, Submission

SPLITS = ("tune", "final", "invented", "swapped")
"""Sets of golden reports: to study, to be scored by, and two with other names (bench/renamed.py)."""

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command("golden")
@click.option("--split", type=click.Choice(SPLITS), required=True, help="Which golden reports; `final` is for closing notes.")
@click.option("--golden", type=_FOLDER, default=Path("tests/golden"), show_default=True, help="Where the splits lie.")
@click.option("--keys", type=_FOLDER, help="Where the keys lie (NAME.yaml), if not beside the texts.")
@click.option("--against", type=_FOLDER, help="Score the keys in this folder, another labeller's, and not the machine.")
@click.option("--readings", type=click.Path(dir_okay=False, path_type=Path), help="Score these readings (JSONL), and not the machine.")
@click.option("--by", type=click.Choice(("field", "status", "voice")), help="Every field; or events by their status or voice.")
@predictions
@floors
@format_
@threads
def golden(
    split: str,
    golden: Path,
    keys: Path | None,
    against: Path | None,
    readings: Path | None,
    by: str | None,
    predictions: Path | None,
    floors: Floors,
    format_: str | None,
    threads: int,
) -> int:
    """Attributions, claims, events and mentions of whole readings against their keys, as docs/codebook.md, section 9, says.

    Without --readings or --against casus reads the reports itself. Each row of --readings is a reading as `casus read` writes it, in
    any order. A report without a reading counts as an empty one. Scores are micro-averaged; intervals are bootstrapped over reports.
    """
    from casus.evaluation.golden import evaluate_golden, read_golden, read_keys_as_coded, read_readings

    if against and readings:
        raise UsageError("--against and --readings name two things to score: give one")
    labelled = read_golden(golden, split, keys)
    if against:
        handed_in = read_keys_as_coded(against, labelled)
    else:
        handed_in = read_readings(readings, labelled) if readings else _read(labelled, threads)
    _tell(labelled, handed_in)
    found = evaluate_golden(labelled.keys, handed_in.coded)
    check_names(list(found.scores), floors)
    write_rows(predictions, found.rows)
    if as_json(format_):
        click.echo(json.dumps(found.row(by), indent=2))
    else:
        _table(found, by)
    return gate({name: score.f1.value for name, score in found.scores.items()}, floors)


def _read(labelled: GoldenSet, threads: int) -> Submission:
    """Read each report from its text, publisher and date, which come with a report; title, byline and dateline are found in it."""
    from casus.evaluation.golden import gather
    from casus.ingest import afresh
    from casus.pipeline import Pipeline
    from casus.records import Reading

    pipeline = Pipeline(threads=threads)
    found = []
    for key, name in zip(labelled.keys, labelled.names, strict=True):
        reading = pipeline.try_read(afresh(key.report), name)
        found.append(reading if isinstance(reading, Reading) else None)
    return gather(labelled, found)


def _tell(labelled: GoldenSet, handed_in: Submission) -> None:
    if labelled.unlabelled:
        click.echo(f"casus: no key, not scored: {', '.join(labelled.unlabelled)}", err=True)
    if handed_in.missing:
        click.echo(f"casus: no reading, counted as empty: {', '.join(handed_in.missing)}", err=True)


def _table(found: GoldenEvaluation, by: str | None) -> None:
    few = " (few: intervals say little)" if found.few else ""
    click.echo(f"{len(found.reports)} reports{few}; n is items in the keys, agreement is among aligned records\n")
    click.echo(f"{'':<30}{'precision':>10}{'recall':>8}{'F1':>8}   {'95 % interval':<18}{'n':>6}{'agreement':>18}")
    for name, score in found.select(by).items():
        click.echo(_line(name, score, few=found.few))
    click.echo(f"\n{'':<30}{'count':>10}   {'95 % interval':<18}of")
    for name, breach in found.breaches.items():
        count = breach.count
        bounds = f"{count.low:.0f}–{count.high:.0f}" if count.low is not None and count.high is not None else "–"
        click.echo(f"{name:<30}{count.value or 0:>10.0f}   {bounds + ' few' * found.few:<18}{breach.of} {breach.base}")


def _line(name: str, score: GoldenScore, *, few: bool) -> str:
    rates = f"{_number(score.precision):>10}{_number(score.recall):>8}{_number(score.f1):>8}"
    agreed = f"{_number(score.agreement)} of {score.count.pairs}" if score.count.pairs else ""
    undefined = f"   not defined in {score.f1.undefined} resamples" if score.f1.undefined and score.f1.value is not None else ""
    return f"{name:<30}{rates}   {_interval(score.f1, few=few):<18}{score.count.labelled:>6,}{agreed:>18}{undefined}".rstrip()


def _number(estimate: Estimate) -> str:
    return "–" if estimate.value is None else f"{estimate.value:.3f}"


def _interval(estimate: Estimate, *, few: bool) -> str:
    if estimate.low is None or estimate.high is None:
        return "–"
    return f"{estimate.low:.3f}–{estimate.high:.3f}" + " few" * few

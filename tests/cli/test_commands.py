import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest

import casus as package
from casus.cli import COMMANDS
from casus.cli import casus as casus_command
from casus.records import schema
from tests.cli.conftest import Ran

Casus = Callable[..., Ran]
ROOT = Path(__file__).parents[2]


def test_version(casus: Casus) -> None:
    assert casus("--version").out == f"casus, version {package.__version__}\n"


def test_version_loads_no_model_and_no_heavy_library() -> None:
    heavy = ("numpy", "onnxruntime", "trafilatura", "httpx", "rich", "pyarrow")
    code = f"import sys; from casus.cli import run; run(['--version']); print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_schema(casus: Casus) -> None:
    assert json.loads(casus("schema").out) == schema()


def test_show_marks_the_words(casus: Casus, report: Path) -> None:
    ran = casus("show", report)
    assert ran.code == 0
    assert "‹accused›" in ran.out
    assert "{" not in ran.out
    assert "{Imra Tolle}" in casus("show", report, "--mentions").out.replace("⟦", "").replace("⟧", "")


def test_show_never_passes_control_characters_on(casus: Casus, tmp_path: Path) -> None:
    (tmp_path / "x.txt").write_text("The port said \x1b[2J it closed. Workers denied it.")
    assert "\x1b" not in casus("show", tmp_path / "x.txt").out
    assert "\x1b" not in casus("read", tmp_path / "x.txt", "--format", "table").out


def test_demo(casus: Casus) -> None:
    ran = casus("demo")
    assert ran.code == 0
    assert ran.out.count("Claims") == 5
    assert "casus read report.txt" in ran.out


def test_every_command_has_help_and_stands_in_the_docs(casus: Casus) -> None:
    page = (ROOT / "docs/cli.md").read_text("utf-8")
    for name in COMMANDS:
        assert casus(name, "--help").out.startswith("Usage: casus")
        command = casus_command.get_command(click.Context(casus_command), name)
        assert command is not None
        options = [o for p in command.params for o in p.opts if o.startswith("--")]
        assert f"## casus {name}" in page
        assert all(option in page for option in options)


SAMPLE = {"text": "Ana Belo said it rained.", "attributions": [{"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 23]]}]}


def test_evaluate_attribution(casus: Casus, tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text(json.dumps(SAMPLE))
    ran = casus("evaluate", "attribution", "--data", tmp_path / "set.jsonl", "--predictions", tmp_path / "out.jsonl")
    assert json.loads(ran.out)["cue exact"]["f1"] == 1.0
    (row,) = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert row["gold"] == [{"source": [[0, 8]], "cue": [[9, 13]], "content": [[14, 23]]}]
    assert row["predicted"][0]["cue"] == [[9, 13]]


def test_evaluate_entities(casus: Casus, tmp_path: Path) -> None:
    (tmp_path / "set.conll").write_text("Ana B-PER\nBelo I-PER\nleft O\nRome B-LOC\n. O\n")
    ran = casus("evaluate", "entities", "--data", tmp_path / "set.conll", "--format", "table")
    assert "person exact" in ran.out


def test_a_floor_that_is_not_reached_is_four(casus: Casus, tmp_path: Path) -> None:
    (tmp_path / "set.jsonl").write_text(
        json.dumps({**SAMPLE, "attributions": [{"source": [[4, 6]], "cue": [[4, 6]], "content": [[4, 6]]}]})
    )
    ran = casus("evaluate", "attribution", "--data", tmp_path / "set.jsonl", "--floor", "cue exact=0.5")
    assert ran.code == 4
    assert "cue exact: F1 0.0000 is below its floor 0.5" in ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["--data", "none.jsonl"], 1, "none.jsonl"),
        (["--data", "SET", "--floor", "curl exact=0.5"], 2, "no score named 'curl exact'"),
        (["--data", "SET", "--floor", "high"], 2, "write NAME=F1"),
    ],
)
def test_evaluate_says_what_is_wrong(casus: Casus, tmp_path: Path, arguments: list[str], code: int, message: str) -> None:
    (tmp_path / "set.jsonl").write_text(json.dumps(SAMPLE))
    ran = casus("evaluate", "attribution", *[str(tmp_path / "set.jsonl") if a == "SET" else a for a in arguments])
    assert (ran.code, message in ran.err, "Traceback" in ran.err) == (code, True, False)

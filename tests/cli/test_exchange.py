import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from casus.cli.coverage import sources
from casus.exchange import exporting, importing
from casus.ledger import Delivered, Feed, open_ledger
from tests.cli.conftest import Ran
from tests.conftest import Site
from tests.exchange.test_importing import gdelt
from tests.ledger.conftest import told

Casus = Callable[..., Ran]


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A ledger with one report."""
    with open_ledger(tmp_path / "ledger.db") as ledger:
        ledger.add(told())
    return tmp_path / "ledger.db"


def test_import_says_what_became_of_the_rows(casus: Casus, tmp_path: Path) -> None:
    path = tmp_path / "a.CSV"
    path.write_text("\n".join([gdelt(1), gdelt(2, "010"), "bad"]) + "\n")
    ran = casus("import", path, "--as", "gdelt", "--ledger", tmp_path / "new.db")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.splitlines() == [f"casus: {path}: 1 new, 0 known, 1 skipped (statements have no PLOVER type), 1 rejected"]
    assert casus("import", path, "--as", "gdelt", "--ledger", tmp_path / "new.db").err.startswith(f"casus: {path}: 0 new, 1 known")


def test_import_names_bodies_that_our_knowledge_has(casus: Casus, tmp_path: Path) -> None:
    from tests.exchange.test_importing import dump

    path = tmp_path / "a.tab"
    path.write_text(dump({"Source Name": "Militant (Taliban)"}))
    assert casus("import", path, "--as", "icews", "--ledger", tmp_path / "new.db").code == 0
    with open_ledger(tmp_path / "new.db") as ledger:
        assert ledger.events().rows[0].actors[0].id == "grp.taliban"


def test_import_goes_on_after_a_bad_file(casus: Casus, tmp_path: Path) -> None:
    good = tmp_path / "a.CSV"
    good.write_text(gdelt(1) + "\n")
    ran = casus("import", tmp_path / "none", good, "--as", "gdelt", "--ledger", tmp_path / "new.db")
    assert ran.code == 3
    assert ["cannot be read" in line for line in ran.err.splitlines()] == [True, False]


@pytest.mark.parametrize("arguments", [("--as", "acled"), (), ("--as", "gdelt")])
def test_import_without_what_it_needs_is_a_usage_error(casus: Casus, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    ran = casus("import", tmp_path / "a", *arguments)
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_export_writes_to_stdout_or_a_file(casus: Casus, target: Path, tmp_path: Path) -> None:
    ran = casus("export", "--ledger", target, "--as", "jsonl")
    assert (ran.code, ran.rows[0]["type"], ran.err) == (0, "ASSAULT", "casus: 1 exported\n")
    assert casus("export", "--ledger", target, "--as", "jsonl", "--by", "IND").rows == []
    assert casus("export", "--ledger", target, "--as", "schemaorg", "--kind", "allege", "-o", tmp_path / "a.jsonld").out == ""
    assert json.loads((tmp_path / "a.jsonld").read_text())["@graph"][0]["genre"] == "allege"


def test_readings_go_from_ledger_to_ledger(casus: Casus, target: Path, tmp_path: Path) -> None:
    casus("export", "--ledger", target, "--as", "jsonl", "--list", "readings", "-o", tmp_path / "a.jsonl")
    assert casus("import", tmp_path / "a.jsonl", "--as", "casus", "--ledger", tmp_path / "b.db").code == 0
    assert casus("export", "--ledger", tmp_path / "b.db", "--as", "jsonl", "--list", "claims").rows[0]["kind"] == "allege"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--as", "csv", "--list", "readings"), "csv holds events or claims or reports"),
        (("--as", "csv", "--kind", "deny"), "does not narrow down events"),
        (("--as", "csv", "--type", "ASALT"), "did you mean 'ASSAULT'"),
        (("--as", "xml"), "xml"),
    ],
)
def test_export_refuses_what_does_not_fit(casus: Casus, target: Path, arguments: tuple[str, ...], said: str) -> None:
    ran = casus("export", "--ledger", target, *arguments)
    assert ran.code == 2
    assert said in ran.err


def test_the_commands_know_the_formats_that_there_are() -> None:
    from casus.cli import export, import_

    assert import_.FORMATS == importing.FORMATS
    assert (tuple(exporting.FORMATS), exporting.LISTS) == (export.FORMATS, export.LISTS)


# --- coverage ---------------------------------------------------------------------------------------------------------------------------


def days(source: str, *numbers: int) -> list[Delivered]:
    return [Delivered(source, date(2026, 3, n), 2, 0, 0) for n in numbers]


@pytest.mark.parametrize(
    ("delivered", "silent"),
    [
        (days("daily", 1, 2, 3, 4, 5), 15),
        (days("weekly", 1, 8, 15), 0),
        (days("weekly", 1, 8), 0),
        (days("still there", 1, 18), 0),
        (days("once", 2), 18),
        (days("dataset:icews", 1), 0),
        ([Delivered("rejected alone", date(2026, 3, 1), 0, 1, 0)], 0),
    ],
)
def test_who_fell_silent(delivered: list[Delivered], silent: int) -> None:
    (source,) = sources(delivered, date(2026, 3, 20), 3)
    assert source.silent == silent


def test_coverage_in_a_pipe_and_as_a_table(casus: Casus, target: Path) -> None:
    with open_ledger(target) as ledger:
        ledger.keep_feed(Feed("https://wire.example/rss", failures=2, error="the server answered 500"))
    first, second = casus("coverage", "--ledger", target, "--until", "2026-04-01").rows
    assert (first["source"], first["reports"], first["last"], first["silent_days"]) == ("Kabul Herald", 1, "2026-03-06", 25)
    assert first["days"] == [{"day": "2026-03-06", "reports": 1, "rejected": 0, "rows": 0}]
    assert (second["feed"], second["failures"]) == ("https://wire.example/rss", 2)
    shown = casus("coverage", "--ledger", target, "--until", "2026-04-01", "--format", "table").out
    assert "silent for 25 days" in shown
    assert "Feeds that fail" in shown


def test_coverage_of_no_ledger_makes_none(casus: Casus, tmp_path: Path) -> None:
    ran = casus("coverage", "--ledger", tmp_path / "none.db")
    assert (ran.code, (tmp_path / "none.db").exists()) == (2, False)


# --- watch ------------------------------------------------------------------------------------------------------------------------------


def test_watch_once_reads_what_an_opml_names(casus: Casus, tmp_path: Path, site: Site) -> None:
    item = f"<item><title>Talks resume</title><link>{site.url}/1</link><description>x</description></item>"
    feed = site.page("/rss", f"<rss version='2.0'><channel><title>Wire</title>{item}</channel></rss>", "application/rss+xml")
    site.page(
        "/1", "The Tolle ferry company accused the coast guard of Maridia of ramming a boat. The coast guard denied it.", "text/plain"
    )
    opml = tmp_path / "a.opml"
    opml.write_text(f'<opml><body><outline xmlUrl="{feed}"/><outline xmlUrl="{site.url}/none"/></body></opml>')
    ran = casus("watch", opml, "--ledger", tmp_path / "a.db", "--once", "--pause", "0")
    assert ran.code == 3
    assert f"casus: {feed}: 1 new, 0 known, 0 rejected" in ran.err
    assert f"casus: {site.url}/none: the server answered 404" in ran.err
    assert casus("claims", "--ledger", tmp_path / "a.db", "--format", "jsonl").rows


def test_watch_refuses_what_is_no_feed(casus: Casus, tmp_path: Path) -> None:
    ran = casus("watch", "ftp://wire.example/rss", "--ledger", tmp_path / "a.db")
    assert ran.code == 2
    assert "neither the address of a feed" in ran.err
    (tmp_path / "bad.opml").write_text("words")
    assert "not OPML" in casus("watch", tmp_path / "bad.opml", "--ledger", tmp_path / "a.db").err

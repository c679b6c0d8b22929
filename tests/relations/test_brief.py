from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from casus.ledger import Ledger
from casus.records import UsageError
from casus.relations import Relation, relation
from casus.relations.brief import Brief, Line, Section, brief
from casus.relations.pages import html, markdown
from casus.relations.plot import plot


@pytest.fixture(scope="module")
def found(ledger: Ledger) -> Relation:
    return relation(ledger, "ZMB", "MWI")


@pytest.fixture(scope="module")
def page(ledger: Ledger, found: Relation) -> Brief:
    return brief(ledger, found, date(2026, 2, 1))


def test_every_line_has_words_source_and_date(page: Brief) -> None:
    lines = [line for section in page.sections for line in section.lines]
    assert len(lines) > 30
    assert all(line.quote and line.source and re.match(r"\d+ \w+ 2026", line.on) for line in lines)


def test_the_page_tells_of_all_that_an_analyst_asks(page: Brief) -> None:
    titles = [section.title for section in page.sections]
    assert titles == ["What moved", "Accusations and their answers", "Clashes", "Threats, penalties, troop moves", "What still works",
                      "Who backs whom", "What outlets judge"]  # fmt: skip
    moved = " ".join(page.sections[0].sentences)
    assert all(word in moved for word in ("Tension", "Surge", "Conflict rose", "Turned to conflict", "by chance"))
    assert "alleged 4 times, by Zambia (4), denied or contested 2 times" in " ".join(page.sections[5].sentences)
    assert page.summary.startswith("Worsening (")


def test_accusations_carry_their_answers(page: Brief) -> None:
    accused = next(s for s in page.sections if s.title.startswith("Accusations"))
    assert accused.sentences[0].startswith("13 accusations: Zambia made 7; Malawi made 6. 5 answered")
    assert any("denied in the same report" in line.said for line in accused.lines)


def test_numbers_stand_with_n_and_sources(page: Brief) -> None:
    notes = " ".join(page.notes)
    assert "n = 56 occurrences (40 of conflict)" in notes
    assert "Southern Ledger" in notes


def test_lines_begin_on_the_day_that_was_asked_for(ledger: Ledger, found: Relation) -> None:
    late = brief(ledger, found, date(2026, 3, 10))
    assert "2026-02" not in markdown(late)
    assert not [s for s in late.sections if s.title == "What still works"]


def test_reports_cannot_format_the_page(found: Relation) -> None:
    line = Line(
        "A *bold* claim", "<script>alert(1)</script> [x](javascript:y)\x1b[31m", "Evil | Times", "1 May 2026", "javascript:alert(1)"
    )
    page = Brief("A – B", "span", "sum", (Section("S", (), (line,)),), ())
    written = markdown(page)
    assert r"\*bold\*" in written
    assert "javascript:alert" not in written
    assert "\x1b" not in written
    assert "<script>" not in html(page)
    assert "&lt;script&gt;" in html(page)
    assert "href" not in html(page)


def test_the_html_page_needs_nothing_else(page: Brief, found: Relation) -> None:
    written = html(page, found)
    assert "<svg" in written
    assert not re.search(r"(src|href)=\"(?!https://news\.example\.org)[^#\"]", written.split("</figure>")[1])
    assert "<script" not in written


def test_pictures_are_drawn_alike_every_time(found: Relation, tmp_path: Path) -> None:
    for name in ("one.svg", "other.svg", "one.png"):
        plot(found, tmp_path / name)
    assert (tmp_path / "one.svg").read_bytes() == (tmp_path / "other.svg").read_bytes()
    assert (tmp_path / "one.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(UsageError, match="ends in"):
        plot(found, tmp_path / "one.doc")


def test_too_little_data_is_said_instead_of_a_number(ledger: Ledger, tmp_path: Path) -> None:
    little = relation(ledger, "ZMB", "new.chilembe")
    page = brief(ledger, little, date(2026, 1, 1))
    assert "Too little data: 1 occurrence of conflict" in page.summary
    assert not little.history.state.enough
    plot(little, tmp_path / "little.png")
    assert (tmp_path / "little.png").stat().st_size > 10_000

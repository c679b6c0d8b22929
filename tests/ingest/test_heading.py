from __future__ import annotations

from time import perf_counter

import pytest

from casus.ingest import body_start, report_from_text

from .samples import BODY, TITLE

BYLINES = [
    "By Mira Tal",
    "By Mira Tal and Odo Renn, Orsa Wire",
    "BY MIRA TAL",
    "By Mira Tal in Orsa",
    "By Orsa Wire",
    "By Karim al-Hadi with Odo de Renn",
    "Reporting by Mira Tal",
]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("byline", BYLINES)
def test_title_and_byline_are_spans_of_the_text(newline: str, byline: str) -> None:
    text = f"{TITLE}\n\n{byline}\n\nKABUL (AP) — {BODY}".replace("\n", newline)
    report = report_from_text(text)
    assert report.text == text
    assert (report.title and report.title.quote, report.byline and report.byline.quote) == (TITLE, byline)
    assert report.dateline is not None
    assert report.dateline.quote == "KABUL (AP)"
    assert report.text[body_start(report) :].startswith("Gunmen attacked")


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (f"{TITLE}\n\n", TITLE),
        (f"# {TITLE}\n\n", TITLE),
        (f"## {TITLE} ##\n", TITLE),
        (f"{TITLE}\n=======\n\n", TITLE),
        (f"**{TITLE}**\n\n", TITLE),
        ("Four wounded in raid\non Orsa crossing\n\n", "Four wounded in raid\non Orsa crossing"),
        ("Who holds the Orsa crossing?\n\n", "Who holds the Orsa crossing?"),
        ("Envoy to visit the U.S.\n\n", "Envoy to visit the U.S."),
        (f"{TITLE}\nBy Mira Tal\n", TITLE),
        (f"{TITLE}\nORSA, Jan 5 (Reuters) - ", TITLE),
        (f"{TITLE}.\n\nKABUL — ", f"{TITLE}."),
    ],
)
def test_a_headline_is_the_title(head: str, title: str) -> None:
    report = report_from_text(head + BODY)
    assert report.title is not None
    assert report.title.quote == title
    assert report.text[body_start(report) :].startswith("Gunmen attacked")


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "Gunmen attacked a post on Sunday.\n\n" + BODY,
        "Gunmen attacked a post on Sunday\n" + BODY,
        "KABUL – Envoys met on Monday\n\n" + BODY,
        "and four guards were wounded\n\n" + BODY,
        "https://gazette.example/raid on the post\n\n" + BODY,
        "“We will not leave.”\n\n" + BODY,
        "The governor said:\n\n" + BODY,
        "Gunmen " * 60 + "\n\n" + BODY,
        TITLE,
    ],
)
def test_a_first_sentence_is_no_title(text: str) -> None:
    report = report_from_text(text)
    assert report.title is None
    assert report.text == text


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the army had left the town",
        "By January the army had left",
        "By the river, guards waited",
        "Mira Tal in Orsa",
        "By Mira Tal, who was at the gate when the shells fell",
    ],
)
def test_a_line_that_only_looks_like_one_is_no_byline(line: str) -> None:
    assert report_from_text(f"{TITLE}\n\n{line}\n\n{BODY}").byline is None


def test_a_dateline_may_follow_a_standfirst() -> None:
    text = f"{TITLE}\n\nGuards had asked for help.\n\nKABUL (AP) — {BODY}"
    report = report_from_text(text)
    assert report.dateline is not None
    assert report.text[body_start(report) :].startswith("Guards had asked")


@pytest.mark.parametrize("unit", ["word ", "# ", "By A", "=", "\n", " ", "A\n\n", "\u2029"])
def test_two_megabytes_without_a_break_take_little_time(unit: str) -> None:
    start = perf_counter()
    text = unit * (2_000_000 // len(unit))
    assert report_from_text(text, language="en").text == text
    assert perf_counter() - start < 3

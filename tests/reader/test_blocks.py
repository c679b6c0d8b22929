import textwrap

import pytest

from casus.reader.blocks import NARROWEST_WRAP, WIDEST_WRAP, blocks

PARAGRAPHS = [
    "Nobody fired on either side of the river on Monday, the observers said, and the boats that had lain there since spring put out.",
    "The governor of the eastern bank, who had refused to meet the envoys, said that he would now see them if they left their guards.",
    "Guns were heard in the hills at night, but the villagers of both banks told the observers that hunters had fired them, as ever.",
    "It was the third truce of the year.",
]


def split(text: str) -> list[str]:
    return [" ".join(text[s:e].split()) for s, e in blocks(text)]


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
@pytest.mark.parametrize("line", ["\n", "\r\n", "\u2028"])
def test_wrapped_text_reads_like_unwrapped(width: int, line: str) -> None:
    wrapped = [line.join(textwrap.wrap(p, width)) for p in PARAGRAPHS]
    assert split((line * 2).join(wrapped)) == PARAGRAPHS
    assert split(line.join([*wrapped, "So it was"]))[-1] == "So it was"


def test_a_line_a_paragraph() -> None:
    assert split("\n".join(PARAGRAPHS)) == PARAGRAPHS


def test_short_lines_are_headings_and_items() -> None:
    lines = ["Truce holds on the river", "What we know", "The boats are out", "Who said so"]
    assert split("\n".join(lines)) == lines
    assert all(len(line) < NARROWEST_WRAP for line in lines)


def test_a_link_on_lines_of_its_own_ends_nothing() -> None:
    assert split("Okafor told\nthe river wire\nthat he would stay.\nLund left.") == [
        "Okafor told the river wire that he would stay.",
        "Lund left.",
    ]
    assert split("We saw:\napples\noranges\npears") == ["We saw:", "apples", "oranges", "pears"]


def test_items_in_a_wrapped_text_begin_blocks() -> None:
    items = [
        "- the boats that had lain at the quay since the spring are to put out at noon;",
        "- the guards of both banks are to stand back a mile from the old stone bridge;",
        "- the envoys of the river towns are to meet without their guards on each bank.",
    ]
    text = "\n".join(textwrap.fill(p, 79) for p in [*PARAGRAPHS, *items])
    assert split(text)[-3:] == items


def test_indented_lines_begin_paragraphs() -> None:
    text = "\n".join(textwrap.fill(p, 60, initial_indent="   ") for p in PARAGRAPHS)
    assert split(text) == PARAGRAPHS


@pytest.mark.parametrize("hard", ["\n\n", "\n \t\n", "\r\n\r\n", "\f", "\u2029", "\n\u00a0\n"])
def test_hard_breaks(hard: str) -> None:
    assert split(f"nobody fired on either side of the river{hard}on Monday, they said.") == [
        "nobody fired on either side of the river",
        "on Monday, they said.",
    ]


def test_a_line_wider_than_a_wrap_is_a_paragraph() -> None:
    wide = [p for p in PARAGRAPHS if len(p) > WIDEST_WRAP]
    assert len(wide) == 3
    assert split("\n".join(wide)) == wide

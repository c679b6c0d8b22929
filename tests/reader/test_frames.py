from pathlib import Path

import pytest

from casus.reader import SpanModel
from casus.reader.frames import ACT, ACT_END, NAME, PARTY, PARTY_END, ROOM, Frame, Marks, frame
from casus.reader.pieces import PieceTokenizer

TEXT = "Qasr's Foreign Minister Ada N. Okaf has condemned a Lund court on Friday."


@pytest.fixture(scope="module")
def tokenizer() -> PieceTokenizer:
    return PieceTokenizer(Path(SpanModel().folder) / "tokenizer.json")


def framed(tokenizer: PieceTokenizer, text: str, a: str, b: str | None = None, act: str | None = None, *, hide: bool = True) -> Frame:
    a_, b_, act_ = ((text.index(q), text.index(q) + len(q)) if q else None for q in (a, b, act))
    return frame(tokenizer(text), (0, len(text)), Marks(a_, b_, act_), (101, 102), hide)


def test_parties_and_act_are_marked_and_names_are_hidden(tokenizer: PieceTokenizer) -> None:
    one = framed(tokenizer, TEXT, "Foreign Minister Ada N. Okaf", "Lund court", "condemned")
    marked = [number for number in one.ids.tolist() if number <= NAME]
    assert marked == [PARTY, NAME, PARTY_END, ACT, ACT_END, PARTY, NAME, PARTY_END]
    assert [one.ids[position] for position in one.at] == [PARTY, PARTY, ACT]


def test_who_is_named_makes_no_difference(tokenizer: PieceTokenizer) -> None:
    other = TEXT.replace("Ada N. Okaf", "Bo Lindqvist").replace("Lund court", "Harar court")
    one = framed(tokenizer, TEXT, "Foreign Minister Ada N. Okaf", "Lund court", "condemned")
    two = framed(tokenizer, other, "Foreign Minister Bo Lindqvist", "Harar court", "condemned")
    assert (one.ids.tolist(), one.shapes.tolist(), one.at.tolist()) == (two.ids.tolist(), two.shapes.tolist(), two.at.tolist())


def test_names_stay_where_they_are_not_to_be_hidden(tokenizer: PieceTokenizer) -> None:
    assert NAME not in framed(tokenizer, TEXT, "Foreign Minister Ada N. Okaf", hide=False).ids


def test_a_missing_mark_points_at_the_start(tokenizer: PieceTokenizer) -> None:
    one = framed(tokenizer, TEXT, "Lund court")
    assert one.at.tolist()[1:] == [0, 0]
    assert one.ids[one.at[0]] == PARTY


def test_swapped_parties_give_the_same_frame_with_swapped_positions(tokenizer: PieceTokenizer) -> None:
    one, two = framed(tokenizer, TEXT, "Qasr", "Lund court"), framed(tokenizer, TEXT, "Lund court", "Qasr")
    assert one.ids.tolist() == two.ids.tolist()
    assert one.at.tolist()[:2] == two.at.tolist()[1::-1]


def test_a_long_sentence_is_cut_around_its_marks(tokenizer: PieceTokenizer) -> None:
    text = "rain fell on the hills and " * 40 + TEXT + " while snow lay on the plain" * 40
    one = framed(tokenizer, text, "Foreign Minister Ada N. Okaf", "Lund court", "condemned")
    assert len(one.ids) <= ROOM + 12
    assert all(one.at > 0)

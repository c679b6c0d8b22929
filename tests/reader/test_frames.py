from pathlib import Path

import pytest

from casus.reader import SpanModel
from casus.reader.frames import ACT, MARKS, MOMENT, NAME, PARTY, PLACE, ROOM, Frame, frame
from casus.reader.pieces import PieceTokenizer

TEXT = "Qasr's Foreign Minister Ada N. Okaf has condemned a Lund court on Friday."


@pytest.fixture(scope="module")
def tokenizer() -> PieceTokenizer:
    return PieceTokenizer(Path(SpanModel().folder) / "tokenizer.json")


def framed(tokenizer: PieceTokenizer, text: str, *marked: tuple[int, str], hide: bool = True) -> Frame:
    marks = [(kind, (text.index(quote), text.index(quote) + len(quote))) for kind, quote in marked]
    return frame(tokenizer(text), (0, len(text)), marks, (101, 102), hide)


MINISTER, COURT, CONDEMNED = (PARTY, "Foreign Minister Ada N. Okaf"), (PARTY, "Lund court"), (ACT, "condemned")


def test_everything_is_marked_by_its_kind_and_names_are_hidden(tokenizer: PieceTokenizer) -> None:
    one = framed(tokenizer, TEXT, MINISTER, COURT, CONDEMNED, (MOMENT, "Friday"))
    marked = [number for number in one.ids.tolist() if number <= NAME]
    assert marked == [PARTY, NAME, ACT, PARTY, NAME, MOMENT]
    assert [one.ids[position] for position in one.at] == [PARTY, PARTY, ACT, MOMENT]


def test_what_is_marked_carries_its_mark_and_the_rest_none(tokenizer: PieceTokenizer) -> None:
    one = framed(tokenizer, "Our troops shelled the town.", (PARTY, "troops"), (ACT, "shelled"))
    assert one.marks.tolist()[:5] == [0, 0, PARTY, PARTY, ACT]
    assert set(one.marks.tolist()) == {0, PARTY, ACT}
    assert one.marks.tolist()[-4:] == [0, 0, 0, 0]


def test_who_is_named_makes_no_difference(tokenizer: PieceTokenizer) -> None:
    other = TEXT.replace("Ada N. Okaf", "Bo Lindqvist").replace("Lund court", "Harar court")
    one = framed(tokenizer, TEXT, MINISTER, COURT, CONDEMNED)
    two = framed(tokenizer, other, (PARTY, "Foreign Minister Bo Lindqvist"), (PARTY, "Harar court"), CONDEMNED)
    assert (one.ids.tolist(), one.shapes.tolist(), one.at.tolist()) == (two.ids.tolist(), two.shapes.tolist(), two.at.tolist())


def test_names_stay_where_they_are_not_to_be_hidden(tokenizer: PieceTokenizer) -> None:
    assert NAME not in framed(tokenizer, TEXT, MINISTER, hide=False).ids


def test_the_name_of_a_place_is_hidden_too(tokenizer: PieceTokenizer) -> None:
    one = framed(tokenizer, TEXT, (PLACE, "Lund court"))
    assert [number for number in one.ids.tolist() if number <= NAME] == [PLACE, NAME]


def test_swapped_parties_give_the_same_frame_with_swapped_positions(tokenizer: PieceTokenizer) -> None:
    one, two = framed(tokenizer, TEXT, (PARTY, "Qasr"), COURT), framed(tokenizer, TEXT, COURT, (PARTY, "Qasr"))
    assert one.ids.tolist() == two.ids.tolist()
    assert one.at.tolist() == two.at.tolist()[::-1]


def test_a_long_sentence_is_cut_around_its_acts(tokenizer: PieceTokenizer) -> None:
    text = "rain fell on the hills and " * 40 + TEXT + " while snow lay on the plain" * 40
    one = framed(tokenizer, text, MINISTER, COURT, CONDEMNED)
    assert len(one.ids) <= ROOM + 3 + 2
    assert all(one.at > 0)


def test_a_mark_without_room_points_at_the_start(tokenizer: PieceTokenizer) -> None:
    one = framed(tokenizer, TEXT + " while snow lay on the plain" * 60 + " before Harar", CONDEMNED, (PLACE, "Harar"))
    assert one.ids[one.at[0]] == ACT
    assert one.at[1] == 0


def test_there_are_never_more_marks_than_the_model_has_positions_for(tokenizer: PieceTokenizer) -> None:
    many = frame(tokenizer("a " * 60), (0, 120), [(PARTY, (2 * i, 2 * i + 1)) for i in range(60)], (101, 102))
    assert (many.at > 0).sum() == MARKS

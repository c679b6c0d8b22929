from pathlib import Path

import pytest

from casus.evaluation.plv import GivenPair, label_space, read_plv
from casus.records import DataError

HEADER = "sentence_id\tgold_penta\tgold_root\tsentence\tmarked_sentence\tsource\ttarget\n"


def read(tmp_path: Path, rows: str, header: str = HEADER) -> list[GivenPair]:
    path = tmp_path / "set.tsv"
    path.write_bytes((header + rows).encode())
    return read_plv(path)


def words(pair: GivenPair) -> tuple[str | None, str | None]:
    source, target = (pair.text[slice(*span)] if span else None for span in (pair.source, pair.target))
    return source, target


def test_a_row(tmp_path: Path) -> None:
    (pair,) = read(tmp_path, "7\t4\tASSAULT\tA hit B.\t<s>A</s> hit <t> B</t>.\tA\tB\n")
    assert (pair.name, pair.text, pair.type, pair.quad) == ("7", "A hit  B.", "ASSAULT", 4)
    assert words(pair) == ("A", "B")


@pytest.mark.parametrize(
    ("marked", "expected"),
    [
        ("<s>Oman</s> jailed two men.", ("Oman", None)),
        ("Two men were jailed in <t>Oman</t>.", (None, "Oman")),
        ("Nobody is marked.", (None, None)),
        ("<s>Oman</s> met <t>Peru</t>, then <t>Chile</t>.", ("Oman", "Chile")),
        ("<S>Oman</S> met <t>Peru.", ("Oman", None)),
        ("<s></s>Oman met <t>Peru</t>.", (None, "Peru")),
        ("<t>The envoys of <s>Oman</s></t> met.", ("Oman", "The envoys of Oman")),
    ],
)
def test_marks_that_are_missing_doubled_or_odd(tmp_path: Path, marked: str, expected: tuple[str | None, str | None]) -> None:
    (pair,) = read(tmp_path, f"1\t1\tCONSULT\tx\t{marked}\tan actor\ta recipient\n")
    assert words(pair) == expected
    assert "<" not in pair.text


def test_words_that_are_not_marked_are_found_in_the_sentence(tmp_path: Path) -> None:
    (pair,) = read(tmp_path, "1\t1\tCONSULT\tRomania met Oman.\t\tOman\ta recipient\n")
    assert pair.source == (12, 16)
    assert pair.target is None


def test_blank_lines_line_ends_a_mark_of_order_and_quotation_marks(tmp_path: Path) -> None:
    rows = '\r\n1\t1\tAID\tx\t"<s>A</s> paid ""all"" of <t>B</t>."\tA\tB\r\n\n2\t1\tAID\tx\t"Yes," <s>A</s> told <t>B</t>\tA\tB'
    found = read(tmp_path, rows, header="\ufeff" + HEADER)
    assert [pair.text for pair in found] == ['A paid "all" of B.', '"Yes," A told B']
    assert [words(pair) for pair in found] == [("A", "B"), ("A", "B")]


def test_commas_where_the_header_has_no_tab(tmp_path: Path) -> None:
    (pair,) = read(tmp_path, '"<s>A</s>, it said, hit <t>B</t>",assault\n', header="marked_sentence,gold_root\n")
    assert (words(pair), pair.type, pair.quad, pair.name) == (("A", "B"), "ASSAULT", 4, "2")


def test_labels_in_any_case_and_by_former_names(tmp_path: Path) -> None:
    found = read(tmp_path, "".join(f"1\t\t{label}\tx\t<s>A</s> and <t>B</t>\tA\tB\n" for label in ("yield", "Demand", "FIGHT")))
    assert [(pair.type, pair.quad) for pair in found] == [("YIELD", 2), ("REQUEST", 3), ("ASSAULT", 4)]


@pytest.mark.parametrize(
    ("rows", "header", "message"),
    [
        ("", "", "expected a header with marked_sentence and gold_root"),
        ("A hit B.\t4\n", "", "expected a header"),
        ("", HEADER, "expected rows below the header"),
        (
            "1\t4\tASSALT\tx\t<s>A</s> hit <t>B</t>\tA\tB\n",
            HEADER,
            "set.tsv:2: expected a PLOVER type, got 'ASSALT'; did you mean 'ASSAULT'",
        ),
        ("1\t4\tNONE\tx\t<s>A</s> hit <t>B</t>\tA\tB\n", HEADER, "expected a PLOVER type, got 'NONE'"),
        ("1\t9\tAID\tx\t<s>A</s> hit <t>B</t>\tA\tB\n", HEADER, "a quad class 1–4"),
        ("1\t4\tAID\t\t\tA\tB\n", HEADER, "expected a sentence"),
        ("1\t4\n", HEADER, "set.tsv:2: expected 7 cells"),
        ("1\t4\tAID\tx\ty\tA\tB\tC\n", HEADER, "got 8"),
    ],
)
def test_the_wrong_shape_is_said(tmp_path: Path, rows: str, header: str, message: str) -> None:
    with pytest.raises(DataError, match=r".*".join(part for part in message.split("*"))):
        read(tmp_path, rows, header)


def test_no_text_at_all(tmp_path: Path) -> None:
    (tmp_path / "set.tsv").write_bytes(b"\xff\xfe\x00")
    for name in ("set.tsv", "none.tsv"):
        with pytest.raises(DataError, match=f"{name}: expected a table in UTF-8"):
            read_plv(tmp_path / name)


def test_the_labels_of_a_set() -> None:
    def space(*kinds: str) -> tuple[str, ...]:
        return label_space([GivenPair("1", "x", None, None, kind, 1) for kind in kinds])

    assert len(space("AID")) == len(space("YIELD", "AID")) == 15
    assert "YIELD" in space("AID")
    assert len(space("RETREAT")) == 16
    assert len(space("RETREAT", "YIELD")) == 15

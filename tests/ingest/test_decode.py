from __future__ import annotations

from pathlib import Path
from time import perf_counter

import pytest

from casus.ingest.decode import declared_in, decode
from casus.records import InputError

from .conftest import the_error, the_report
from .samples import BODY, FRENCH, PASHTO, RUSSIAN

ACCENTED = BODY.replace("Orsa", "Orsà").replace("officials said", "officials at the café of José Núñez said – “again”")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ACCENTED, "utf-8"),
        (ACCENTED, "utf-8-sig"),
        (ACCENTED, "utf-16"),
        (ACCENTED, "utf-32"),
        (ACCENTED, "utf-16-le"),
        (ACCENTED, "utf-16-be"),
        (ACCENTED, "cp1252"),
        (ACCENTED, "mac-roman"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "utf-16-le"),
        (PASHTO, "utf-16-be"),
        ("He said “no”…", "cp1252"),
    ],
)
def test_an_undeclared_encoding_is_recognised(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), "a.txt") == text


@pytest.mark.parametrize("encoding", ["cp1252", "iso-8859-1", "windows-1251", "koi8-r", "gb2312", "utf-8"])
def test_a_declared_encoding_is_used(encoding: str) -> None:
    text = {"cp1252": FRENCH, "iso-8859-1": FRENCH, "gb2312": "边境将关闭"}.get(encoding, RUSSIAN.replace("ё", "е"))
    assert decode(text.encode(encoding), "a.html", encoding) == text


def test_latin_1_as_declared_means_windows_1252() -> None:
    assert decode("“no”".encode("cp1252"), "a.html", "ISO-8859-1") == "“no”"


def test_utf_8_wins_over_a_wrong_declaration() -> None:
    assert decode(ACCENTED.encode(), "a.html", "iso-8859-1") == ACCENTED


@pytest.mark.parametrize("charset", ["utf-16", "no-such-charset", "hex", "unicode_escape", "undefined", "utf-7", "\0", ""])
def test_a_declaration_that_is_no_charset_is_passed_over(charset: str) -> None:
    assert decode(b"Guards \\u0041 waited.", "a.html", charset) == "Guards \\u0041 waited."


def test_a_declaration_that_does_not_fit_leaves_it_to_the_next() -> None:
    assert decode(RUSSIAN.encode("koi8-r"), "a.html", "utf-8", "koi8-r") == RUSSIAN
    with pytest.raises(InputError, match=r"tried the declared utf-8, UTF-8"):
        decode(FRENCH.encode("cp1252"), "a.html", "utf-8", None)


def test_signs_that_follow_words_are_no_misreading() -> None:
    text = BODY.replace("post", "post of 40 km² (Orsa®)")
    assert decode(text.encode("cp1252"), "a.txt") == text


def test_a_file_cut_inside_a_character_is_still_utf_8() -> None:
    assert decode("Orsà".encode()[:-1], "a.txt") == "Ors\ufffd"


def test_a_stray_nul_is_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"Guards \x00 waited at the gate.")
    assert the_report(tmp_path / "a.txt").text == "Guards \ufffd waited at the gate."


@pytest.mark.parametrize("data", [FRENCH.encode("cp1252"), bytes(range(128, 256)) * 4, "Łódź ćma".encode("cp1250")])
def test_an_encoding_that_cannot_be_told_is_an_error_that_says_what_was_tried(data: bytes) -> None:
    with pytest.raises(InputError, match=r"tried UTF-8, UTF-16, windows-1252.* save it as UTF-8"):
        decode(data, "a.txt")


@pytest.mark.parametrize(
    ("name", "data", "what"),
    [
        ("a.txt", b"%PDF-1.7\n%abc", "a PDF"),
        ("a.txt", b"PK\x03\x04abc", "a ZIP"),
        ("a", b"\x89PNG\r\n\x1a\n", "a PNG image"),
        ("a.html", b"\xff\xd8\xff\xe0", "a JPEG image"),
        ("a.txt", b"\x7fELF\x02", "an executable"),
        ("a.txt.gz", b"\x1f\x8b\x08\x00abc", "a gzip file"),
        ("a.txt", b"\x00\x01\x02\x03\x7f\x10" * 200, "full of control characters"),
        ("a.txt", bytes(1000), "full of control characters"),
        ("a.txt", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file"),
    ],
)
def test_binary_data_is_an_error(tmp_path: Path, name: str, data: bytes, what: str) -> None:
    (tmp_path / name).write_bytes(data)
    error = the_error(tmp_path / name)
    assert error.reason.startswith(f"binary: this is {what}")
    assert error.source == str(tmp_path / name)


def test_a_line_of_two_megabytes_is_read_fast(tmp_path: Path) -> None:
    text = BODY.replace("\n", " ") * 5500
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    start = perf_counter()
    assert the_report(tmp_path / "a.txt").text == text
    assert perf_counter() - start < 2


def test_a_charset_is_found_in_markup() -> None:
    assert declared_in(b'<?xml version="1.0" encoding="windows-1251"?>') == "windows-1251"
    assert declared_in(b'<meta http-equiv="Content-Type" content="text/html; charset=koi8-r">') == "koi8-r"
    assert declared_in(b"<p>no</p>") is None

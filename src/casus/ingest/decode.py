"""Bytes to text: byte order mark, declared charset, UTF-8, and only then detection, which may say that it does not know."""

from __future__ import annotations

import codecs
import re

from casus.ingest.language import reads_as_english
from casus.records import InputError

_SAMPLE = 1 << 16
"""Bytes that a judgement looks at; encodings do not change in the middle of a file, and detection costs time by the byte."""

_MAGIC = {
    b"%PDF-": "a PDF",
    b"PK\x03\x04": "a ZIP, Word or EPUB file",
    b"\x1f\x8b": "a gzip file",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ": "an xz file",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip file",
    b"Rar!": "a RAR file",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"RIFF": "a WebP, WAV or AVI file",
    b"ID3": "an MP3 file",
    b"OggS": "an Ogg file",
    b"\x7fELF": "an executable",
    b"MZ\x90": "an executable",
    b"\xd0\xcf\x11\xe0": "an old Office file",
    b"SQLite format 3": "an SQLite file",
    b"{\\rtf": "an RTF document",
}

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
MAX_CONTROL_SHARE = 0.02
"""Text of any eight-bit encoding has no control characters but tab and line ends; a stray NUL must pass.
Of 540 programs, libraries and byte-code files half have over 0.46 and one in twenty under 0.31."""

_WIDE_SHARE = 0.6
"""Share of 16-bit units whose high byte is the same: 1 in English, 0.85 in Russian, 0.79 in Pashto samples, where spaces differ."""

_BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}

# What pages call Latin-1 and GB 2312 is in practice their superset (WHATWG Encoding Standard, section 4.2).
_SUPERSETS = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_NOT_CHARSETS = {"unicode-escape", "raw-unicode-escape", "punycode", "idna", "utf-7", "undefined"}

_TYPOGRAPHIC = frozenset(b"\x80\x85\x91\x92\x93\x94\x95\x96\x97\xa0\xab\xb0\xb7\xbb")
"""Quotes, dashes, ellipsis, euro sign: the same bytes in every Windows code page, so the choice among them changes nothing."""

_MISREAD = re.compile(
    r"(?<=[a-z])[\u00c0-\u00de\u017d\u0160\u0178]"
    r"|[^\W\d_][\u201a\u201e\u02c6\u2020\u2021\u2030\u00a1-\u00a8\u00ac\u00af\u00b1\u00b4-\u00b6\u00b8-\u00ba\u00bc-\u00bf]"
)
"""Signs of the wrong Western code page: a capital after a small letter (`ministerÕs`), a sign of commerce inside a word (`Jos‚`)."""

MIN_COHERENCE = 0.4
"""charset_normalizer's share of letters frequent in the language that it names: 0.54 and more in right guesses on 150 characters."""


def decode(data: bytes, source: str, *charsets: str | None) -> str:
    r"""Return the text that `data` encodes, without its byte order mark; `charsets` are what server and page declare.

    Raises `InputError` for binary data, and for an encoding that cannot be told with confidence.

    >>> decode("Léo".encode("utf-16"), "a.txt"), decode(b"\xcf\xf0\xe8", "b.txt", "windows-1251")
    ('Léo', 'При')
    """
    for bom, name in _BOMS.items():
        if data.startswith(bom):
            return data[len(bom) :].decode(name, "replace")
    if wide := _wide_without_mark(data):
        return data.decode(wide, "replace")
    _refuse_binary(data, source)
    text = _utf8(data)
    if text is not None and not data.isascii():
        return text  # bytes that are valid multi-byte UTF-8 are UTF-8, whatever a page left over from Latin-1 days declares
    text = next(filter(None, (_declared(data, charset) for charset in charsets)), text)
    return _detected(data, source, charsets) if text is None else text


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        # A file cut in the middle of a character is still UTF-8: three bytes at most are missing.
        cut = error.reason == "unexpected end of data" and error.start >= max(len(data) - 3, 1)
        return data.decode("utf-8", "replace") if cut else None


def _declared(data: bytes, charset: str | None) -> str | None:
    try:
        name = codecs.lookup(charset or "").name
    except (LookupError, ValueError):
        return None
    if name in _NOT_CHARSETS or name.startswith(("utf-16", "utf-32")):
        return None  # 16-bit text shows itself by its mark or its NULs, and those were looked for already
    return _strictly(data, _SUPERSETS.get(name, name))


def _wide_without_mark(data: bytes) -> str | None:
    sample = data[: _SAMPLE & ~1]
    if len(sample) < 4 or not _CONTROL.search(sample):
        return None
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        top = max(range(16), key=high.count)
        if high.count(top) >= _WIDE_SHARE * len(high) and _is_prose(sample.decode(name, "replace")):
            return name
    return None


def _is_prose(text: str) -> bool:
    good = sum(char.isalnum() or char.isspace() or char.isprintable() for char in text)
    return good >= 0.99 * len(text) and "\ufffd" not in text[:-1] and any(char.isalpha() for char in text)


def _refuse_binary(data: bytes, source: str) -> None:
    what = next((name for magic, name in _MAGIC.items() if data.startswith(magic)), None)
    sample = data[:_SAMPLE]
    if what is None and len(_CONTROL.findall(sample)) > max(MAX_CONTROL_SHARE * len(sample), 2):
        what = "full of control characters"
    if what:
        raise InputError(source, f"binary: this is {what}, expected text; extract its text first")


def _detected(data: bytes, source: str, charsets: tuple[str | None, ...]) -> str:
    name = _western(data) or _other_script(data)
    if name is None:
        declared = "".join(f"the declared {charset}, " for charset in charsets if charset)
        tried = f"{declared}UTF-8, UTF-16, windows-1252, Mac Roman and detection among the others"
        raise InputError(source, f"the encoding cannot be told (tried {tried}); save it as UTF-8")
    return data.decode(name)


def _western(data: bytes) -> str | None:
    """Return the Western code page of a text that must be English: other languages share its bytes among several pages."""
    typographic = _TYPOGRAPHIC.issuperset(byte for byte in set(data) if byte >= 0x80)
    for name in ("cp1252", "mac-roman"):
        text = _strictly(data, name)
        if text and not _MISREAD.search(text) and ((typographic and name == "cp1252") or reads_as_english(text)):
            return name
    return None


def _other_script(data: bytes) -> str | None:
    """Return what the detector says, for scripts other than Latin: among Latin alphabets it confuses cp1250 with cp1252."""
    from charset_normalizer import from_bytes

    sample = data[:_SAMPLE]
    # Cut between words, not inside a character of several bytes, where the right encoding would seem to fail.
    cut = len(sample) if sample == data else max(sample.rfind(b" "), sample.rfind(b"\n"))
    best = from_bytes(sample[:cut] if cut > 0 else sample).best()
    text = best and _strictly(data, best.encoding)
    if not best or not text:
        return None
    letters = [char for char in text[:_SAMPLE] if char.isalpha()]
    foreign = sum(char > "\u024f" for char in letters)  # past Latin Extended-B
    eastern = best.encoding.startswith(("gb", "big5", "shift", "cp932", "euc", "cp949", "johab"))
    return best.encoding if 2 * foreign > len(letters) and (eastern or best.coherence >= MIN_COHERENCE) else None


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name)
    except (UnicodeError, LookupError):
        return None


class LineDecoder:
    """Decodes the lines of one table: UTF-8 where a line is that, else an encoding told from the table's `head` and that line together."""

    def __init__(self, source: str, head: bytes) -> None:
        # The head lends its words; where it is UTF-8 its accents would be misread in the other encoding.
        whole = head[: head.rfind(b"\n") + 1]
        self._source, self._head = source, whole if _utf8(whole) is None else whole.decode("utf-8", "ignore").encode("ascii", "ignore")
        self._name: str | None = None

    def __call__(self, line: bytes, number: int) -> str:
        """Return the text of one line; raises `InputError` naming its number."""
        text = _utf8(line)
        if text is None and self._name:
            text = _strictly(line, self._name)
        if text is None and (name := _western(self._head + line) or _other_script(self._head + line)):
            self._name, text = name, _strictly(line, name)
        return decode(line, f"{self._source}:{number}") if text is None else text


def declared_in(data: bytes) -> str | None:
    """Return the charset that an HTML or XML document declares in its first 2,048 bytes, or None.

    >>> declared_in(b'<meta charset="koi8-r">')
    'koi8-r'
    """
    match = re.search(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]+)""", data[:2048])
    return match[1].decode("ascii") if match else None

"""Byte streams: look at the beginning without losing it, and read lines of bounded length."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO, cast

SNIFFED = 8192
"""Bytes that decide what an input is: the first line of any table and the preamble of any page fit."""

_CHUNK = 1 << 16
_WIDE_BOMS = {codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class _Chunks(io.RawIOBase):
    """An iterator of bytes as a raw stream; closing it leaves whatever is behind the iterator (standard input) open."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._left = parts, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._left:
            part = next(self._parts, None)
            if part is None:
                return 0
            self._left = memoryview(part)
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        return size


def peeked(stream: BinaryIO) -> tuple[bytes, BinaryIO]:
    """Return the first `SNIFFED` bytes of `stream`, and a stream that still begins with them.

    >>> head, stream = peeked(io.BytesIO(b"WARC/1.0"))
    >>> head == stream.read()
    True
    """
    parts, head = _parts(stream), b""
    while len(head) < SNIFFED and (part := next(parts, b"")):
        head += part
    return head[:SNIFFED], cast(BinaryIO, io.BufferedReader(_Chunks(chain([head], parts))))


def _parts(stream: BinaryIO) -> Iterator[bytes]:
    read = getattr(stream, "read1", stream.read)  # read1 hands on what a pipe has, and does not wait for a full chunk
    while part := read(_CHUNK):
        yield part


def lines(stream: BinaryIO, limit: int) -> Iterator[tuple[int, bytes | None]]:
    r"""Yield `(number, line)`, numbered from 1, in UTF-8 or an eight-bit encoding; one over `limit` bytes is passed over and yields None.

    A UTF-16 or UTF-32 byte order mark makes the whole stream be recoded; a UTF-8 one is dropped.

    >>> list(lines(io.BytesIO(b"a\nbbbbbb\nc"), 3))
    [(1, b'a\n'), (2, None), (3, b'c')]
    """
    stream, number = _as_utf8(stream), 0
    while line := stream.readline(limit + 2):
        number += 1
        if len(line.rstrip(b"\r\n")) <= limit:
            yield number, line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(_CHUNK)):
            pass
        yield number, None


def _as_utf8(stream: BinaryIO) -> BinaryIO:
    head, stream = peeked(stream)
    if head.startswith(codecs.BOM_UTF8):
        stream.read(len(codecs.BOM_UTF8))
    wide = next((name for bom, name in _WIDE_BOMS.items() if head.startswith(bom)), None)
    if wide is None:
        return stream
    text = codecs.iterdecode(_parts(stream), wide, errors="replace")
    return cast(BinaryIO, io.BufferedReader(_Chunks(codecs.iterencode(text, "utf-8"))))

"""Sentences with a given pair of parties and the PLOVER type of what the first does to the second (Zero-Shot-PLOVER's tables).

A tab-separated table with a header. Columns that count: `marked_sentence`, where `<s>…</s>` stands around the source and `<t>…</t>`
around the target (or `sentence`, without marks); `gold_root`, the type; and where they are there `gold_penta`, its quad class 1–4,
`source` and `target`, the words that were marked, and `sentence_id`. A row may lack a mark: "a recipient" then stands in `target`.
Several marks of one kind: the last one counts, in training as here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from casus.evaluation.datasets import Bounds
from casus.records import EVENT_TYPES, DataError, ontology

YIELD = "YIELD"
MERGED = ("CONCEDE", "RETREAT")
"""The data set has one label for both."""

QUAD_OF_YIELD = 2

FORMER = {"DEMAND": "REQUEST", "DISAPPROVE": "ACCUSE", "INVESTIGATE": "ACCUSE", "FIGHT": "ASSAULT"}
"""Types of PLOVER's earlier versions, and the ones that hold them now."""

_MARK = re.compile(r"(</?[st]>)", re.IGNORECASE)


@dataclass(frozen=True)
class GivenPair:
    """A sentence, the offsets of the two parties (None where the row lacks one), and the label of the first acting on the second.

    `type` is one of the 16 types or YIELD; `quad` its class, 1–4, as the data set has it.
    """

    name: str
    text: str
    source: Bounds | None
    target: Bounds | None
    type: str
    quad: int


def read_plv(path: Path) -> list[GivenPair]:
    """Return the rows of a table; raise `DataError` that names the line and what was expected."""
    rows = list(_rows(path))
    if not rows:
        raise DataError(f"{path}: expected rows below the header, found none")
    return [_pair(where, row) for where, row in rows]


def label_space(pairs: Sequence[GivenPair]) -> tuple[str, ...]:
    """Return the labels that a set tells apart, in the ontology's order: its own 15, or 16 where CONCEDE or RETREAT label a row.

    YIELD on any row merges the two all the same.
    """
    found = {pair.type for pair in pairs}
    merged = YIELD in found or not found & set(MERGED)
    return tuple(dict.fromkeys(YIELD if merged and name in MERGED else name for name in EVENT_TYPES))


def quad_of(label: str) -> int:
    """Return the quad class 1–4 of a type or of YIELD.

    >>> quad_of("YIELD"), quad_of("ASSAULT")
    (2, 4)
    """
    return QUAD_OF_YIELD if label == YIELD else ontology().types[label].quad


def unmarked(marked: str) -> tuple[str, dict[str, Bounds]]:
    """Return a text without its `<s> </s> <t> </t>` marks, and the offsets that they marked. A mark that is not closed marks nothing.

    >>> unmarked("<s>A</s> met <t>B</t>.")
    ('A met B.', {'s': (0, 1), 't': (6, 7)})
    """
    text, opened, spans = "", dict[str, int](), dict[str, Bounds]()
    for part in _MARK.split(marked):
        if not _MARK.fullmatch(part):
            text += part
        elif part[1] == "/":
            spans[part[2].lower()] = (opened.get(part[2].lower(), 0), len(text))
        else:
            opened[part[1].lower()] = len(text)
    return text, {k: (s + len(text[s:e]) - len(text[s:e].lstrip()), e) for k, (s, e) in spans.items() if text[s:e].strip()}


def _pair(where: str, row: dict[str, str]) -> GivenPair:
    text, spans = unmarked(row.get("marked_sentence") or row.get("sentence") or "")
    if not text.strip():
        raise DataError(f"{where}: expected a sentence in marked_sentence, got nothing")
    kind = label_of(where, row["gold_root"])
    source, target = (spans.get(role[0]) or _found(text, row.get(role, "")) for role in ("source", "target"))
    return GivenPair(row.get("sentence_id") or where.rpartition(":")[2], text, source, target, kind, _quad(where, row, kind))


def label_of(where: str, label: str) -> str:
    """Return the type that a cell names, in any case and also by a former name; raise `DataError` where it names none.

    >>> label_of("a.tsv:2", "disapprove"), label_of("a.tsv:3", "Yield")
    ('ACCUSE', 'YIELD')
    """
    name = label.strip().upper()
    known = (*EVENT_TYPES, YIELD, *FORMER)
    if name not in known:
        close = get_close_matches(name, known, n=1)
        raise DataError(f"{where}: expected a PLOVER type, got {label!r}{f'; did you mean {close[0]!r}?' if close else ''}")
    return FORMER.get(name, name)


def _quad(where: str, row: dict[str, str], kind: str) -> int:
    written = row.get("gold_penta", "").strip()
    if not written:
        return quad_of(kind)
    if written not in ("1", "2", "3", "4"):
        raise DataError(f"{where}: expected a quad class 1–4 in gold_penta, got {written!r}")
    return int(written)


def _found(text: str, words: str) -> Bounds | None:
    """Return where a party's words stand, for a row that does not mark them: the first time, as whole words."""
    match = re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", text) if words.strip() else None
    return match.span() if match else None


def _rows(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each row with `path:line`. Cells of a tab-separated table hold quotation marks as they are."""
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: expected a table in UTF-8 ({error})") from error
    lines = _cells(text)
    _, header = next(lines, (0, []))
    names = [name.strip().lower() for name in header]
    if "gold_root" not in names or not {"marked_sentence", "sentence"} & set(names):
        raise DataError(f"{path}: expected a header with marked_sentence and gold_root, tabs between, got {', '.join(header)[:120]!r}")
    for number, cells in lines:
        if len(cells) > len(names) or not len(cells) > names.index("gold_root"):
            raise DataError(f"{path}:{number}: expected {len(names)} cells as in the header, got {len(cells)}")
        yield f"{path}:{number}", dict(zip(names, cells, strict=False))


def _cells(text: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the cells of each line that is not blank, with its number; commas separate where the header has no tab."""
    if "\t" not in text.partition("\n")[0]:
        reader = csv.reader(io.StringIO(text, newline=""))
        yield from ((reader.line_num, cells) for cells in reader if any(cell.strip() for cell in cells))
        return
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, [_unquoted(cell) for cell in line.rstrip("\r").split("\t")]


def _unquoted(cell: str) -> str:
    """Return a cell without the quotation marks that a table writer put around and doubled inside; others are the sentence's own."""
    inner = cell[1:-1]
    written = len(cell) > 1 and cell[0] == cell[-1] == '"' and '""' in inner and '"' not in inner.replace('""', "")
    return inner.replace('""', '"') if written else cell

"""Parties given, type asked: the pair model on sentences whose two sides somebody else has marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from casus.reader.decode import Bounds
from casus.reader.pairs import Marks, PairModel, PairScore
from casus.reader.pieces import PieceTokenizer

AT_ONCE = 128
"""Sentences that are cut into pieces together; their frames go through the model side by side."""

GAP = "\n\n"
"""Between two sentences: each begins a paragraph, as it does alone."""


class GivenPairs:
    """Scores of sentences of which each is a text by itself, by the shipped model or another in `folder`."""

    def __init__(self, folder: Path | None = None, threads: int = 0) -> None:
        self.model = PairModel(folder, threads)
        self.tokenizer = PieceTokenizer(self.model.folder / "tokenizer.json")

    def score(self, sentences: Sequence[tuple[str, Marks]]) -> Iterator[PairScore]:
        """Yield the scores of each sentence with its marks (offsets in the sentence), in order.

        >>> from casus.reader import Marks
        >>> (found,) = GivenPairs().score([("Ruritania condemned Maridia.", Marks((0, 9), (20, 27)))])
        >>> max(found.ab, key=found.ab.get)
        'ACCUSE'
        """
        rest = iter(sentences)
        while some := list(islice(rest, AT_ONCE)):
            text, marked = "", list[tuple[Bounds, Marks]]()
            for sentence, marks in some:
                text += GAP if text else ""
                marked.append(((len(text), len(text) + len(sentence)), moved(marks, len(text))))
                text += sentence
            yield from self.model.score(self.tokenizer(text), marked, (self.tokenizer.opening, self.tokenizer.closing))


def moved(marks: Marks, by: int) -> Marks:
    """Return marks whose offsets count from `by` characters earlier."""
    a, b = ((span[0] + by, span[1] + by) if span else None for span in (marks.a, marks.b))
    return Marks(a, b)

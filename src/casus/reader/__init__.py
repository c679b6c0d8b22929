"""The reader: a report's text in; labelled spans, the links between them and scored pairs out."""

from casus.reader.frames import Marks
from casus.reader.pairs import PairModel, PairScore, nearest_pairs
from casus.reader.reader import Marked, ModelReader, Reader
from casus.reader.sentences import sentences
from casus.reader.spans import SpanModel

__all__ = ["Marked", "Marks", "ModelReader", "PairModel", "PairScore", "Reader", "SpanModel", "nearest_pairs", "sentences"]

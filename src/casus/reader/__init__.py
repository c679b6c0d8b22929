"""The reader: a report's text in; labelled spans, the links between them and scored pairs out."""

from casus.reader.frames import Frame
from casus.reader.pairs import ActScore, Marks, PairModel, PairScore, Scene
from casus.reader.reader import Marked, ModelReader, Reader
from casus.reader.sentences import sentences
from casus.reader.spans import SpanModel

__all__ = ["ActScore", "Frame", "Marked", "Marks", "ModelReader", "PairModel", "PairScore", "Reader", "Scene", "SpanModel", "sentences"]

"""The reader: a report's text in, labelled spans and the links between them out."""

from casus.reader.reader import Marked, ModelReader, Reader
from casus.reader.sentences import sentences
from casus.reader.spans import SpanModel

__all__ = ["Marked", "ModelReader", "Reader", "SpanModel", "sentences"]

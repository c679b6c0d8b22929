"""Readings scored against keys, or one labeller's keys against another's (codebook, section 9)."""

from casus.evaluation.golden.alignment import Aligned, Alignment, align
from casus.evaluation.golden.assignment import assign
from casus.evaluation.golden.comparison import Coded, Comparison
from casus.evaluation.golden.evaluate import GoldenEvaluation, compare, evaluate_golden
from casus.evaluation.golden.files import GoldenSet, Submission, gather, read_golden, read_keys_as_coded, read_readings
from casus.evaluation.golden.intervals import Estimate, GoldenScore

__all__ = [
    "Aligned",
    "Alignment",
    "Coded",
    "Comparison",
    "Estimate",
    "GoldenEvaluation",
    "GoldenScore",
    "GoldenSet",
    "Submission",
    "align",
    "assign",
    "compare",
    "evaluate_golden",
    "gather",
    "read_golden",
    "read_keys_as_coded",
    "read_readings",
]

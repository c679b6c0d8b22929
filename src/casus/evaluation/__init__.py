"""Measuring: readings against labelled texts, the same scorer for casus, another coder or two people."""

from casus.evaluation.attribution import Evaluation, evaluate_attribution
from casus.evaluation.datasets import Labelled, join, outermost, read_attributions, read_conll, read_re3d
from casus.evaluation.entities import evaluate_entities
from casus.evaluation.scores import Score, Tally, exact, overlap, score

__all__ = [
    "Evaluation",
    "Labelled",
    "Score",
    "Tally",
    "evaluate_attribution",
    "evaluate_entities",
    "exact",
    "join",
    "outermost",
    "overlap",
    "read_attributions",
    "read_conll",
    "read_re3d",
    "score",
]

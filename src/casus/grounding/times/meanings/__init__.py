"""What each pattern of the grammar means: a function by the name in its `means`, from the words that matched to an expression.

A meaning returns None where the words turn out to mean something else ("in 2000 villages", "the March on Rome").
"""

from casus.grounding.times.meanings import clock, counted, days, months, years
from casus.grounding.times.meanings.base import expression_of

__all__ = ["clock", "counted", "days", "expression_of", "months", "years"]

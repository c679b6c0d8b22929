"""Relations: is it getting worse, since when, because of what. Formulas, sources and how well they hold are in `docs/methods.md`."""

from __future__ import annotations

from casus.relations.asked import Asked
from casus.relations.ranking import Ranked, Ranking, ranking
from casus.relations.relation import Relation, Surge, relation, surged
from casus.relations.rollup import Member, Side
from casus.relations.series import Series

__all__ = ["Asked", "Member", "Ranked", "Ranking", "Relation", "Series", "Side", "Surge", "ranking", "relation", "surged"]

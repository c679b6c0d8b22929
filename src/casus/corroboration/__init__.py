"""Across reports: what is told again, what is one happening, how many unrelated voices say so, and who answers whom.

families      reports that share text are one voice
occurrences   events of different reports that are one happening
corroborate   voices and sides for a happening and for who did it; numbers side by side
code_answers  answers within one report
answers       what the accused's side says to an accusation
"""

from casus.corroboration.answering import answers, combined
from casus.corroboration.credits import agency, credited
from casus.corroboration.families import FamilyIndex, Fingerprint, MemoryIndex, add_report, reprints
from casus.corroboration.grouping import (
    HappeningIndex,
    Likenesses,
    MemoryHappenings,
    connected,
    occurrence_id,
    occurrences,
    partition,
    settle,
)
from casus.corroboration.likeness import WINDOW_DAYS, compare, fitting_types
from casus.corroboration.parties import Who
from casus.corroboration.sides import side_of
from casus.corroboration.tellings import Happening, Where, happening, happenings
from casus.corroboration.voices import Telling, corroborate, figures, told_dyad
from casus.corroboration.within import code_answers

__all__ = [
    "WINDOW_DAYS",
    "FamilyIndex",
    "Fingerprint",
    "Happening",
    "HappeningIndex",
    "Likenesses",
    "MemoryHappenings",
    "MemoryIndex",
    "Telling",
    "Where",
    "Who",
    "add_report",
    "agency",
    "answers",
    "code_answers",
    "combined",
    "compare",
    "connected",
    "corroborate",
    "credited",
    "figures",
    "fitting_types",
    "happening",
    "happenings",
    "occurrence_id",
    "occurrences",
    "partition",
    "reprints",
    "settle",
    "side_of",
    "told_dyad",
]

import pytest
from pydantic import ValidationError

from casus.records import Corroboration, Occurrence, ReprintFamily


def test_a_family_and_an_occurrence_hold_at_least_one() -> None:
    assert ReprintFamily(id="f", reports=("r",)).reports == ("r",)
    assert Occurrence(id="o", events=("e",)).corroboration == ()
    with pytest.raises(ValidationError, match="at least 1 item"):
        ReprintFamily(id="f", reports=())
    with pytest.raises(ValidationError, match="at least 1 item"):
        Occurrence(id="o", events=())


def test_corroboration_counts_by_side() -> None:
    row = Corroboration(side="third", happening=3, doer=0)
    assert Occurrence(id="o", events=("e",), corroboration=(row,)).corroboration == (row,)
    with pytest.raises(ValidationError):
        Corroboration(side="third", happening=-1, doer=0)
    with pytest.raises(ValidationError, match="'A', 'B', 'third' or 'unknown'"):
        Corroboration(side="C", happening=0, doer=0)

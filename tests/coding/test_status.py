from datetime import UTC, datetime

import pytest

from casus.coding.status import long_over, status_of
from casus.records import Moment

SURE = {"actual": 0.9, "habitual": 0.1}


@pytest.mark.parametrize(
    ("clause", "status"),
    [
        ("Guards did not open FIRE at the gate", "negated"),
        ("Nobody SHOT at the patrol", "negated"),
        ("The army never BOMBED the village", "negated"),
        ("Ankara could CLOSE the crossing", "hypothetical"),
        ("The envoys will MEET in Apia", "future"),
        ("The two premiers are to MEET on Friday", "future"),
        ("Union leaders are expected to STRIKE again", "future"),
        ("The bishops stopped short of URGING a strike", "negated"),
        ("A judge kept the poet from being DEPORTED", "negated"),
        ("Rather than EXPEL the attaché, they moved him", "negated"),
        ("If the guild WARNED of it, ministers could act", "hypothetical"),
        ("She travels with two lawyers in case she is DETAINED", "hypothetical"),
        ("Even if the guild WARNED of it, nobody heard", "actual"),
        ("Trawlermen used to DONATE part of the catch", "historical"),
        ("Police ARRESTED two editors", "actual"),
        ("No one replied, and police ARRESTED two editors", "actual"),
        ("The army, which did not comment, SHELLED the ridge", "actual"),
    ],
)
def test_the_verb_group_decides(clause: str, status: str) -> None:
    at = next(i for i in range(len(clause)) if clause[i : i + 3].isupper() and clause[i : i + 3].isalpha())
    assert status_of(clause.lower(), at, SURE) == status


def test_would_is_the_future_of_what_was_said() -> None:
    clause = "the two navies would drill off Darwin"
    assert status_of(clause, 21, SURE) == "hypothetical"
    assert status_of(clause, 21, SURE, reported=True) == "future"
    assert status_of(f"{clause} if Canberra paid", 21, SURE, reported=True) == "hypothetical"


def test_what_the_words_leave_open_the_model_decides() -> None:
    assert status_of("customs officers turn back lorries", 17, {"actual": 0.2, "habitual": 0.8}) == "habitual"


def test_what_was_over_a_month_ago_is_history() -> None:
    old = Moment(start=datetime(2026, 1, 1, tzinfo=UTC), end=datetime(2026, 1, 2, tzinfo=UTC))
    published = datetime(2026, 3, 1, tzinfo=UTC)
    assert long_over(old, published)
    assert not long_over(old, None)
    assert not long_over(None, published)
    assert not long_over(old, datetime(2026, 1, 20, tzinfo=UTC))
    assert status_of("rebels shelled bria", 7, SURE, over=True) == "historical"
    assert status_of("rebels did not shell bria", 15, SURE, over=True) == "negated"

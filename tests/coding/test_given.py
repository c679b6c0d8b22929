import pytest

from casus.coding.given import AT_ONCE, GivenPairs
from casus.reader.pairs import Marks, PairScore

SENTENCES = [
    ("Oro shelled Ebe.", Marks((0, 3), (12, 15))),
    ("Ebe was shelled by Oro.", Marks((19, 22), (0, 3))),
    ("Oro met.", Marks((0, 3))),
]


@pytest.fixture(scope="module")
def model() -> GivenPairs:
    return GivenPairs()


def best(score: PairScore) -> str:
    return max(score.ab, key=score.ab.__getitem__)


def test_a_sentence_scores_alike_alone_and_among_others(model: GivenPairs) -> None:
    many = list(model.score(SENTENCES * (AT_ONCE // 2)))
    assert len(many) == 3 * (AT_ONCE // 2)
    for number, sentence in enumerate(SENTENCES):
        (alone,) = model.score([sentence])
        assert many[number] == alone == many[number - 3]


def test_the_source_may_stand_before_or_behind(model: GivenPairs) -> None:
    active, passive, _ = model.score(SENTENCES)
    assert best(active) == best(passive) == "ASSAULT"
    assert active.any_ab > active.any_ba


def test_without_a_mark_there_is_a_type_all_the_same(model: GivenPairs) -> None:
    for score in model.score([("Oro shelled the port.", Marks((0, 3))), ("The port was shelled.", Marks())]):
        assert best(score) == "ASSAULT"


def test_nothing_to_score(model: GivenPairs) -> None:
    assert list(model.score([])) == []

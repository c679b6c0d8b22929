import pytest

from casus.evaluation.golden import Coded
from casus.evaluation.keys import Key
from casus.evaluation.neutrality import Mirrored, Swap, mirror_key, mirrored, neutrality, rightly_coded
from tests.evaluation.scoring import changed, without

NAMES = {"Chile": "Peru", "Peru": "Chile", "CHL": "PER", "PER": "CHL"}
SWAP = Swap("andes", "Government of Chile", "Government of Peru", "government", NAMES)


@pytest.fixture
def other(key: Key) -> Key:
    found = mirror_key(key, NAMES)
    assert found is not None
    return found


def outcome(found: Mirrored) -> dict[str, str | None]:
    return {one.event: one.wrong for one in found.touched}


def test_a_perfect_coder_mirrors(key: Key, other: Key) -> None:
    right = rightly_coded(key, Coded(key.reading()))
    found = neutrality([mirrored(SWAP, key, right, other, Coded(other.reading()))])
    assert right == set(key.events)
    assert (found.share.value, found.elsewhere.value) == (1.0, 1.0)
    assert {one.event for one in found.swaps[0].outcomes if not one.touched} == {"pact", "bombing", "raid"}


def test_what_comes_out_otherwise_is_named(key: Key, other: Key) -> None:
    reading = without(other.reading(), "events", "recall")
    reading = changed(reading, "events", "closing", type="SANCTION", mode=None)
    reading = changed(reading, "events", "demand", recipients=())
    found = mirrored(SWAP, key, frozenset(key.events), other, Coded(reading))
    wrong = {event: fault for event, fault in outcome(found).items() if fault}
    assert wrong == {"recall": "not found", "closing": "another type", "demand": "other parties"}
    total = neutrality([found])
    assert total.by_fault()["not found"].row() == {"share": pytest.approx(1 - 1 / total.n, abs=1e-4), "mirrors": total.n - 1, "n": total.n}
    assert total.by_name()["Government of Chile"].n == total.n
    assert total.row()["swaps"][0]["changed"] == wrong


def test_only_what_was_right_before_counts(key: Key, other: Key) -> None:
    before = rightly_coded(key, Coded(without(key.reading(), "events", "recall", "closing")))
    after = Coded(without(other.reading(), "events", "recall"))
    found = mirrored(SWAP, key, before, other, after)
    assert "recall" not in outcome(found)
    assert neutrality([found]).share.value == 1.0


def test_nothing_right_is_not_defined() -> None:
    assert neutrality([]).share.value is None
    assert neutrality([]).row()["mirror"]["n"] == 0

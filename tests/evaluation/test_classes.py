import pytest

from casus.evaluation.classes import score_classes


def test_each_class_and_their_mean() -> None:
    found = score_classes(["AID", "AID", "AID", "CONSULT"], ["AID", "AID", "CONSULT", "CONSULT"])
    assert (found.each["AID"].precision, found.each["AID"].n) == (1.0, 3)
    assert found.each["AID"].recall == pytest.approx(2 / 3)
    assert found.each["CONSULT"].f1 == pytest.approx(2 / 3)
    assert found.macro.value == pytest.approx((0.8 + 2 / 3) / 2)
    assert found.right.value == 0.75


def test_a_class_that_labels_nothing_is_an_error_and_no_class() -> None:
    found = score_classes(["AID", "AID"], ["AID", "ASSAULT"])
    assert list(found.each) == ["AID"]
    assert found.macro.value == pytest.approx(2 / 3)


def test_no_prediction_is_wrong() -> None:
    found = score_classes(["AID", "CONSULT"], [None, "CONSULT"])
    assert (found.right.value, found.each["AID"].recall) == (0.5, 0.0)


def test_rows_of_a_group_are_drawn_together() -> None:
    """A hundred copies of two rows say no more than the two."""
    gold, predicted = ["AID", "CONSULT"] * 100, ["AID", "AID"] * 100
    alone, together = score_classes(gold, predicted), score_classes(gold, predicted, ["one", "two"] * 100)
    assert alone.right.value == together.right.value == 0.5
    assert alone.right.low is not None
    assert alone.right.low > 0.4
    assert (together.right.low, together.right.high) == (0.0, 1.0)

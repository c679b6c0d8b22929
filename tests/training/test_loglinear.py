import numpy as np
import pytest

from training.loglinear import choice_weights, weights_of


def test_classes_that_a_feature_tells_apart_are_learned() -> None:
    design = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    right = np.array([0, 0, 1, 1])
    weights = weights_of(design, right, 2, penalty=0.1)
    assert (design @ weights).argmax(axis=1).tolist() == right.tolist()


def test_a_greater_penalty_makes_smaller_weights() -> None:
    design, right = np.eye(2), np.array([0, 1])
    loose, tight = (np.abs(weights_of(design, right, 2, penalty)).max() for penalty in (0.01, 1.0))
    assert tight < loose


def test_one_of_each_group_is_chosen_by_what_tells_it() -> None:
    design = np.array([[1.0, 0.0], [0.0, 1.0], [0.0, 1.0], [1.0, 0.0]])
    weights = choice_weights(design, np.array([0, 0, 1, 1]), np.array([True, False, False, True]), penalty=0.1)
    assert weights[0] > 1 > -1 > weights[1]


def test_right_ones_of_a_group_share_its_chance() -> None:
    design = np.eye(3)
    scores = choice_weights(design, np.array([0, 0, 0]), np.array([True, True, False]), penalty=0.01)
    assert scores[0] == pytest.approx(scores[1], abs=1e-3)
    assert scores[0] > scores[2]

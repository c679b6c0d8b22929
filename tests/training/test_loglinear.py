import numpy as np

from training.loglinear import weights_of


def test_classes_that_a_feature_tells_apart_are_learned() -> None:
    design = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    right = np.array([0, 0, 1, 1])
    weights = weights_of(design, right, 2, penalty=0.1)
    assert (design @ weights).argmax(axis=1).tolist() == right.tolist()


def test_a_greater_penalty_makes_smaller_weights() -> None:
    design, right = np.eye(2), np.array([0, 1])
    loose, tight = (np.abs(weights_of(design, right, 2, penalty)).max() for penalty in (0.01, 1.0))
    assert tight < loose

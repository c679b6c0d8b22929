from pathlib import Path

import numpy as np
import pytest

from casus.reader import SpanModel
from casus.reader.offers import TYPES, OfferTypes, features
from casus.reader.table import piece_table
from casus.records import ModelError


@pytest.fixture(scope="module")
def model() -> SpanModel:
    return SpanModel()


@pytest.mark.parametrize(
    ("before", "offer", "expected"),
    [
        ("The army published", "drone footage of the raid", "video"),
        ("She held up", "two photographs", "image"),
        ("He quoted from", "an intercepted radio call", "intercept"),
        ("The clerk produced", "a signed contract", "document"),
        ("They laid out", "mortar fragments", "physical"),
        ("He spoke", "without giving any evidence", "refused"),
    ],
)
def test_the_type_of_an_offer(model: SpanModel, before: str, offer: str, expected: str) -> None:
    text = f"{before} {offer}."
    assert model.type_of_offer(text, (len(before) + 1, len(text) - 1)) == expected


def test_features_hold_three_means_and_a_one(model: SpanModel) -> None:
    table, text = piece_table(model.folder), "He showed a log of calls."
    pieces = model.tokenizer(text)
    found = features(table, pieces, text, (10, 24))
    width = (len(found) - 1) // 3
    log = pieces.ids[3]
    assert np.allclose(found[:width], table(np.array([log]))[0])
    assert found[-1] == 1
    assert not features(table, pieces, text, (0, 2))[2 * width : -1].any()  # nothing stands before the first word


def test_weights_that_are_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no evidence\.npz"):
        OfferTypes(tmp_path)


def test_every_type_has_a_column() -> None:
    with np.load(SpanModel().folder / "evidence.npz") as stored:
        assert stored["weights"].shape[1] == len(TYPES)

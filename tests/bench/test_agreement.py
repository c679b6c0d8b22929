import math

import pytest

from bench.agreement import alpha, interval, pairs_of


def test_alpha_of_a_hand_computed_table() -> None:
    """Of ten pairs two differ: D_o = .2; values a 12, b 8 of 20, so D_e = 2·12·8 / (20·19) = .505 and alpha .604."""
    pairs = [("a", "a")] * 5 + [("b", "b")] * 3 + [("a", "b")] * 2
    assert alpha(pairs) == pytest.approx(1 - 0.2 / (192 / 380))


def test_alpha_where_nothing_varies_is_not_defined() -> None:
    assert math.isnan(alpha([("a", "a")] * 4))


def test_perfect_agreement_has_a_perfect_interval() -> None:
    assert interval([[("a", "a"), ("b", "b")]] * 12) == (1.0, 1.0)


def test_pairs_are_those_of_aligned_records() -> None:
    row = {
        "gold": {"claims": [{"id": "claim:c1", "kind": "deny"}, {"id": "claim:c2", "kind": "state"}]},
        "predicted": {"claims": [{"id": "claim:x", "kind": "admit"}]},
        "aligned": {"claims": {"c1": "claim:x"}},
    }
    assert list(pairs_of(row, "claims", "kind")) == [("deny", "admit")]

import pytest

from casus.corroboration.parties import Fit, Who, fit, same_party


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("AFG", "AFG.MIL", True),
        ("AFG.MIL", "AFG.COP", False),
        ("AFG", "AFG.REB", False),
        ("grp.m23", "grp.m23", True),
        ("one.1", "one.1", False),
        ("new.1", "new.1", True),
    ],
)
def test_same_party(one: str, other: str, expected: bool) -> None:
    assert same_party(one, other) is same_party(other, one) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ([], [Who("PAK")], "open"),
        ([Who(None)], [Who("PAK")], "open"),
        ([Who("AFG"), Who(None)], [Who("PAK")], "open"),
        ([Who("AFG.CVL")], [Who("PAK")], "open"),
        ([Who("grp.a")], [Who("grp.b", "inferred")], "open"),
        ([Who("grp.a")], [Who("grp.b", "admitted")], "other"),
        ([Who("AFG"), Who("PAK")], [Who("PAK")], "same"),
    ],
)
def test_fit(one: list[Who], other: list[Who], expected: Fit) -> None:
    assert fit(one, other) == fit(other, one) == expected

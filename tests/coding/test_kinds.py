import pytest

from casus.coding.kinds import KINDS, Said, chances_of, features, kind_in, kind_of


@pytest.mark.parametrize(
    ("cue", "kind"),
    [
        ("has repeatedly denied", "deny"),
        ("ruled out", "deny"),
        ("acknowledged", "admit"),
        ("claimed responsibility for", "admit"),
        ("accused", "allege"),
        ("was blamed for", "allege"),
        ("condemned", "condemn"),
        ("criticised", "condemn"),
        ("called on", "demand"),
        ("urged", "demand"),
        ("pledged", "promise"),
        ("warned", "threaten"),
        ("recognised", "recognise"),
        ("rejected", "reject"),
        ("refused", "reject"),
        ("believes", "assess"),
        ("told reporters", "state"),
        ("said", "state"),
    ],
)
def test_kind_of_a_cue(cue: str, kind: str) -> None:
    assert kind_of(cue) == kind


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        (Said("the minister", "said", "her men had never crossed the river and the report was a lie"), "deny"),
        (Said("the council", "said", "any boat that comes near will be seized"), "threaten"),
        (Said("the union", "said", "the ministry must release the prisoners"), "demand"),
        (Said("the bank", "said", "it would compensate the families"), "promise"),
        (Said("the bishop", "said", "soldiers had tortured and murdered nine villagers"), "allege"),
        (Said("the envoy", "said", "relations had never been better"), "assess"),
        (Said("a clerk", "hopes", "to go home"), None),
        (Said("Lomé", "rejected", "the accusation"), "deny"),
        (Said("Lomé", "rejected", "the offer of talks"), "reject"),
    ],
)
def test_cue_and_content_together(said: Said, kind: str | None) -> None:
    assert kind_in(said) == kind


def test_chances_are_of_all_kinds_and_sum_to_one() -> None:
    chances = chances_of(Said("the mayor", "said", "the bridge was shut"))
    assert set(chances) == set(KINDS)
    assert sum(chances.values()) == pytest.approx(1)


def test_no_name_of_who_speaks_changes_the_content_s_features() -> None:
    one, other = (features(Said(name, "accused", "the neighbour of theft")) for name in ("Chile", "Bolivia"))
    assert [f for f in one if not f.startswith("s=")] == [f for f in other if not f.startswith("s=")]

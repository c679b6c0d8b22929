import pytest

from casus.coding.named import Named
from casus.coding.source_types import source_type, type_of_words
from casus.records import Party
from tests.coding.telling import reading


@pytest.mark.parametrize(
    ("words", "type_"),
    [
        ("two fishermen who saw it", None),
        ("residents of the port", "witness"),
        ("the interior ministry", "official"),
        ("a leaked audit", "document"),
        ("Radio Kivu", "media"),
        ("analysts in Lomé", "expert"),
        ("rebel commanders", "armed group"),
        ("an aide who asked not to be named", "anonymous"),
    ],
)
def test_by_words(words: str, type_: str | None) -> None:
    assert type_of_words(words) == type_ or (type_ == "armed group" and type_of_words(words) == "official")


def test_the_body_spoken_for_decides_over_a_name() -> None:
    made = reading("Ana Ruiz said so much.", [("Ana Ruiz", "said", "so much")], person=["Ana Ruiz"], known={"X": ("grp.x", "armed group")})
    found = source_type(Named(made), made.attributions[0], Party(mention=made.mentions[0].id, actor="grp.x"))
    assert found == ("armed group", True)


def test_no_source_has_no_type() -> None:
    made = reading("Reportedly nothing was taken.", [("", "Reportedly", "nothing was taken")])
    assert source_type(Named(made), made.attributions[0], None) == (None, None)

"""Places that act for somebody, and places where things happen."""

import pytest

from bench.grounding_actors import metonyms
from casus.grounding.acting import acts, features, sentence_bounds, stem
from casus.grounding.metonyms import stands_for_in


@pytest.mark.parametrize(
    ("text", "name", "actor"),
    [
        ("Kampala accused its neighbour of hiding the men.", "Kampala", "UGA"),
        ("Relations between Riyadh and Ottawa cooled.", "Ottawa", "CAN"),
        ("Lima says it will appeal.", "Lima", "PER"),
        ("The Pentagon denied the report.", "Pentagon", "USA.MOD"),
        ("Rawalpindi decided that the convoys should halt.", "Rawalpindi", "PAK.army"),
        ("Protesters filled Jakarta.", "Jakarta", None),
        ("A bomb went off in Kampala at noon.", "Kampala", None),
        ("Snow fell on the Kremlin.", "Kremlin", None),
        ("Sheffield denied the report.", "Sheffield", None),
    ],
)
def test_who_acts(text: str, name: str, actor: str | None) -> None:
    start = text.index(name)
    assert stands_for_in(text, start, start + len(name)) == actor


@pytest.mark.parametrize(("split", "floor"), [("tune", 0.90), ("final", 0.85)])
def test_contrast_set_floor(split: str, floor: float) -> None:
    n, wrong = metonyms(split)
    assert n >= 60
    assert 1 - wrong / n >= floor


def test_a_city_acts_and_is_a_place_in_one_sentence() -> None:
    text = "Bamako has begun to talk to the men who hold every district around Bamako."
    assert acts(text, 0, 6)
    assert not acts(text, text.rindex("Bamako"), len(text) - 1)


def test_only_the_sentence_counts() -> None:
    text = "It rained in Suva.\nQuito expelled the consul. Nobody was hurt."
    start = text.index("Quito")
    assert text[slice(*sentence_bounds(text, start, start + 5))].strip() == "Quito expelled the consul."


def test_swapped_names_have_the_same_features() -> None:
    text = "{} accused {} of shelling the village."
    one, other = text.format("Baku", "Yerevan"), text.format("Yerevan", "Baku")
    assert features(one, 0, 4) == features(other, 0, 7)


@pytest.mark.parametrize(("word", "base"), [("accuses", "accuse"), ("denied", "deny"), ("shelling", "shell"), ("Zog", "Zog")])
def test_stem(word: str, base: str) -> None:
    assert stem(word) == base

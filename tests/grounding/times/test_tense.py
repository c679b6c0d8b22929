import pytest

from casus.grounding.times.tense import tense_at
from casus.grounding.times.words import words


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("The envoys met on Friday", -1),
        ("The envoys will meet on Friday", 1),
        ("The envoys are to meet on Friday", 1),
        ("The talks will be held on Friday", 1),
        ("The talks were held on Friday", -1),
        ("They called a strike for Friday", 1),
        ("They called a strike on Friday", -1),
        ("The hearing was put off until Friday", 1),
        ("He said on Friday", -1),
        ("He hopes to leave on Friday", 1),
        ("Peace on Friday", 0),
        ("It rained. On Friday", 0),
        ("Mr. Smith left on Friday", -1),
    ],
)
def test_the_verb_before(text: str, tense: int) -> None:
    found = words(text)
    assert tense_at(found, len(found) - 1, len(found)) == tense


@pytest.mark.parametrize(("text", "tense"), [("Friday’s vote will decide it.", 1), ("Friday ended badly. They will meet.", -1)])
def test_the_verb_behind(text: str, tense: int) -> None:
    assert tense_at(words(text), 0, 1) == tense

from casus.grounding.times.meanings.base import MEANINGS
from casus.grounding.times.patterns import matches, patterns
from casus.grounding.times.words import words


def test_every_pattern_has_its_meaning_and_every_meaning_its_pattern() -> None:
    assert {pattern.means for pattern in patterns()} == set(MEANINGS)


def test_no_pattern_matches_nothing() -> None:
    assert not [pattern for pattern in patterns() if pattern.expression.fullmatch("")]


def test_the_longest_match_comes_first_and_hands_its_words_on() -> None:
    found = dict(matches(words("on 14 August 2013")))
    longest = found[1][0]
    assert (longest.first, longest.last, longest.pattern.means) == (1, 4, "day")
    assert [longest.word(field) and longest.word(field).text for field in "dmy"] == ["14", "August", "2013"]  # type: ignore[union-attr]

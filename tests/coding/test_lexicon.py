"""Word lists: stems, gaps, and bounds."""

import pytest

from casus.coding.lexicon import Lexicon, words


def test_stems_gaps_and_whole_words() -> None:
    lists = Lexicon({"a": ["ban", "recall* ~ envoy*"], "b": ["ban on rice"]})
    text = "Bans aside, the ban on rice stood; Quito recalled two of its envoys."
    assert [(h.label, text[h.start : h.end]) for h in lists.find(words(text))] == [
        ("a", "ban"),
        ("b", "ban on rice"),
        ("a", "recalled two of its envoys"),
    ]


def test_a_gap_has_an_end() -> None:
    lists = Lexicon({"a": ["let ~ go"]})
    assert list(lists.find(words("let one two three four go")))
    assert not list(lists.find(words("let one two three four five go")))


@pytest.mark.parametrize("phrase", ["~ go", "let ~"])
def test_a_phrase_begins_and_ends_with_a_word(phrase: str) -> None:
    with pytest.raises(ValueError, match="gap"):
        Lexicon({"a": [phrase]})

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casus.evaluation.keys.quotes import Quote, find, find_all, occurrences
from casus.evaluation.names import fold


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("army", Quote("army")),
        ("army#2", Quote("army", count=2)),
        ("army#*", Quote("army", every=True)),
        ("Route #9#1", Quote("Route #9", count=1)),
        ("Route #9", Quote("Route ", count=9)),
    ],
)
def test_a_counter_is_taken_off(written: str, words: Quote) -> None:
    assert Quote.of(written) == words


@pytest.mark.parametrize(
    ("text", "words", "count"),
    [
        ("Mali's Malian Mali_x xMali Mali2 Mali", "Mali", 2),
        ("Malí and Mali\u0301", "Mali", 0),
        ("had had had", "had had", 2),
        ("“Go,” he said. “Go,” she said.", "“Go,”", 2),
        ("non-Mali Mali–Niger", "Mali", 2),
    ],
)
def test_whole_words_alone_are_found(text: str, words: str, count: int) -> None:
    assert len(list(occurrences(text, words, (0, len(text))))) == count


def test_a_quote_is_found_once_or_by_its_counter() -> None:
    text = "The army left. The army came."
    assert find(text, "left") == (9, 13)
    assert find(text, "army#2") == (19, 23)
    assert find(text, "army", first=True) == (4, 8)
    assert find(text, "army", [(15, 29)]) == (19, 23)
    assert find(text, "army#2", [(15, 29), (0, 14)]) == (4, 8)
    assert find(text, "army#2", [(0, 14), (0, 29)]) == (19, 23)
    assert find_all(text, "army#*") == [(4, 8), (19, 23)]


def test_an_elided_quote_runs_from_its_head_to_the_next_tail() -> None:
    text = "He said one, two and three. He said two and four."
    assert text[slice(*find(text, "He said [...] two#1"))] == "He said one, two"
    assert text[slice(*find(text, "He [...] two#2"))] == "He said two"
    assert text[slice(*find(text, "one [...] and"))] == "one, two and"


def test_brackets_that_the_text_has_are_literal() -> None:
    text = "“We know [...] nothing,” he said. We said nothing."
    assert text[slice(*find(text, "know [...] nothing"))] == "know [...] nothing"


@pytest.mark.parametrize(
    ("written", "message"),
    [
        ("navy", "is not found"),
        ("THE ARMY", "the text has 'The army'"),
        ("“Go”", "the text has '\"Go\"'"),
        ("rm", "only inside a longer word"),
        ("army", "occurs 2 times: add a counter, #1 to #2"),
        ("army#3", "there is no #3"),
        ("army#0", "there is no #0"),
        ("left [...] Go [...] came", "one [...] a quote"),
        ("came [...] left", "no 'left' follows 'came'"),
        ("army#*", "lists of mentions"),
    ],
)
def test_a_quote_that_cannot_be_placed_says_why(written: str, message: str) -> None:
    with pytest.raises(ValueError, match=re.escape(message)):
        find('The army left. "Go", The army came.', written)


@given(st.text(alphabet="ab #é\u0301.“_1\n", max_size=30), st.data())
def test_what_is_found_is_what_was_written(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    words = text[start : data.draw(st.integers(start, len(text)))]
    for at, end in occurrences(text, words, (0, len(text))):
        assert text[at:end] == words
    counted = [find(text, f"{words}#{n}") for n, _ in enumerate(occurrences(text, words, (0, len(text))), 1)]
    assert counted == sorted(set(counted))


def test_names_fold() -> None:
    assert fold("  The Côte-d’Ivoire  army") == fold("cote d'ivoire ARMY") == "cote d ivoire army"
    assert fold("The") == "the"

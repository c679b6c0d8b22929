import numpy as np

from casus.corroboration.shingles import QUOTATION, shingles

STORY = (
    "The ferry left the northern pier at dawn with forty lorries aboard, and the customs house stayed shut until the tide had turned again."
)


def plain(text: str) -> set[int]:
    return {value & ~QUOTATION for value in shingles(text, sampled=1).tolist()}


def test_stable_over_machines_and_versions() -> None:
    assert shingles(STORY, sampled=1)[:2].tolist() == [177839749912065842, 2084463219272756868]


def test_sampling_keeps_a_part_that_depends_on_the_shingle_alone() -> None:
    words = " ".join(f"word{number}" for number in range(4000))
    whole, kept = set(shingles(words, sampled=1).tolist()), set(shingles(words).tolist())
    assert kept < whole
    assert 0.2 < len(kept) / len(whole) < 0.3
    half = set(shingles(" ".join(words.split()[:2000])).tolist())
    assert half < kept


def test_quoted_words_are_marked_and_the_same_shingle_otherwise() -> None:
    quoted = f"“{STORY}”"
    assert plain(quoted) == plain(STORY)
    assert all(value & QUOTATION for value in shingles(quoted, sampled=1).tolist())
    assert not any(value & QUOTATION for value in shingles(STORY, sampled=1).tolist())


def test_a_shingle_told_and_quoted_is_told() -> None:
    both = shingles(f"“{STORY}” {STORY}", sampled=1).tolist()
    assert sum(value & QUOTATION for value in both) == 0 or len(both) == len(plain(f"“{STORY}” {STORY}"))
    assert len({value & ~QUOTATION for value in both}) == len(both)


def test_an_open_quotation_ends_with_its_line() -> None:
    text = f'He said: "{STORY}\n\n{STORY.upper()} And later the pumps were sent to the other bank too.'
    assert not all(value & QUOTATION for value in shingles(text, sampled=1).tolist())


def test_texts_too_short_have_none() -> None:
    assert shingles("Four words are few").dtype == np.uint64
    assert len(shingles("Four words are few")) == 0
    assert len(shingles("\ud800 lone surrogates are no reason", sampled=1)) == 1

import time
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casus.reader.sentences import kinds, sentences


def split(text: str, skip: list[tuple[int, int]] | None = None, breaks: list[int] | None = None) -> list[str]:
    return [text[s:e] for s, e in sentences(text, skip or [], breaks or [])]


RANKS_AND_NAMES = [
    "Lt. Gen. Asim met Gen. Nkosi.|Mr. J. R. Okafor and Mrs. Adeyemi of J.R.R. Holdings left.",
    "Maj. Gen. Rana said Prof. Dr. Lindqvist and Sen. Vale agreed.|Nobody else did.",
    "Lawrence B. Marsh and M. Thomas Quill spoke.|Plan B. Marsh had no other.",
    "GEN. NKOSI LEFT QASR.|THE TRUCE HELD.",
    "Gen. So and Mr. He met.|They parted.",
    "Sen. Okafor (R-Tex.) and Rep. Vale (D-N.C.) said no.|Gov. Lund agreed.",
    "Tex. Gov. Lund flew to Austin, Tex.|Officials met him.",
    "The firm, Acme Inc. and its rival Borum Ltd. are closed.|The owner of Acme Inc.|He fled.",
    "He named Okafor et al. in the suit.|Okafor v. Lund was heard vs. his wish.",
    "Yahoo! News reported it.|Kofi Okafor Jr. said so.",
    "He joined the MIRC.|The unit is new.",
]

LETTERS_AND_NUMBERS = [
    "U.S. forces left the U.S.|The next day U.N. staff came.",
    "They fled to the U.S.|He stayed.",
    "The U.S. Senate and the U.S. Army agreed.|It took 3.5 hours.",
    "The plane left at 3 p.m. on Jan. 5.|It landed at 4 a.m.|Officials said so.",
    "Talks open at 9 p.m. EDT, 5 p.m. Eastern, 6 p.m. Kabul time and 7 p.m. Monday.|Nobody came.",
    "No. 3 battery, Vol. II, Art. 5 and Fig. 2 are lost.|Was it he?|No.|It was his aide.",
    "It cost Rs. 500 on Dec. 12.|He came in Dec.|The snow lay deep.",
    "They met in St. Petersburg, e.g. at the port, i.e. by the sea.|Then they left.",
    "1. The guns were moved.|2. The men were paid.",
    "It rose 3.5 percent to 1,204.7 points.|12 people lost.|$5 million is gone.",
    "He had vitamin C.|The doctor had none.",
    "a blast hit qasr.|three people died.|u.s. troops came.",
]

QUOTES = [
    '"We will not go," he said.|"We stay."',
    '"Stop!" he shouted.',
    "“Who did it?” the minister asked.",
    "“Who did it?” Okafor asked on Monday.|“Not I.”",
    "“Who did it?” Mrs. Okafor asked.|“Who?”",
    "“Too much?”|He asked this twice.",
    "“We are here.|We stay here.|We will not go.”|He left.",
    "He called it “a failure.”|Okafor left.",
    "''We go,'' he said.|''We stay.''",
    "He said: ‘No.’|She said: ‘Yes!’",
    "« Nous restons. »|He left.",
    "„Wir bleiben.“|He left.",
    "“We were …”|He left.",
    "He said it ended.”|Then he left.",
    "(He left.|She stayed.)|They met (see p. 3. It is there) at noon.",
    "The bridge [the old one. It fell in 1999] was mined.|Nobody crossed.",
    "The allies (?) met.|What an ally (!) that was.",
    "The raid failed.[1]|It was the third.[2][3]|Nobody says so (yet.)",
]

MARKS = [
    "He waited…|Then he left.",
    "He waited...|Then he left.",
    "He waited ... and left.|The … Okafor government fell.",
    "It was over. . . .|I went home.",
    "Who did it?!|Nobody knows!!!|Really?",
    "He said—and meant it—that it was over.|Then he left.",
    "Read https://a.example/b?c=D!e.html today.|Mail me@qasr.example or see node.js and Main.java.|Done.",
    "Read more.|https://t.example/x",
    "It ended.|al-Shabab said so.|iPhones were seized.",
    "Gen.\u00a0Nkosi left.|\u201cHe did.\u201d",
    "ماذا حدث؟|لا أحد يعرف.",
    "युद्ध रुका।|लोग लौटे।",
]


@pytest.mark.parametrize("case", RANKS_AND_NAMES + LETTERS_AND_NUMBERS + QUOTES + MARKS)
def test_ends(case: str) -> None:
    assert split(case.replace("|", " ")) == case.split("|")


@pytest.mark.parametrize(
    "case",
    [
        "停火。|昨天开始！|真的？",
        "He left.|The next day he came.|They won.|Okafor’s men lost.",
        "He said no.|“We go.”|Nobody went.”|But he did.",
        "Qasr。|Ｎobody？",
    ],
)
def test_needs_no_space(case: str) -> None:
    assert split(case.replace("|", "")) == case.split("|")


def test_no_space_inside_an_address() -> None:
    assert split("See www.qasr.The or a/b.The or me@b.The end") == ["See www.qasr.The or a/b.The or me@b.The end"]


def test_full_width_decimal_does_not_end() -> None:
    assert split("它是３．５米。完") == ["它是３．５米。", "完"]


@pytest.mark.parametrize("line", ["\n", "\r\n", "\r", "\u2028", "\u0085"])
def test_lines(line: str) -> None:
    text = f"U.S. And Allies Meet{line}{line}Okafor met Lund.{line}He left{line}{line}• The gun{line}• The car"
    assert split(text) == ["U.S. And Allies Meet", "Okafor met Lund.", "He left", "• The gun", "• The car"]


def test_paragraph_separator_ends() -> None:
    assert split("The talks\u2029The end") == ["The talks", "The end"]


def test_skip_and_breaks() -> None:
    text = "Truce holds By Ann Lund QASR (Wire) — Nobody fired. All slept."
    byline, dateline = (12, 23), (24, 37)
    assert split(text, [dateline, byline], [11]) == ["Truce holds", "Nobody fired.", "All slept."]
    assert split(text, [(0, 999)]) == []
    assert split("He left. She stayed", breaks=[0, 8, 9, 19, 99]) == ["He left.", "She stayed"]


@pytest.mark.parametrize("text", ["", " ", "\n\u2029\u0085", "\x1f\x1e"])
def test_nothing(text: str) -> None:
    assert sentences(text) == []


VISIBLE = st.text(alphabet=st.one_of(st.characters(), st.sampled_from(list(" .!?…。\n\r\"'”“()[]1aAI—\u00a0"))), max_size=80)


@settings(deadline=None)
@given(
    VISIBLE,
    st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)).map(lambda p: (min(p), max(p))), max_size=3),
    st.sets(st.integers(0, 80)),
)
def test_every_visible_character_stands_in_one_sentence(text: str, skip: list[tuple[int, int]], breaks: set[int]) -> None:
    found = sentences(text, skip, sorted(breaks))
    assert all(a_end <= b_start for (_, a_end), (b_start, _) in pairwise(found))
    assert all(text[s:e] == text[s:e].strip() != "" for s, e in found)
    assert not any(s < offset < e for s, e in found for offset in breaks)
    skipped = {i for s, e in skip for i in range(s, e)}
    covered = {i for s, e in found for i in range(s, e)}
    assert {i for i, c in enumerate(text) if not c.isspace() and i not in skipped} <= covered
    assert not covered & skipped


@settings(deadline=None)
@given(VISIBLE)
def test_no_character_is_lost(text: str) -> None:
    assert "".join("".join(s.split()) for s in split(text)) == "".join(text.split())


@pytest.mark.parametrize("unit", ["a", ".", "a.", '."', "(", " ", "\n", ". "])
def test_time_is_linear(unit: str) -> None:
    text = unit * (2_000_000 // len(unit))
    began = time.process_time()
    found = sentences(text)
    assert time.process_time() - began < 5, "linear: 0.1 to 1 s; quadratic: hours"
    assert len(found) <= 1


def test_kinds_are_those_that_the_code_asks_for() -> None:
    known = {kind for of in kinds().values() for kind in of}
    assert known == {"name", "within", "number", "place", "time", "either", "exclaimed", "opener"}
    assert all(word == word.lower() for word, of in kinds().items() if "opener" in of)
    assert not any(word.endswith(".") for word in kinds())

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from casus.corroboration import Fingerprint, MemoryIndex, add_report, reprints
from casus.corroboration.families import MASTHEAD

WHEN = datetime(2031, 5, 4, tzinfo=UTC)


def running(seed: int, words: int = 200) -> str:
    """Text that no other seed shares."""
    return " ".join(f"w{seed}x{number}" for number in range(words))


def kept(*texts: str) -> MemoryIndex:
    index = MemoryIndex()
    for number, text in enumerate(texts):
        add_report(Fingerprint.of_text(f"report:{number}", text), index)
    return index


def found(text: str, index: MemoryIndex) -> list[str]:
    return [share.report for share in reprints(Fingerprint.of_text("query", text), index)]


def test_a_trimmed_copy_is_found_and_joins() -> None:
    index = kept(running(1), running(2))
    assert found(running(1, 60), index) == ["report:0"]
    family = add_report(Fingerprint.of_text("report:9", running(1, 60)), index)
    assert family.reports == ("report:0", "report:9")
    assert [f.reports for f in index.all_families()] == [family.reports]


def test_adding_again_changes_nothing() -> None:
    index = kept(running(1), running(1, 90))
    before = index.all_families()
    add_report(Fingerprint.of_text("report:1", running(1, 90)), index)
    assert index.all_families() == before


def test_shared_quotations_alone_make_no_family() -> None:
    speech = running(7, 300)
    one, other = f"{running(1, 80)} “{speech}”", f"{running(2, 80)} “{speech}”"
    assert found(other, kept(one)) == []
    assert found(other.replace("“", "").replace("”", ""), kept(one.replace("“", "").replace("”", ""))) == ["report:0"]


def test_marks_that_were_lost_hide_no_reprint() -> None:
    text = f"{running(1, 60)} “{running(3, 120)}”"
    assert found(text.replace("“", "").replace("”", ""), kept(text)) == ["report:0"]


def test_a_digest_makes_its_parts_no_single_voice() -> None:
    parts = [running(seed, 60) for seed in range(100)]
    index = kept(*parts, " ".join(parts))
    assert index.all_families() == []


def test_mastheads_link_nobody() -> None:
    note = running(99, 60)
    index = kept(*(f"{running(seed, 300)} {note}" for seed in range(MASTHEAD + 4)))
    assert found(f"{running(77, 60)} {note}", index) == []


def test_one_agency_lets_rewriting_count() -> None:
    common, rest = running(5, 60), 240
    texts = [f"LIMA (Reuters) - {common} {running(seed, rest)}" for seed in (1, 2)]
    index = MemoryIndex()
    add_report(Fingerprint.of_text("report:0", texts[0], WHEN), index)
    near = Fingerprint.of_text("report:1", texts[1], WHEN + timedelta(days=1))
    assert [share.report for share in reprints(near, index)] == ["report:0"]
    late = Fingerprint.of_text("report:1", texts[1], WHEN + timedelta(days=9))
    assert reprints(late, index) == []
    other = Fingerprint.of_text("report:1", texts[1].replace("Reuters", "AFP"), WHEN)
    assert reprints(other, index) == []


@given(st.permutations(range(8)))
def test_order_makes_no_difference(order: list[int]) -> None:
    texts = [running(1), running(1, 90), running(1, 120) + running(2, 120), running(2), running(3), running(3, 70), running(4), running(5)]
    index = MemoryIndex()
    for number in order:
        add_report(Fingerprint.of_text(f"report:{number}", texts[number]), index)
    assert [f.reports for f in sorted(index.all_families(), key=lambda f: f.reports)] == [
        ("report:0", "report:1", "report:2", "report:3"),
        ("report:4", "report:5"),
    ]

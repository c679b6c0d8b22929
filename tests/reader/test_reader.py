import pytest

from casus.reader import ModelReader, sentences
from casus.reader.reader import quoted
from casus.records import Report

TEXT = "Defence Minister Oda Brenn accused Valdoria of arming the Hill Army. Valdoria denied it."


def test_marks_are_in_text_order_and_stable() -> None:
    report = Report(text=TEXT)
    split = [report.span(*s) for s in sentences(TEXT)]
    one, two = (ModelReader().mark(report, split) for _ in range(2))
    assert one == two
    assert [m.span.start for m in one.mentions] == sorted(m.span.start for m in one.mentions)
    assert [a.cue[0].quote for a in one.attributions][:1] == ["accused"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("“Leave now,”", "direct"),
        ('"Leave now."', "direct"),
        ("„Geht,“", "direct"),
        ("that they must leave", "indirect"),
        ("it was “an act of war” by all", "mixed"),
    ],
)
def test_quoted(text: str, kind: str) -> None:
    assert quoted(text, [(0, len(text))]) == kind

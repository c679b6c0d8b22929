import pytest

from casus.reader.links import Linker
from casus.reader.sentences import sentences

Bounds = tuple[int, int]


def find(text: str, *quotes: str) -> list[Bounds]:
    return [(text.index(q), text.index(q) + len(q)) for q in quotes]


def linked(text: str, sources: list[str], cues: list[str], contents: list[str]) -> list[tuple[str | None, str | None, list[str]]]:
    linker = Linker(text, sentences(text))
    links = linker.link(find(text, *sources), find(text, *cues), find(text, *contents))

    def words(bounds: Bounds | None) -> str | None:
        return text[bounds[0] : bounds[1]] if bounds else None

    return [(words(link.source), words(link.cue), [text[s:e] for s, e in sorted(link.contents)]) for link in links]


def test_a_split_quotation_is_one_attribution() -> None:
    text = "“We stay,” Okello said. “We do not bargain.”"
    assert linked(text, ["Okello"], ["said"], ["“We stay,”", "“We do not bargain.”"]) == [
        ("Okello", "said", ["“We stay,”", "“We do not bargain.”"])
    ]


def test_two_cues_share_a_source() -> None:
    text = "The envoy said talks had failed and added that no date was set."
    found = linked(text, ["The envoy"], ["said", "added"], ["talks had failed", "that no date was set"])
    assert found == [("The envoy", "said", ["talks had failed"]), ("The envoy", "added", ["that no date was set"])]


def test_a_cue_without_a_source_has_none() -> None:
    text = "The port has faced accusations of favouring one side.\n\nElsewhere, a week later, in another town far from there, Dema spoke."
    found = linked(text, ["Dema"], ["has faced accusations of"], ["favouring one side"])
    assert found == [(None, "has faced accusations of", ["favouring one side"])]


def test_a_content_far_from_every_cue_stands_alone() -> None:
    text = "Aro said it rained. " + "Nothing else was heard in the valley. " * 20 + "“Go home.”"
    found = linked(text, ["Aro"], ["said"], ["it rained", "“Go home.”"])
    assert found == [("Aro", "said", ["it rained"]), (None, None, ["“Go home.”"])]


def test_a_cue_without_content_is_no_attribution() -> None:
    assert linked("Dema spoke.", ["Dema"], ["spoke"], []) == []


@pytest.mark.parametrize("order", [1, -1])
def test_the_order_in_which_spans_are_given_does_not_matter(order: int) -> None:
    text = "Ana denied it. Bo confirmed it all."
    found = linked(text, ["Ana", "Bo"][::order], ["denied", "confirmed"][::order], ["it", "it all"][::order])
    assert [row[:2] for row in found] == [("Ana", "denied"), ("Bo", "confirmed")]

import pytest

from casus.reader.links import Linker, certain
from casus.reader.sentences import sentences

Bounds = tuple[int, int]


def find(text: str, *quotes: str) -> list[Bounds]:
    return [(text.index(q), text.index(q) + len(q)) for q in quotes]


def linked(text: str, sources: list[str], cues: list[str], contents: list[str]) -> list[tuple[str | None, str | None, list[str]]]:
    linker = Linker(text, sentences(text))
    links = linker.link(*(certain(find(text, *quotes)) for quotes in (sources, cues, contents)))

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


def test_a_weak_content_completes_a_sure_cue() -> None:
    text = "Ana said rain was near. Bo spoke of snow."
    linker = Linker(text, sentences(text))
    ana, bo, said, spoke, rain, snow = find(text, "Ana", "Bo", "said", "spoke", "rain was near", "snow")
    found = linker.link({ana: 3.0, bo: 3.0}, {said: 2.0, spoke: -2.0}, {rain: -1.0, snow: -2.5})
    assert [(link.source, link.cue, link.contents) for link in found] == [(ana, said, [rain])]


def test_a_sure_content_is_kept_where_its_cue_is_too_doubtful() -> None:
    text = "“Go home,” it says somewhere."
    content, cue = find(text, "“Go home,”", "says")
    assert [(link.cue, link.contents) for link in Linker(text, sentences(text)).link({}, {cue: -3.0}, {content: 1.0})] == [
        (None, [content])
    ]


def test_what_a_cue_governs_goes_on_after_an_adverbial() -> None:
    text = "Qasr accused Lund on Monday of arming rebels, hours after Lundish artillery fired."
    linker = Linker(text, [(0, len(text))])
    cues = {**certain(find(text, "accused")), **dict.fromkeys(find(text, "artillery"), -0.5)}
    links = linker.link(certain(find(text, "Qasr")), cues, certain(find(text, "Lund", "of arming rebels")))
    assert [[text[s:e] for s, e in link.contents] for link in links] == [["Lund", "of arming rebels"]]

from pathlib import Path

import pytest

from casus.reader import ActScore, Marks, PairModel, PairScore, Scene, SpanModel
from casus.records import MentionType, ModelError
from casus.records.events import EVENT_TYPES

Bounds = tuple[int, int]


@pytest.fixture(scope="module")
def pairs() -> PairModel:
    return PairModel()


@pytest.fixture(scope="module")
def spans() -> SpanModel:
    return SpanModel()


def bounds(text: str, quote: str) -> Bounds:
    return text.index(quote), text.index(quote) + len(quote)


def scored(pairs: PairModel, spans: SpanModel, text: str, a: str, b: str) -> PairScore:
    ends = (spans.tokenizer.opening, spans.tokenizer.closing)
    return pairs.score(spans.tokenizer(text), [((0, len(text)), Marks(bounds(text, a), bounds(text, b)))], ends)[0]


def told(pairs: PairModel, spans: SpanModel, text: str, act: str, *mentions: tuple[MentionType, str]) -> ActScore:
    ends = (spans.tokenizer.opening, spans.tokenizer.closing)
    scene = Scene((0, len(text)), (bounds(text, act),), tuple((kind, bounds(text, quote)) for kind, quote in mentions))
    return pairs.tell(spans.tokenizer(text), [scene], ends)[0][0]


def best(shares: dict[str, float]) -> str:
    return max(shares, key=lambda name: shares[name])


@pytest.mark.parametrize(
    ("text", "a", "b", "kind"),
    [
        ("Gunmen from the Red Lake Front killed nine soldiers of the Qasri army on Friday.", "Red Lake Front", "soldiers", "ASSAULT"),
        ("The foreign minister of Qasr met his counterpart from Lund in Harar.", "foreign minister", "counterpart", "CONSULT"),
        ("Qasr accused Lund of sheltering the rebels.", "Qasr", "Lund", "ACCUSE"),
        ("Police arrested two opposition leaders at the airport.", "Police", "opposition leaders", "COERCE"),
        ("Lund shipped forty tonnes of flour to refugees in the east.", "Lund", "refugees", "AID"),
        ("The union urged the ministry to reopen the mine.", "union", "ministry", "REQUEST"),
    ],
)
def test_plain_sentences_get_their_type(pairs: PairModel, spans: SpanModel, text: str, a: str, b: str, kind: str) -> None:
    assert best(dict(scored(pairs, spans, text, a, b).ab)) == kind


def test_chances_are_chances(pairs: PairModel, spans: SpanModel) -> None:
    text = "Qasr threatened Lund with war."
    pair, act = scored(pairs, spans, text, "Qasr", "Lund"), told(pairs, spans, text, "threatened", ("actor", "Qasr"), ("actor", "Lund"))
    assert set(pair.ab) == set(act.types) == set(EVENT_TYPES)
    for shares in (pair.ab, pair.ba, pair.quad, act.types, act.status, act.voice, *act.parts):
        assert sum(shares.values()) == pytest.approx(1, abs=1e-5)
    assert all(0 <= chance <= 1 for chance in (pair.any_ab, pair.any_ba, act.any))
    assert len(act.parts) == 2


def test_an_act_goes_one_way(pairs: PairModel, spans: SpanModel) -> None:
    found = scored(pairs, spans, "Border guards of Lund detained three Qasri fishermen.", "Border guards", "fishermen")
    assert found.any_ab > 0.5 > found.any_ba


def test_swapping_the_parties_mirrors_the_scores(pairs: PairModel, spans: SpanModel) -> None:
    text = "Qasr accused Lund of sheltering the rebels."
    one, two = scored(pairs, spans, text, "Qasr", "Lund"), scored(pairs, spans, text, "Lund", "Qasr")
    assert (one.ab, one.any_ab, one.ba, one.any_ba) == (two.ba, two.any_ba, two.ab, two.any_ab)


def test_names_make_no_difference(pairs: PairModel, spans: SpanModel) -> None:
    one = scored(pairs, spans, "Qasr accused Lund of sheltering the rebels.", "Qasr", "Lund")
    two = scored(pairs, spans, "Pakistan accused Norway of sheltering the rebels.", "Pakistan", "Norway")
    assert one == two


def test_how_an_act_is_told(pairs: PairModel, spans: SpanModel) -> None:
    sentences = {
        "Troops did not shell the harbour.": "negated",
        "Troops will shell the harbour next week.": "future",
        "If talks fail, troops could shell the harbour.": "hypothetical",
        "Troops often shell the harbour.": "habitual",
    }
    for text, status in sentences.items():
        assert best(dict(told(pairs, spans, text, "shell").status)) == status, text


def test_each_mention_has_its_part(pairs: PairModel, spans: SpanModel) -> None:
    text = "Police in Harar arrested two editors on Friday, the bishop said."
    mentions: tuple[tuple[MentionType, str], ...] = (
        ("actor", "Police"),
        ("place", "Harar"),
        ("actor", "editors"),
        ("moment", "Friday"),
        ("actor", "bishop"),
    )
    found = told(pairs, spans, text, "arrested", *mentions)
    assert found.any > 0.5
    assert [best(dict(part)) for part in found.parts] == ["actor", "place", "recipient", "moment", "none"]


def test_parts_are_not_swapped_in_the_passive(pairs: PairModel, spans: SpanModel) -> None:
    text = "Two editors were arrested by police."
    found = told(pairs, spans, text, "arrested", ("actor", "editors"), ("actor", "police"))
    assert [best(dict(part)) for part in found.parts] == ["recipient", "actor"]


def test_a_word_that_names_no_act_is_none(pairs: PairModel, spans: SpanModel) -> None:
    text = "The clash of colours in the union's new flag pleased the painters."
    assert told(pairs, spans, text, "clash").any < 0.5


def test_an_act_that_the_frame_has_no_room_for_is_none(pairs: PairModel, spans: SpanModel) -> None:
    text = "Rebels shelled the port" + " while snow lay on the plain" * 60 + " and the army fled."
    ends = (spans.tokenizer.opening, spans.tokenizer.closing)
    scene = Scene((0, len(text)), (bounds(text, "shelled"), bounds(text, "fled")))
    near, far = pairs.tell(spans.tokenizer(text), [scene], ends)[0]
    assert near.any > 0
    assert far.any == 0


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no pairs\.onnx, pairs\.json, pieces\.npz in"):
        PairModel(tmp_path)


def test_many_scenes_come_back_in_order_and_as_they_would_alone(pairs: PairModel, spans: SpanModel) -> None:
    told = ["Qasr shelled Lund.", "On Friday the miners of Qasr urged the ministry to reopen the pit at Harar.", "Police held two men."]
    text, ends = " ".join(told * 6), (spans.tokenizer.opening, spans.tokenizer.closing)
    starts = [text.index(told[0], at) for at in range(len(text)) if text.startswith(told[0], at)]
    scenes = []
    for start in starts:
        for sentence, act in zip(told, ("shelled", "urged", "held"), strict=True):
            low = text.index(sentence, start)
            at = text.index(act, low)
            scenes.append(Scene((low, low + len(sentence)), ((at, at + len(act)),)))
    together = pairs.tell(spans.tokenizer(text), scenes, ends)
    alone = [pairs.tell(spans.tokenizer(text), [scene], ends)[0] for scene in scenes]
    assert [best(dict(found.types)) for (found,) in together] == [best(dict(found.types)) for (found,) in alone]
    assert max(abs(one.any - two.any) for (one,), (two,) in zip(together, alone, strict=True)) < 0.2

from pathlib import Path

import pytest

from casus.reader import Marks, PairModel, PairScore, SpanModel, nearest_pairs
from casus.reader.pairs import PAIRS_A_SENTENCE
from casus.records import ModelError
from casus.records.events import EVENT_TYPES

Bounds = tuple[int, int]


@pytest.fixture(scope="module")
def pairs() -> PairModel:
    return PairModel()


@pytest.fixture(scope="module")
def spans() -> SpanModel:
    return SpanModel()


def scored(pairs: PairModel, spans: SpanModel, text: str, a: str | None, b: str | None, act: str | None = None) -> PairScore:
    marks = Marks(*((text.index(q), text.index(q) + len(q)) if q else None for q in (a, b, act)))
    ends = (spans.tokenizer.opening, spans.tokenizer.closing)
    return pairs.score(spans.tokenizer(text), [((0, len(text)), marks)], ends)[0]


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
    found = scored(pairs, spans, "Qasr threatened Lund with war.", "Qasr", "Lund", "threatened")
    assert set(found.ab) == set(EVENT_TYPES)
    for shares in (found.ab, found.ba, found.status, found.voice):
        assert sum(shares.values()) == pytest.approx(1, abs=1e-5)
    assert 0 <= found.any_ab <= 1
    assert 0 <= found.any_ba <= 1


def test_an_act_goes_one_way(pairs: PairModel, spans: SpanModel) -> None:
    found = scored(pairs, spans, "Border guards of Lund detained three Qasri fishermen.", "Border guards", "fishermen", "detained")
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
    told = {
        "Troops did not shell the harbour.": "negated",
        "Troops will shell the harbour next week.": "future",
        "If talks fail, troops could shell the harbour.": "hypothetical",
        "Troops often shell the harbour.": "habitual",
    }
    for text, status in told.items():
        assert best(dict(scored(pairs, spans, text, None, None, "shell").status)) == status, text


def test_pairs_lie_around_acts_and_are_few() -> None:
    parties: list[Bounds] = [(i * 10, i * 10 + 4) for i in range(12)]
    found = nearest_pairs([(i * 10 + 5, i * 10 + 9) for i in range(11)], parties)
    assert len(found) == PAIRS_A_SENTENCE
    assert all(mark.a and mark.b and mark.a < mark.b for mark in found)
    assert found[0] == Marks((0, 4), (10, 14), (5, 9))


def test_a_party_that_holds_the_act_is_not_paired() -> None:
    assert nearest_pairs([(5, 9)], [(0, 12), (20, 24)]) == []


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no pairs\.onnx, pairs\.json, pieces\.npz in"):
        PairModel(tmp_path)

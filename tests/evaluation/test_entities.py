from typing import Literal

from casus.evaluation import Labelled, evaluate_entities
from casus.records import Mention, MentionType, Report

TEXT = "The rebels met Ana Belo in Rome . I waited ."
REPORT = Report(text=TEXT)
SORTS: dict[str, Literal["land", "people"]] = {"Chad": "land", "Chadians": "people"}


def mention(quote: str, type_: MentionType) -> Mention:
    start = TEXT.index(quote)
    return Mention(id=f"{type_}:{start}", span=REPORT.span(start, start + len(quote)), type=type_)


FOUND = [mention("The rebels", "actor"), mention("Ana Belo", "person"), mention("Rome", "place"), mention("I", "person")]


def f1(layers: dict[str, list[tuple[int, int]]], found: list[Mention]) -> dict[str, float]:
    return {name: round(s.f1, 3) for name, s in evaluate_entities([Labelled("t", TEXT, layers)], [found], SORTS.get).scores.items()}


def test_sets_that_label_names_leave_nominals_and_pronouns_out() -> None:
    found = f1({"PER": [(15, 23)], "LOC": [(27, 31)], "ORG": [], "MISC": [(0, 3)]}, FOUND)
    assert found == {
        "person exact": 1.0,
        "person overlap": 1.0,
        "place exact": 1.0,
        "place overlap": 1.0,
        "all exact": 1.0,
        "all overlap": 1.0,
    }


def test_sets_that_label_nominals_score_them() -> None:
    assert f1({"actor": [(0, 10)], "person": [(15, 23)]}, FOUND)["actor exact"] == 1.0
    assert f1({"actor": [(0, 10)], "person": [(15, 23)]}, FOUND)["person exact"] == 0.667


def test_types_of_one_layer_are_pooled() -> None:
    assert f1({"politician": [(15, 23)], "country": [(27, 31)], "location": []}, FOUND)["all exact"] == 1.0


def test_where_names_alone_are_labelled_a_land_is_a_place_and_a_people_nothing() -> None:
    text = "Chad warned Chadians in the US army corps ."
    report = Report(text=text)
    found = [Mention(id=str(start), span=report.span(start, end), type="actor") for start, end in ((0, 4), (12, 20), (28, 41))]
    labelled = Labelled("t", text, {"LOC": [(0, 4)], "ORG": [(28, 30)], "PER": []})
    assert evaluate_entities([labelled], [found], SORTS.get).scores["all exact"].f1 == 1.0

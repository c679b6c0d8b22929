from casus.evaluation import Labelled, evaluate_attribution
from casus.records import Attribution, Report

TEXT = "Ana said it rained. Bo denied it."
REPORT = Report(text=TEXT)
ANA, SAID, RAINED = (0, 3), (4, 8), (9, 18)
BO, DENIED, IT = (20, 22), (23, 29), (30, 32)
GOLD = Labelled("t", TEXT, {}, [([ANA], [SAID], [RAINED]), ([BO], [DENIED], [IT])])


def attribution(source: list[tuple[int, int]], cue: tuple[int, int], content: tuple[int, int]) -> Attribution:
    return Attribution(
        id=f"attribution:{cue[0]}",
        source=tuple(REPORT.span(*s) for s in source),
        cue=(REPORT.span(*cue),),
        content=(REPORT.span(*content),),
        quoted="indirect",
    )


def scores(*found: Attribution) -> dict[str, float]:
    return {name: round(s.f1, 3) for name, s in evaluate_attribution([GOLD], [found]).scores.items()}


def test_all_right() -> None:
    assert set(scores(attribution([ANA], SAID, RAINED), attribution([BO], DENIED, IT)).values()) == {1.0}


def test_a_wrong_boundary_overlaps() -> None:
    found = scores(attribution([ANA], SAID, (9, 17)), attribution([BO], DENIED, IT))
    assert (found["content exact"], found["content overlap"]) == (0.5, 1.0)
    assert (found["linked exact"], found["linked overlap"]) == (0.5, 1.0)


def test_a_wrong_link_costs_the_linked_score_alone() -> None:
    found = scores(attribution([BO], SAID, RAINED), attribution([ANA], DENIED, IT))
    assert found["source exact"] == 1.0
    assert found["linked exact"] == found["linked overlap"] == 0.0


def test_a_missing_source_is_not_a_found_one() -> None:
    found = scores(attribution([], SAID, RAINED), attribution([BO], DENIED, IT))
    assert (found["source exact"], found["linked exact"]) == (0.667, 0.5)


def test_duplicates_and_order_do_not_change_span_scores() -> None:
    one, two = attribution([ANA], SAID, RAINED), attribution([BO], DENIED, IT)
    assert scores(two, one, one)["cue exact"] == scores(one, two)["cue exact"] == 1.0


def test_empty_output_scores_nothing() -> None:
    assert set(scores().values()) == {0.0}


def test_rows_hold_gold_and_predicted_in_order() -> None:
    rows = evaluate_attribution([GOLD, GOLD], [[], [attribution([ANA], SAID, RAINED)]]).rows
    assert [len(row["predicted"]) for row in rows] == [0, 1]
    assert rows[1]["predicted"][0] == {"source": [ANA], "cue": [SAID], "content": [RAINED]}
    assert rows[0]["gold"][1]["cue"] == [DENIED]


def test_nested_ones_are_set_aside_where_the_set_labels_none() -> None:
    outer, inner = attribution([ANA], SAID, RAINED), attribution([], (RAINED[0], RAINED[0] + 2), (RAINED[0] + 3, RAINED[1]))
    assert scores(outer, attribution([BO], DENIED, IT), inner)["cue exact"] == 1.0

from casus.evaluation.pairs import by_label, evaluate_pairs, quad_class
from casus.evaluation.plv import GivenPair
from casus.records import EVENT_TYPES


def chances(**given: float) -> dict[str, float]:
    return {kind: given.get(kind, 0.0) for kind in EVENT_TYPES}


EVEN = {"1": 0.25, "2": 0.25, "3": 0.25, "4": 0.25}


def pair(name: str, kind: str, quad: int) -> GivenPair:
    return GivenPair(name, f"text {name}", None, None, kind, quad)


def test_yield_is_as_likely_as_its_two_types_together() -> None:
    found = chances(CONCEDE=0.3, RETREAT=0.3, AGREE=0.4)
    assert by_label(found, ["AGREE", "YIELD"]) == {"AGREE": 0.4, "YIELD": 0.6}


def test_the_quad_class_is_the_likeliest_in_sum() -> None:
    found = {"ASSAULT": 0.4, "AGREE": 0.3, "CONSULT": 0.3}
    assert quad_class(found, EVEN) == 1
    assert quad_class(found, {**EVEN, "4": 0.9, "1": 0.1}) == 4


def test_rows_in_order_and_scores() -> None:
    pairs = [pair("1", "YIELD", 2), pair("2", "ASSAULT", 4), pair("3", "AID", 2)]
    found = evaluate_pairs(pairs, [(c, EVEN) for c in (chances(RETREAT=0.6, AID=0.4), chances(COERCE=0.9, AID=0.1), chances(AID=1.0))])
    assert [(row["id"], row["gold"], row["predicted"]) for row in found.rows] == [
        ("1", "YIELD", "YIELD"),
        ("2", "ASSAULT", "COERCE"),
        ("3", "AID", "AID"),
    ]
    assert found.rows[0]["chances"] == {"YIELD": 0.6, "AID": 0.4, "AGREE": 0.0}
    assert found.floors["type"] == 2 / 3
    assert found.floors["quad"] == 1.0
    assert found.floors["ASSAULT"] == 0.0


def test_concede_is_kept_apart_where_the_set_does() -> None:
    found = evaluate_pairs([pair("1", "CONCEDE", 1)], [(chances(RETREAT=0.6, CONCEDE=0.4), EVEN)])
    assert (found.rows[0]["gold"], found.rows[0]["predicted"]) == ("CONCEDE", "RETREAT")

from __future__ import annotations

from dataclasses import replace

from casus.coding import code_claims
from casus.corroboration.replying import Pair, pairs
from tests.coding.telling import reading
from training.answers import Example, example, figures, fit, link, matched, told
from training.corpus import Made, Row

TEXT = "Mirova accused Sollen of theft. Sollen denied the charge. Ardia said rain fell."
SAYS = [("Mirova", "accused", "Sollen of theft"), ("Sollen", "denied", "the charge"), ("Ardia", "said", "rain fell")]
READING = code_claims(reading(TEXT, SAYS, actor=["Mirova", "Sollen", "Ardia"]))


def row(*made: Made) -> Row:
    """Return the key of the report, its contents a word shorter than what was found."""
    says = []
    for source, cue, content in SAYS:
        starts = [TEXT.index(source), TEXT.index(cue), TEXT.index(content)]
        says.append(tuple([(s, s + len(q))] for s, q in zip(starts, (source, cue, content.rsplit(" ", 1)[0]), strict=True)))
    return Row("reports_x-1", TEXT, {}, says, made=list(made))  # type: ignore[arg-type]


ROW = row(Made("allege"), Made("deny", answers=(0,)), Made("none"))


def test_claims_are_matched_by_cue_and_content_and_what_is_no_claim_is_left_out() -> None:
    found = matched(ROW, READING)
    assert found == {0: READING.claims[0].id, 1: READING.claims[1].id}


def test_an_answer_whose_claim_was_not_found_stays_wanted() -> None:
    whole = example(ROW, READING)
    assert (whole.file, whole.wanted) == ("reports_x", 1)
    assert whole.right == frozenset({(READING.claims[0].id, READING.claims[1].id)})
    missed = example(ROW, READING.model_copy(update={"claims": READING.claims[:1]}))
    assert (missed.wanted, missed.right) == (1, frozenset())


def _with(pair: Pair, *features: str) -> Pair:
    return replace(pair, features=frozenset(features))


def test_weights_learn_what_tells_answers() -> None:
    pair = next(iter(pairs(READING)))
    answer, none = (
        Example("x", (_with(pair, "bias", "denies"),), frozenset({link(pair)}), 1),
        Example("x", (_with(pair, "bias"),), frozenset(), 0),
    )
    weights = fit([answer, none] * 10, penalty=0.1)
    assert weights["denies"] > 1
    assert weights["bias"] < 0
    assert (told(answer, weights), told(none, weights)) == ({link(pair)}, set())


def test_what_is_rare_has_no_weight() -> None:
    pair = next(iter(pairs(READING)))
    common = [Example("x", (_with(pair, "bias"),), frozenset({link(pair)}), 1)] * 10
    assert set(fit([*common, Example("x", (_with(pair, "bias", "once"),), frozenset(), 0)])) == {"bias"}


def test_figures_are_summed_over_reports() -> None:
    assert figures([(1, 2, 1), (1, 2, 4)]) == "P 0.500, R 0.400, F1 0.444 of 5"
